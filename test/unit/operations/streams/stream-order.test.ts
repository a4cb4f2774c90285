import { expect, it } from 'vitest';
import { DEFAULT_REPO_SETTINGS, type StreamPolicy } from '../../../../server/config-repo/repo-settings';
import { promotionOrder } from '../../../../server/operations/streams/stream-order';

const namesOf = (policies: ReadonlyMap<string, StreamPolicy>) => promotionOrder(policies).map(({ name }) => name);

const policies = (ways: Readonly<Record<string, readonly string[]>>) =>
  new Map(
    Object.entries(ways).map(
      ([name, promotesTo]) => [name, { name, branch: name, notBehind: [], promotesTo }] as const,
    ),
  );

it("goes along the ways of Fedora CoreOS's promotions, the longest first, and ends with the streams beside them", () => {
  expect(namesOf(DEFAULT_REPO_SETTINGS.streams)).toEqual([
    'testing-devel',
    'testing',
    'stable',
    'next-devel',
    'next',
    'rawhide',
    'branched',
  ]);
});

it('puts the longer way first where one stream feeds several, and names each stream once', () => {
  expect(namesOf(policies({ short: [], end: [], middle: ['end'], start: ['short', 'middle'], alone: [] }))).toEqual([
    'start',
    'middle',
    'end',
    'short',
    'alone',
  ]);
});

it('has nothing to say of a repository without streams', () => {
  expect(namesOf(new Map())).toEqual([]);
});

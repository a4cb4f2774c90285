import { afterAll, beforeAll, expect, it } from 'vitest';
import { archDrift } from '../../../../server/rules/arch-drift';
import { describeShared } from '../../../support/shared';
import { History, places } from './history';

// counts of packages as librpm's comparison gives them
const LOCKS_LEFT = [
  ['27b186bf', ['ppc64le hint kernel']],
  [
    'ba83c3ab',
    ['aarch64 hint 414 packages', 'ppc64le hint 404 packages', 's390x hint 395 packages', 'x86_64 hint podman'],
  ],
  ['e84752c1', ['aarch64 hint 404 packages', 'ppc64le hint 399 packages', 's390x hint 382 packages']],
] as const;

describeShared('arch-drift in history', () => {
  let history: History;
  beforeAll(async () => {
    history = await History.open();
  });
  afterAll(() => history.close());

  it.each(LOCKS_LEFT)(
    'finds the kernel, podman or lock of a basearch that was left behind: %s',
    async (commit, expected) => {
      const found = places(await history.in(archDrift, commit), true);
      const short = found.map(text => /^manifest-lock\.(\w+)\.json( hint (?:\d+ packages|\S+))/.exec(text));
      expect(short.map(match => `${match?.[1]}${match?.[2]}`)).toEqual(expected);
    },
  );

  it.each(['next-devel', 'testing-devel', 'next', 'testing', 'stable'])('finds nothing on %s', async branch => {
    expect(await history.at(archDrift, branch)).toEqual([]);
  });
});

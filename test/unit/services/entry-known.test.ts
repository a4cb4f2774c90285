import { describe, expect, it } from 'vitest';
import { parseLockfile } from '../../../server/lockfile/parse';
import { isWellKnown } from '../../../server/services/entry-known';
import type { ServiceFacts } from '../../../server/services/facts';
import type { WantedEntry } from '../../../server/services/wanted-entry';
import { type BuildTable, bodhiFacts, kojiFacts, SAID_AT } from '../../support/service-facts';

const [PODMAN] = parseLockfile('packages:\n  podman:\n    evr: 5:5.2.3-1.fc40\n', 'yaml').entries;
const ALIAS = 'FEDORA-2024-f0fd63c638';
const WANTED: WantedEntry = {
  name: 'podman',
  version: PODMAN?.version,
  basearches: ['x86_64', 'aarch64'],
  update: ALIAS,
  source: 'podman',
};
const OPTIONS = { release: 'F40', since: SAID_AT };
const UPDATE = { alias: ALIAS, builds: ['podman-5.2.3-1.fc40'] };
const koji = (more: Partial<BuildTable> = {}) =>
  kojiFacts({
    'podman-5.2.3-1.fc40': { rpms: { podman: '5:5.2.3-1.fc40 x86_64 aarch64' }, tags: [], signed: true, ...more },
  });
const ALL: ServiceFacts = { koji: koji(), bodhi: bodhiFacts([UPDATE]) };

describe('an entry is well known', () => {
  it('when all that is asked of it was answered lately', () => {
    expect(isWellKnown(ALL, WANTED, OPTIONS)).toBe(true);
    expect(isWellKnown(ALL, WANTED, { ...OPTIONS, since: SAID_AT + 1 })).toBe(false);
  });

  it('to services that are not asked', () => {
    expect(isWellKnown({}, WANTED, OPTIONS)).toBe(true);
    expect(isWellKnown({ koji: ALL.koji }, WANTED, OPTIONS)).toBe(true);
    expect(isWellKnown({ bodhi: ALL.bodhi }, WANTED, OPTIONS)).toBe(true);
  });

  it('when Koji has no such package, and Bodhi no such update', () => {
    expect(isWellKnown({ koji: kojiFacts({}), bodhi: bodhiFacts([]) }, WANTED, OPTIONS)).toBe(true);
  });

  const { tags: _, ...untagged } = { rpms: { podman: '5:5.2.3-1.fc40 x86_64 aarch64' }, tags: [], signed: true };
  it.each<[string, ServiceFacts]>([
    ['the package', { koji: kojiFacts({}, { unknown: ['podman'] }) }],
    ['the tags', { koji: kojiFacts({ 'podman-5.2.3-1.fc40': untagged }) }],
    ['the update', { bodhi: bodhiFacts([UPDATE], { unknown: [ALIAS] }) }],
    ['the updates of its build', { ...ALL, bodhi: bodhiFacts([UPDATE], { buildsUnknown: true }) }],
    ['the newest updates', { bodhi: bodhiFacts([UPDATE], { newestUnknown: true }) }],
  ])('but not while %s are missing', (_, facts) => {
    expect(isWellKnown(facts, WANTED, OPTIONS)).toBe(false);
  });

  it('without newest updates where no release says of what', () => {
    const facts = { bodhi: bodhiFacts([UPDATE], { newestUnknown: true }) };
    expect(isWellKnown(facts, WANTED, { ...OPTIONS, release: undefined })).toBe(true);
    expect(isWellKnown(facts, { ...WANTED, source: undefined }, OPTIONS)).toBe(true);
  });
});

import { expect, it } from 'vitest';
import { wantedFact, wantedFacts } from '../../../server/operations/wanted-facts';
import { baseLock, entryOf, scopeOf } from './support';

const COMMON = 'manifest-lock.overrides.yaml';
const OVERRIDES = `packages:
  ostree-grub2:
    evr: 2024.8-1.fc40
    metadata:
      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638
      type: fast-track
  podman:
    evr: 5:5.2.4-1.fc40
  podman:
    evr: 5:5.2.5-1.fc40
    metadata:
      bodhi: https://koji.fedoraproject.org/koji/buildinfo?buildID=2570000
`;
const BASES = {
  'manifest-lock.x86_64.json': baseLock({ podman: '5:5.2.3-1.fc40.x86_64' }),
  'manifest-lock.ppc64le.json': baseLock({ podman: '5:5.2.3-1.fc40.ppc64le', 'ostree-grub2': '2024.7-1.fc40.ppc64le' }),
};

it('is what counts of a file, with the basearches and the update it concerns', () => {
  const scope = scopeOf(COMMON, { [COMMON]: OVERRIDES, ...BASES }, [], ['x86_64', 'ppc64le']);
  const shown = wantedFacts(scope).map(({ version, ...wanted }) => ({ ...wanted, evr: version?.evr }));
  expect(shown).toEqual([
    {
      name: 'ostree-grub2',
      evr: '2024.8-1.fc40',
      basearches: ['ppc64le'],
      update: 'FEDORA-2024-f0fd63c638',
      source: undefined,
    },
    { name: 'podman', evr: '5:5.2.5-1.fc40', basearches: ['x86_64', 'ppc64le'], update: undefined, source: undefined },
  ]);
});

it('knows the source that a base lock names', () => {
  const named = '{"packages": {"podman": {"evra": "5:5.2.3-1.fc40.x86_64", "metadata": {"sourcerpm": "podman"}}}}';
  const path = 'manifest-lock.x86_64.json';
  const scope = scopeOf(path, { [path]: named }, []);
  expect(wantedFact(scope, entryOf(scope, 'podman'))).toMatchObject({ basearches: ['x86_64'], source: 'podman' });
});

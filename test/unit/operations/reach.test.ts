import { describe, expect, it } from 'vitest';
import { baseEntry, reachOf } from '../../../server/operations/reach';
import { baseLock, entryOf, scopeOf } from './support';

const COMMON = 'manifest-lock.overrides.yaml';
const OSTREE_GRUB2 =
  'packages:\n  ostree-grub2:\n    evr: 2024.8-1.fc40\n  podman:\n    evr: 5:5.2.5-1.fc40\n  new:\n    evra: 1-1.s390x\n';
const BASES = {
  'manifest-lock.x86_64.json': baseLock({ podman: '5:5.2.3-1.fc40.x86_64' }),
  'manifest-lock.ppc64le.json': baseLock({ podman: '5:5.2.3-1.fc40.ppc64le', 'ostree-grub2': '2024.7-1.fc40.ppc64le' }),
};
const ARCHES = ['x86_64', 'ppc64le', 's390x'];

describe('reachOf', () => {
  it('is every basearch whose base lock has the name', () => {
    const scope = scopeOf(COMMON, { [COMMON]: OSTREE_GRUB2, ...BASES }, [], ARCHES);
    expect(reachOf(scope, entryOf(scope, 'ostree-grub2'))).toEqual({ basearches: ['ppc64le'], certain: true });
    expect(reachOf(scope, entryOf(scope, 'podman'))).toEqual({ basearches: ['x86_64', 'ppc64le'], certain: true });
    expect(reachOf(scope, entryOf(scope, 'new'))).toEqual({ basearches: ['s390x'], certain: true });
  });

  it('leaves out basearches whose own overrides replace the entry', () => {
    const own = { 'manifest-lock.overrides.x86_64.yaml': 'packages:\n  podman:\n    evr: 5:5.3.0-1.fc40\n' };
    const scope = scopeOf(COMMON, { [COMMON]: OSTREE_GRUB2, ...BASES, ...own }, [], ARCHES);
    expect(reachOf(scope, entryOf(scope, 'podman')).basearches).toEqual(['ppc64le']);
  });

  it('is uncertain without base locks, and the own basearch of an arch file', () => {
    const scope = scopeOf(COMMON, { [COMMON]: OSTREE_GRUB2 }, [], ARCHES);
    expect(reachOf(scope, entryOf(scope, 'podman'))).toEqual({ basearches: ARCHES, certain: false });
    const path = 'manifest-lock.overrides.aarch64.yaml';
    const arch = scopeOf(path, { [path]: OSTREE_GRUB2 }, [], ARCHES);
    expect(reachOf(arch, entryOf(arch, 'podman'))).toEqual({ basearches: ['aarch64'], certain: true });
  });
});

describe('baseEntry', () => {
  it('looks into the base lock of the basearch only', () => {
    const scope = scopeOf(COMMON, { [COMMON]: OSTREE_GRUB2, ...BASES }, [], ARCHES);
    expect(baseEntry(scope, 'podman', 'x86_64')?.version?.evr).toBe('5:5.2.3-1.fc40');
    expect(baseEntry(scope, 'podman', 's390x')).toBeUndefined();
  });
});

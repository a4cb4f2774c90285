import { describe, expect, it } from 'vitest';
import { parseLockfile } from '../../../server/lockfile/parse';
import { entryBuild, nvrasOf } from '../../../server/services/entry-build';
import { kojiFacts, SAID_AT } from '../../support/service-facts';

function entry(name: string, version: string) {
  const found = parseLockfile(`packages:\n  ${name}:\n    ${version}\n`, 'yaml').byName.get(name);
  if (!found) throw new Error(`${name} is not there`);
  return found;
}

const PODMAN = {
  'podman-5.2.5-1.fc40': {
    rpms: { podman: '5:5.2.5-1.fc40 x86_64 aarch64 src', 'podman-docker': '5:5.2.5-1.fc40 noarch' },
  },
};

describe('nvrasOf', () => {
  it('leaves the epoch out, and takes an evr for noarch, too', () => {
    expect(nvrasOf(entry('podman', 'evr: 5:5.2.5-1.fc40'), 'aarch64')).toEqual([
      'podman-5.2.5-1.fc40.aarch64',
      'podman-5.2.5-1.fc40.noarch',
    ]);
    expect(nvrasOf(entry('podman-docker', 'evra: 5:5.2.5-1.fc40.noarch'), 'aarch64')).toEqual([
      'podman-docker-5.2.5-1.fc40.noarch',
    ]);
    expect(nvrasOf(entry('podman', 'digest: sha256:0'), 'aarch64')).toEqual([]);
  });
});

describe('entryBuild', () => {
  it('finds the build and the package on each basearch', () => {
    const found = entryBuild(kojiFacts(PODMAN), entry('podman', 'evr: 5:5.2.5-1.fc40'), ['x86_64', 'aarch64', 's390x']);
    if (found?.kind !== 'found') throw new Error('not found');
    expect(found.build).toMatchObject({ nvr: 'podman-5.2.5-1.fc40', name: 'podman', state: 'complete' });
    expect([...found.rpms].map(([basearch, { name, arch, epoch }]) => [basearch, name, arch, epoch])).toEqual([
      ['x86_64', 'podman', 'x86_64', 5],
      ['aarch64', 'podman', 'aarch64', 5],
    ]);
    expect(found.packages?.map(({ name, arch }) => `${name}.${arch}`)).toEqual([
      'podman.x86_64',
      'podman.aarch64',
      'podman.src',
      'podman-docker.noarch',
    ]);
    expect(found.at).toBe(SAID_AT);
  });

  it('finds a noarch package on every basearch, and one with a version of its own', () => {
    const koji = kojiFacts({
      ...PODMAN,
      'lvm2-2.03.24-2.fc40': { rpms: { 'device-mapper': '1.02.198-2.fc40 x86_64' }, packagesUnknown: true },
    });
    const docker = entryBuild(koji, entry('podman-docker', 'evr: 5:5.2.5-1.fc40'), ['x86_64', 's390x']);
    expect(docker?.kind === 'found' && [...docker.rpms.keys()]).toEqual(['x86_64', 's390x']);
    const mapper = entryBuild(koji, entry('device-mapper', 'evr: 1.02.198-2.fc40'), ['x86_64']);
    expect(mapper).toMatchObject({ kind: 'found', build: { nvr: 'lvm2-2.03.24-2.fc40' }, packages: undefined });
  });

  it('tells what Koji does not have from what is not known', () => {
    const other = entry('podman', 'evr: 5:5.2.6-1.fc40');
    expect(entryBuild(kojiFacts(PODMAN), other, ['x86_64'])).toEqual({ kind: 'absent', at: SAID_AT });
    expect(entryBuild(kojiFacts(PODMAN, { unknown: ['podman'] }), other, ['x86_64'])).toBeUndefined();
    const koji = kojiFacts(PODMAN);
    const own = entry('podman', 'evr: 5:5.2.5-1.fc40');
    expect(entryBuild({ ...koji, build: () => undefined }, own, ['x86_64'])).toBeUndefined();
    // of one basearch that nothing is known of the others do not tell
    const half = { ...koji, rpm: (nvra: string) => (nvra.endsWith('.s390x') ? undefined : koji.rpm(nvra)) };
    expect(entryBuild(half, own, ['x86_64', 's390x'])).toBeUndefined();
    expect(entryBuild(koji, own, [])).toBeUndefined();
    expect(entryBuild(koji, entry('podman', 'digest: sha256:0'), ['x86_64'])).toBeUndefined();
  });

  it('says the oldest of the answers that it is made of', () => {
    const koji = kojiFacts(PODMAN);
    const older = {
      ...koji,
      build: (id: number) => {
        const known = koji.build(id);
        return known && { ...known, at: SAID_AT - 60_000 };
      },
    };
    expect(entryBuild(older, entry('podman', 'evr: 5:5.2.5-1.fc40'), ['x86_64'])?.at).toBe(SAID_AT - 60_000);
  });
});

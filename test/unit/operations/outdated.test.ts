import { describe, expect, it } from 'vitest';
import type { LayerFile } from '../../../server/lockfile/layers';
import { parseLockfile } from '../../../server/lockfile/parse';
import { outdatedPackages } from '../../../server/operations/outdated';
import { availability, repository } from '../../support/availability';

const base: LayerFile = {
  path: 'manifest-lock.x86_64.json',
  layer: 'base',
  arch: 'x86_64',
  lockfile: parseLockfile(
    JSON.stringify({
      packages: {
        systemd: { evra: '255.12-1.fc40.x86_64' },
        podman: { evra: '5:5.2.2-1.fc40.x86_64' },
        bash: { evra: '5.2.26-3.fc40.x86_64' },
        'selinux-policy': { evra: '40.27-1.fc40.noarch' },
      },
    }),
    'json',
  ),
};
const overrides: LayerFile = {
  path: 'manifest-lock.overrides.yaml',
  layer: 'overrides',
  arch: undefined,
  lockfile: parseLockfile('packages:\n  podman:\n    evr: 5:5.2.3-1.fc40\n  bash: {}\n', 'yaml'),
};
const known = availability('x86_64', [
  repository({ id: 'fedora' }, [
    ['bash', '5.2.26-3.fc40', 'x86_64'],
    ['podman', '5:5.0.1-1.fc40', 'x86_64'],
  ]),
  repository({ id: 'fedora-updates' }, [
    ['podman', '5:5.2.4-1.fc40', 'x86_64'],
    ['podman', '5:5.2.5-1.fc40', 'x86_64'],
    ['podman', '6:1-1.fc40', 'i686'],
    ['systemd', '255.13-1.fc40', 'x86_64', 'systemd-255.13-1.fc40.src.rpm'],
    ['selinux-policy', '40.28-1.fc40', 'noarch'],
  ]),
  repository({ id: 'fedora-coreos-pool', role: 'pool' }, [['systemd', '255.14-1.fc40', 'x86_64']]),
]);

function rows(every: boolean) {
  return outdatedPackages([base, overrides], known, { every }).map(({ name, layer, locked, newer }) => {
    return [name, layer, locked, newer.record.evr, newer.repository.id, newer.record.source];
  });
}

describe('outdatedPackages', () => {
  it('compares the entry that counts with the newest of the repositories, pool and foreign arches left out', () => {
    expect(rows(false)).toEqual([
      ['podman', 'overrides', '5:5.2.3-1.fc40', '5:5.2.5-1.fc40', 'fedora-updates', 'podman'],
      ['selinux-policy', 'base', '40.27-1.fc40', '40.28-1.fc40', 'fedora-updates', 'selinux-policy'],
      ['systemd', 'base', '255.12-1.fc40', '255.13-1.fc40', 'fedora-updates', 'systemd'],
    ]);
  });

  it('lists every newer EVR when asked, newest first', () => {
    expect(rows(true).map(([name, , , newest]) => `${name} ${newest}`)).toEqual([
      'podman 5:5.2.5-1.fc40',
      'podman 5:5.2.4-1.fc40',
      'selinux-policy 40.28-1.fc40',
      'systemd 255.13-1.fc40',
    ]);
  });
});

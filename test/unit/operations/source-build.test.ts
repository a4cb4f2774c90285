import { describe, expect, it } from 'vitest';
import type { LayerFile } from '../../../server/lockfile/layers';
import { parseLockfile } from '../../../server/lockfile/parse';
import { sourceBuildName, sourceBuildOf } from '../../../server/operations/source-build';
import type { KojiFacts } from '../../../server/services/facts';
import { availability, repository } from '../../support/availability';
import { kojiFacts } from '../../support/service-facts';

const KNOWN = availability('x86_64', [
  repository({ id: 'fedora-updates' }, [
    ['device-mapper', '1.02.198-2.fc40', 'x86_64', 'lvm2-2.03.24-2.fc40.src.rpm'],
    ['bash', '5.2.26-3.fc40', 'x86_64', ''],
  ]),
]);

function sourceOf(name: string, evr: string, koji?: KojiFacts) {
  const lockfile = parseLockfile(`packages:\n  ${name}:\n    evr: ${evr}\n`, 'yaml');
  const file: LayerFile = { path: 'manifest-lock.overrides.yaml', layer: 'overrides', arch: undefined, lockfile };
  const entry = lockfile.byName.get(name);
  if (!entry) throw new Error(name);
  const known = (arch: string) => (arch === 'x86_64' ? KNOWN : undefined);
  return sourceBuildOf({ file, files: [file], basearches: ['aarch64', 'x86_64'], availability: known }, entry, koji);
}

describe('sourceBuildOf', () => {
  it('asks Koji, then the metadata of any basearch, about the very version', () => {
    const koji = kojiFacts({ 'rust-afterburn-5.7.0-1.fc40': { rpms: { afterburn: 'x86_64 aarch64' } } });
    expect(sourceOf('afterburn', '5.7.0-1.fc40', koji)).toMatchObject({
      nvr: 'rust-afterburn-5.7.0-1.fc40',
      name: 'rust-afterburn',
    });
    const lvm2 = { nvr: 'lvm2-2.03.24-2.fc40', name: 'lvm2' };
    expect(sourceOf('device-mapper', '1.02.198-2.fc40')).toEqual(lvm2);
    // Koji may not have it, or not be known
    expect(sourceOf('device-mapper', '1.02.198-2.fc40', koji)).toEqual(lvm2);
    expect(sourceOf('device-mapper', '1.02.198-2.fc40', kojiFacts({}, { unknown: ['device-mapper'] }))).toEqual(lvm2);
  });

  it('does not guess', () => {
    expect(sourceOf('device-mapper', '1.02.199-1.fc40')).toBeUndefined();
    expect(sourceOf('bash', '5.2.26-3.fc40')).toBeUndefined();
  });
});

describe('sourceBuildName', () => {
  it('takes the NVR out of the name of a source RPM', () => {
    expect(sourceBuildName('coreos-installer-0.21.0-1.fc40.src.rpm')).toEqual({
      nvr: 'coreos-installer-0.21.0-1.fc40',
      name: 'coreos-installer',
    });
    expect(sourceBuildName('firmware-1-1.nosrc.rpm')).toEqual({ nvr: 'firmware-1-1', name: 'firmware' });
    expect(sourceBuildName('lvm2')).toBeUndefined();
  });
});

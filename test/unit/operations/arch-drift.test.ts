import { describe, expect, it } from 'vitest';
import { olderThanOthers } from '../../../server/operations/arch-drift';
import { layerFile } from '../../support/branches';
import { baseLock } from '../rules/support';

const lock = (arch: string, packages: Readonly<Record<string, string>>) => {
  const file = layerFile(`manifest-lock.${arch}.json`, baseLock(packages));
  if (!file) throw new Error(arch);
  return file;
};

describe('olderThanOthers', () => {
  const files = [
    lock('x86_64', { kernel: '6.4.7-200.fc38.x86_64', podman: '5:4.7.2-1.fc39.x86_64', crun: '1.17-1.fc40.x86_64' }),
    lock('aarch64', { kernel: '6.4.7-200.fc38.aarch64', podman: '5:4.8.0-1.fc39.aarch64', crun: 'x.aarch64' }),
    lock('ppc64le', { kernel: '6.3.12-200.fc38.ppc64le', podman: '5:4.8.0-1.fc39.ppc64le' }),
  ];
  const older = (arch: string) => {
    const own = files.find(file => file.arch === arch);
    return (own ? olderThanOthers(own, files, 'base') : []).map(({ entry, version, newer, arches }) => {
      return `${entry.name} ${version.evr} < ${newer.version.evr} of ${newer.file.path}: ${arches.join(' ')}`;
    });
  };

  it('names the newest and every arch that has it', () => {
    expect(older('x86_64')).toEqual([
      'podman 5:4.7.2-1.fc39 < 5:4.8.0-1.fc39 of manifest-lock.aarch64.json: aarch64 ppc64le',
    ]);
    expect(older('ppc64le')).toEqual([
      'kernel 6.3.12-200.fc38 < 6.4.7-200.fc38 of manifest-lock.x86_64.json: x86_64 aarch64',
    ]);
    expect(older('aarch64')).toEqual([]);
  });
});

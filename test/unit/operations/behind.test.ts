import { describe, expect, it } from 'vitest';
import { effectiveSet } from '../../../server/lockfile/layers';
import { behind, type LockedSet } from '../../../server/operations/behind';
import { layerFiles } from '../../support/branches';
import { baseLock } from './support';

const OVERRIDES = 'manifest-lock.overrides.yaml';
const base = (basearch: string) => `manifest-lock.${basearch}.json`;

function locked(texts: Readonly<Record<string, string>>): LockedSet {
  const files = layerFiles(texts);
  return { files, effective: basearch => effectiveSet(basearch, files) };
}

function shown(own: LockedSet, other: LockedSet, basearches = ['x86_64', 'aarch64']): string[] {
  return behind(own, other, basearches).map(({ name, arches }) => {
    const each = arches.map(arch => {
      const side = ({ version, file }: (typeof arch)['own']) => `${version.evr} (${file.path})`;
      return `${arch.basearch} ${side(arch.own)} < ${side(arch.other)}`;
    });
    return `${name}: ${each.join('; ')}`;
  });
}

describe('behind', () => {
  it('compares as RPM does, across releases: next-devel and testing-devel of 2024-04-15', () => {
    // kernel 6.8.4-300.fc40 and 6.8.5-201.fc39 were really locked; the others are older only to a naive reader
    const own = locked({
      [base('x86_64')]: baseLock({
        kernel: '6.8.4-300.fc40.x86_64',
        podman: '5:5.0.1-1.fc40.x86_64',
        expat: '2.10.0-1.fc40.x86_64',
        systemd: '255.4-1.fc40.x86_64',
        libuv: '1:1.9.0-1.fc40.x86_64',
      }),
    });
    const other = locked({
      [base('x86_64')]: baseLock({
        kernel: '6.8.5-201.fc39.x86_64',
        podman: '5.1.0-1.fc39.x86_64',
        expat: '2.9.9-1.fc39.x86_64',
        systemd: '255.4~rc1-1.fc39.x86_64',
        libuv: '1:1.9.0-1.fc39.x86_64',
      }),
    });
    expect(shown(own, other)).toEqual([
      'kernel: x86_64 6.8.4-300.fc40 (manifest-lock.x86_64.json) < 6.8.5-201.fc39 (manifest-lock.x86_64.json)',
    ]);
  });

  it('takes what is effective on each side, and says where it comes from', () => {
    const bases = (evr: string) => ({
      [base('x86_64')]: baseLock({ 'rpm-ostree': `${evr}.x86_64`, bootupd: `${evr}.x86_64` }),
      [base('aarch64')]: baseLock({ 'rpm-ostree': `${evr}.aarch64`, bootupd: `${evr}.aarch64` }),
    });
    const own = locked({
      ...bases('2024.3-1.fc40'),
      [OVERRIDES]: 'packages:\n  rpm-ostree:\n    evr: 2024.4-5.fc40\n',
      'manifest-lock.overrides.aarch64.yaml': 'packages:\n  bootupd:\n    evr: 2024.9-1.fc40\n',
    });
    const other = locked({
      ...bases('2024.3-1.fc40'),
      [OVERRIDES]: 'packages:\n  rpm-ostree:\n    evr: 2024.4-6.fc39\n  bootupd:\n    evr: 2024.8-1.fc40\n',
    });
    expect(shown(own, other)).toEqual([
      `bootupd: x86_64 2024.3-1.fc40 (manifest-lock.x86_64.json) < 2024.8-1.fc40 (${OVERRIDES})`,
      `rpm-ostree: x86_64 2024.4-5.fc40 (${OVERRIDES}) < 2024.4-6.fc39 (${OVERRIDES}); aarch64 2024.4-5.fc40 (${OVERRIDES}) < 2024.4-6.fc39 (${OVERRIDES})`,
    ]);
  });

  it('leaves out a basearch without a base lock on either side, one side’s packages, and broken versions', () => {
    const all = { zlib: '1-1.x86_64', only: '1-1.x86_64', broken: '1.x86_64' };
    const newer = { zlib: '2-1.x86_64', broken: '2-1.x86_64', theirs: '2-1.x86_64' };
    const own = locked({ [base('x86_64')]: baseLock(all), [OVERRIDES]: 'packages:\n  bash:\n    evr: 1-1\n' });
    const other = locked({
      [base('x86_64')]: baseLock(newer),
      [base('aarch64')]: baseLock(newer),
      [OVERRIDES]: 'packages:\n  bash:\n    evr: 2-1\n',
    });
    const unlocked = locked({ [OVERRIDES]: 'packages:\n  zlib:\n    evr: 3-1\n' });
    expect(behind(own, other, ['x86_64', 'aarch64']).map(({ name, arches }) => [name, arches.length])).toEqual([
      ['bash', 1],
      ['zlib', 1],
    ]);
    expect(behind(own, unlocked, ['x86_64'])).toEqual([]);
    expect(behind(unlocked, own, ['x86_64'])).toEqual([]);
  });
});

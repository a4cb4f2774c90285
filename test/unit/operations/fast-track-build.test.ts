import { describe, expect, it } from 'vitest';
import { effectiveSet } from '../../../server/lockfile/layers';
import { behind } from '../../../server/operations/behind';
import {
  chooseBuild,
  type FastTrackScope,
  hasMetadata,
  siblingsNow,
} from '../../../server/operations/fast-track-build';
import { availability, type PackageLine, repository } from '../../support/availability';
import { layerFiles } from '../../support/branches';
import { baseLock } from './support';

const BASE = 'manifest-lock.x86_64.json';

function scopeOf(evr: string, packages: readonly PackageLine[], releasever: string | undefined = '40'): FastTrackScope {
  const files = layerFiles({ [BASE]: baseLock({ kernel: `${evr}.x86_64`, 'kernel-core': `${evr}.x86_64` }) });
  const known = [availability('x86_64', [repository({ id: 'updates' }, packages)])];
  return {
    files,
    effective: basearch => effectiveSet(basearch, files),
    basearches: ['x86_64'],
    releasever,
    availability: arch => known.find(({ basearch }) => basearch === arch),
  };
}

function chosen(scope: FastTrackScope, other: string): string {
  const files = layerFiles({ [BASE]: baseLock({ kernel: `${other}.x86_64` }) });
  const [one] = behind(scope, { files, effective: arch => effectiveSet(arch, files) }, ['x86_64']);
  if (!one) throw new Error('nothing fell behind');
  const choice = chooseBuild(scope, one);
  return 'message' in choice
    ? choice.message
    : [...choice.packages].map(([arch, { record }]) => `${arch} ${record.evr}`).join();
}

describe('chooseBuild', () => {
  const builds: PackageLine[] = ['6.8.4-300.fc40', '6.8.5-301.fc40', '6.8.7-300.fc40', '6.9.0-1.fc41'].map(evr => [
    'kernel',
    evr,
    'x86_64',
  ]);

  it('takes the newest for the release', () => {
    expect(chosen(scopeOf('6.8.4-300.fc40', builds), '6.8.5-201.fc39')).toBe('x86_64 6.8.7-300.fc40');
    expect(chosen(scopeOf('6.8.4-300.fc40', builds, '41'), '6.8.5-201.fc39')).toBe('x86_64 6.9.0-1.fc41');
  });

  it('takes a build without a dist tag, and one of the same EVR', () => {
    const line = (evr: string): PackageLine[] => [['kernel', evr, 'x86_64']];
    expect(chosen(scopeOf('6.8.4-300.fc40', line('6.8.5-201')), '6.8.5-201')).toBe('x86_64 6.8.5-201');
  });
});

describe('siblingsNow', () => {
  it('names what is locked of the build that is locked', () => {
    const source = 'kernel-6.8.4-300.fc40.src.rpm';
    const scope = scopeOf('6.8.4-300.fc40', [
      ['kernel', '6.8.4-300.fc40', 'x86_64', source],
      ['kernel-core', '6.8.4-300.fc40', 'x86_64', source],
      ['kernel-devel', '6.8.4-300.fc40', 'x86_64', source],
    ]);
    expect(siblingsNow(scope, 'x86_64', 'kernel')).toEqual(['kernel-core']);
    expect(siblingsNow(scope, 'aarch64', 'kernel')).toEqual([]);
    expect(
      siblingsNow(scopeOf('6.8.3-300.fc40', [['kernel', '6.8.4-300.fc40', 'x86_64']]), 'x86_64', 'kernel'),
    ).toEqual([]);
  });
});

describe('hasMetadata', () => {
  it('is false for a basearch that nothing was loaded of', () => {
    const scope = scopeOf('6.8.4-300.fc40', []);
    expect([hasMetadata(scope, 'x86_64'), hasMetadata(scope, 'aarch64')]).toEqual([true, false]);
    const missing = availability('x86_64', [repository({ id: 'updates', status: 'missing' }, [])]);
    expect(hasMetadata({ ...scope, availability: () => missing }, 'x86_64')).toBe(false);
  });
});

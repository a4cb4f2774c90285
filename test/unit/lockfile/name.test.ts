import { describe, expect, it } from 'vitest';
import { parseLockfileName } from '../../../server/lockfile/name';
import { describeShared } from '../../support/shared';
import { REAL_FILES } from './real-files';

describe('file names of lockfiles', () => {
  it.each([
    ['manifest-lock.x86_64.json', 'base', 'x86_64', 'json', false],
    ['manifest-lock.s390x.yaml', 'base', 's390x', 'yaml', false],
    ['manifest-lock.generated.aarch64.json', 'base', 'aarch64', 'json', true],
    ['manifest-lock.overrides.yaml', 'overrides', undefined, 'yaml', false],
    ['manifest-lock.overrides.yml', 'overrides', undefined, 'yaml', false],
    ['manifest-lock.overrides.json', 'overrides', undefined, 'json', false],
    ['manifest-lock.overrides.x86_64.yaml', 'arch-overrides', 'x86_64', 'yaml', false],
    ['manifest-lock.overrides.ppc64le.json', 'arch-overrides', 'ppc64le', 'json', false],
    ['manifest-lock.overrides.riscv64.yaml', 'arch-overrides', 'riscv64', 'yaml', false],
  ] as const)('%s', (name, layer, arch, format, generated) => {
    expect(parseLockfileName(name)).toEqual({ layer, arch, format, generated });
  });

  it.each([
    'manifest-lock.yaml',
    'manifest-lock.json',
    'manifest-lock.generated.json',
    'manifest-lock.overrides.generated.x86_64.json',
    'manifest-lock.overrides.x86_64.toml',
    'manifest-lock.tmLanguage.json',
    'manifest-lock.overrides.x86_64.yaml.orig',
    'overlay/manifest-lock.overrides.x86_64.yaml',
    'my-manifest-lock.overrides.yaml',
    'rpms.lock.yaml',
    'rpms.in.yaml',
    'fast-tracks.yaml',
    'manifest.yaml',
    '',
  ])('%j is none', name => expect(parseLockfileName(name)).toBeUndefined());
});

describeShared('real names', () => {
  it('only the lists of other tools are no lockfiles', () => {
    const others = REAL_FILES.map(({ name }) => name.replace(/^.*\//, '')).filter(name => !parseLockfileName(name));
    expect([...new Set(others)].sort()).toEqual(['fast-tracks.yaml', 'rpms.in.yaml', 'rpms.lock.yaml']);
  });
});

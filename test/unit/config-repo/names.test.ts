import { describe, expect, it } from 'vitest';
import {
  isBuildArgs,
  isLockfile,
  isManifest,
  isRepoFile,
  isSkippedFolder,
  variantsOf,
} from '../../../server/config-repo/names';

describe('file names of a config repository', () => {
  it.each([
    'manifest-lock.x86_64.json',
    'manifest-lock.overrides.yaml',
    'manifest-lock.overrides.s390x.yml',
    'manifest-lock-next.x86_64.json',
  ])('%s is a lockfile and no manifest', name => {
    expect(isLockfile(name)).toBe(true);
    expect(isManifest(name)).toBe(false);
  });

  it.each(['manifest.yaml', 'manifest.yml', 'manifest-c9s.yaml', 'manifest-rhel-9.8.yaml'])(
    '%s is a manifest',
    name => {
      expect(isManifest(name)).toBe(true);
      expect(isLockfile(name)).toBe(false);
    },
  );

  it.each([
    'manifest.json',
    'manifests',
    'my-manifest.yaml',
    'manifest-lock.txt',
    'manifest-lock.tmLanguage.json',
    'manifest-lock.generated.x86_64.json',
  ])('%s is neither', name => {
    expect(isManifest(name)).toBe(false);
    expect(isLockfile(name)).toBe(false);
  });

  it('knows build arguments, repositories and folders to skip', () => {
    expect(['build-args.conf', 'build-args-c9s.conf', 'args.conf'].map(isBuildArgs)).toEqual([true, true, false]);
    expect(['fedora.repo', '.swp.repo', 'repo'].map(isRepoFile)).toEqual([true, false, false]);
    expect(['.git', 'node_modules', 'overlay'].map(isSkippedFolder)).toEqual([true, true, false]);
  });

  it('lists variants', () => {
    const names = [
      'manifest.yaml',
      'manifest-c9s.yaml',
      'build-args-c9s.conf',
      'build-args-rhel-9.8.conf',
      'build-args.conf',
    ];
    expect(variantsOf(names)).toEqual(['c9s', 'rhel-9.8']);
  });
});

import { describe, expect, it } from 'vitest';
import { newOverridesPath, overridesFile, overridesOf, pathBeside } from '../../../server/operations/override-place';
import { layerFiles } from '../../support/branches';

const files = (...names: readonly string[]) =>
  layerFiles(Object.fromEntries(names.map(name => [name, '{"packages": {}}'])));

describe('overridesFile', () => {
  it('is YAML where both forms are there', () => {
    const both = files(
      'manifest-lock.overrides.yaml',
      'manifest-lock.overrides.json',
      'manifest-lock.overrides.s390x.json',
    );
    expect(overridesOf(both, undefined)).toHaveLength(2);
    expect(overridesFile(both, undefined)?.path).toBe('manifest-lock.overrides.yaml');
    expect(overridesFile(both, 's390x')?.path).toBe('manifest-lock.overrides.s390x.json');
    expect(overridesFile(both, 'x86_64')).toBeUndefined();
  });
});

describe('newOverridesPath', () => {
  it('stands beside other overrides, else beside the base lock, else at the root', () => {
    const moved = (folder: string, ...names: readonly string[]) => {
      return files(...names).map(file => ({ ...file, path: `${folder}${file.path}` }));
    };
    const bases = files('manifest-lock.x86_64.json');
    const overlay = moved('overlay/', 'manifest-lock.overrides.aarch64.yaml');
    expect(newOverridesPath([...bases, ...overlay], undefined)).toBe('overlay/manifest-lock.overrides.yaml');
    expect(newOverridesPath(moved('a/', 'manifest-lock.x86_64.json'), 's390x')).toBe(
      'a/manifest-lock.overrides.s390x.yaml',
    );
    expect(newOverridesPath([], undefined)).toBe('manifest-lock.overrides.yaml');
  });
});

describe('pathBeside', () => {
  it('is in the same folder', () => {
    expect(pathBeside('overlay/manifest-lock.overrides.yaml', 's390x')).toBe(
      'overlay/manifest-lock.overrides.s390x.yaml',
    );
    expect(pathBeside('manifest-lock.x86_64.json', undefined)).toBe('manifest-lock.overrides.yaml');
  });
});

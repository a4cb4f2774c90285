import { describe, expect, it } from 'vitest';
import { folderOf, insideRoot, joinPath, resolveFrom } from '../../../server/config-repo/paths';

describe('paths relative to the root', () => {
  it('takes paths apart', () => {
    expect(folderOf('manifest.yaml')).toBe('');
    expect(folderOf('manifests/el/kernel.yaml')).toBe('manifests/el');
    expect(joinPath('', 'a.yaml')).toBe('a.yaml');
    expect(joinPath('manifests', 'a.yaml')).toBe('manifests/a.yaml');
  });

  it('resolves what a file names relative to that file', () => {
    expect(resolveFrom('manifest.yaml', 'manifests/kernel.yaml')).toBe('manifests/kernel.yaml');
    expect(resolveFrom('manifests/a.yaml', 'kernel.yaml')).toBe('manifests/kernel.yaml');
    expect(resolveFrom('manifests/a.yaml', '../common.yaml')).toBe('common.yaml');
  });

  it('leads nowhere outside the root', () => {
    expect(resolveFrom('manifest.yaml', '../secrets.yaml')).toBeUndefined();
    expect(resolveFrom('manifests/a.yaml', '../../secrets.yaml')).toBeUndefined();
    expect(resolveFrom('manifest.yaml', '/etc/passwd')).toBeUndefined();
    expect(insideRoot('a/../..')).toBeUndefined();
    expect(insideRoot('a/..')).toBe('');
    expect(insideRoot('..a/b/')).toBe('..a/b');
  });
});

import { describe, expect, it } from 'vitest';
import { effectiveSet, type LayerFile, layersOf } from '../../../server/lockfile/layers';
import { parseLockfileName } from '../../../server/lockfile/name';
import { parseLockfile } from '../../../server/lockfile/parse';

function file(path: string, text: string): LayerFile {
  const name = parseLockfileName(path);
  if (!name) throw new Error(path);
  return { path, layer: name.layer, arch: name.arch, lockfile: parseLockfile(text, name.format) };
}

// in no order: precedence comes from the names
const FILES = [
  file('manifest-lock.overrides.x86_64.yaml', 'packages:\n  grub2:\n    evra: 1:2.06-9.fc37.x86_64\n'),
  file(
    'manifest-lock.overrides.yaml',
    'packages:\n  grub2:\n    evr: 1:2.06-8.fc37\n    metadata:\n      type: pin\n  sudo:\n    evr: 1.9.5p2-1.fc33\n',
  ),
  file('manifest-lock.aarch64.json', '{"packages": {"grub2": {"evra": "1:2.06-5.fc37.aarch64"}}}'),
  file(
    'manifest-lock.x86_64.json',
    '{"packages": {"grub2": {"evra": "1:2.06-7.fc37.x86_64"}, "acl": {"evra": "2.3.1-3.fc36.x86_64"}}}',
  ),
];

describe('layers', () => {
  it('are the base lock, the overrides and the arch overrides of the arch, in this order', () => {
    expect(layersOf('x86_64', FILES).map(layer => layer.path)).toEqual([
      'manifest-lock.x86_64.json',
      'manifest-lock.overrides.yaml',
      'manifest-lock.overrides.x86_64.yaml',
    ]);
    expect(layersOf('s390x', FILES).map(layer => layer.path)).toEqual(['manifest-lock.overrides.yaml']);
  });

  it('a later one replaces the whole entry', () => {
    const set = effectiveSet('x86_64', FILES);
    expect([...set.keys()]).toEqual(['grub2', 'acl', 'sudo']);
    const grub = set.get('grub2');
    expect(grub?.version?.evr).toBe('1:2.06-9.fc37');
    expect(grub?.file.path).toBe('manifest-lock.overrides.x86_64.yaml');
    expect(grub?.entry.metadata.size).toBe(0);
    expect(grub?.replaces.map(({ file: { path }, entry }) => [path, entry.version?.evr])).toEqual([
      ['manifest-lock.overrides.yaml', '1:2.06-8.fc37'],
      ['manifest-lock.x86_64.json', '1:2.06-7.fc37'],
    ]);
    expect(set.get('acl')?.replaces).toEqual([]);
  });

  it('an entry without a version replaces too', () => {
    const files = [...FILES, file('manifest-lock.overrides.aarch64.yaml', 'packages:\n  grub2:\n')];
    const grub = effectiveSet('aarch64', files).get('grub2');
    expect(grub?.version).toBeUndefined();
    expect(grub?.replaces).toHaveLength(2);
  });

  it('of duplicates the last one is the entry', () => {
    const twice = file('manifest-lock.overrides.yaml', 'packages:\n  a:\n    evr: 2-1\n  a:\n    evr: 1-1\n');
    expect(effectiveSet('x86_64', [twice]).get('a')).toMatchObject({ version: { evr: '1-1' }, replaces: [] });
  });
});

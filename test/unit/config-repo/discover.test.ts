import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discoverRoots, rootOf } from '../../../server/config-repo/discover';
import { tempFolder } from './temp-folder';

const LOCK = 'manifest-lock.x86_64.json';

/** Relative paths of the roots found. */
async function rootsIn(folder: string, options = {}): Promise<string[]> {
  const { roots } = await discoverRoots(folder, options);
  return roots.map(root => root.path.slice(folder.length + 1));
}

describe('discoverRoots', () => {
  it('finds the folder itself, several, nested and renamed ones', async () => {
    const folder = tempFolder({
      'manifest.yaml': '',
      [LOCK]: '{}',
      'derived/manifest-okd.yaml': '',
      'derived/manifest-lock.overrides.yaml': '',
      'derived/deeper/config/manifest-lock-okd.yml': '',
      'docs/manifest.yaml': '',
    });
    expect(await rootsIn(folder)).toEqual(['', 'derived', 'derived/deeper/config']);
  });

  it('skips git, dependencies and what a coreos-assembler build left', async () => {
    const folder = tempFolder({
      [`.git/${LOCK}`]: '',
      [`node_modules/x/${LOCK}`]: '',
      'src/config/manifest.yaml': '',
      [`src/config/${LOCK}`]: '',
      [`builds/40.1/x86_64/${LOCK}`]: '',
      [`tmp/build/${LOCK}`]: '',
      'other/manifest-lock.generated.x86_64.json': '',
    });
    expect(await rootsIn(folder)).toEqual(['src/config']);
  });

  it('reports a repository once where it really stands, and follows no loop', async () => {
    const folder = tempFolder(
      { 'z-real/manifest.yaml': '', [`z-real/${LOCK}`]: '', 'z-real/sub/readme': '' },
      {
        'a-link': 'z-real',
        'z-real/sub/up': '..',
        'z-real/sub/top': '../..',
        'z-real/self': 'self',
        'z-real/gone': 'nowhere',
      },
    );
    const { roots, truncated, unreadable } = await discoverRoots(folder);
    expect(roots).toEqual([{ path: join(folder, 'z-real'), realPath: join(folder, 'z-real') }]);
    expect({ truncated, unreadable }).toEqual({ truncated: false, unreadable: [] });
  });

  it('follows a link out of the folder, and a lockfile that is a link', async () => {
    const outside = tempFolder({ 'fcc/manifest.yaml': '', [`fcc/${LOCK}`]: '' });
    const folder = tempFolder(
      { 'derived/manifest.yaml': '' },
      { config: join(outside, 'fcc'), [`derived/${LOCK}`]: join(outside, 'fcc', LOCK) },
    );
    expect((await discoverRoots(folder)).roots).toEqual([
      { path: join(folder, 'config'), realPath: join(outside, 'fcc') },
      { path: join(folder, 'derived'), realPath: join(folder, 'derived') },
    ]);
  });

  it('says when a limit ended the search', async () => {
    const folder = tempFolder({ [`a/b/c/${LOCK}`]: '', [`d/${LOCK}`]: '' });
    expect(await discoverRoots(folder, { maxDepth: 1 })).toMatchObject({
      roots: [{ path: join(folder, 'd') }],
      truncated: true,
    });
    expect(await discoverRoots(folder, { maxFolders: 2 })).toMatchObject({ truncated: true });
    expect(await discoverRoots(folder, { maxDepth: 3 })).toMatchObject({ truncated: false });
  });

  it('can be cancelled, before and while it walks', async () => {
    const folder = tempFolder({ [`a/b/${LOCK}`]: '' });
    await expect(discoverRoots(folder, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    const controller = new AbortController();
    const running = discoverRoots(folder, { signal: controller.signal });
    controller.abort();
    await expect(running).rejects.toThrow(/abort/i);
  });

  it('rejects for a folder that is not there', async () => {
    await expect(discoverRoots(join(tempFolder({}), 'nowhere'))).rejects.toThrow(/ENOENT/);
  });
});

describe('rootOf', () => {
  const files = {
    'fcc/manifest.yaml': '',
    [`fcc/${LOCK}`]: '',
    'fcc/manifests/kernel.yaml': '',
    'fcc/overlay/manifest-lock.overrides.x86_64.yaml': '',
    'fcc/sub/manifest.yaml': '',
    [`fcc/sub/${LOCK}`]: '',
    'notes/readme': '',
  };

  it('walks up to the nearest root', async () => {
    const folder = tempFolder(files);
    const of = (path: string): Promise<string | undefined> => rootOf(join(folder, path), folder);
    expect(await of(`fcc/${LOCK}`)).toBe(join(folder, 'fcc'));
    expect(await of('fcc/manifests/kernel.yaml')).toBe(join(folder, 'fcc'));
    expect(await of('fcc/overlay/manifest-lock.overrides.x86_64.yaml')).toBe(join(folder, 'fcc'));
    expect(await of('fcc/sub/manifest.yaml')).toBe(join(folder, 'fcc/sub'));
    expect(await of('notes/readme')).toBeUndefined();
  });

  it('takes a new lockfile for one that is there', async () => {
    const folder = tempFolder(files);
    expect(await rootOf(join(folder, 'notes/manifest-lock.overrides.yaml'), folder)).toBe(join(folder, 'notes'));
    expect(await rootOf(join(folder, 'fcc/new/manifest-lock.overrides.yaml'), folder)).toBe(join(folder, 'fcc'));
  });
});

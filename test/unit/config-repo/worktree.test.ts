import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { worktree } from '../../../server/config-repo/worktree';
import { tempFolder } from './temp-folder';

describe('worktree', () => {
  it('reads and lists, and knows what is not there', async () => {
    const tree = worktree(
      tempFolder({ 'manifest.yaml': '\uFEFFinclude: ä.yaml\n', 'manifests/b.yaml': '', 'manifests/a.yaml': '' }),
    );
    expect(await tree.read('manifest.yaml')).toBe('include: ä.yaml\n');
    expect(await tree.read('manifests/none.yaml')).toBeUndefined();
    expect(await tree.read('manifest.yaml/none')).toBeUndefined();
    expect(await tree.list('manifests')).toEqual(['a.yaml', 'b.yaml']);
    expect(await tree.list('')).toEqual(['manifest.yaml', 'manifests']);
    expect(await tree.list('nowhere')).toEqual([]);
    expect(await tree.list('manifest.yaml')).toEqual([]);
  });

  it('prefers what is open in the editor, by either path of a link', async () => {
    const root = tempFolder({ 'real.yaml': 'disk', 'plain.yaml': 'disk' }, { 'link.yaml': 'real.yaml' });
    const open = new Map([
      [join(root, 'real.yaml'), 'unsaved'],
      [join(root, 'new.yaml'), 'never saved'],
    ]);
    const tree = worktree(root, { overlay: path => open.get(path) });
    expect(await tree.read('real.yaml')).toBe('unsaved');
    expect(await tree.read('link.yaml')).toBe('unsaved');
    expect(await tree.read('new.yaml')).toBe('never saved');
    expect(await tree.read('plain.yaml')).toBe('disk');
  });

  it('stays inside, but for links the user made', async () => {
    const outside = tempFolder({ 'secret.yaml': 'outside' });
    const root = tempFolder(
      { 'repo/a.yaml': '', 'beside.yaml': '' },
      { 'repo/link.yaml': join(outside, 'secret.yaml') },
    );
    const tree = worktree(join(root, 'repo'));
    expect(await tree.read('link.yaml')).toBe('outside');
    await expect(tree.read('../beside.yaml')).rejects.toThrow('../beside.yaml is outside the repository');
    await expect(tree.read('a/../../beside.yaml')).rejects.toThrow('outside');
    await expect(tree.read(join(outside, 'secret.yaml'))).rejects.toThrow('outside');
    await expect(tree.list('..')).rejects.toThrow('outside');
  });

  it('names file and cause of what it cannot read', async () => {
    const root = tempFolder({ 'folder/x': '' }, { 'loop.yaml': 'loop.yaml', 'dangling.yaml': 'nowhere' });
    execFileSync('sh', ['-c', 'printf "a\\377b" > latin.yaml; mkfifo pipe.yaml'], { cwd: root });
    const tree = worktree(root);
    await expect(tree.read('folder')).rejects.toThrow('cannot read folder: it is not a regular file');
    await expect(tree.read('pipe.yaml')).rejects.toThrow('cannot read pipe.yaml: it is not a regular file');
    await expect(tree.read('loop.yaml')).rejects.toThrow(/cannot read loop\.yaml: ELOOP/);
    await expect(tree.read('latin.yaml')).rejects.toThrow('cannot read latin.yaml: it is not UTF-8 text');
    expect(await tree.read('dangling.yaml')).toBeUndefined();
  });
});

import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { gitTree } from '../../../server/config-repo/git-tree';
import { worktree } from '../../../server/config-repo/worktree';
import { type GitRepository, isAbsent } from '../../../server/git/git';
import { openGit } from '../../../server/git/open-git';
import { emptyFolder, gitEnvironment, gitRepository, type TestRepository } from '../../support/git';
import { describeShared, shared } from '../../support/shared';

function repository(): TestRepository {
  const made = gitRepository();
  onTestFinished(() => made.dispose());
  return made;
}

async function open(path: string): Promise<GitRepository> {
  const git = await openGit({ environment: gitEnvironment() })(path);
  if (isAbsent(git)) throw new Error(git.message);
  onTestFinished(() => git.close());
  return git;
}

describe('gitTree', () => {
  it('reads and lists, and knows what is not there', async () => {
    const made = repository();
    const first = made.commit(
      { 'manifest.yaml': '\uFEFFinclude: ä.yaml\n', 'manifests/b.yaml': '', 'manifests/a.yaml': '', 'manifests-x': '' },
      'first',
    );
    made.commit({ 'manifest.yaml': 'newer\n', 'manifests/a.yaml': null }, 'second');
    const tree = gitTree(await open(made.folder), first);
    expect(await tree.read('manifest.yaml')).toBe('include: ä.yaml\n');
    expect(await tree.read('manifests/none.yaml')).toBeUndefined();
    expect(await tree.read('manifest.yaml/none')).toBeUndefined();
    expect(await tree.list('manifests')).toEqual(['a.yaml', 'b.yaml']);
    expect(await tree.list('')).toEqual(['manifest.yaml', 'manifests', 'manifests-x']);
    expect(await tree.list('nowhere')).toEqual([]);
    expect(await tree.list('manifest.yaml')).toEqual([]);
  });

  it("is the opened folder's, or another's that is named", async () => {
    const made = repository();
    const commit = made.commit({ 'a/config/x': 'a', 'b/config/x': 'b', x: 'top' }, 'first');
    const git = await open(join(made.folder, 'a/config'));
    expect(await gitTree(git, commit).read('x')).toBe('a');
    expect(await gitTree(git, commit, 'b/config').read('./x')).toBe('b');
    expect(await gitTree(git, commit, '').read('x')).toBe('top');
    expect(await gitTree(git, commit, 'c/config').read('x')).toBeUndefined();
    expect(await gitTree(git, commit, 'c/config').list('')).toEqual([]);
  });

  it('stays inside, but for links of the tree', async () => {
    const made = repository();
    made.commit({ 'repo/a.yaml': '', 'common/shared.yaml': 'shared' }, 'files');
    const links = {
      'repo/link.yaml': '../common/shared.yaml',
      'repo/common': '../common',
      'repo/dangling.yaml': 'nowhere',
      'repo/loop.yaml': 'loop.yaml',
      'repo/out.yaml': '/etc/hostname',
      'repo/out': '../../elsewhere',
    };
    for (const [path, target] of Object.entries(links)) symlinkSync(target, join(made.folder, path));
    const commit = made.commit({}, 'links');
    const tree = gitTree(await open(made.folder), commit, 'repo');
    expect(await tree.read('link.yaml')).toBe('shared');
    expect(await tree.read('common/shared.yaml')).toBe('shared');
    expect(await tree.list('common')).toEqual(['shared.yaml']);
    expect(await tree.read('dangling.yaml')).toBeUndefined();
    expect(await tree.list('dangling.yaml')).toEqual([]);
    await expect(tree.read('../common/shared.yaml')).rejects.toThrow('../common/shared.yaml is outside the repository');
    await expect(tree.read('a/../../common/shared.yaml')).rejects.toThrow('outside');
    await expect(tree.read('/repo/a.yaml')).rejects.toThrow('outside');
    await expect(tree.list('..')).rejects.toThrow('outside');
    await expect(tree.read('loop.yaml')).rejects.toThrow(
      'cannot read loop.yaml: a symbolic link leads in a circle, to loop.yaml',
    );
    await expect(tree.read('out.yaml')).rejects.toThrow(
      'cannot read out.yaml: a symbolic link leads outside the repository, to /etc/hostname',
    );
    await expect(tree.list('out')).rejects.toThrow(
      'cannot list out: a symbolic link leads outside the repository, to ../../elsewhere',
    );
  });

  it('names file and cause of what it cannot read', async () => {
    const made = repository();
    const commit = made.commit({ 'folder/x': '', 'latin.yaml': Buffer.from('a\xffb', 'latin1') }, 'first');
    const git = await open(made.folder);
    const tree = gitTree(git, commit);
    await expect(tree.read('folder')).rejects.toThrow('cannot read folder: it is not a regular file');
    await expect(tree.read('latin.yaml')).rejects.toThrow('cannot read latin.yaml: it is not UTF-8 text');
    const lost = gitTree(git, 'f'.repeat(40));
    const message = `cannot read folder/x of commit ffffffffffff: commit ${'f'.repeat(40)} is not in the repository`;
    await expect(lost.read('folder/x')).rejects.toThrow(message);
    await expect(lost.list('')).rejects.toThrow('cannot read the top folder of commit ffffffffffff');
  });

  it('says that a file lies in a submodule', async () => {
    const inner = repository();
    const pinned = inner.commit({ 'manifest.yaml': 'x' }, 'inner');
    const made = repository();
    made.git('submodule', '--quiet', 'add', inner.folder, 'config');
    const tree = gitTree(await open(made.folder), made.commit({}, 'outer'));
    const reason = `it lies in a submodule (at commit ${pinned.slice(0, 12)}), which is another repository`;
    await expect(tree.read('config/manifest.yaml')).rejects.toThrow(`cannot read config/manifest.yaml: ${reason}`);
    await expect(tree.list('config')).rejects.toThrow(`cannot list config: ${reason}`);
  });

  it('agrees with the working tree it was committed from', async () => {
    const made = repository();
    made.commit({ 'variants/a/x.yaml': 'x\r\n', 'variants/a/y.yaml': '', 'é.yaml': 'é', Z: '', a: '' }, 'files');
    symlinkSync('variants/a', join(made.folder, 'current'));
    symlinkSync('current/x.yaml', join(made.folder, 'x.yaml'));
    symlinkSync('gone', join(made.folder, 'dangling'));
    const commit = made.commit({}, 'links');
    const trees = [worktree(made.folder), gitTree(await open(made.folder), commit)];
    for (const folder of ['', 'variants', 'variants/a', 'current', 'current/', 'none', 'a', 'dangling', 'x.yaml']) {
      const [disk, git] = await Promise.all(trees.map(tree => tree.list(folder)));
      expect(git, folder).toEqual(disk?.filter(name => name !== '.git'));
    }
    for (const file of [
      'x.yaml',
      'current/y.yaml',
      'current/../é.yaml',
      'dangling',
      'none',
      'a/b',
      'variants//a/x.yaml',
    ]) {
      const [disk, git] = await Promise.all(trees.map(tree => tree.read(file)));
      expect(git, file).toBe(disk);
    }
  });
});

describeShared('a year of a config repository', () => {
  it('is the same tree from objects as checked out', async () => {
    const parent = emptyFolder();
    onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
    const made = gitRepository({ folder: join(parent, 'clone') });
    made.git('fetch', '--quiet', shared('data/config-2024.bundle'), '+refs/heads/*:refs/remotes/origin/*');
    const git = await open(made.folder);
    for (const branch of ['testing-devel', 'stable', 'rawhide']) {
      made.checkout(`origin/${branch}`);
      const commit = (await git.resolve(`origin/${branch}`)) ?? '';
      const [disk, objects] = [worktree(made.folder), gitTree(git, commit)];
      const names = (await disk.list('')).filter(name => name !== '.git');
      expect(await objects.list('')).toEqual(names);
      expect(await objects.list('manifests')).toEqual(await disk.list('manifests'));
      for (const name of names.filter(file => file.includes('.'))) {
        expect(await objects.read(name), `${branch} ${name}`).toBe(await disk.read(name));
      }
    }
  });
});

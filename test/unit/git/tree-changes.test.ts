import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { open, repository } from './support';

it('has what comes, goes and changes, by mode as well', async () => {
  const made = repository();
  const inner = repository();
  const module = inner.commit({ x: 'x' }, 'inner');
  const from = made.commit({ same: 'same\n', 'deep/changed': 'a\n', moved: 'moved\n', run: 'run\n' }, 'from');
  made.git('mv', 'moved', 'ümlaut "two words"');
  made.git('submodule', 'add', '--quiet', inner.folder, 'module');
  chmodSync(join(made.folder, 'run'), 0o755);
  symlinkSync('same', join(made.folder, 'link'));
  const to = made.commit({ 'deep/changed': 'b\n' }, 'to');
  const id = (revision: string, path: string) => made.git('rev-parse', `${revision}:${path}`);
  const moved = { mode: '100644', id: id(from, 'moved') };

  const git = await open(made.folder);
  const changes = await git.treeChanges(from, to);

  expect(changes.filter(({ path }) => path !== '.gitmodules')).toEqual([
    {
      path: 'deep/changed',
      from: { mode: '100644', id: id(from, 'deep/changed') },
      to: { mode: '100644', id: id(to, 'deep/changed') },
    },
    { path: 'link', from: undefined, to: { mode: '120000', id: id(to, 'link') } },
    { path: 'module', from: undefined, to: { mode: '160000', id: module } },
    { path: 'moved', from: moved, to: undefined },
    { path: 'run', from: { mode: '100644', id: id(from, 'run') }, to: { mode: '100755', id: id(from, 'run') } },
    { path: 'ümlaut "two words"', from: undefined, to: moved },
  ]);
  expect(await git.treeChanges(to, to)).toEqual([]);
});

it('rejects what is no commit of the repository', async () => {
  const made = repository();
  const commit = made.commit({ a: 'a' }, 'one');
  const git = await open(made.folder);
  await expect(git.treeChanges(commit, '0123456789012345678901234567890123456789')).rejects.toThrow('bad object');
  await expect(git.treeChanges(commit, 'HEAD')).rejects.toThrow('"HEAD" is not the full id of a commit');
});

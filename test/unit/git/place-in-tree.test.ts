import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { objects } from '../../../server/git/objects';
import { placeInTree } from '../../../server/git/place-in-tree';
import { program, repository } from './support';

function linked() {
  const made = repository();
  const links = {
    'to-file.yaml': 'real/lock.yaml',
    'to-folder': 'real',
    dangling: 'nowhere.yaml',
    outside: '../elsewhere.yaml',
    absolute: '/etc/passwd',
    round: 'round',
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(made.folder, name));
  const inner = repository();
  inner.commit({ lock: 'x' }, 'inner');
  made.git('submodule', 'add', '--quiet', inner.folder, 'sub');
  const commit = made.commit({ 'real/lock.yaml': 'x', 'real/deep/a': 'x' }, 'links');
  const store = objects(program(made.folder));
  return (path: string) => placeInTree(store, commit, path);
}

it.each([
  ['real/lock.yaml', 'real/lock.yaml'],
  ['to-file.yaml', 'real/lock.yaml'],
  ['to-folder/lock.yaml', 'real/lock.yaml'],
  ['new.yaml', 'new.yaml'],
  ['to-folder/new.yaml', 'real/new.yaml'],
  ['to-folder/deep/er/new.yaml', 'real/deep/er/new.yaml'],
  ['new/folder/new.yaml', 'new/folder/new.yaml'],
])('%s is %s', async (path, real) => {
  expect(await linked()(path)).toBe(real);
});

it.each([
  ['real', 'real cannot be written: it is a folder'],
  ['real/lock.yaml/x', 'real/lock.yaml/x cannot be written: real/lock.yaml is a file, not a folder'],
  ['dangling', 'dangling cannot be written: a symbolic link on the way, to nowhere.yaml, leads to nothing'],
  [
    'outside',
    'outside cannot be written: a symbolic link on the way, to ../elsewhere.yaml, leads out of the repository',
  ],
  ['absolute', 'absolute cannot be written: a symbolic link on the way, to /etc/passwd, leads out of the repository'],
  ['round', 'round cannot be written: a symbolic link on the way, to round, leads in a circle'],
  ['sub', 'sub cannot be written: sub is a submodule, whose files are in another repository'],
  ['sub/lock', 'sub/lock cannot be written: sub is a submodule, whose files are in another repository'],
])('%s is refused', async (path, message) => {
  await expect(linked()(path)).rejects.toThrow(message);
});

it.each(['', '/etc/passwd', 'a//b', 'a/', '../a', 'real/../../a', '.git/config', 'a/.GIT/config', 'a\0b'])(
  'no commit can have the path %j',
  async path => {
    await expect(linked()(path)).rejects.toThrow(`${JSON.stringify(path)} is no path that a commit can have`);
  },
);

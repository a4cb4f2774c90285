import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Located, locate } from '../../../server/git/locate';
import { objects } from '../../../server/git/objects';
import { program, repository } from './support';

/** `at(path)` in a commit with these files and links. */
function tree(files: Record<string, string>, links: Record<string, string>): (path: string) => Promise<string> {
  const made = repository();
  made.commit(files, 'files');
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(made.folder, path));
  const commit = made.commit({}, 'links');
  const store = objects(program(made.folder));
  return async path => shown(await locate(store, commit, path));
}

function shown(found: Located | undefined): string {
  if (found === undefined) return 'nothing';
  return found.kind === 'broken-link' ? `${found.why} ${found.target}` : `${found.kind} ${found.path}`;
}

it('finds files and folders', async () => {
  const at = tree({ a: '1', 'd/e/f': '2' }, {});
  expect(await at('')).toBe('folder ');
  expect(await at('a')).toBe('file a');
  expect(await at('d')).toBe('folder d');
  expect(await at('d/e/f')).toBe('file d/e/f');
  expect(await at('./d//e/../e/f')).toBe('file d/e/f');
  expect(await at('b')).toBe('nothing');
  expect(await at('a/b')).toBe('nothing');
  expect(await at('d/x/y')).toBe('nothing');
  expect(await at('A')).toBe('nothing');
  await expect(at('../a')).rejects.toThrow('../a is outside the repository');
});

it('follows links inside the tree', async () => {
  const at = tree(
    { 'variants/default/manifest.yaml': '1', 'shared/x/y': '2', 'shared/top': '3' },
    {
      'manifest.yaml': 'variants/default/manifest.yaml',
      folder: 'shared/',
      'variants/up': '../shared/x/./',
      'shared/x/back': '../../folder/../shared/top',
      twice: 'manifest.yaml',
      here: '.',
    },
  );
  expect(await at('manifest.yaml')).toBe('file variants/default/manifest.yaml');
  expect(await at('twice')).toBe('file variants/default/manifest.yaml');
  expect(await at('folder')).toBe('folder shared');
  expect(await at('folder/x/y')).toBe('file shared/x/y');
  expect(await at('variants/up/y')).toBe('file shared/x/y');
  expect(await at('variants/up/back')).toBe('file shared/top');
  // `..` behind a link is the folder above what it leads to
  expect(await at('variants/up/../top')).toBe('file shared/top');
  expect(await at('here/here/folder')).toBe('folder shared');
  expect(await at('folder/none')).toBe('nothing');
  expect(await at('manifest.yaml/none')).toBe('nothing');
});

it('says why a link cannot be followed', async () => {
  const at = tree(
    { a: '1', 'd/b': '2' },
    {
      absolute: '/etc/passwd',
      up: '../beside',
      'd/far': '../../beside',
      'through-up': 'd/../../x',
      dangling: 'nowhere/at/all',
      'not-a-folder': 'a/b',
      self: 'self',
      ping: 'pong',
      pong: 'ping',
      grows: 'grows/x',
      chain: 'dangling',
    },
  );
  expect(await at('absolute')).toBe('outside /etc/passwd');
  expect(await at('absolute/x')).toBe('outside /etc/passwd');
  expect(await at('up')).toBe('outside ../beside');
  expect(await at('d/far')).toBe('outside ../../beside');
  expect(await at('through-up')).toBe('outside d/../../x');
  expect(await at('dangling')).toBe('dangling nowhere/at/all');
  expect(await at('dangling/x')).toBe('dangling nowhere/at/all');
  expect(await at('not-a-folder')).toBe('dangling a/b');
  expect(await at('chain')).toBe('dangling nowhere/at/all');
  expect(await at('self')).toBe('circular self');
  expect(await at('ping')).toMatch(/^circular p[io]ng$/);
  expect(await at('grows')).toBe('circular grows/x');
});

it('follows as many links as Linux does, and no more', async () => {
  const links = Object.fromEntries(Array.from({ length: 41 }, (_, n) => [`l${n}`, n === 0 ? 'a' : `l${n - 1}`]));
  const at = tree({ a: '1' }, links);
  expect(await at('l39')).toBe('file a');
  expect(await at('l40')).toBe('circular a');
});

import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileChanges } from '../../../server/git/file-changes';
import type { FileInCommit } from '../../../server/git/git-writer';
import { objects } from '../../../server/git/objects';
import { program, repository } from './support';

function changesIn(made: ReturnType<typeof repository>) {
  const commit = made.git('rev-parse', 'HEAD');
  const store = objects(program(made.folder));
  return async (...files: FileInCommit[]) => {
    const changes = await fileChanges(store, commit, files);
    return changes.map(({ path, before, after }) => {
      return [path, before && Buffer.from(before).toString(), Buffer.from(after).toString()];
    });
  };
}

it('keeps a byte order mark where there is one, unless it is to go', async () => {
  const made = repository();
  made.commit({ marked: '\ufeffold\n', plain: 'old\n' }, 'first');
  const changes = changesIn(made);
  expect(
    await changes(
      { path: 'marked', text: 'new\n' },
      { path: 'plain', text: 'new\n' },
      { path: 'fresh', text: 'new\n' },
    ),
  ).toEqual([
    ['marked', '\ufeffold\n', '\ufeffnew\n'],
    ['plain', 'old\n', 'new\n'],
    ['fresh', undefined, 'new\n'],
  ]);
  expect(await changes({ path: 'marked', text: 'new\n', dropsMark: true })).toEqual([
    ['marked', '\ufeffold\n', 'new\n'],
  ]);
});

it('follows links, to one file once', async () => {
  const made = repository();
  symlinkSync('real', join(made.folder, 'link'));
  made.commit({ real: 'old\n' }, 'first');
  const changes = changesIn(made);
  const [link, real] = ['link', 'real'].map(path => ({ path, text: 'new\n' }));
  if (!link || !real) throw new Error('no files');
  expect(await changes(link, real)).toEqual([['real', 'old\n', 'new\n']]);
  await expect(changes(link, { ...real, text: 'other\n' })).rejects.toThrow('link and real are one file, real');
});

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { shallowEdges } from '../../../server/git/shallow';
import { runGit } from '../../support/git';
import { folder, repository } from './support';

it('knows where history ends, and when it no longer does', async () => {
  const made = repository();
  made.commit({ a: '1' }, 'first');
  const second = made.commit({ a: '2' }, 'second');
  expect(await shallowEdges(join(made.folder, '.git'))).toEqual(new Set());
  const place = folder();
  runGit(place, ['clone', '--quiet', '--depth=1', `file://${made.folder}`, 'clone']);
  expect(await shallowEdges(join(place, 'clone/.git'))).toEqual(new Set([second]));
  runGit(join(place, 'clone'), ['fetch', '--quiet', '--unshallow']);
  expect(await shallowEdges(join(place, 'clone/.git'))).toEqual(new Set());
});

it('rejects for what it cannot read', async () => {
  const place = folder();
  mkdirSync(join(place, 'shallow'));
  await expect(shallowEdges(place)).rejects.toThrow('EISDIR');
});

import { expect, it } from 'vitest';
import { objects } from '../../../server/git/objects';
import { runGit } from '../../support/git';
import { folder, program, repository } from './support';

it('resolves what leads to a commit, and refuses what git could take for something else', async () => {
  const made = repository();
  const first = made.commit({ a: '1' }, 'first');
  const second = made.commit({ a: '2' }, 'second', { branch: 'stable' });
  made.git('tag', '--annotate', '--message=v1', 'v1', first);
  made.git('tag', '--annotate', '--message=v2', 'v2', 'v1');
  const { resolve } = objects(program(made.folder));
  const revisions = ['HEAD', 'stable', 'refs/heads/stable', 'stable~1', 'main', 'v1', 'v2', first.slice(0, 10), second];
  expect(await Promise.all(revisions.map(resolve))).toEqual([
    second,
    second,
    second,
    first,
    first,
    first,
    first,
    first,
    second,
  ]);
  const none = [
    '',
    '-h',
    '--all',
    'stable\nmain',
    'stable\0',
    'nowhere',
    'stable~5',
    'main..stable',
    'HEAD:a',
    'HEAD:',
  ];
  expect(await Promise.all(none.map(resolve))).toEqual(none.map(() => undefined));
});

it('gives objects of the kind that was asked for', async () => {
  const made = repository();
  const commit = made.commit({ a: 'text' }, 'subject', { date: 1_700_000_000 });
  const blob = made.git('rev-parse', 'HEAD:a');
  const store = objects(program(made.folder));
  expect(await store.commit(commit)).toEqual({ id: commit, parents: [], committed: 1_700_000_000, subject: 'subject' });
  expect(await store.commit(blob)).toBeUndefined();
  expect(await store.commit('HEAD')).toBeUndefined();
  expect(await store.commit('0'.repeat(40))).toBeUndefined();
  const root = await store.rootTree(commit);
  expect(root).toBe(made.git('rev-parse', 'HEAD^{tree}'));
  expect([...(await store.tree(root))]).toEqual([['a', { kind: 'file', id: blob }]]);
  expect((await store.blob(blob)).toString()).toBe('text');
  await expect(store.blob(root)).rejects.toThrow(`${root} is a tree, not a blob`);
  await expect(store.blob('0'.repeat(40))).rejects.toThrow(`blob ${'0'.repeat(40)} is not in the repository`);
  await expect(store.rootTree('0'.repeat(40))).rejects.toThrow(`commit ${'0'.repeat(40)} is not in the repository`);
  await expect(store.rootTree('HEAD')).rejects.toThrow('"HEAD" is not the full id of a commit');
});

it('does not remember a failure', async () => {
  const made = repository();
  const id = made.commit({ a: '1' }, 'first');
  const tree = made.git('rev-parse', 'HEAD^{tree}');
  const elsewhere = repository();
  const store = objects(program(elsewhere.folder));
  await expect(store.tree(tree)).rejects.toThrow('not in the repository');
  elsewhere.git('fetch', '--quiet', made.folder, 'main');
  expect([...(await store.tree(tree)).keys()]).toEqual(['a']);
  expect(await store.rootTree(id)).toBe(tree);
});

it.each(['blob:none', 'tree:0'])('says of a partial clone (%s) what was not fetched, and goes on', async filter => {
  const made = repository();
  const commit = made.commit({ a: 'text' }, 'first');
  made.git('config', 'uploadpack.allowFilter', 'true');
  const place = folder();
  runGit(place, ['clone', '--quiet', '--no-checkout', `--filter=${filter}`, `file://${made.folder}`, 'partial']);
  const store = objects(program(`${place}/partial`));
  const text = store.rootTree(commit).then(async root => store.blob((await store.tree(root)).get('a')?.id ?? ''));
  await expect(text).rejects.toThrow(/^(blob|commit) [0-9a-f]{40} was not fetched: this is a partial clone/);
  expect((await store.commit(commit))?.subject).toBe('first');
});

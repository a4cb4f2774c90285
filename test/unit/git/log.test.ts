import { symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runGit } from '../../support/git';
import { folder, open, repository } from './support';

const LOCK = 'manifest-lock.x86_64.json';
const OVERRIDES = 'manifest-lock.overrides.yaml';

/** `git hash-object` of those texts. */
const ONE = '5626abf0f72e58d7a153368ba57db4c673c0e171';
const TWO = 'f719efd430d52bcfc8566a43b2eb655688d38871';

describe('log', () => {
  it('gives the commits that touched a path, newest first, with the blobs they put there', async () => {
    const made = repository();
    const first = made.commit({ [LOCK]: 'one\n', other: 'x' }, 'first', { date: 1000 });
    made.commit({ other: 'y' }, 'elsewhere', { date: 2000 });
    const second = made.commit({ [LOCK]: 'two\n', [OVERRIDES]: 'one\n' }, 'second\n\nbody', { date: 3000 });
    const third = made.commit({ [LOCK]: null }, '', { date: 4000 });
    const git = await open(made.folder);
    const log = await git.log(third, [LOCK, OVERRIDES], 0);
    expect(log.map(entry => ({ ...entry, changed: Object.fromEntries(entry.changed) }))).toEqual([
      { id: third, parents: [second], committed: 4000, subject: '', changed: { [LOCK]: undefined } },
      {
        id: second,
        parents: [expect.stringMatching(/^[0-9a-f]{40}$/)],
        committed: 3000,
        subject: 'second',
        changed: { [OVERRIDES]: ONE, [LOCK]: TWO },
      },
      { id: first, parents: [], committed: 1000, subject: 'first', changed: { [LOCK]: ONE } },
    ]);
    expect((await git.log(third, [OVERRIDES], 0)).map(({ id }) => id)).toEqual([second]);
    expect(await git.log(third, [], 0)).toEqual([]);
    expect(await git.log(first, ['manifest-lock.*'], 0)).toEqual([]);
  });

  it('measures a merge against its first parent and follows no other', async () => {
    const made = repository();
    const base = made.commit({ [LOCK]: 'one\n' }, 'base');
    made.commit({ [OVERRIDES]: 'one\n' }, 'on the side', { branch: 'side' });
    made.checkout('main');
    const main = made.commit({ [LOCK]: 'two\n' }, 'main');
    made.git('merge', '--quiet', '--no-ff', '--message', 'merge', 'side');
    const merge = made.git('rev-parse', 'HEAD');
    const log = await (await open(made.folder)).log(merge, [LOCK, OVERRIDES], 0);
    expect(log.map(({ id, changed }) => [id, ...changed])).toEqual([
      [merge, [OVERRIDES, ONE]],
      [main, [LOCK, TWO]],
      [base, [LOCK, ONE]],
    ]);
  });

  it('ends before the first commit that is older, though older ones are newer again', async () => {
    const made = repository();
    made.commit({ [LOCK]: '1' }, 'of tomorrow', { date: 9000 });
    made.commit({ other: '1' }, 'of yesterday', { date: 1000 });
    const third = made.commit({ [LOCK]: '3' }, 'third', { date: 5000 });
    const git = await open(made.folder);
    const subjects = async (since: number) => (await git.log(third, [LOCK], since)).map(({ subject }) => subject);
    expect(await subjects(5000)).toEqual(['third']);
    expect(await subjects(5001)).toEqual([]);
    expect(await subjects(1001)).toEqual(['third']);
    expect(await subjects(1000)).toEqual(['third', 'of tomorrow']);
    expect(await subjects(-1)).toEqual(['third', 'of tomorrow']);
  });

  it('does not take a link or a submodule for a file', async () => {
    const inner = repository();
    inner.commit({ a: '1' }, 'inner');
    const made = repository();
    made.commit({ [OVERRIDES]: 'one\n' }, 'file');
    unlinkSync(join(made.folder, OVERRIDES));
    symlinkSync('elsewhere', join(made.folder, OVERRIDES));
    made.git('submodule', '--quiet', 'add', inner.folder, LOCK);
    const link = made.commit({}, 'link');
    const [entry] = await (await open(made.folder)).log(link, [LOCK, OVERRIDES], 0);
    expect([...(entry?.changed ?? [])]).toEqual([
      [OVERRIDES, undefined],
      [LOCK, undefined],
    ]);
  });

  it('is not led astray by what users configure, nor by what stands in messages', async () => {
    const made = repository();
    const subject = ':100644 100644 a b M \u00e9';
    made.commit({ [LOCK]: 'one\n' }, `\n\n${subject}\n\n${ONE}\n${TWO}\n123`, { branch: 'side' });
    made.git('commit', '--quiet', '--allow-empty', '--message', 'nothing');
    made.git('notes', 'add', '--message', 'a note', 'HEAD~1');
    for (const [key, value] of [
      ['log.diffMerges', 'dense-combined'],
      ['log.showSignature', 'true'],
      ['log.follow', 'true'],
      ['log.showRoot', 'false'],
      ['color.ui', 'always'],
      ['diff.renames', 'copies'],
      ['format.pretty', 'oneline'],
      ['notes.displayRef', '*'],
    ] as const) {
      made.git('config', key, value);
    }
    const log = await (await open(made.folder)).log(made.git('rev-parse', 'HEAD'), [LOCK], 0);
    expect(log.map(({ subject: told, changed }) => [told, ...changed])).toEqual([[subject, [LOCK, ONE]]]);
  });

  it('ends where a shallow clone does', async () => {
    const made = repository();
    for (const text of ['1', '2', '3']) made.commit({ [LOCK]: text }, text);
    const path = folder();
    runGit(path, ['clone', '--quiet', '--depth=2', `file://${made.folder}`, '.']);
    const log = await (await open(path)).log(runGit(path, ['rev-parse', 'HEAD']), [LOCK], 0);
    expect(log.map(({ subject, parents, changed }) => [subject, parents.length, changed.size])).toEqual([
      ['3', 1, 1],
      ['2', 0, 1],
    ]);
  });

  it('reads sha256 repositories, and paths of any folder from any folder', async () => {
    const made = repository({ objectFormat: 'sha256' });
    const id = made.commit({ 'a [b]/lock': 'one\n', 'a/lock': 'two\n' }, 'first');
    const log = await (await open(join(made.folder, 'a'))).log(id, ['a [b]/lock'], 0);
    expect(log.map(({ changed }) => [...changed])).toEqual([
      [['a [b]/lock', made.git('rev-parse', 'HEAD:a [b]/lock')]],
    ]);
  });

  it('says what is wrong with the commit it is asked about', async () => {
    const made = repository();
    made.commit({ [LOCK]: '1' }, 'first');
    const git = await open(made.folder);
    await expect(git.log('main', [LOCK], 0)).rejects.toThrow('"main" is not the full id of a commit');
    await expect(git.log('1'.repeat(40), [LOCK], 0)).rejects.toThrow('bad object 1111111111');
  });
});

describe('blobs', () => {
  it('gives contents by id, each once', async () => {
    const made = repository();
    made.commit({ a: 'one\n', b: 'two\n' }, 'first');
    const blobs = await (await open(made.folder)).blobs([ONE, TWO, ONE]);
    expect([...blobs].map(([id, bytes]) => [id, Buffer.from(bytes).toString()])).toEqual([
      [ONE, 'one\n'],
      [TWO, 'two\n'],
    ]);
  });

  it('names what is no blob', async () => {
    const made = repository();
    const commit = made.commit({ a: 'one\n' }, 'first');
    const git = await open(made.folder);
    const none = '1'.repeat(40);
    await expect(git.blobs([ONE, none])).rejects.toThrow(`blob ${none} is not in the repository`);
    await expect(git.blobs([commit])).rejects.toThrow(`${commit} is a commit, not a blob`);
    await expect(git.blobs(['HEAD:a'])).rejects.toThrow('"HEAD:a" is not the full id of a blob');
    expect(await git.blobs([])).toEqual(new Map());
  });
});

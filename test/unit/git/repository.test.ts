import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { GitEntry } from '../../../server/git/git';
import { runGit } from '../../support/git';
import { describeShared, shared } from '../../support/shared';
import { folder, open, repository } from './support';

const NONE = '0'.repeat(40);

function text(entry: GitEntry | undefined): string | undefined {
  return entry?.kind === 'file' ? Buffer.from(entry.bytes).toString() : entry?.kind;
}

describe('entry', () => {
  it('reads the state of any commit', async () => {
    const made = repository();
    const first = made.commit({ 'a/b.txt': 'one', 'a/c': '' }, 'first');
    const second = made.commit({ 'a/b.txt': 'two', 'a/c': null }, 'second');
    const git = await open(made.folder);
    expect(await git.entry(first, 'a')).toEqual({ kind: 'folder', names: ['b.txt', 'c'] });
    expect(await git.entry(second, '')).toEqual({ kind: 'folder', names: ['a'] });
    expect(text(await git.entry(first, 'a/b.txt'))).toBe('one');
    expect(text(await git.entry(second, 'a/b.txt'))).toBe('two');
    expect(text(await git.entry(first, 'a/c'))).toBe('');
    expect(await git.entry(second, 'a/c')).toBeUndefined();
  });

  it('says what is a submodule, and that a link leads nowhere', async () => {
    const inner = repository();
    const pinned = inner.commit({ 'manifest.yaml': 'x' }, 'inner');
    const made = repository();
    made.git('submodule', '--quiet', 'add', inner.folder, 'config');
    symlinkSync('config/manifest.yaml', join(made.folder, 'through'));
    symlinkSync('../x', join(made.folder, 'out'));
    const commit = made.commit({}, 'outer');
    const git = await open(made.folder);
    expect(await git.entry(commit, 'config')).toEqual({ kind: 'submodule', commit: pinned });
    expect(await git.entry(commit, 'config/manifest.yaml')).toEqual({ kind: 'submodule', commit: pinned });
    expect(await git.entry(commit, 'through')).toEqual({ kind: 'submodule', commit: pinned });
    expect(await git.entry(commit, 'out')).toEqual({ kind: 'broken-link', target: '../x', why: 'outside' });
  });

  it('names path and commit of what cannot be read', async () => {
    const made = repository();
    made.commit({ a: '1' }, 'first');
    const git = await open(made.folder);
    await expect(git.entry(NONE, 'a')).rejects.toThrow(
      `cannot read a of commit 000000000000: commit ${NONE} is not in the repository`,
    );
    await expect(git.entry('main', '')).rejects.toThrow(
      'cannot read the top folder of commit main: "main" is not the full id of a commit',
    );
  });

  it('does not take in what is too large', async () => {
    const made = repository();
    writeFileSync(join(made.folder, 'large'), Buffer.alloc(64 * 1024 * 1024 + 1));
    const commit = made.commit({ small: 'x' }, 'large');
    const git = await open(made.folder);
    const [large, small] = await Promise.allSettled([git.entry(commit, 'large'), git.entry(commit, 'small')]);
    expect(large.status === 'rejected' && large.reason.message).toBe(
      `cannot read large of commit ${commit.slice(0, 12)}: it has 67108865 bytes, more than the 67108864 that are read`,
    );
    expect(small.status === 'fulfilled' && text(small.value)).toBe('x');
  });
});

describe('history', () => {
  it('gives refs with nested tags peeled', async () => {
    const made = repository();
    const first = made.commit({ a: '1' }, 'first', { date: 1_700_000_000 });
    made.git('tag', '--annotate', '--message=x', 'inner');
    made.git('tag', '--annotate', '--message=x', 'outer', 'inner');
    const ref = { commit: first, committed: 1_700_000_000 };
    expect(await (await open(made.folder)).refs()).toEqual([
      { name: 'refs/heads/main', ...ref },
      { name: 'refs/tags/inner', ...ref },
      { name: 'refs/tags/outer', ...ref },
    ]);
  });

  it('knows ancestors', async () => {
    const made = repository();
    const first = made.commit({ a: '1' }, 'first');
    const main = made.commit({ a: '2' }, 'main');
    made.branch('other', first);
    const other = made.commit({ b: '1' }, 'other', { branch: 'other' });
    const git = await open(made.folder);
    expect(await git.isAncestor(first, main)).toBe(true);
    expect(await git.isAncestor(main, main)).toBe(true);
    expect(await git.isAncestor(main, first)).toBe(false);
    expect(await git.isAncestor(other, main)).toBe(false);
    await expect(git.isAncestor(NONE, main)).rejects.toThrow(/commit|object/);
    await expect(git.isAncestor('--all', main)).rejects.toThrow('"--all" is not the full id of a commit');
  });

  it('answers many questions at once without a warning', async () => {
    const made = repository();
    const first = made.commit({ a: '1' }, 'first', { date: 100 });
    const git = await open(made.folder);
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    const found = await Promise.all(Array.from({ length: 12 }, () => git.asOf(first, 100)));
    process.off('warning', note);
    expect(new Set(found)).toEqual(new Set([first]));
    expect(warnings).toEqual([]);
  });

  it('finds the commit of a time on the first-parent line, in whatever order the dates are', async () => {
    const made = repository();
    const at = (date: number) => made.commit({ a: String(date) }, String(date), { date });
    const c100 = at(100);
    const c300 = at(300);
    made.branch('side');
    const c200 = at(200);
    made.checkout('side');
    made.commit({ b: '1' }, 'side', { date: 250 });
    made.checkout('main');
    made.git('merge', '--quiet', '--no-ff', '--message=merge', 'side');
    const merge = made.commit({}, 'after the merge', { date: 400 });
    const git = await open(made.folder);
    const found = (time: number) => git.asOf(merge, time);
    expect(await found(99)).toBeUndefined();
    expect(await found(0)).toBeUndefined();
    expect(await found(-5)).toBeUndefined();
    expect(await found(100)).toBe(c100);
    expect(await found(199.9)).toBe(c100);
    // the newest of the line whose date is not after it, though the one before it is dated later
    expect(await found(200)).toBe(c200);
    // neither the commit of the side branch, dated 250, nor the older one of 300
    expect(await found(260)).toBe(c200);
    expect(await found(300)).toBe(c200);
    expect(await found(400)).toBe(merge);
    expect(await found(2 ** 40)).toBe(merge);
    expect(await git.asOf(c300, 260)).toBe(c100);
    await expect(found(Number.NaN)).rejects.toThrow('NaN is not a time');
    await expect(git.asOf(NONE, 100)).rejects.toThrow(NONE);
  });

  it('says who changed a line, through a link too', async () => {
    const made = repository();
    const first = made.commit({ 'variants/a.yaml': 'x\n' }, 'first', { date: 1_700_000_000 });
    symlinkSync('variants/a.yaml', join(made.folder, 'link'));
    const second = made.commit({}, 'link');
    const git = await open(join(made.folder, 'variants'));
    const origin = { commit: first, committed: 1_700_000_000, subject: 'first', author: 'config' };
    expect(await git.blame(second, 'link')).toEqual([origin]);
    expect(await git.blame(second, 'variants/a.yaml')).toEqual([origin]);
    await expect(git.blame(second, 'none')).rejects.toThrow(
      `cannot blame none of commit ${second.slice(0, 12)}: there is no such file`,
    );
    await expect(git.blame(second, 'variants')).rejects.toThrow('there is no such file');
  });
});

describe('shallow clones', () => {
  it('end where they end', async () => {
    const made = repository();
    const first = made.commit({ a: '1\n' }, 'first');
    const second = made.commit({ a: '1\n2\n' }, 'second', { date: 1_700_000_000 });
    const third = made.commit({ a: '1\n2\n3\n' }, 'third', { date: 1_700_000_100 });
    const place = folder();
    runGit(place, ['clone', '--quiet', '--depth=2', `file://${made.folder}`, 'clone']);
    const git = await open(join(place, 'clone'));
    expect(git.shallow).toBe(true);
    expect(await git.commit(third)).toMatchObject({ parents: [second] });
    expect(await git.commit(second)).toMatchObject({ parents: [], subject: 'second' });
    expect(await git.commit(first)).toBeUndefined();
    expect(await git.resolve('HEAD~2')).toBeUndefined();
    expect(await git.asOf(third, 1_699_999_999)).toBeUndefined();
    const edge = { commit: second, committed: 1_700_000_000, subject: 'second', author: 'config', edge: true };
    const blamed = await git.blame(third, 'a');
    expect(blamed).toEqual([
      edge,
      edge,
      { commit: third, committed: 1_700_000_100, subject: 'third', author: 'config' },
    ]);
  });
});

describe('watch', () => {
  it('calls back with the new state readable', async () => {
    const made = repository();
    made.commit({ a: '1' }, 'first');
    const git = await open(made.folder);
    const changed = new Promise<void>((resolve, reject) => git.watch(resolve, reject));
    const second = made.commit({ a: '2' }, 'second');
    await changed;
    expect(await git.head()).toEqual({ commit: second, branch: 'main' });
  });

  it("sees the HEAD of its own working tree and everybody's refs", async () => {
    const made = repository();
    const first = made.commit({ a: '1' }, 'first');
    const place = folder();
    made.git('worktree', 'add', '--quiet', join(place, 'linked'), '-b', 'linked');
    const git = await open(join(place, 'linked'));
    const next = () => {
      let watch: { dispose(): void } | undefined;
      return new Promise<void>((resolve, reject) => {
        watch = git.watch(resolve, reject);
      }).finally(() => watch?.dispose());
    };
    const moved = next();
    runGit(join(place, 'linked'), ['checkout', '--quiet', '--detach']);
    await moved;
    expect(await git.head()).toEqual({ commit: first, branch: undefined });
    const committed = next();
    const second = made.commit({ a: '2' }, 'second');
    await committed;
    expect(await git.resolve('main')).toBe(second);
  });

  it('ends, like all else, when the repository is closed', async () => {
    const made = repository();
    const commit = made.commit({ a: '1' }, 'first');
    const git = await open(made.folder);
    const told: unknown[] = [];
    git.watch(
      () => told.push('changed'),
      error => told.push(error),
    );
    git.close();
    await expect(git.entry(commit, 'a')).rejects.toThrow('the git repository has been closed');
    await expect(git.refs()).rejects.toThrow('the git repository has been closed');
    await expect(git.head()).rejects.toThrow('the git repository has been closed');
    expect(told).toEqual([]);
  });
});

describeShared('a year of a config repository', () => {
  const clone = () => {
    const place = folder();
    runGit(place, ['clone', '--quiet', '--bare', shared('data/config-2024.bundle'), 'clone']);
    return join(place, 'clone');
  };

  it('gives for every week the commit that a walk over git log gives', async () => {
    const place = clone();
    const git = await open(place);
    const tip = (await git.resolve('refs/heads/next-devel')) ?? '';
    const log = execFileSync('git', ['log', '--first-parent', '--format=%H %ct', tip], {
      cwd: place,
      encoding: 'utf8',
    });
    const line = log
      .trim()
      .split('\n')
      .map(text => ({ id: text.slice(0, 40), date: Number(text.slice(41)) }));
    expect(line.length).toBeGreaterThan(100);
    const newest = line[0]?.date ?? 0;
    for (let time = newest; time > newest - 52 * 7 * 86_400; time -= 4 * 7 * 86_400) {
      expect(await git.asOf(tip, time)).toBe(line.find(({ date }) => date <= time)?.id);
    }
  });

  it('reads what git show shows, of all branches at once', async () => {
    const place = clone();
    const git = await open(place);
    const branches = (await git.refs()).filter(ref => ref.name.startsWith('refs/heads/'));
    expect(branches).toHaveLength(7);
    const path = 'manifest-lock.overrides.yaml';
    const read = await Promise.all(branches.map(async ref => text(await git.entry(ref.commit, path))));
    const shown = branches.map(ref =>
      execFileSync('git', ['show', `${ref.commit}:${path}`], { cwd: place }).toString(),
    );
    expect(read).toEqual(shown);
  });
});

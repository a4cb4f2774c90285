import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { headBranch, listRefs, readHead } from '../../../server/git/refs';
import { runGit } from '../../support/git';
import { folder, program, repository } from './support';

describe('listRefs', () => {
  it('lists branches, remote branches and tags, and no symbolic ones', async () => {
    const made = repository();
    const first = made.commit({ a: '1' }, 'first', { date: 1_700_000_000 });
    const second = made.commit({ a: '2' }, 'second', { date: 1_700_000_100, branch: 'a/b-ü' });
    const place = folder();
    runGit(place, ['clone', '--quiet', made.folder, 'clone']);
    const clone = join(place, 'clone');
    runGit(clone, ['tag', 'light', first]);
    runGit(clone, ['tag', '--annotate', '--message=x', 'heavy', first], 1_800_000_000);
    runGit(clone, ['tag', '--annotate', '--message=x', 'nested', 'heavy']);
    runGit(clone, ['tag', 'blob', 'HEAD:a']);
    runGit(clone, ['tag', '--annotate', '--message=x', 'heavy-blob', 'HEAD:a']);
    runGit(clone, ['symbolic-ref', 'refs/heads/alias', 'refs/heads/a/b-ü']);
    runGit(clone, ['pack-refs', '--all']);
    runGit(clone, ['update-ref', 'refs/notes/x', first]);
    expect(await listRefs(program(clone))).toEqual([
      { name: 'refs/heads/a/b-ü', commit: second, committed: 1_700_000_100 },
      { name: 'refs/remotes/origin/a/b-ü', commit: second, committed: 1_700_000_100 },
      { name: 'refs/remotes/origin/main', commit: first, committed: 1_700_000_000 },
      { name: 'refs/tags/heavy', commit: first, committed: 1_700_000_000 },
      { name: 'refs/tags/light', commit: first, committed: 1_700_000_000 },
      { name: 'refs/tags/nested', nested: true },
    ]);
  });

  it('is empty without commits', async () => {
    expect(await listRefs(program(repository().folder))).toEqual([]);
  });
});

describe('HEAD', () => {
  it('has the branch that is checked out, or none', async () => {
    const made = repository();
    const git = program(made.folder);
    expect(await headBranch(git)).toBe('main');
    const id = made.commit({ a: '1' }, 'first', { branch: 'a/b' });
    made.git('tag', 'a/b');
    expect(await headBranch(git)).toBe('a/b');
    made.checkout(id);
    expect(await headBranch(git)).toBeUndefined();
  });

  it('tells an unborn branch from a commit that is not there', async () => {
    const made = repository();
    const git = program(made.folder);
    const none = () => Promise.resolve(undefined);
    expect(await readHead(git, none)).toEqual({ commit: undefined, branch: 'main' });
    const id = made.commit({ a: '1' }, 'first');
    rmSync(join(made.folder, '.git/objects', id.slice(0, 2), id.slice(2)), { force: true });
    await expect(readHead(git, none)).rejects.toThrow(`HEAD leads to ${id}, which is not in the repository`);
    writeFileSync(join(made.folder, '.git/HEAD'), 'nonsense\n');
    await expect(readHead(git, none)).rejects.toThrow('not a git repository');
  });
});

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { branchesInUse } from '../../../server/git/branches-in-use';
import { findRepository } from '../../../server/git/open-git';
import { runGit, type TestRepository } from '../../support/git';
import { folder, program, repository } from './support';

async function inUse(path: string) {
  const git = program(path);
  const place = await findRepository(git);
  if ('absent' in place) throw new Error(place.message);
  return Object.fromEntries([...(await branchesInUse(git, place))].map(([name, use]) => [name, [use.how, use.folder]]));
}

/** Two branches that change the same line, so that rebasing one onto the other stops. */
function conflict(): TestRepository {
  const made = repository();
  made.commit({ file: 'base\n' }, 'base');
  made.commit({ file: 'stable\n' }, 'stable', { branch: 'stable' });
  made.checkout('main');
  made.commit({ file: 'main\n' }, 'main');
  return made;
}

/** `git branch --force` is the judge of what is in use. */
function refuses(made: TestRepository, branch: string): boolean {
  try {
    made.git('branch', '--force', branch, 'HEAD');
    return false;
  } catch {
    return true;
  }
}

it('is what each worktree stands on', async () => {
  const made = repository();
  made.commit({ file: 'x' }, 'one');
  for (const name of ['stable', 'testing', 'next']) made.branch(name);
  const linked = join(folder(), 'mit Blank ü');
  made.git('worktree', 'add', '--quiet', linked, 'stable');
  made.git('worktree', 'add', '--quiet', '--detach', join(folder(), 'detached'), 'testing');
  const expected = { main: ['checked out', made.folder], stable: ['checked out', linked] };
  expect(await inUse(made.folder)).toEqual(expected);
  expect(await inUse(linked)).toEqual(expected);
  // git goes by the folder's record until `git worktree prune`
  rmSync(linked, { recursive: true });
  expect(await inUse(made.folder)).toEqual(expected);
  expect(refuses(made, 'stable')).toBe(true);
});

it('is an unborn branch, too', async () => {
  const made = repository();
  expect(await inUse(made.folder)).toEqual({ main: ['checked out', made.folder] });
});

it('is nothing in a bare repository', async () => {
  const made = repository();
  made.commit({ file: 'x' }, 'one');
  const bare = folder();
  runGit(bare, ['clone', '--quiet', '--bare', made.folder, '.']);
  expect(await inUse(bare)).toEqual({});
});

it('is what a rebase will come back to, in whichever worktree', async () => {
  const made = conflict();
  const linked = join(folder(), 'linked');
  made.git('worktree', 'add', '--quiet', linked, 'stable');
  expect(() => runGit(linked, ['rebase', 'main'])).toThrow();
  expect(runGit(linked, ['status'])).toContain('rebase in progress');
  expect(await inUse(made.folder)).toEqual({
    main: ['checked out', made.folder],
    stable: ['being rebased', linked],
  });
  expect(refuses(made, 'stable')).toBe(true);
});

it('is what the other kind of rebase will come back to, here', async () => {
  const made = conflict();
  made.checkout('stable');
  expect(() => made.git('rebase', '--apply', 'main')).toThrow();
  expect(await inUse(made.folder)).toEqual({ stable: ['being rebased', made.folder] });
  made.git('rebase', '--abort');
  expect(await inUse(made.folder)).toEqual({ stable: ['checked out', made.folder] });
});

it('is what a rebase will move besides', async () => {
  const made = repository();
  made.commit({ file: 'x' }, 'one');
  made.branch('stacked');
  made.git('checkout', '--quiet', '--detach');
  const state = join(made.folder, '.git/rebase-merge');
  mkdirSync(state);
  const id = made.git('rev-parse', 'HEAD');
  writeFileSync(join(state, 'head-name'), 'refs/heads/main\n');
  writeFileSync(join(state, 'update-refs'), `refs/heads/stacked\n${id}\n${'0'.repeat(40)}\n`);
  expect(await inUse(made.folder)).toEqual({
    main: ['being rebased', made.folder],
    stacked: ['being rebased', made.folder],
  });
});

it('is what a bisection will come back to', async () => {
  const made = repository();
  for (const name of ['one', 'two', 'three', 'four']) made.commit({ file: name }, name, { branch: 'stable' });
  made.git('bisect', 'start', 'HEAD', 'HEAD~3');
  expect(await inUse(made.folder)).toEqual({ stable: ['being bisected', made.folder] });
  expect(refuses(made, 'stable')).toBe(true);
});

it("is of a submodule the working tree's folder", async () => {
  const inner = repository();
  inner.commit({ file: 'x' }, 'one');
  const outer = repository();
  outer.git('submodule', 'add', '--quiet', inner.folder, 'config');
  const config = join(outer.folder, 'config');
  expect(await inUse(config)).toEqual({ main: ['checked out', config] });
});

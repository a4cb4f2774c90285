import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkBranches, rehearseUpdate, updateBranches } from '../../../server/git/update-branches';
import { program, repository } from './support';

function threeCommits() {
  const made = repository();
  const [one, two, three] = ['one', 'two', 'three'].map(name => made.commit({ file: name }, name));
  if (!one || !two || !three) throw new Error('no commits');
  made.branch('stable', one);
  made.branch('testing', one);
  return { ...made, one, two, three };
}

describe('updateBranches', () => {
  it('moves and makes them, and says so in the reflog', async () => {
    const made = threeCommits();
    const moves = [
      { ref: 'refs/heads/stable', from: made.one, to: made.two },
      { ref: 'refs/heads/backport/stable/kernel', from: undefined, to: made.three },
    ];
    await updateBranches(program(made.folder), moves, 'manifest-lock: overrides: pin kernel');
    expect(made.git('rev-parse', 'stable', 'backport/stable/kernel')).toBe(`${made.two}\n${made.three}`);
    expect(made.git('reflog', '-1', '--format=%gs', 'stable')).toBe('manifest-lock: overrides: pin kernel');
  });

  it.each([
    ['has moved', 'refs/heads/testing', 'two', /^testing has moved meanwhile: it is at \w{12} and was at \w{12}$/],
    ['is gone', 'refs/heads/gone', 'two', /^gone is gone: it was at \w{12}$/],
    [
      'is there already',
      'refs/heads/stable/x',
      undefined,
      /^stable\/x cannot be moved: .*'refs\/heads\/stable' exists/,
    ],
  ] as const)('moves none where one %s', async (_, ref, from, message) => {
    const made = threeCommits();
    const moves = [
      { ref: 'refs/heads/new', from: undefined, to: made.two },
      { ref: 'refs/heads/stable', from: made.one, to: made.three },
      { ref, from: from && made[from], to: made.three },
    ];
    const before = made.git('for-each-ref');
    await expect(updateBranches(program(made.folder), moves, 'x')).rejects.toThrow(message);
    expect(made.git('for-each-ref')).toBe(before);
  });

  it('names the lock that is in its way', async () => {
    const made = threeCommits();
    const lock = join(made.folder, '.git/refs/heads/testing.lock');
    writeFileSync(lock, '');
    const moves = ['stable', 'testing'].map(name => ({ ref: `refs/heads/${name}`, from: made.one, to: made.two }));
    await expect(updateBranches(program(made.folder), moves, 'x')).rejects.toThrow(
      `testing is locked: another git is at work on it, or one has crashed and left ${lock}`,
    );
    expect(made.git('rev-parse', 'stable')).toBe(made.one);
  });
});

describe('rehearseUpdate', () => {
  const movesOf = ({ one, two }: ReturnType<typeof threeCommits>) => [
    ...['stable', 'testing'].map(name => ({ ref: `refs/heads/${name}`, from: one, to: two })),
    { ref: 'refs/heads/backport/stable/kernel', from: undefined, to: two },
  ];

  it('moves nothing, and leaves no lock', async () => {
    const made = threeCommits();
    const before = made.git('for-each-ref');
    await rehearseUpdate(program(made.folder), movesOf(made));
    expect(made.git('for-each-ref')).toBe(before);
    await updateBranches(program(made.folder), movesOf(made), 'x');
    expect(made.git('rev-parse', 'stable')).toBe(made.two);
  });

  it('says what would be in the way', async () => {
    const made = threeCommits();
    const lock = join(made.folder, '.git/refs/heads/testing.lock');
    writeFileSync(lock, '');
    await expect(rehearseUpdate(program(made.folder), movesOf(made))).rejects.toThrow(
      /^testing is locked: .*testing.lock$/,
    );
    rmSync(lock);
    made.git('update-ref', 'refs/heads/stable', made.three);
    await expect(rehearseUpdate(program(made.folder), movesOf(made))).rejects.toThrow(/^stable has moved meanwhile: /);
  });

  it('lets pass what a git before 2.27 cannot tell', async () => {
    const made = threeCommits();
    const old = join(made.folder, 'old-git');
    writeFileSync(old, '#!/bin/sh\necho "fatal: unknown command: start" >&2\nexit 128\n', { mode: 0o755 });
    const git = { ...program(made.folder), program: old };
    await expect(rehearseUpdate(git, movesOf(made))).resolves.toBeUndefined();
  });
});

describe('checkBranches', () => {
  it('lets pass what is as it should be', async () => {
    const { folder, one } = threeCommits();
    const moves = [
      { ref: 'refs/heads/stable', from: one, to: '' },
      { ref: 'refs/heads/backport/next/selinux-policy-41.23-1.fc41', from: undefined, to: '' },
    ];
    await expect(checkBranches(program(folder), moves)).resolves.toBeUndefined();
  });

  it.each([
    ['refs/heads/stable', 'two', /^stable has moved meanwhile/],
    ['refs/heads/stable', undefined, /^there is a branch stable already, at \w{12}$/],
    ['refs/heads/gone', 'one', /^gone is gone/],
    ['refs/heads/alias', 'one', /^alias is another name of stable$/],
    ['refs/heads/dangling', undefined, /^dangling is another name of nothing$/],
    ['refs/tags/v1', undefined, '"refs/tags/v1" is no name that a branch can have'],
    ['refs/heads/-f', undefined, '"-f" is no name that a branch can have'],
    ['refs/heads/HEAD', undefined, '"HEAD" is no name that a branch can have'],
    ['refs/heads/a..b', undefined, '"a..b" is no name that a branch can have'],
    ['refs/heads/passt-0^20240326', undefined, '"passt-0^20240326" is no name that a branch can have'],
    ['refs/heads/@{-1}', undefined, '"@{-1}" is no name that a branch can have'],
    ['refs/heads/a\nupdate refs/heads/b', undefined, /is no name that a branch can have$/],
  ] as const)('refuses %j at %s', async (ref, from, message) => {
    const made = threeCommits();
    made.git('symbolic-ref', 'refs/heads/alias', 'refs/heads/stable');
    made.git('symbolic-ref', 'refs/heads/dangling', 'refs/heads/nothing');
    const moves = [{ ref, from: from && made[from], to: '' }];
    await expect(checkBranches(program(made.folder), moves)).rejects.toThrow(message);
  });

  it('refuses two commits on one branch', async () => {
    const { folder, one } = threeCommits();
    const move = { ref: 'refs/heads/stable', from: one, to: '' };
    await expect(checkBranches(program(folder), [move, move])).rejects.toThrow('stable would get two commits at once');
  });
});

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openGit } from '../../../server/git/open-git';
import { gitEnvironment, runGit } from '../../support/git';
import { find, folder, open, repository } from './support';

describe('kinds of repositories', () => {
  it('opens from the top, from a folder below, and through a link', async () => {
    const made = repository();
    const commit = made.commit({ 'ä config/manifest.yaml': 'x' }, 'first');
    const top = await open(made.folder);
    expect(top).toMatchObject({ prefix: '', topFolder: made.folder, shallow: false });
    expect(await top.head()).toEqual({ commit, branch: 'main' });
    expect(await open(join(made.folder, 'ä config'))).toMatchObject({ prefix: 'ä config', topFolder: made.folder });
    const link = join(folder(), 'link');
    symlinkSync(join(made.folder, 'ä config'), link);
    expect(await open(link)).toMatchObject({ prefix: 'ä config', topFolder: made.folder });
  });

  it('reads the repository it has found where `core.worktree` puts the top folder elsewhere', async () => {
    const place = folder();
    runGit(place, ['init', '--quiet', '--initial-branch=main', 'config']);
    const inside = join(place, 'config');
    writeFileSync(join(inside, 'manifest.yaml'), 'x\n');
    runGit(inside, ['config', 'core.worktree', place]);
    runGit(inside, ['add', 'manifest.yaml']);
    runGit(inside, ['commit', '--quiet', '-m', 'first']);
    const git = await open(inside);
    expect(git).toMatchObject({ prefix: 'config', topFolder: place });
    const { commit = '' } = await git.head();
    expect(await git.entry(commit, 'config')).toEqual({ kind: 'folder', names: ['manifest.yaml'] });
    expect(await git.blame(commit, 'config/manifest.yaml')).toMatchObject([{ commit }]);
  });

  it('goes on when its folder goes with a checkout', async () => {
    const made = repository();
    const first = made.commit({ 'config/manifest.yaml': 'x' }, 'first');
    const git = await open(join(made.folder, 'config'));
    const second = made.commit({ 'config/manifest.yaml': null }, 'second');
    rmSync(join(made.folder, 'config'), { recursive: true, force: true });
    expect(await git.head()).toEqual({ commit: second, branch: 'main' });
    expect(await git.entry(first, 'config')).toEqual({ kind: 'folder', names: ['manifest.yaml'] });
  });

  it('opens a repository without commits', async () => {
    const git = await open(repository().folder);
    expect(await git.head()).toEqual({ commit: undefined, branch: 'main' });
    expect(await git.refs()).toEqual([]);
    expect(await git.resolve('HEAD')).toBeUndefined();
  });

  it('opens with a detached HEAD', async () => {
    const made = repository();
    const commit = made.commit({ a: '1' }, 'first');
    made.checkout(commit);
    expect(await (await open(made.folder)).head()).toEqual({ commit, branch: undefined });
  });

  it('opens a bare repository, and the inside of one that is not', async () => {
    const made = repository();
    const commit = made.commit({ a: '1\n' }, 'first');
    const place = folder();
    runGit(place, ['clone', '--quiet', '--bare', made.folder, 'bare.git']);
    for (const path of [join(place, 'bare.git'), join(place, 'bare.git/refs/heads'), join(made.folder, '.git')]) {
      const git = await open(path);
      expect(git).toMatchObject({ prefix: '', topFolder: undefined });
      expect(await git.head()).toEqual({ commit, branch: 'main' });
      expect(await git.blame(commit, 'a')).toMatchObject([{ commit }]);
    }
  });

  it("takes a submodule's folder for its own repository", async () => {
    const inner = repository();
    const pinned = inner.commit({ 'manifest.yaml': 'x' }, 'inner');
    const made = repository();
    made.git('submodule', '--quiet', 'add', inner.folder, 'src/config');
    made.commit({}, 'outer');
    const git = await open(join(made.folder, 'src/config'));
    expect(git).toMatchObject({ prefix: '', topFolder: join(made.folder, 'src/config') });
    expect((await git.head()).commit).toBe(pinned);
    expect(await open(join(made.folder, 'src'))).toMatchObject({ prefix: 'src', topFolder: made.folder });
  });

  it('has the HEAD of a linked working tree and the refs of all', async () => {
    const made = repository();
    const first = made.commit({ a: '1' }, 'first');
    const linked = join(folder(), 'linked');
    made.git('worktree', 'add', '--quiet', linked, '-b', 'other');
    const second = made.commit({ a: '2' }, 'second');
    const git = await open(linked);
    expect(git.topFolder).toBe(linked);
    expect(await git.head()).toEqual({ commit: first, branch: 'other' });
    expect((await git.refs()).map(ref => [ref.name, ref.commit])).toEqual([
      ['refs/heads/main', second],
      ['refs/heads/other', first],
    ]);
  });

  it('reads a sha256 repository', async () => {
    const made = repository({ objectFormat: 'sha256' });
    const commit = made.commit({ 'd/a': '1\n' }, 'first');
    expect(commit).toHaveLength(64);
    const git = await open(made.folder);
    expect(await git.head()).toEqual({ commit, branch: 'main' });
    expect(await git.entry(commit, 'd')).toEqual({ kind: 'folder', names: ['a'] });
    expect(await git.blame(commit, 'd/a')).toMatchObject([{ commit }]);
    expect(await git.commit(commit)).toMatchObject({ subject: 'first' });
  });
});

describe('the environment of a hook', () => {
  it('does not lead elsewhere', async () => {
    const made = repository();
    const commit = made.commit({ a: '1' }, 'first');
    const other = repository();
    const git = await open(made.folder, {
      GIT_DIR: join(other.folder, '.git'),
      GIT_WORK_TREE: other.folder,
      GIT_INDEX_FILE: join(other.folder, '.git/index'),
      GIT_OBJECT_DIRECTORY: join(other.folder, '.git/objects'),
    });
    expect(git.topFolder).toBe(made.folder);
    expect(await git.head()).toEqual({ commit, branch: 'main' });
  });

  it('is what a real pre-commit hook of a linked working tree has', async () => {
    const made = repository();
    const commit = made.commit({ a: '1' }, 'first');
    const linked = join(folder(), 'linked');
    made.git('worktree', 'add', '--quiet', linked, '-b', 'other');
    mkdirSync(join(made.folder, '.git/hooks'), { recursive: true });
    const hook = join(made.folder, '.git/hooks/pre-commit');
    const seen = join(made.folder, '.git/seen');
    writeFileSync(hook, `#!/bin/sh\nenv -0 > ${seen}\n`);
    chmodSync(hook, 0o755);
    runGit(linked, ['commit', '--quiet', '--allow-empty', '--all', '--message', 'second']);
    const variables = execFileSync('cat', [seen], { encoding: 'utf8' }).split('\0').filter(Boolean);
    const environment = Object.fromEntries(variables.map(text => text.split(/=(.*)/s, 2)));
    expect(Object.keys(environment)).toContain('GIT_INDEX_FILE');
    const git = await open(made.folder, environment);
    expect(git.topFolder).toBe(made.folder);
    expect(await git.head()).toEqual({ commit, branch: 'main' });
  });
});

describe('why there is no git', () => {
  /** A program of that text, in place of git. */
  const pretend = (script: string) => {
    const program = join(folder(), 'git');
    writeFileSync(program, `#!/bin/sh\n${script}\n`);
    chmodSync(program, 0o755);
    return openGit({ program, environment: gitEnvironment() });
  };

  it('is no repository', async () => {
    const place = folder();
    expect(await find(place)).toEqual({ absent: 'no-repository', message: `${place} is not in a git repository` });
    const gone = join(place, 'gone');
    expect(await find(gone)).toEqual({ absent: 'no-repository', message: `there is no folder ${gone}` });
  });

  it('is no program', async () => {
    const found = openGit({ program: '/nowhere/git', environment: gitEnvironment() })(repository().folder);
    expect(await found).toEqual({
      absent: 'no-git',
      message: 'git is not installed (there is no program /nowhere/git): what needs branches and history is off',
    });
    expect(await openGit({ environment: { PATH: folder() } })(folder())).toMatchObject({ absent: 'no-git' });
  });

  it("is somebody else's repository", async () => {
    const made = repository();
    made.commit({ a: '1' }, 'first');
    // git's own way to test this
    const owner = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
    const found = await find(made.folder, owner);
    expect(found).toMatchObject({ absent: 'refused' });
    expect('message' in found && found.message).toMatch(
      /^detected dubious ownership in repository at .*safe\.directory/,
    );
    const trusted = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' };
    expect(await open(made.folder, { ...owner, ...trusted })).toMatchObject({ topFolder: made.folder });
  });

  it('is damage', async () => {
    const config = repository();
    writeFileSync(join(config.folder, '.git/config'), '[core\n');
    expect(await find(config.folder)).toEqual({
      absent: 'refused',
      message: 'bad config line 1 in file .git/config',
    });
    const head = repository();
    rmSync(join(head.folder, '.git/HEAD'), { force: true });
    mkdirSync(join(head.folder, 'config'));
    expect(await find(join(head.folder, 'config'))).toMatchObject({
      absent: 'refused',
      message: expect.stringMatching(`^git does not take ${head.folder}/.git for a repository: not a git repository`),
    });
    const moved = folder();
    writeFileSync(join(moved, '.git'), 'gitdir: /nowhere/modules/x\n');
    expect(await find(moved)).toMatchObject({
      absent: 'refused',
      message: expect.stringContaining('not a git repository: /nowhere/modules/x'),
    });
  });

  it('is a format of the future', async () => {
    const made = repository();
    made.git('config', 'core.repositoryFormatVersion', '1');
    made.git('config', 'extensions.fromTheFuture', 'true');
    expect(await find(made.folder)).toMatchObject({
      absent: 'refused',
      message: expect.stringContaining('fromthefuture'),
    });
  });

  it('is a git that is too old, or none at all', async () => {
    const place = folder();
    // 2.15 repeats what it does not know
    const old = `case "$*" in *--version) echo git version 2.15.0;; *) printf 'true\\n--show-object-format\\nfalse\\n/x/.git\\n.git\\n\\n/x\\n';; esac`;
    expect(await pretend(old)(place)).toEqual({
      absent: 'refused',
      message: 'git version 2.15.0 is too old: branches and history are read with git 2.25 or newer',
    });
    expect(await pretend('echo hello')(place)).toMatchObject({
      absent: 'refused',
      message: expect.stringMatching(/is not git: it calls itself "hello"$/),
    });
    expect(await pretend('echo "agree to the licence first" >&2; exit 69')(place)).toEqual({
      absent: 'refused',
      message: 'agree to the licence first',
    });
  });

  it('is a path that git cannot say on one line', async () => {
    const made = repository({ folder: join(folder(), 'a\nb') });
    expect(await find(made.folder)).toMatchObject({
      absent: 'refused',
      message: expect.stringContaining('is there a line break in the path?'),
    });
  });
});

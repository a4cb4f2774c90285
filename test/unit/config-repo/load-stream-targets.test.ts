import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfigRepo } from '../../../server/config-repo/load';
import { loadLockfiles } from '../../../server/config-repo/load-lockfiles';
import { loadStreamTargets } from '../../../server/config-repo/load-stream-targets';
import type { FileTree } from '../../../server/config-repo/model';
import { worktree } from '../../../server/config-repo/worktree';
import { openGitWriter } from '../../../server/git/open-git-writer';
import { parseLockfile } from '../../../server/lockfile/parse';
import { gitEnvironment, runGit } from '../../support/git';
import { folder, open, repository } from '../git/support';

const LOCK = 'manifest-lock.x86_64.json';
const OVERRIDES = 'manifest-lock.overrides.yaml';

const load = (tree: FileTree) => loadConfigRepo(tree, { defaultRepositories: [] });

async function targetsOf(path: string) {
  const git = await open(path);
  const tree = worktree(path);
  const config = await load(tree);
  const { files } = await loadLockfiles(tree, config.lockfiles, parseLockfile);
  const checkedOut = await openGitWriter({ environment: gitEnvironment() })(git.topFolder ?? path).checkedOut();
  return loadStreamTargets({ git, checkedOut, config, files, parse: parseLockfile, load });
}

async function placesOf(path: string) {
  const { targets } = await targetsOf(path);
  return Object.fromEntries(targets.map(({ policy, label, place }) => [policy.name, [label, place]]));
}

/** As the branches of Fedora CoreOS are: the stream's name in build-args.conf, a lock, overrides. */
function filesOf(stream: string, evr: string): Record<string, string> {
  return {
    'manifest.yaml': 'packages: [ignition]\n',
    'build-args.conf': `ID=fedora\nSTREAM=${stream}\nVERSION=40\n`,
    [LOCK]: JSON.stringify({ packages: { ignition: { evra: `${evr}.x86_64` } } }),
    [OVERRIDES]: 'packages: {}\n',
  };
}

/** Branches testing-devel (checked out), testing and stable; `ids` are their commits. */
function upstream(root = '') {
  const made = repository();
  const ids: Record<string, string> = {};
  for (const [i, name] of ['stable', 'testing', 'testing-devel'].entries()) {
    const files = Object.entries(filesOf(name, `2.${i}.0-1.fc40`)).map(([path, text]) => [join(root, path), text]);
    ids[name] = made.commit(Object.fromEntries(files), name, { branch: name });
  }
  return { ...made, ids };
}

/** A clone that has testing-devel checked out and no other local branch. */
function clone(origin: { readonly folder: string }, ...options: string[]) {
  const path = folder();
  runGit(path, ['clone', '--quiet', ...options, `file://${origin.folder}`, '.']);
  const git = (...args: string[]) => runGit(path, args);
  const commit = (branch: string, message: string) => {
    git('checkout', '--quiet', branch);
    git('commit', '--quiet', '--allow-empty', '--message', message);
    const id = git('rev-parse', 'HEAD');
    git('checkout', '--quiet', 'testing-devel');
    return id;
  };
  return { path, git, commit };
}

describe('loadStreamTargets', () => {
  it('has the working tree first and the others in the order of promotion', async () => {
    const made = upstream();
    for (const name of ['next', 'rawhide', 'next-devel']) {
      made.commit(filesOf(name, '2.9.0-1.fc41'), name, { branch: name });
    }
    made.checkout('testing');
    const { targets, problems } = await targetsOf(made.folder);
    expect(problems).toEqual([]);
    expect(targets.map(({ label }) => label)).toEqual([
      'testing',
      'rawhide',
      'next-devel',
      'testing-devel',
      'next',
      'stable',
    ]);
    expect(targets.map(({ config }) => config.stream)).toEqual(targets.map(({ policy }) => policy.name));
    const stable = targets.at(-1);
    expect(stable?.place).toEqual({
      kind: 'branch',
      ref: 'refs/heads/stable',
      expected: made.ids['stable'],
      parent: made.ids['stable'],
    });
    const locked = stable?.files.map(({ path, lockfile }) => [path, lockfile.byName.get('ignition')?.version?.evr]);
    expect(locked).toEqual([
      [OVERRIDES, undefined],
      [LOCK, '2.0.0-1.fc40'],
    ]);
    expect(targets[0]?.place).toEqual({ kind: 'worktree' });
  });

  it('takes a feature branch for the stream its files name', async () => {
    const made = upstream();
    made.git('checkout', '--quiet', '-b', 'pin-kernel');
    expect(await placesOf(made.folder)).toMatchObject({
      'testing-devel': ['pin-kernel', { kind: 'worktree' }],
      testing: ['testing', { kind: 'branch' }],
      stable: ['stable', { kind: 'branch' }],
    });
    made.git('checkout', '--quiet', '--detach');
    expect((await placesOf(made.folder))['testing-devel']).toEqual(['working tree', { kind: 'worktree' }]);
  });

  it('has the working tree of a stream that no settings know', async () => {
    const made = repository();
    made.commit(filesOf('c9s', '1-1.el9'), 'one');
    const { targets, problems } = await targetsOf(made.folder);
    expect(targets.map(({ policy, label, place }) => [policy.name, label, place.kind])).toEqual([
      ['c9s', 'main', 'worktree'],
    ]);
    expect(problems).toEqual([]);
  });

  it('makes a local branch where there is only a remote one', async () => {
    const origin = upstream();
    const { path } = clone(origin);
    const parent = origin.ids['stable'];
    expect((await placesOf(path))['stable']).toEqual([
      'origin/stable',
      { kind: 'branch', ref: 'refs/heads/stable', expected: undefined, parent },
    ]);
  });

  it('stands on the remote branch where the local one is behind, and on the local one where that is ahead', async () => {
    const origin = upstream();
    const { path, git, commit } = clone(origin);
    git('branch', '--quiet', 'stable', 'origin/stable');
    const newer = origin.commit({ new: 'x' }, 'newer', { branch: 'stable' });
    git('fetch', '--quiet');
    const ahead = commit('testing', 'mine');
    const places = await placesOf(path);
    expect(places['stable']).toEqual([
      'origin/stable',
      { kind: 'branch', ref: 'refs/heads/stable', expected: origin.ids['stable'], parent: newer },
    ]);
    expect(places['testing']).toEqual([
      'testing',
      { kind: 'branch', ref: 'refs/heads/testing', expected: ahead, parent: ahead },
    ]);
  });

  it('refuses branches that have diverged, but says what a new branch could stand on', async () => {
    const origin = upstream();
    const { path, git, commit } = clone(origin);
    commit('stable', 'mine');
    const theirs = origin.commit({ new: 'x' }, 'theirs', { branch: 'stable' });
    git('fetch', '--quiet');
    expect((await placesOf(path))['stable']).toEqual([
      'origin/stable',
      {
        kind: 'none',
        message: 'stable and origin/stable each have commits that the other lacks: reconcile them first',
        parent: theirs,
      },
    ]);
  });

  it('says that a shallow clone may not know better', async () => {
    const origin = upstream();
    const { path, git } = clone(origin, '--depth=1', '--no-single-branch');
    git('branch', '--quiet', 'stable', 'origin/stable');
    origin.commit({ a: 'x' }, 'one more', { branch: 'stable' });
    origin.commit({ b: 'x' }, 'and one', { branch: 'stable' });
    git('fetch', '--quiet', '--depth=1');
    expect((await placesOf(path))['stable']).toMatchObject([
      'origin/stable',
      { kind: 'none', message: expect.stringContaining('(as far as the history of this shallow clone goes)') },
    ]);
  });

  it('leaves alone what is checked out elsewhere', async () => {
    const made = upstream();
    const linked = join(folder(), 'linked');
    made.git('worktree', 'add', '--quiet', linked, 'stable');
    const message = `stable is checked out in ${linked}`;
    expect((await placesOf(made.folder))['stable']).toEqual([
      'stable',
      { kind: 'none', message, parent: made.ids['stable'] },
    ]);
    expect((await placesOf(linked))['testing-devel']?.[1]).toMatchObject({
      message: `testing-devel is checked out in ${made.folder}`,
    });
  });

  it('reads a config repository in a folder', async () => {
    const made = upstream('config');
    const { targets } = await targetsOf(join(made.folder, 'config'));
    expect(targets.map(({ label, root, files }) => [label, root, files.length])).toEqual([
      ['testing-devel', 'config', 2],
      ['testing', 'config', 2],
      ['stable', 'config', 2],
    ]);
  });

  it('has a stream that has nothing but overrides, as rawhide, or only a manifest', async () => {
    const made = upstream();
    made.git('checkout', '--quiet', '--orphan', 'rawhide');
    made.git('rm', '-r', '--quiet', '--force', '.');
    made.commit({ [OVERRIDES]: 'packages: {}\n' }, 'rawhide');
    made.git('checkout', '--quiet', '--orphan', 'branched');
    made.git('rm', '-r', '--quiet', '--force', '.');
    made.commit({ 'manifest.yaml': 'packages: []\n' }, 'branched');
    made.checkout('testing-devel');
    const { targets, problems } = await targetsOf(made.folder);
    expect(problems).toEqual([]);
    expect(targets.map(({ label, files }) => [label, files.length]).slice(0, 3)).toEqual([
      ['testing-devel', 2],
      ['rawhide', 1],
      ['branched', 0],
    ]);
  });

  it('says what it cannot read, and has the others', async () => {
    const made = upstream();
    made.commit({ [LOCK]: new Uint8Array([0xff]) }, 'broken', { branch: 'stable' });
    made.git('checkout', '--quiet', '--orphan', 'rawhide');
    made.git('rm', '-r', '--quiet', '--force', '.');
    made.commit({ 'README.md': 'x' }, 'rawhide');
    made.checkout('testing-devel');
    const { targets, problems } = await targetsOf(made.folder);
    expect(problems).toEqual(['rawhide has no config repository: there is nothing to change on it.']);
    expect(targets.map(({ label, place }) => [label, place.kind])).toEqual([
      ['testing-devel', 'worktree'],
      ['testing', 'branch'],
      ['stable', 'none'],
    ]);
    expect(targets[2]?.place).toMatchObject({
      message: expect.stringMatching(/^stable: .*manifest-lock\.x86_64\.json/),
    });
  });

  it('says which of the connected streams are not fetched', async () => {
    const origin = upstream();
    const { path, git } = clone(origin, '--single-branch');
    expect((await targetsOf(path)).problems).toEqual([
      'next-devel, next, testing, stable have no branches here, neither local nor remote: fetch what is to be changed there.',
    ]);
    git('remote', 'set-branches', 'origin', 'testing-devel', 'stable');
    git('fetch', '--quiet');
    expect((await targetsOf(path)).problems).toEqual([
      'testing has no branch here, neither local nor remote: fetch what is to be changed there.',
    ]);
    // somebody's own repository of that stream, which does not name branches after streams
    git('checkout', '--quiet', '-b', 'mine');
    git('branch', '--quiet', '-D', 'testing-devel');
    git('remote', 'remove', 'origin');
    expect((await targetsOf(path)).problems).toEqual([]);
  });

  it('has no working tree in a bare repository', async () => {
    const made = upstream();
    const bare = folder();
    runGit(bare, ['clone', '--quiet', '--bare', made.folder, '.']);
    expect(Object.keys(await placesOf(bare))).toEqual(['testing-devel', 'testing', 'stable']);
  });
});

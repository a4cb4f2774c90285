import { describe, expect, it } from 'vitest';
import { BranchCache } from '../../../server/config-repo/branch-cache';
import { type LoadBranchesInput, loadBranches } from '../../../server/config-repo/load-branches';
import { DEFAULT_REPO_SETTINGS } from '../../../server/config-repo/repo-settings';
import type { GitRepository } from '../../../server/git/git';
import { parseLockfile } from '../../../server/lockfile/parse';
import { runGit } from '../../support/git';
import { folder, open, repository } from '../git/support';

const LOCK = 'manifest-lock.x86_64.json';
const OVERRIDES = 'manifest-lock.overrides.yaml';
const DAY = 86_400;
// 2024-05-01T12:00:00Z
const MAY = 1_714_564_800;

function lock(evr: string): string {
  return JSON.stringify({ packages: { ignition: { evra: `${evr}.x86_64` } } });
}

const configOf = (stream: string | undefined) => ({ stream, settings: DEFAULT_REPO_SETTINGS });

async function load(git: GitRepository, stream: string | undefined, rest: Partial<LoadBranchesInput> = {}) {
  const { branches, problems } = await loadBranches({
    git,
    config: configOf(stream),
    parse: parseLockfile,
    checked: { kind: 'worktree' },
    ...rest,
  });
  const streams = [...branches.streams].map(([name, { label, effective }]) => [
    name,
    label,
    effective('x86_64').get('ignition')?.version?.evr,
  ]);
  return { branches, problems, streams };
}

/** stable, testing and testing-devel, two states each: of 1 May and of 8 May. */
function threeStreams() {
  const made = repository();
  const commits: Record<string, string> = {};
  for (const [i, week] of [MAY, MAY + 7 * DAY].entries()) {
    for (const [j, name] of ['testing-devel', 'testing', 'stable'].entries()) {
      const files = { [LOCK]: lock(`${i + 1}.${3 - j}-1.fc40`), [OVERRIDES]: `packages: {}\n# ${name}\n` };
      commits[`${name} ${i + 1}`] = made.commit(files, `${name} ${i + 1}`, { branch: name, date: week + j });
    }
  }
  return { ...made, commits };
}

describe('loadBranches for the working tree', () => {
  it('takes HEAD and the tips of the streams that rules need', async () => {
    const made = threeStreams();
    made.checkout('testing');
    const { branches, problems, streams } = await load(await open(made.folder), 'testing');
    expect(problems).toEqual([]);
    expect(branches.stream?.name).toBe('testing');
    expect(branches.before).toMatchObject({
      label: 'HEAD',
      commit: made.commits['testing 2'],
      committed: MAY + 7 * DAY + 1,
    });
    expect(streams).toEqual([
      ['stable', 'stable', '2.1-1.fc40'],
      ['testing-devel', 'testing-devel', '2.3-1.fc40'],
    ]);
    expect(branches.feeders).toEqual(['testing-devel']);
  });

  it('takes every stream that has a branch where all are asked for', async () => {
    const made = threeStreams();
    made.checkout('testing-devel');
    const git = await open(made.folder);
    expect((await load(git, 'testing-devel')).streams).toEqual([]);
    const { streams, branches } = await load(git, 'testing-devel', { allStreams: true });
    expect(streams).toEqual([
      ['testing', 'testing', '2.2-1.fc40'],
      ['stable', 'stable', '2.1-1.fc40'],
    ]);
    expect(branches.feeders).toEqual([]);
  });

  it('tells the stream by the branch where the files do not', async () => {
    const made = threeStreams();
    made.checkout('stable');
    expect((await load(await open(made.folder), undefined)).branches.stream?.name).toBe('stable');
    made.git('checkout', '--quiet', '--detach');
    const { branches } = await load(await open(made.folder), undefined);
    expect([branches.stream, branches.streams.size, branches.before?.label]).toEqual([undefined, 0, 'HEAD']);
  });

  it('looks at the fresh remote branch beside an outdated local one', async () => {
    const made = threeStreams();
    const clone = folder();
    runGit(clone, ['clone', '--quiet', made.folder, '.']);
    runGit(clone, ['branch', '--quiet', 'testing', 'origin/testing~1']);
    runGit(clone, ['checkout', '--quiet', 'stable']);
    const { streams } = await load(await open(clone), 'stable');
    expect(streams).toEqual([['testing', 'origin/testing', '2.2-1.fc40']]);
  });

  it('knows what was pushed of the own stream: its branch on the remote, not the one here', async () => {
    const made = threeStreams();
    const clone = folder();
    runGit(clone, ['clone', '--quiet', made.folder, '.']);
    runGit(clone, ['checkout', '--quiet', '-b', 'my-feature', 'origin/stable~1']);
    const { branches } = await load(await open(clone), 'stable');
    expect(branches.pushed).toMatchObject({ label: 'origin/stable', commit: made.commits['stable 2'] });
    expect(branches.pushed?.effective('x86_64').get('ignition')?.version?.evr).toBe('2.1-1.fc40');
    made.checkout('stable');
    expect((await load(await open(made.folder), 'stable')).branches.pushed).toBeUndefined();
  });

  it('has nothing before the first commit', async () => {
    const { branches, problems } = await load(await open(repository().folder), 'testing');
    expect([branches.before, branches.streams.size, problems]).toEqual([undefined, 0, []]);
    expect(branches.origins(OVERRIDES).size).toBe(0);
  });

  it('leaves out a stream without lockfiles, and names a feeder without a branch last', async () => {
    const made = repository();
    made.commit({ 'README.md': 'x' }, 'stable', { branch: 'stable' });
    made.commit({ [LOCK]: lock('1-1.fc40') }, 'testing-devel', { branch: 'testing-devel' });
    const git = await open(made.folder);
    const { branches, streams, problems } = await load(git, 'testing');
    expect(problems).toEqual([]);
    expect(streams.map(([name]) => name)).toEqual(['testing-devel']);
    expect(branches.feeders).toEqual(['testing-devel']);
    expect((await load(git, 'next')).branches.feeders).toEqual(['testing-devel', 'next-devel']);
  });

  it('says which branch cannot be read, and has the others', async () => {
    const made = threeStreams();
    made.commit({ [LOCK]: new Uint8Array([0xff]) }, 'broken', { branch: 'stable' });
    made.checkout('testing');
    const { branches, streams, problems } = await load(await open(made.folder), 'testing');
    expect(streams.map(([name]) => name)).toEqual(['testing-devel']);
    expect(branches.before?.label).toBe('HEAD');
    expect(problems).toEqual([expect.stringMatching(/^stable cannot be read: .*manifest-lock\.x86_64\.json/)]);
  });

  it('says when git does not answer', async () => {
    const git: GitRepository = Object.assign(Object.create(null), {
      prefix: '',
      shallow: false,
      head: () => Promise.reject(new Error('git ended')),
      refs: () => Promise.reject(new Error('git ended')),
    });
    const { branches, problems } = await load(git, 'testing');
    expect(problems).toEqual(['HEAD cannot be read: git ended', 'branches cannot be read: git ended']);
    expect(branches.before).toBeUndefined();
  });

  it('knows origins of the pins in HEAD, of a repository in a folder', async () => {
    const made = repository();
    const text = 'packages:\n  a:\n    evr: 1-1.fc40\n    metadata:\n      type: pin\n';
    const commit = made.commit({ [`config/${OVERRIDES}`]: text }, 'overrides: pin a', { date: MAY });
    const { branches } = await load(await open(`${made.folder}/config`), undefined);
    const origin = { evr: '1-1.fc40', commit, committed: MAY, subject: 'overrides: pin a', author: 'config' };
    expect([...branches.origins(OVERRIDES)]).toEqual([['a', origin]]);
    expect(branches.origins(LOCK).size).toBe(0);
  });

  it('knows those of fast-tracks where they are wanted: rules do not ask for them', async () => {
    const made = repository();
    const text = 'packages:\n  a:\n    evr: 1-1.fc40\n    metadata:\n      type: fast-track\n';
    made.commit({ [OVERRIDES]: text }, 'overrides: fast-track a', { date: MAY });
    const git = await open(made.folder);
    const { branches } = await load(git, undefined, { allOrigins: true });
    expect(branches.origins(OVERRIDES).get('a')).toMatchObject({ evr: '1-1.fc40', committed: MAY });
    expect((await load(git, undefined)).branches.origins(OVERRIDES).size).toBe(0);
  });
});

describe('loadBranches for a commit', () => {
  it('takes the first parent, and the tips for the tip of its own stream', async () => {
    const made = threeStreams();
    const commit = made.commits['testing 2'] ?? '';
    const { branches, streams } = await load(await open(made.folder), 'testing', {
      checked: { kind: 'commit', commit },
    });
    expect(branches.before).toMatchObject({
      commit: made.commits['testing 1'],
      label: made.commits['testing 1']?.slice(0, 10),
    });
    expect(streams.map(([, label]) => label)).toEqual(['stable', 'testing-devel']);
  });

  it('takes the streams as they were for a commit that is history', async () => {
    const made = threeStreams();
    const commit = made.commits['testing 2'] ?? '';
    made.commit({}, 'later', { branch: 'testing', date: MAY + 8 * DAY });
    const { branches, streams, problems } = await load(await open(made.folder), 'testing', {
      checked: { kind: 'commit', commit },
    });
    expect(problems).toEqual([]);
    // stable was promoted a second later, testing-devel has not moved since
    expect(streams).toEqual([
      ['stable', 'stable of 2024-05-01', '1.1-1.fc40'],
      ['testing-devel', 'testing-devel', '2.3-1.fc40'],
    ]);
    expect(branches.feeders).toEqual(['testing-devel']);
  });

  it('knows no branch that was made later', async () => {
    const made = repository();
    made.commit({ [LOCK]: lock('1-1.fc40') }, 'testing-devel', { branch: 'testing-devel', date: MAY });
    const commit = made.commit({}, 'next', { branch: 'next', date: MAY + DAY });
    made.commit({}, 'next, later', { date: MAY + 3 * DAY });
    made.git('checkout', '--quiet', '--orphan', 'next-devel');
    made.commit({ [LOCK]: lock('2-1.fc41') }, 'next-devel', { date: MAY + 2 * DAY });
    const { branches, streams } = await load(await open(made.folder), 'next', { checked: { kind: 'commit', commit } });
    expect(streams.map(([name]) => name)).toEqual(['testing-devel']);
    expect(branches.feeders).toEqual(['testing-devel']);
  });

  it('takes the tips for a commit on a feature branch', async () => {
    const made = threeStreams();
    const commit = made.commit({ [OVERRIDES]: 'packages: {}\n' }, 'feature', { branch: 'feature', date: MAY + DAY });
    const { streams } = await load(await open(made.folder), 'testing', { checked: { kind: 'commit', commit } });
    expect(streams.map(([, label]) => label)).toEqual(['stable', 'testing-devel']);
  });

  it('tells the stream of a tip whose files do not, though HEAD is elsewhere', async () => {
    const made = threeStreams();
    const commit = made.commits['testing 2'] ?? '';
    const { branches } = await load(await open(made.folder), undefined, { checked: { kind: 'commit', commit } });
    expect(branches.stream?.name).toBe('testing');
  });

  it('has nothing before a root commit', async () => {
    const made = repository();
    const commit = made.commit({ [LOCK]: lock('1-1.fc40') }, 'root');
    const { branches, problems } = await load(await open(made.folder), 'stable', {
      checked: { kind: 'commit', commit },
    });
    expect([branches.before, problems]).toEqual([undefined, []]);
  });

  it('says that a shallow clone does not know what came before', async () => {
    const made = threeStreams();
    const clone = folder();
    runGit(clone, ['clone', '--quiet', '--depth=1', '--branch=stable', `file://${made.folder}`, '.']);
    const commit = made.commits['stable 2'] ?? '';
    const { branches, problems } = await load(await open(clone), 'stable', { checked: { kind: 'commit', commit } });
    expect(branches.before).toBeUndefined();
    expect(problems).toEqual([
      `${commit.slice(0, 10)} is where the history of this shallow clone ends: what it changed is not known. Fetch one commit more.`,
    ]);
  });
});

describe('the cache of loadBranches', () => {
  it('reads no commit and blames no file again', async () => {
    const made = threeStreams();
    const text = 'packages:\n  a:\n    evr: 1-1.fc40\n    metadata:\n      type: pin\n';
    made.commit({ [OVERRIDES]: text }, 'pin', { branch: 'testing' });
    const git = await open(made.folder);
    const asked: string[] = [];
    const watched: GitRepository = Object.assign(Object.create(git), {
      entry: (commit: string, path: string) => {
        asked.push(`entry ${path}`);
        return git.entry(commit, path);
      },
      blame: (commit: string, path: string) => {
        asked.push(`blame ${path}`);
        return git.blame(commit, path);
      },
    });
    const cache = new BranchCache();
    const first = await load(watched, 'testing', { cache });
    expect(asked.filter(text => text.startsWith('blame'))).toEqual([`blame ${OVERRIDES}`]);
    asked.length = 0;
    const second = await load(watched, 'testing', { cache });
    expect(asked).toEqual([]);
    expect(second.branches.before).toEqual(first.branches.before);
    expect(second.branches.origins(OVERRIDES).get('a')?.evr).toBe('1-1.fc40');
  });
});

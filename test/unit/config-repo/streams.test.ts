import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RefSnapshot } from '../../../server/config-repo/branches';
import { loadBranches } from '../../../server/config-repo/load-branches';
import { rememberParse } from '../../../server/config-repo/remember-parse';
import { DEFAULT_REPO_SETTINGS, type StreamPolicy } from '../../../server/config-repo/repo-settings';
import { candidateFeeders, likelyFeeders, pushedRef, streamOf, streamRef } from '../../../server/config-repo/streams';
import type { GitRef } from '../../../server/git/git';
import { parseLockfile } from '../../../server/lockfile/parse';
import { branchesOf } from '../../support/branches';
import { emptyFolder } from '../../support/git';
import { itShared, shared } from '../../support/shared';
import { open } from '../git/support';

const STREAMS = DEFAULT_REPO_SETTINGS.streams;

function policy(name: string): StreamPolicy {
  const found = STREAMS.get(name);
  if (!found) throw new Error(name);
  return found;
}

describe('streamOf', () => {
  const own: StreamPolicy = { name: 'okd', branch: 'main', notBehind: [], promotesTo: [] };
  const settings = { ...DEFAULT_REPO_SETTINGS, streams: new Map([...STREAMS, ['okd', own]]) };

  it.each([
    ['testing', 'my-feature', 'testing'],
    ['testing', 'stable', 'testing'],
    ['rhcos', 'stable', undefined],
    [undefined, 'stable', 'stable'],
    [undefined, 'main', 'okd'],
    [undefined, 'okd', 'okd'],
    [undefined, 'my-feature', undefined],
    [undefined, undefined, undefined],
  ])('files say %s on branch %s: %s', (stream, branch, expected) => {
    expect(streamOf({ stream, settings }, branch)?.name).toBe(expected);
  });
});

describe('streamRef', () => {
  const ref = (name: string, committed: number): GitRef => ({ name, commit: name, committed });
  const chosen = (...refs: GitRef[]) => streamRef(policy('testing'), refs)?.label;

  it('takes the newest: an outdated local branch, an outdated fork', () => {
    expect(chosen(ref('refs/heads/testing', 1), ref('refs/remotes/origin/testing', 5))).toBe('origin/testing');
    expect(chosen(ref('refs/remotes/origin/testing', 1), ref('refs/remotes/upstream/testing', 5))).toBe(
      'upstream/testing',
    );
    expect(chosen(ref('refs/heads/testing', 9), ref('refs/remotes/origin/testing', 5))).toBe('testing');
  });

  it('prefers among equally new ones the local one, upstream, origin, others by name', () => {
    const remotes = ['zed', 'origin', 'abc', 'upstream'].map(name => ref(`refs/remotes/${name}/testing`, 5));
    expect(chosen(...remotes, ref('refs/heads/testing', 5))).toBe('testing');
    expect(chosen(...remotes)).toBe('upstream/testing');
    expect(chosen(...remotes.slice(0, 3))).toBe('origin/testing');
    expect(chosen(ref('refs/remotes/zed/testing', 5), ref('refs/remotes/abc/testing', 5))).toBe('abc/testing');
  });

  it('takes no other branch and no tag for it', () => {
    expect(
      chosen(
        ref('refs/heads/testing-devel', 5),
        ref('refs/heads/my/testing', 5),
        ref('refs/remotes/origin/my/testing', 5),
        ref('refs/tags/testing', 5),
      ),
    ).toBeUndefined();
  });
});

describe('pushedRef', () => {
  const ref = (name: string, committed: number): GitRef => ({ name, commit: name, committed });
  const chosen = (...refs: GitRef[]) => pushedRef(policy('testing'), refs)?.label;

  it('takes upstream, then origin, then others by name, be they older', () => {
    const refs = ['zed', 'origin', 'abc', 'upstream'].map((name, i) => ref(`refs/remotes/${name}/testing`, 9 - i));
    expect(chosen(...refs)).toBe('upstream/testing');
    expect(chosen(...refs.slice(0, 3))).toBe('origin/testing');
    expect(chosen(ref('refs/remotes/zed/testing', 5), ref('refs/remotes/abc/testing', 5))).toBe('abc/testing');
  });

  it('takes no branch that is only here', () => {
    expect(chosen(ref('refs/heads/testing', 5), ref('refs/remotes/origin/testing-devel', 5))).toBeUndefined();
  });
});

describe('candidateFeeders', () => {
  it('names the streams that promote to one, that of its own first', () => {
    expect(candidateFeeders(policy('next'), STREAMS)).toEqual(['next-devel', 'testing-devel']);
    expect(candidateFeeders(policy('stable'), STREAMS)).toEqual(['testing']);
    expect(candidateFeeders(policy('rawhide'), STREAMS)).toEqual([]);
  });
});

describe('likelyFeeders', () => {
  const NEXT = ['next-devel', 'testing-devel'];
  const lock = (generated: string | undefined): string =>
    JSON.stringify({ packages: {}, ...(generated === undefined ? {} : { metadata: { generated } }) });
  const feeders = (dates: Readonly<Record<string, string | undefined>>, missing: readonly string[] = []): string[] => {
    const streams = Object.fromEntries(
      Object.entries(dates).map(([name, date]) => [name, { 'manifest-lock.x86_64.json': lock(date) }]),
    );
    const snapshots: ReadonlyMap<string, RefSnapshot> = branchesOf({ streams }, 'next', ['x86_64']).streams;
    return likelyFeeders(NEXT, snapshots, new Set(missing));
  };

  // the dates of the base locks at promotions 5826e89, c989a50, 1fb2e80 and 2199d65 to next in config-2024.bundle
  it.each([
    ['2024-04-16T00:00:00Z', '2024-04-18T00:00:00Z', ['next-devel']],
    ['2023-10-22T00:00:00Z', '2023-10-18T00:00:00Z', ['next-devel']],
    ['2023-12-04T00:00:00Z', '2023-12-17T00:00:00Z', ['testing-devel']],
    ['2023-12-04T00:00:00Z', '2024-01-04T00:00:00Z', ['testing-devel']],
  ])('next-devel of %s and testing-devel of %s: %j', (next, testing, expected) => {
    expect(feeders({ 'next-devel': next, 'testing-devel': testing })).toEqual(expected);
  });

  it('names both where nobody can tell, the likelier first', () => {
    expect(feeders({ 'next-devel': '2024-04-21T00:00:00Z', 'testing-devel': '2024-04-26T00:00:00Z' })).toEqual([
      'testing-devel',
      'next-devel',
    ]);
    expect(feeders({ 'next-devel': undefined, 'testing-devel': '2024-04-26T00:00:00Z' })).toEqual(NEXT);
    expect(feeders({ 'next-devel': 'yesterday', 'testing-devel': '2024-04-26T00:00:00Z' })).toEqual(NEXT);
  });

  it('keeps one whose branch is not here, and drops one that has no lockfiles', () => {
    expect(feeders({ 'testing-devel': '2024-04-26T00:00:00Z' }, ['next-devel'])).toEqual([
      'testing-devel',
      'next-devel',
    ]);
    expect(feeders({ 'testing-devel': '2024-04-26T00:00:00Z' })).toEqual(['testing-devel']);
    expect(feeders({})).toEqual([]);
  });
});

describe('feeders of next in fedora-coreos-config', () => {
  itShared(
    'are what each of its promotions was made from, known from what was there before it',
    async () => {
      const clone = emptyFolder();
      onTestFinished(() => rmSync(clone, { recursive: true, force: true }));
      execFileSync('git', ['clone', '-q', '--bare', shared('data/config-2024.bundle'), clone], { stdio: 'pipe' });
      const git = await open(clone);
      const log = execFileSync('git', ['-C', clone, 'log', '--first-parent', '--format=%H %P %ct %s', 'next'], {
        encoding: 'utf8',
      });
      // the first commit of the bundle is a promotion as well, and has no parent
      const promotions = [...log.matchAll(/^(\w+) (\w*) ?(\d+) tree: promote changes from (\S+) at/gm)];
      const parse = rememberParse(parseLockfile);
      const found: unknown[] = [];
      for (const [, id = '', parent, committed, source] of promotions) {
        const commit = parent || id;
        const before = await git.commit(commit);
        if (!before) throw new Error(commit);
        // the tree before the promotion, looked at in the second before it
        const then = { ...before, committed: Number(committed) - 1 };
        const view = Object.assign(Object.create(git), {
          commit: async (asked: string) => (asked === commit ? then : git.commit(asked)),
        });
        const config = { stream: 'next', settings: DEFAULT_REPO_SETTINGS };
        const { branches } = await loadBranches({ git: view, config, parse, checked: { kind: 'commit', commit } });
        found.push([id, branches.feeders, [source]]);
      }
      expect(found).toHaveLength(47);
      for (const [id, feeders, source] of found as [string, string[], string[]][]) expect(feeders, id).toEqual(source);
    },
    60_000,
  );
});

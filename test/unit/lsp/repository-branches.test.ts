import { describe, expect, it } from 'vitest';
import type { Branches } from '../../../server/config-repo/branches';
import type { ConfigRepo } from '../../../server/config-repo/model';
import { DEFAULT_REPO_SETTINGS } from '../../../server/config-repo/repo-settings';
import type { GitAbsence, GitRepository } from '../../../server/git/git';
import { RepositoryBranches } from '../../../server/lsp/repository-branches';
import { branchesOf } from '../../support/branches';

const config = (stream: string): ConfigRepo => ({ stream, settings: DEFAULT_REPO_SETTINGS }) as unknown as ConfigRepo;
const ABSENT: GitAbsence = { absent: 'no-git', message: 'git is not installed' };

/** Git that can be told to have changed, and loads that end when they are told to. */
function setUp() {
  const changes: { readonly branches: Branches | undefined; readonly absence: string | undefined }[] = [];
  const waiting: (() => void)[] = [];
  const loads: string[] = [];
  const logs: string[] = [];
  const state = { absent: false, failing: false, problems: [] as string[], closed: 0, unwatched: 0, opened: 0 };
  let headChanged: () => void = () => undefined;
  const git = {
    watch: (onChange: () => void) => {
      headChanged = onChange;
      return { dispose: () => void state.unwatched++ };
    },
    close: () => void state.closed++,
  } as unknown as GitRepository;
  let hold: Promise<void> | undefined;
  let began: () => void = () => undefined;
  let release: () => void = () => undefined;
  const branches: RepositoryBranches = new RepositoryBranches({
    open: async () => {
      state.opened++;
      return state.absent ? ABSENT : git;
    },
    load: async (_, { stream = '' }) => {
      loads.push(stream);
      began();
      await hold;
      if (state.failing) throw new Error('the repository is damaged');
      return { branches: branchesOf({ feeders: [stream] }, 'testing-devel', ['x86_64']), problems: state.problems };
    },
    onChange: () => {
      changes.push({ branches: branches.branches, absence: branches.absence });
      waiting.shift()?.();
    },
    onLog: message => void logs.push(message),
  });
  return {
    branches,
    state,
    loads,
    logs,
    changes,
    headChanged: () => headChanged(),
    changed: () => new Promise<void>(resolve => waiting.push(resolve)),
    /** The next load does not end before `release`. Resolves when it has begun. */
    hold: () => {
      hold = new Promise(resolve => {
        release = resolve;
      });
      return new Promise<void>(resolve => {
        began = resolve;
      });
    },
    release: () => {
      hold = undefined;
      release();
    },
  };
}

describe('RepositoryBranches', () => {
  it('loads in the background, and again when HEAD or a ref has changed', async () => {
    const { branches, changed, headChanged, loads } = setUp();
    branches.want(config('testing-devel'));
    expect(branches.branches).toBeUndefined();
    await changed();
    const first = branches.branches;
    expect(first?.feeders).toEqual(['testing-devel']);
    headChanged();
    expect(branches.branches).toBe(first);
    await changed();
    expect(branches.branches).not.toBe(first);
    expect(loads).toEqual(['testing-devel', 'testing-devel']);
  });

  it('asks git nothing when files change that say nothing of branches', async () => {
    const { branches, changed, loads } = setUp();
    branches.want(config('testing-devel'));
    await changed();
    branches.want(config('testing-devel'));
    branches.want(config('next'));
    await changed();
    expect(loads).toEqual(['testing-devel', 'next']);
  });

  it('loads once more after a change during a load, and no more than once', async () => {
    const { branches, changed, headChanged, hold, release, loads } = setUp();
    branches.want(config('testing-devel'));
    await changed();
    const held = hold();
    headChanged();
    await held;
    headChanged();
    headChanged();
    release();
    await changed();
    await changed();
    expect(loads).toHaveLength(3);
  });

  it('says why there is no git, once, and looks again when it is asked to', async () => {
    const { branches, changed, state, logs } = setUp();
    state.absent = true;
    branches.want(config('testing-devel'));
    await changed();
    expect(branches.absence).toBe('git is not installed');
    state.absent = false;
    branches.retry();
    await changed();
    expect(branches.absence).toBeUndefined();
    expect(branches.branches).toBeDefined();
    expect(logs).toEqual(['git is not installed']);
  });

  it('knows nothing after a failure, and tells it and every problem once', async () => {
    const { branches, changed, headChanged, state, logs } = setUp();
    state.problems = ['origin/next cannot be read'];
    branches.want(config('testing-devel'));
    await changed();
    state.failing = true;
    headChanged();
    await changed();
    expect(branches.branches).toBeUndefined();
    state.failing = false;
    headChanged();
    await changed();
    expect(branches.branches).toBeDefined();
    expect(logs).toEqual(['origin/next cannot be read', 'the repository is damaged']);
  });

  it('ends watch and processes, and tells nothing afterwards', async () => {
    const { branches, changed, headChanged, hold, release, state, changes } = setUp();
    branches.want(config('testing-devel'));
    await changed();
    const held = hold();
    headChanged();
    await held;
    branches.dispose();
    release();
    await new Promise(resolve => setImmediate(resolve));
    expect(state).toMatchObject({ closed: 1, unwatched: 1 });
    expect(changes).toHaveLength(1);
  });

  it('starts no git when it is disposed of before', async () => {
    const { branches, state } = setUp();
    branches.want(config('testing-devel'));
    branches.dispose();
    branches.retry();
    expect(state.opened).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { BranchCache } from '../../../server/config-repo/branch-cache';
import type { CommitLockfiles } from '../../../server/config-repo/snapshot';

function lockfiles(commit: string): CommitLockfiles {
  return { commit, committed: 0, basearches: [], files: [], effective: () => new Map() };
}

describe('BranchCache', () => {
  it('loads a commit once a root, and shares a load under way', async () => {
    const cache = new BranchCache();
    const loads: string[] = [];
    const load = (commit: string, root: string): Promise<CommitLockfiles> =>
      cache.commit(commit, root, async () => {
        loads.push(`${commit}:${root}`);
        return lockfiles(commit);
      });
    const [first, second] = await Promise.all([load('a', ''), load('a', '')]);
    expect(second).toBe(first);
    await load('a', 'sub');
    await load('a', '');
    expect(loads).toEqual(['a:', 'a:sub']);
  });

  it('tries again what failed', async () => {
    const cache = new BranchCache();
    await expect(cache.commit('a', '', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect((await cache.commit('a', '', async () => lockfiles('a'))).commit).toBe('a');
    await expect(cache.origins('a', 'f', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await cache.origins('a', 'f', async () => new Map())).toEqual(new Map());
  });

  it('keeps no more than it is told', async () => {
    const cache = new BranchCache(1, 1);
    let loads = 0;
    for (const commit of ['a', 'b', 'a']) {
      await cache.commit(commit, '', async () => {
        loads++;
        return lockfiles(commit);
      });
      await cache.origins(commit, 'f', async () => {
        loads++;
        return new Map();
      });
    }
    expect(loads).toBe(6);
  });
});

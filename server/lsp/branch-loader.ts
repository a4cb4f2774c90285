/** Loads the branches of one git repository, again and again: what did not change is not read a second time. */
import { BranchCache } from '../config-repo/branch-cache';
import { type LoadedBranches, loadBranches } from '../config-repo/load-branches';
import type { ConfigRepo } from '../config-repo/model';
import type { GitRepository } from '../git/git';
import { parseOnce } from './parse-once';

export function branchLoader(): (git: GitRepository, config: ConfigRepo) => Promise<LoadedBranches> {
  const cache = new BranchCache();
  const all = { allStreams: true, allOrigins: true };
  return (git, config) => loadBranches({ git, config, parse: parseOnce, cache, checked: { kind: 'worktree' }, ...all });
}

/** Loads the branches of one git repository, again and again: what did not change is not read a second time. */
import { BranchCache } from '../config-repo/branch-cache';
import { type LoadedBranches, loadBranches } from '../config-repo/load-branches';
import type { ConfigRepo } from '../config-repo/model';
import { rememberParse } from '../config-repo/remember-parse';
import type { GitRepository } from '../git/git';
import { parseLockfile } from '../lockfile/parse';

export function branchLoader(): (git: GitRepository, config: ConfigRepo) => Promise<LoadedBranches> {
  const cache = new BranchCache();
  const parse = rememberParse(parseLockfile);
  const all = { allStreams: true, allOrigins: true };
  return (git, config) => loadBranches({ git, config, parse, cache, checked: { kind: 'worktree' }, ...all });
}

/** HEAD and the branches of other streams for `check`, and what is not known of them. */
import type { Branches } from '../config-repo/branches';
import { loadBranches } from '../config-repo/load-branches';
import type { ParseLockfile } from '../config-repo/load-lockfiles';
import { type GitRepository, isAbsent } from '../git/git';
import type { OpenedRepo } from './open-repo';
import type { Ports } from './ports';

export interface KnownBranches {
  readonly branches: Branches | undefined;
  /** Before the paths of the config repository: its folder in the git repository with a final `/`, empty at its top. */
  readonly prefix: string;
  /** A line for everything that keeps rules about branches from seeing all. */
  readonly notices: readonly string[];
  /** True where all that is wrong is that the folder is in no git repository. */
  readonly outside: boolean;
}

export const NO_BRANCHES: KnownBranches = { branches: undefined, prefix: '', notices: [], outside: false };

/** What the working tree of `repo` is measured against. Never rejects for git: what is missing is said. */
export async function branchesOfWorktree(repo: OpenedRepo, ports: Ports, parse: ParseLockfile): Promise<KnownBranches> {
  const git = await ports.openGit(repo.folder);
  if (isAbsent(git)) {
    return {
      ...NO_BRANCHES,
      notices: [git.absent === 'no-git' ? git.message : notChecked(git.message)],
      outside: git.absent === 'no-repository',
    };
  }
  try {
    return await known(git, repo, { kind: 'worktree' }, git.prefix, parse);
  } finally {
    git.close();
  }
}

/** What a commit is measured against: its parent, and the other streams as they were then, or are now for a tip. */
export function branchesOfCommit(
  git: GitRepository,
  repo: OpenedRepo,
  { commit, root }: { readonly commit: string; readonly root: string },
  parse: ParseLockfile,
): Promise<KnownBranches> {
  return known(git, repo, { kind: 'commit', commit }, root, parse);
}

async function known(
  git: GitRepository,
  { context }: OpenedRepo,
  checked: Parameters<typeof loadBranches>[0]['checked'],
  root: string,
  parse: ParseLockfile,
): Promise<KnownBranches> {
  const prefix = root === '' ? '' : `${root}/`;
  try {
    const { branches, problems } = await loadBranches({ git, config: context.config, parse, checked, root });
    const absent = (branches.stream?.notBehind ?? []).filter(name => !branches.streams.has(name));
    const missing = absent.map(
      name => `no lockfiles of ${name} are known (is its branch fetched?): stream-downgrade is not checked against it`,
    );
    return { branches, prefix, notices: [...problems, ...missing], outside: false };
  } catch (error) {
    return { ...NO_BRANCHES, prefix, notices: [notChecked(error instanceof Error ? error.message : String(error))] };
  }
}

function notChecked(reason: string): string {
  return `${reason}: what needs HEAD or other branches is not checked`;
}

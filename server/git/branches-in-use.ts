/** Branches that a worktree stands on: moving one of them would make its files look changed by the user. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { RepositoryPlace } from './repository';
import { type GitProgram, runGit } from './run-git';

export interface BranchUse {
  /** Of the worktree, absolute. */
  readonly folder: string;
  readonly how: 'checked out' | 'being rebased' | 'being bisected';
}

const BRANCH = 'refs/heads/';

/**
 * By short name; the same branches that `git branch --force` refuses to move. A worktree whose folder is gone counts until it is
 * pruned, as for git. Costs one run.
 */
export async function branchesInUse(git: GitProgram, place: RepositoryPlace): Promise<ReadonlyMap<string, BranchUse>> {
  const [heads, others] = await Promise.all([checkedOutBranches(git, place), unfinished(place)]);
  return new Map([...others, ...heads]);
}

async function checkedOutBranches(git: GitProgram, place: RepositoryPlace): Promise<[string, BranchUse][]> {
  const found: [string, BranchUse][] = [];
  let folder = '';
  for (const line of (await runGit(git, ['worktree', 'list', '--porcelain'])).toString().split('\n')) {
    if (line.startsWith('worktree ')) folder = line.slice('worktree '.length);
    if (!line.startsWith(`branch ${BRANCH}`)) continue;
    const branch = line.slice(`branch ${BRANCH}`.length);
    found.push([branch, { folder: folderOf(folder, place), how: 'checked out' }]);
  }
  return found;
}

/** Of a submodule git names the folder of the repository instead of the working tree's. */
function folderOf(listed: string, { commonFolder, topFolder }: RepositoryPlace): string {
  return topFolder !== undefined && resolve(listed) === commonFolder ? topFolder : listed;
}

/** Branches whose rebase or bisection is not finished: HEAD is detached meanwhile, and git comes back to them. */
async function unfinished({ gitFolder, commonFolder, topFolder }: RepositoryPlace): Promise<[string, BranchUse][]> {
  const main = { gitFolder: commonFolder, folder: gitFolder === commonFolder ? topFolder : undefined };
  const linked = (await namesIn(join(commonFolder, 'worktrees'))).map(name => ({
    gitFolder: join(commonFolder, 'worktrees', name),
    folder: undefined,
  }));
  const found = await Promise.all(
    [main, ...linked].map(async worktree => {
      const uses = await unfinishedIn(worktree.gitFolder);
      if (uses.length === 0) return [];
      const folder = worktree.folder ?? (await worktreeOf(worktree.gitFolder, commonFolder));
      return uses.map(([branch, how]): [string, BranchUse] => [branch, { folder, how }]);
    }),
  );
  return found.flat();
}

/** What git's own `wt-status.c` and `branch.c` look at. */
async function unfinishedIn(gitFolder: string): Promise<[string, BranchUse['how']][]> {
  const textOf = (...path: string[]) => textAt(join(gitFolder, ...path));
  const [applied, applying, merged, updated, log, start] = await Promise.all([
    textOf('rebase-apply', 'head-name'),
    isThere(join(gitFolder, 'rebase-apply', 'applying')),
    textOf('rebase-merge', 'head-name'),
    // `git rebase --update-refs`: three lines a ref
    textOf('rebase-merge', 'update-refs'),
    isThere(join(gitFolder, 'BISECT_LOG')),
    textOf('BISECT_START'),
  ]);
  const rebased = [
    ...(applying ? [] : [applied]),
    merged,
    ...(updated ?? '').split('\n').filter((_, i) => i % 3 === 0),
  ];
  const branches = rebased.flatMap((ref): [string, BranchUse['how']][] => {
    const name = ref?.trim() ?? '';
    return name.startsWith(BRANCH) ? [[name.slice(BRANCH.length), 'being rebased']] : [];
  });
  // the short name of a branch, or the id of a commit, which is no branch's name
  const from = log ? start?.trim().replace(BRANCH, '') : undefined;
  return from === undefined || from === '' ? branches : [...branches, [from, 'being bisected']];
}

/** The folder whose `.git` leads here. */
async function worktreeOf(gitFolder: string, commonFolder: string): Promise<string> {
  if (gitFolder === commonFolder) return dirname(commonFolder);
  const link = (await textAt(join(gitFolder, 'gitdir')))?.trim();
  return link === undefined ? gitFolder : dirname(resolve(gitFolder, link));
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await absentAs(() => readdir(folder))) ?? [];
}

function textAt(path: string): Promise<string | undefined> {
  return absentAs(() => readFile(path, 'utf8'));
}

async function isThere(path: string): Promise<boolean> {
  return (await absentAs(() => stat(path))) !== undefined;
}

async function absentAs<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

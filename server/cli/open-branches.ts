/** What a subcommand about branches is run in: a checkout, a bare repository, or a clone in which nothing is checked out. */
import { join } from 'node:path';
import { gitTree } from '../config-repo/git-tree';
import type { ParseLockfile } from '../config-repo/load-lockfiles';
import type { FileTree } from '../config-repo/model';
import { REPO_SETTINGS_FILE } from '../config-repo/repo-settings';
import { type GitAbsence, type GitRepository, isAbsent } from '../git/git';
import { rootIn } from './open-commit';
import { findRepo, type OpenedRepo, openRepo, requireReadable } from './open-repo';
import { InputError, type Ports } from './ports';
import { reportProblems } from './report';

export interface OpenedBranches {
  /** As the working tree has it; without one as HEAD has it, whose settings count then. */
  readonly repo: OpenedRepo;
  /** Opened for the config repository's folder. Where nothing is checked out it is seen as a bare one, without `topFolder`. */
  readonly git: GitRepository | GitAbsence;
}

export interface OpenOptions {
  /** Looks for it in the working tree; `findRepo` where not said. */
  readonly find?: (dir: string) => Promise<string>;
  /** That there is no git is said before anything else. */
  readonly needsGit?: boolean;
}

/**
 * The config repository that `dir` (absolute) is, or is a folder of. Who asks closes it (`closeOpened`). Throws an
 * InputError where there is neither a config repository nor a bare git repository.
 */
export async function openBranches(
  dir: string,
  ports: Pick<Ports, 'openGit'>,
  parse: ParseLockfile,
  { find = findRepo, needsGit = false }: OpenOptions = {},
): Promise<OpenedBranches> {
  const around = await ports.openGit(dir);
  if (needsGit && isAbsent(around)) throw new InputError(around.message);
  try {
    const opened = isAbsent(around) ? undefined : await withoutWorktree(around, dir, parse, find);
    if (opened) return opened;
  } catch (error) {
    closeOpened({ git: around });
    throw error;
  }
  closeOpened({ git: around });
  const folder = await find(dir);
  const repo = await openRepo(folder, undefined, parse);
  return { repo, git: await ports.openGit(folder) };
}

/** Undefined where the working tree has a config repository, and where HEAD has none either. */
async function withoutWorktree(
  git: GitRepository,
  dir: string,
  parse: ParseLockfile,
  find: (dir: string) => Promise<string>,
): Promise<OpenedBranches | undefined> {
  const { topFolder } = git;
  if (topFolder !== undefined && (await isThere(find(dir)))) return undefined;
  try {
    const head = await git.resolve('HEAD');
    const root = head === undefined ? undefined : await rootIn(git, head);
    // the branches of a bare repository are there whatever its HEAD leads to
    if (topFolder !== undefined && root === undefined) return undefined;
    const tree = head === undefined || root === undefined ? NOTHING : gitTree(git, head, root);
    const repo = await openRepo(join(topFolder ?? dir, root ?? ''), tree, parse);
    return { repo, git: { ...git, prefix: root ?? '', topFolder: undefined } };
  } catch (error) {
    throw new InputError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/**
 * Says what is wrong with files that are shown: those of the working tree, without one the settings alone. Throws an InputError where lockfiles of the
 * working tree cannot be read.
 */
export async function reportOpened(opened: OpenedBranches, ports: Pick<Ports, 'stderr'>): Promise<void> {
  const { repo } = opened;
  if (hasWorktree(opened)) {
    await reportProblems(repo, ports);
    requireReadable(repo);
  } else {
    await reportProblems({ ...repo, problems: repo.problems.filter(({ path }) => path === REPO_SETTINGS_FILE) }, ports);
  }
}

export function hasWorktree({ git }: Pick<OpenedBranches, 'git'>): boolean {
  return isAbsent(git) || git.topFolder !== undefined;
}

export function closeOpened({ git }: Pick<OpenedBranches, 'git'>): void {
  if (!isAbsent(git)) git.close();
}

const NOTHING: FileTree = { read: () => Promise.resolve(undefined), list: () => Promise.resolve([]) };

async function isThere(found: Promise<string>): Promise<boolean> {
  try {
    await found;
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** A config repository as it is in a commit, read from git's objects. */
import { join } from 'node:path';
import { gitTree } from '../config-repo/git-tree';
import type { ParseLockfile } from '../config-repo/load-lockfiles';
import { folderOf } from '../config-repo/paths';
import { isRoot } from '../config-repo/roots';
import { type GitRepository, isAbsent } from '../git/git';
import { type OpenedRepo, openRepo } from './open-repo';
import { InputError, type Ports } from './ports';

export interface OpenedCommit {
  readonly repo: OpenedRepo;
  readonly git: GitRepository;
  /** As it was asked for. */
  readonly revision: string;
  readonly commit: string;
  /** Committer date, Unix seconds. */
  readonly committed: number;
  /** The config repository's folder in the tree; empty for its top. */
  readonly root: string;
}

/**
 * The config repository that `dir` (absolute; a bare repository is fine) is, or is a folder of, at `revision`. Throws an InputError where there is
 * no git, no such revision or no config repository in it.
 */
export async function openCommit(
  dir: string,
  revision: string,
  ports: Ports,
  parse: ParseLockfile,
): Promise<OpenedCommit> {
  const git = await ports.openGit(dir);
  if (isAbsent(git)) throw new InputError(`--ref: ${git.message}`);
  try {
    const { commit, committed, root } = await locateCommit(git, dir, revision);
    const folder = join(git.topFolder ?? dir, root);
    return { repo: await openRepo(folder, gitTree(git, commit, root), parse), git, revision, commit, committed, root };
  } catch (error) {
    git.close();
    throw error;
  }
}

/** Where git itself fails (damage, a file it may not read) its words are those of the InputError. */
async function locateCommit(git: GitRepository, dir: string, revision: string) {
  try {
    const commit = await git.resolve(revision);
    if (commit === undefined) throw new InputError(`${dir} has no revision ${JSON.stringify(revision)}`);
    const { committed = 0, parents = [] } = (await git.commit(commit)) ?? {};
    // where the last lockfile was deleted, the parent says where they were
    const root = (await rootIn(git, commit)) ?? (parents[0] && (await rootIn(git, parents[0])));
    if (root !== undefined) return { commit, committed, root };
    const where = git.prefix === '' ? '' : ` at or above ${git.prefix}`;
    throw new InputError(`${revision} has no config repository${where}: name the folder of its lockfiles with --repo`);
  } catch (error) {
    throw new InputError(`--ref: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** The nearest folder at or above the one git was opened for that is a root in the commit. */
export async function rootIn(git: GitRepository, commit: string): Promise<string | undefined> {
  // roots are told by absolute paths; that of the tree's top is /
  const list = async (path: string): Promise<readonly string[]> => {
    const entry = await git.entry(commit, path.slice(1));
    return entry?.kind === 'folder' ? entry.names : [];
  };
  for (let folder = git.prefix; ; folder = folderOf(folder)) {
    if (await isRoot(`/${folder}`, '/', list)) return folder;
    if (folder === '') return undefined;
  }
}

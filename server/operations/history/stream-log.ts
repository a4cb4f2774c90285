/** Which versions the lockfiles of one basearch have had on one branch, commit by commit. Reads no contents. */
import { gitTree } from '../../config-repo/git-tree';
import { findLockfiles } from '../../config-repo/lockfile-refs';
import { isLockfile } from '../../config-repo/names';
import { folderOf, joinPath } from '../../config-repo/paths';
import type { GitCommit, GitLogEntry, GitRepository } from '../../git/git';
import type { LockfileBlob } from './history-memory';
import { lockfilesFor, type NamedFile } from './lockfiles-for';

/** Where the version of a file after a commit is found: a blob, or (links, several folders) what that commit has. */
export type FileState = LockfileBlob | { readonly lookIn: string };

/** A commit that touched a lockfile of the basearch. */
export interface LoggedCommit {
  readonly commit: string;
  /** Committer date, Unix seconds. */
  readonly committed: number;
  readonly subject: string;
  /** By file name, after the commit; a name that is missing has no file. */
  readonly files: ReadonlyMap<string, FileState>;
}

export interface StreamLog {
  /** The config repository's folder, relative to the top of the tree. */
  readonly root: string;
  /** Its folders with lockfiles, itself (empty) first: a name there hides the same name in the others. */
  readonly folders: readonly string[];
  readonly names: readonly NamedFile[];
  /** What stood before the first of `commits`; undefined where the branch, or what a shallow clone has of it, begins with that. */
  readonly before: LoggedCommit | undefined;
  /** Oldest first. */
  readonly commits: readonly LoggedCommit[];
}

export interface StreamLogInput {
  /** Whole id. */
  readonly tip: string;
  readonly root: string;
  readonly basearch: string;
  /** Unix seconds. */
  readonly since: number;
}

/** Reads the first-parent line of `tip` back to `since`. Rejects where git fails. */
export async function readStreamLog(
  git: GitRepository,
  { tip, root, basearch, since }: StreamLogInput,
): Promise<StreamLog> {
  const names = lockfilesFor(basearch);
  const folders = ['', ...(await lockFolders(git, tip, root))];
  const places = { root, folders };
  const paths = names.flatMap(name => pathsOf(places, name));
  const log = (await git.log(tip, paths, since)).toReversed();
  const parent = log[0] === undefined ? tip : log[0].parents[0];
  const before = parent === undefined ? undefined : await stateBefore(git, parent, { names, since });
  const commits: LoggedCommit[] = [];
  let files = before?.files ?? new Map<string, FileState>();
  for (const entry of log) {
    files = changedFiles(files, entry, names, places);
    const { id: commit, committed, subject } = entry;
    commits.push({ commit, committed, subject, files });
  }
  return { ...places, names, before, commits };
}

/** The paths at which a file may stand, relative to the top of the tree; the first one there counts. */
export function pathsOf(
  { root, folders }: Pick<StreamLog, 'root' | 'folders'>,
  { fileName }: Pick<NamedFile, 'fileName'>,
): string[] {
  return folders.map(folder => joinPath(root, joinPath(folder, fileName)));
}

/** Child folders whose lockfiles belong to the config repository, as the branch has them now. */
async function lockFolders(git: GitRepository, tip: string, root: string): Promise<string[]> {
  const tree = gitTree(git, tip, root);
  const names = await tree.list('');
  // without those of the root, which hide others of the same name
  const others = names.filter(name => !isLockfile(name));
  const { lockfiles } = await findLockfiles(tree, others);
  return [...new Set(lockfiles.map(({ path }) => folderOf(path)))];
}

/** `parent` came before all that touched a lockfile since then: so the files stood like that before `since`, too. */
async function stateBefore(
  git: GitRepository,
  parent: string,
  { names, since }: Pick<StreamLog, 'names'> & Pick<StreamLogInput, 'since'>,
): Promise<LoggedCommit> {
  const found = await commitOf(git, parent);
  const older = found.committed < since ? undefined : await git.asOf(parent, since - 1);
  const { id, committed, subject } = older === undefined ? found : await commitOf(git, older);
  const files = new Map(names.map(({ fileName }): [string, FileState] => [fileName, { lookIn: id }]));
  return { commit: id, committed, subject, files };
}

async function commitOf(git: GitRepository, id: string): Promise<GitCommit> {
  const found = await git.commit(id);
  if (!found) throw new Error(`commit ${id} is not there`);
  return found;
}

function changedFiles(
  files: ReadonlyMap<string, FileState>,
  { id: commit, changed }: GitLogEntry,
  names: readonly NamedFile[],
  places: Pick<StreamLog, 'root' | 'folders'>,
): ReadonlyMap<string, FileState> {
  const next = new Map(files);
  for (const name of names) {
    const [own = '', ...others] = pathsOf(places, name);
    const id = changed.get(own);
    if (id !== undefined) next.set(name.fileName, { id, format: name.format });
    // deleted, a link, or perhaps what a link leads to: the commit's tree says
    else if (changed.has(own) || others.some(path => changed.has(path))) next.set(name.fileName, { lookIn: commit });
  }
  return next;
}

/** What the rest of the program needs of git. Reads only: nothing here writes to a repository or reaches the network. */

/** A branch, remote branch or tag. */
export interface GitRef {
  /** Full: `refs/heads/stable`, `refs/remotes/origin/stable`, `refs/tags/v1`. */
  readonly name: string;
  /** Id of the commit it leads to (annotated tags peeled). */
  readonly commit: string;
  /** Committer date, Unix seconds. */
  readonly committed: number;
}

export interface GitHead {
  /** Undefined in a repository without commits (an unborn branch). */
  readonly commit: string | undefined;
  /** Short name; undefined where HEAD is detached. */
  readonly branch: string | undefined;
}

export interface GitCommit {
  readonly id: string;
  /** First parent first; empty for a root commit, and at the edge of a shallow clone. */
  readonly parents: readonly string[];
  /** Committer date, Unix seconds. */
  readonly committed: number;
  /** First line of the message. */
  readonly subject: string;
}

/** One commit of a branch's first-parent line that touched some files. */
export interface GitLogEntry extends GitCommit {
  /** What the commit changed of them: ids of blobs by path (relative to the top of the tree); undefined: deleted, or no file. */
  readonly changed: ReadonlyMap<string, string | undefined>;
}

/** A file, link or submodule that two trees do not have alike. */
export interface GitTreeChange {
  /** Relative to the top of the tree, with `/`. */
  readonly path: string;
  /** `100644` and the id of its blob; undefined: not there. */
  readonly from: { readonly mode: string; readonly id: string } | undefined;
  readonly to: { readonly mode: string; readonly id: string } | undefined;
}

/** Who last changed a line, as `git blame` says. */
export interface LineOrigin {
  readonly commit: string;
  /** Committer date, Unix seconds. */
  readonly committed: number;
  readonly subject: string;
  /** Name of who wrote the commit. */
  readonly author: string;
  /** Set where the line may be older: the commit is the last a shallow clone has. */
  readonly edge?: true;
}

/** A symbolic link that cannot be followed inside the tree. */
export interface BrokenLink {
  readonly kind: 'broken-link';
  /** As the link says. */
  readonly target: string;
  /** `outside`: it leads out of the repository; `circular`: in a circle; `dangling`: to nothing. */
  readonly why: 'outside' | 'circular' | 'dangling';
}

/** What stands at a path of a commit. */
export type GitEntry =
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'folder'; readonly names: readonly string[] }
  /** A submodule, whose files are in another repository, or a path in one. */
  | { readonly kind: 'submodule'; readonly commit: string }
  | BrokenLink;

/** One git repository as seen from one folder of it. Answers come from objects: no checkout, no index. */
export interface GitRepository {
  /** Path of the folder it was opened for, relative to the top of the working tree, with `/`; empty at the top and in a bare repository. */
  readonly prefix: string;
  /** Absolute; undefined for a bare repository. */
  readonly topFolder: string | undefined;
  /** True where history ends early: parents of the oldest commits are unknown. */
  readonly shallow: boolean;
  head(): Promise<GitHead>;
  /** Branches, remote branches and tags that lead to commits; symbolic ones (`origin/HEAD`) are left out. */
  refs(): Promise<readonly GitRef[]>;
  /** The commit a revision (`stable`, `origin/stable`, `v1`, `HEAD~2`, an id) leads to; undefined where there is none. */
  resolve(revision: string): Promise<string | undefined>;
  /** Undefined for an id that is not there (shallow or partial clone). */
  commit(id: string): Promise<GitCommit | undefined>;
  isAncestor(ancestor: string, descendant: string): Promise<boolean>;
  /** The newest commit on the first-parent line of `from` whose committer date is not after `time` (Unix seconds). */
  asOf(from: string, time: number): Promise<string | undefined>;
  /**
   * What stands at `path` (relative to the top of the tree, empty for the top) in a commit; symbolic links inside the
   * tree are followed. Rejects, naming path and commit, where an object is damaged, not there (a commit that is not in
   * the repository; what a partial clone has not fetched) or too large.
   */
  entry(commit: string, path: string): Promise<GitEntry | undefined>;
  /**
   * The commits of the first-parent line of `from` that changed one of `paths` (relative to the top of the tree) against their first parent, newest
   * first, back to `since` (Unix seconds, committer date). Ends where a shallow clone does.
   */
  log(from: string, paths: readonly string[], since: number): Promise<readonly GitLogEntry[]>;
  /** Contents of blobs, by id. Rejects, naming the blob, where one is damaged, not there or too large. */
  blobs(ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /** What differs between the trees of two commits (ids), a rename as one that goes and one that comes. Rejects where one is not there. */
  treeChanges(from: string, to: string): Promise<readonly GitTreeChange[]>;
  /** One origin a line of the file as it is in the commit. Rejects where there is no such file. */
  blame(commit: string, path: string): Promise<readonly LineOrigin[]>;
  /**
   * Calls back, some milliseconds after the last change, when HEAD or a ref has changed. What ends the watch (too many
   * watches, the repository deleted) is told to `onError`, once.
   */
  watch(onChange: () => void, onError?: (error: Error) => void): { dispose(): void };
  /** Ends the processes and watches. */
  close(): void;
}

/** Why a folder has no git: the message is for a human. */
export interface GitAbsence {
  /** `no-git`: no such program; `no-repository`: the folder is in none; `refused`: git declines (owner, format, damage). */
  readonly absent: 'no-git' | 'no-repository' | 'refused';
  readonly message: string;
}

/** An object is not there because a partial clone has not fetched it; what rejects with other words around that has it as its cause. */
export class NotFetchedError extends Error {
  override readonly name = 'NotFetchedError';
  /** What is to be done: ends a sentence. */
  readonly remedy: string;

  /** `what`: "blob 1f2e...", `command`: what brings it, with git 2.36 (the first that has `--refetch`) or newer. */
  constructor(what: string, command: string, options?: ErrorOptions) {
    const remedy = `this is a partial clone, and nothing is fetched here (\`${command}\` gets everything; with git before 2.36 a new clone does)`;
    super(`${what} was not fetched: ${remedy}`, options);
    this.remedy = remedy;
  }
}

/** The one among an error and its causes; undefined for any other error. */
export function notFetchedCause(error: unknown): NotFetchedError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof NotFetchedError) return cause;
  }
  return undefined;
}

/** Opens the repository around an absolute folder. Rejects for nothing: what keeps it from opening is an answer. */
export type OpenGit = (folder: string) => Promise<GitRepository | GitAbsence>;

export function isAbsent(found: GitRepository | GitAbsence): found is GitAbsence {
  return 'absent' in found;
}

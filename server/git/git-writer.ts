/** New commits on branches, made out of objects: checkout, index, stash and configuration are not touched, nothing is pushed. */

/** What becomes of one file in a new commit. */
export interface FileInCommit {
  /** Relative to the top of the tree, with `/`. A symbolic link there is followed, so that the file it leads to changes. */
  readonly path: string;
  readonly text: string;
}

/** One commit to be made. */
export interface NewCommit {
  /** Full name of the branch that will lead to it: `refs/heads/stable`. */
  readonly ref: string;
  /** What that ref leads to now; undefined: it is not there yet. Anything else at the moment of writing is refused. */
  readonly expected: string | undefined;
  readonly parent: string;
  /** The whole message: title, blank line, body; ends with a line break. */
  readonly message: string;
  readonly files: readonly FileInCommit[];
  /** Set where the commit takes another one's tree; `files` then count in front of it. */
  readonly takes?: TakenTree;
}

/** What becomes of a folder of the new commit: all of what another commit has there, submodules and deletions included. */
export interface TakenTree {
  /** Id of the commit whose tree it is. */
  readonly commit: string;
  /** Relative to the top of the tree, with `/`; empty: all of it. */
  readonly folder: string;
  /** Files (relative to the top of the tree) that stay as the parent has them; what it does not have is not taken either. */
  readonly keep: readonly string[];
}

export interface MadeCommit {
  readonly ref: string;
  readonly commit: string;
}

/** Why nothing was written: the message is for a human and names branch and cause. */
export class GitWriteError extends Error {
  override readonly name = 'GitWriteError';
}

export interface GitWriter {
  /**
   * Makes the commits and moves all branches to them in one transaction: all or none. Rejects with a GitWriteError where a
   * branch has moved meanwhile, is checked out in some worktree, where git knows no author, or anything else fails; then
   * no branch has changed (unreachable objects may remain, which git collects).
   */
  commit(commits: readonly NewCommit[]): Promise<readonly MadeCommit[]>;
  /** Short names of the branches that are checked out, with the folder of the worktree. */
  checkedOut(): Promise<ReadonlyMap<string, string>>;
}

/** Opens the writer of the repository around an absolute folder. */
export type OpenGitWriter = (folder: string) => GitWriter;

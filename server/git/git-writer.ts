/** New commits on branches, made out of objects: checkout, index, stash and configuration are not touched, nothing is pushed. */

/** What becomes of one file in a new commit. */
export interface FileInCommit {
  /** Relative to the top of the tree, with `/`. A symbolic link there is followed, so that the file it leads to changes. */
  readonly path: string;
  /** Without a byte order mark: where the file that is there begins with one, so does the new one. */
  readonly text: string;
  /** Such a mark goes. */
  readonly dropsMark?: boolean;
}

/** What becomes of one file, byte for byte. */
export interface PlacedChange {
  /** Where it really stands, links resolved; relative to the top of the tree, with `/`. */
  readonly path: string;
  /** Undefined: it is not there yet. */
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array;
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

export interface CommitOptions {
  /**
   * Done when the commits are made and hardly anything can keep the branches from being moved; where it rejects, none is, and
   * `commit` rejects with its words.
   */
  readonly alongside?: () => Promise<void>;
}

export interface GitWriter {
  /**
   * Makes the commits and moves all branches to them in one transaction: all or none. Rejects with a GitWriteError where a
   * branch has moved meanwhile, is checked out in some worktree, where git knows no author, or anything else fails; then
   * no branch has changed (unreachable objects may remain, which git collects).
   */
  commit(commits: readonly NewCommit[], options?: CommitOptions): Promise<readonly MadeCommit[]>;
  /** What a commit would do to its `files`, in their order; writes nothing. Rejects with a GitWriteError where it could not be made of them. */
  preview(commit: Pick<NewCommit, 'ref' | 'parent' | 'files'>): Promise<readonly PlacedChange[]>;
  /** Short names of the branches that are checked out, with the folder of the worktree. */
  checkedOut(): Promise<ReadonlyMap<string, string>>;
}

/** Opens the writer of the repository around an absolute folder. */
export type OpenGitWriter = (folder: string) => GitWriter;

/** The same config repository elsewhere in git: at HEAD (or the parent commit), and on the branches of other streams. */
import type { EffectiveEntry, LayerFile } from '../lockfile/layers';
import type { StreamPolicy } from './repo-settings';

/** The lockfiles of one commit. */
export interface RefSnapshot {
  /** As a user names it: `HEAD`, `testing-devel`, `origin/testing-devel`; of a past state `origin/testing-devel of 2024-05-02`. */
  readonly label: string;
  readonly commit: string;
  /** Committer date, Unix seconds. */
  readonly committed: number;
  readonly basearches: readonly string[];
  readonly files: readonly LayerFile[];
  /** Computed once. */
  effective(basearch: string): ReadonlyMap<string, EffectiveEntry>;
}

/** Since when an entry stands as it stands. */
export interface EntryOrigin {
  /** The version it has been standing at since. */
  readonly evr: string;
  readonly commit: string;
  /** Committer date, Unix seconds. */
  readonly committed: number;
  readonly subject: string;
  /** Name of who wrote the commit. */
  readonly author: string;
}

/** What rules with data B look at. What is undefined is not known: a rule that needs it stays silent. */
export interface Branches {
  /** The stream under check; undefined where neither build arguments, manifest nor branch name one that is known. */
  readonly stream: StreamPolicy | undefined;
  /** What a change is measured against: HEAD for the working tree, the first parent for a commit. */
  readonly before: RefSnapshot | undefined;
  /** What the stream's branch has where everybody gets it: on the remote `upstream`, else `origin`, else another. Undefined where no remote has one. */
  readonly pushed?: RefSnapshot | undefined;
  /** Streams that have a branch, by stream name, the one under check left out. */
  readonly streams: ReadonlyMap<string, RefSnapshot>;
  /** The streams whose tree the next promotion may put in place of this one, the likelier first; empty for one that is not promoted to. */
  readonly feeders: readonly string[];
  /** Origins of the overrides of one file (path relative to the root), by package name; empty where not known. */
  origins(path: string): ReadonlyMap<string, EntryOrigin>;
}

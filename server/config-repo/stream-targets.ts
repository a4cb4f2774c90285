/** The streams of a repository as something that can be changed: what a new commit would stand on, or why none can be made. */
import type { LayerFile } from '../lockfile/layers';
import type { ConfigRepo } from './model';
import type { StreamPolicy } from './repo-settings';

/** Where a change of a stream goes. */
export type TargetPlace =
  /** The stream that is checked out: its files are edited. */
  | { readonly kind: 'worktree' }
  /** Its branch gets a commit. */
  | {
      readonly kind: 'branch';
      /** Full name of the branch that will lead to the commit; a remote branch that has no local one gets one. */
      readonly ref: string;
      /** What `ref` leads to now; undefined: it is not there yet. */
      readonly expected: string | undefined;
      /** What the new commit stands on: the newest of the local and the remote branches. */
      readonly parent: string;
    }
  /** No commit can be made on it: why, for a human ("stable is checked out in /home/me/stable"). */
  | {
      readonly kind: 'none';
      readonly message: string;
      /** What a commit on a new branch of its own can stand on; undefined: none can be made either. */
      readonly parent?: string;
    };

export interface StreamTarget {
  readonly policy: StreamPolicy;
  /** As a user names it: `stable`, `origin/stable`. */
  readonly label: string;
  readonly place: TargetPlace;
  /** Of the tree that will change. */
  readonly config: ConfigRepo;
  readonly files: readonly LayerFile[];
  /** The root of the config repository relative to the top of the git tree; empty at its top. */
  readonly root: string;
}

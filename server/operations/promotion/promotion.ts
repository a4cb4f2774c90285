/** A promotion: one stream takes another's tree, but for what makes it itself (promote-config.sh of fedora-coreos-releng-automation). */
import type { StreamPolicy } from '../../config-repo/repo-settings';
import type { NewCommit } from '../../git/git-writer';
import type { OverrideChange, PackageChange, StreamDiff } from '../diff/diff';

/** A file that is not taken over as the source has it. */
export interface AdaptedFile {
  /** Relative to the config repository's root. */
  readonly path: string;
  /** `kept`: the target's stays; `lines`: the source's, with some lines of the target's or disabled. */
  readonly kind: 'kept' | 'lines';
  /** The lines as they will be, without indentation: `STREAM="stable"`, `# snooze: 2024-11-01 (disabled on promotion)`. */
  readonly lines: readonly string[];
}

/** Something that goes backwards, and whether that is meant. */
export interface PromotionDowngrade {
  readonly change: PackageChange;
  /** The http(s) reason of a pin in the source stream that holds the version; undefined: nothing says that it is meant. */
  readonly reason: string | undefined;
}

export interface Promotion {
  readonly from: { readonly policy: StreamPolicy; readonly label: string; readonly commit: string };
  readonly to: { readonly policy: StreamPolicy; readonly label: string; readonly commit: string };
  /** What users of `to` will get. */
  readonly diff: StreamDiff;
  /** Overrides of the target that the promotion drops or changes. */
  readonly overrides: readonly OverrideChange[];
  readonly downgrades: readonly PromotionDowngrade[];
  /** Files of the tree that come, change or go, lockfiles among them. */
  readonly files: {
    readonly added: readonly string[];
    readonly changed: readonly string[];
    readonly removed: readonly string[];
  };
  readonly adapted: readonly AdaptedFile[];
  /** What is worth a warning: a commit that is not the branch's newest, another stream that would rather feed the target. A sentence each. */
  readonly warnings: readonly string[];
  /** `tree: promote changes from testing-devel at <commit>`, with the rationale in the body. */
  readonly message: string;
  /** Undefined where nothing would change, or where `refused` says why it cannot be made. */
  readonly commit: NewCommit | undefined;
  readonly refused: string | undefined;
}

/** What `pin` and `fast-track` are asked for, and the plan they make of it for one stream. */
import type { LayerFile } from '../lockfile/layers';
import type { TextEdit } from '../lockfile/model';

export type OverrideType = 'pin' | 'fast-track';

/** A binary package of a build. */
export interface BuiltRpm {
  readonly name: string;
  /** Koji tells no epoch (null) from epoch 0: the one is written `1.0-1`, the other `0:1.0-1`. */
  readonly epoch: number | null;
  readonly version: string;
  readonly release: string;
  /** `src` and arches that no lock has are among them. */
  readonly arch: string;
}

/** A build of one source package and what comes of it. */
export interface SourceBuild {
  /** Of the source package. */
  readonly nvr: string;
  /** Of the source package. */
  readonly name: string;
  /** In the order in which the hub lists them. */
  readonly rpms: readonly BuiltRpm[];
}

/** One build that is to be overridden to, and what its entries say. */
export interface OverrideItem {
  readonly build: SourceBuild;
  readonly type: OverrideType;
  /** http(s) URL. */
  readonly reason?: string | undefined;
  /** URL of the Bodhi update. */
  readonly bodhi?: string | undefined;
}

/** The lockfiles of one stream: of the working tree, or of a commit. */
export interface OverrideTarget {
  /** As build-args.conf or the manifest say it. */
  readonly stream: string | undefined;
  readonly releasever: string | undefined;
  readonly basearches: readonly string[];
  readonly files: readonly LayerFile[];
  /**
   * What each basearch locks without overrides: name to EVR, of its base lock, or where the stream has none of its newest
   * build. A basearch that nothing is known of is missing.
   */
  readonly locked: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

export interface OverrideOptions {
  /** Let packages pass whose release does not end in the stream's dist tag. */
  readonly ignoreDistMismatch?: boolean;
  /** Write the files as the project's own tool does, comments lost. */
  readonly canonical?: boolean;
}

/** One file as it will stand there. */
export interface PlannedFile {
  /** Relative to the root of the config repository. */
  readonly path: string;
  /** Undefined: it is not there yet. */
  readonly before: string | undefined;
  readonly after: string;
  /** From `before` to `after`, minimal; empty for a new file. */
  readonly edits: readonly TextEdit[];
}

/** One entry as it will stand there. */
export interface PlannedEntry {
  readonly name: string;
  readonly path: string;
  /** As it is written: `5:5.2.5-1.fc40`, or with its arch where `evra` is. */
  readonly version: string;
  /** What is effective now, by basearch that the entry counts on; undefined: not locked there. */
  readonly from: ReadonlyMap<string, string | undefined>;
  /** `replaces`: an override that is there is written anew. */
  readonly change: 'added' | 'replaced' | 'unchanged';
  readonly effect: 'upgrade' | 'downgrade' | 'same';
}

export type OverridePlan =
  | {
      readonly kind: 'plan';
      /** Files whose bytes change, by path. */
      readonly files: readonly PlannedFile[];
      readonly entries: readonly PlannedEntry[];
      /** What a user should know besides, one sentence each. */
      readonly notes: readonly string[];
    }
  /** `message` says what is wrong and where; nothing of it may be written. */
  | { readonly kind: 'refused'; readonly message: string };

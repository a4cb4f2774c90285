/** One side of a comparison: what a stream, a build or a Koji tag has, on all its basearches. */

import type { LayerFile } from '../../lockfile/layers';
import type { Entry } from '../../lockfile/model';

/** Where a side has a package from. */
export type PackageProvenance =
  | {
      readonly kind: 'base' | 'override';
      readonly file: LayerFile;
      readonly entry: Entry;
      /** `metadata.type`, `reason` and `bodhi` of an override, as written. */
      readonly type: string | undefined;
      readonly reason: string | undefined;
      readonly bodhi: string | undefined;
    }
  /** Of a build of the build service. */
  | { readonly kind: 'build'; readonly id: string }
  /** Of a Koji tag: NVR of the build. */
  | { readonly kind: 'tag'; readonly nvr: string };

export interface SidePackage {
  readonly name: string;
  /** `[E:]V-R`; an explicit epoch 0 as written. */
  readonly evr: string;
  /** Architecture of the package, where that is known (`evra`, a build's package list). */
  readonly arch: string | undefined;
  readonly provenance: PackageProvenance;
}

export type SideKind = 'ref' | 'worktree' | 'build' | 'tag';

/** A value: everything that it says was read when it was made. */
export interface DiffSide {
  /** As the user asked for it: `testing`, `HEAD~1`, `worktree`, `build:stable/40.20241019.3.0`, `tag:f40-updates`. */
  readonly spec: string;
  readonly kind: SideKind;
  /** For a human: `testing`, `origin/testing`, `working tree`, `build 40.20241019.3.0 of stable`, `tag f40-updates`. */
  readonly label: string;
  /** Id of the commit; of a working tree that of HEAD; undefined where there is none. */
  readonly commit: string | undefined;
  /** Committer date, or when the build was made. Unix seconds. */
  readonly committed: number | undefined;
  /** Name of the stream. */
  readonly stream: string | undefined;
  /** `40` */
  readonly releasever: string | undefined;
  /** Those of which something is known, in the order of the repository. */
  readonly basearches: readonly string[];
  /** Basearches that it should have, and why they are not known: a sentence each. */
  readonly missing: ReadonlyMap<string, string>;
  /** Those of `missing` that it merely has no base lock of: they may have come later. */
  readonly absent?: ReadonlySet<string>;
  /** Set where it was asked only about what the other side has (a tag): that it has more is no addition. */
  readonly partial: boolean;
  /** What is not known beyond that, and where base locks come from that the commit does not have; a sentence each. */
  readonly notes: readonly string[];
  /** Set where overrides cannot be read and so do not count; a sentence each, which `notes` have, too. */
  readonly unread?: readonly string[];
  /** Set where a service that was needed for it could not be asked; a sentence each, which `missing` has, too. */
  readonly unavailable?: readonly string[];
  /** By name; empty for a basearch that is not known. */
  packages(basearch: string): ReadonlyMap<string, SidePackage>;
  /** Name of a package's source package, as far as it is known. */
  sourceOf(basearch: string, name: string): string | undefined;
}

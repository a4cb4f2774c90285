/** What changes between two sides. */
import type { DiffSide, SidePackage } from './side';

/** From mildest to gravest, but for what a user asks for first. */
export const CHANGE_KINDS = ['upgraded', 'downgraded', 'added', 'removed'] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

/**
 * What differs of an upgrade or downgrade. `rebuild`: version and release are the same but for the dist tag
 * (`1.15-2.fc40` -> `1.15-2.fc41`); `release`: the version is the same; `epoch`: nothing but the epoch.
 */
export type ChangeNature = 'version' | 'release' | 'rebuild' | 'epoch';

/** One package on one basearch. */
export interface ArchChange {
  readonly kind: ChangeKind;
  /** Of upgrades and downgrades. */
  readonly nature: ChangeNature | undefined;
  /** Undefined: added. */
  readonly from: SidePackage | undefined;
  /** Undefined: removed. */
  readonly to: SidePackage | undefined;
}

/** One binary package. */
export interface PackageChange {
  readonly name: string;
  /** Its own name where nothing says. */
  readonly source: string;
  /** The gravest of its basearches: downgraded, removed, added, upgraded. */
  readonly kind: ChangeKind;
  /** The greatest of its basearches: version, epoch, release, rebuild. */
  readonly nature: ChangeNature | undefined;
  /** Those where it changes, in the order of `StreamDiff.basearches`. */
  readonly arches: ReadonlyMap<string, ArchChange>;
  /** True where it is not the same change, from and to the same versions, on every compared basearch that has the package on either side. */
  readonly diverges: boolean;
}

/** All that changes of one source package. */
export interface SourceChange {
  readonly source: string;
  /** Downgraded where one of its packages is; else upgraded where one is; else what all of them are, or removed where some come and some go. */
  readonly kind: ChangeKind;
  readonly nature: ChangeNature | undefined;
  readonly diverges: boolean;
  /** By name, the package called like the source first. */
  readonly packages: readonly PackageChange[];
}

/** An override that one side has and the other has not, or not so. */
export interface OverrideChange {
  readonly name: string;
  readonly source: string;
  /** `lost`: only `from` has one; `gained`: only `to` has one; `changed`: both, with another version, type, reason or update. */
  readonly kind: 'lost' | 'gained' | 'changed';
  readonly arches: readonly string[];
  /** On the first of `arches`. */
  readonly from: SidePackage | undefined;
  readonly to: SidePackage | undefined;
  /** What becomes of the version: higher, lower, the same, or the package goes. */
  readonly effect: 'upgraded' | 'downgraded' | 'same' | 'removed' | 'added';
}

export interface DiffSummary {
  /** Binary packages by kind. */
  readonly packages: Readonly<Record<ChangeKind, number>>;
  /** Source packages by kind. */
  readonly sources: Readonly<Record<ChangeKind, number>>;
  /** Source packages of which nothing but the dist tag changes. */
  readonly rebuilds: number;
  /** Binary packages that are the same on every compared basearch. */
  readonly unchanged: number;
  readonly overridesLost: number;
  readonly overridesGained: number;
  readonly overridesChanged: number;
}

export interface StreamDiff {
  readonly from: DiffSide;
  readonly to: DiffSide;
  /** Those that both sides know, in the order of `to`. */
  readonly basearches: readonly string[];
  /** By source package, then by name. */
  readonly changes: readonly PackageChange[];
  /** By name. */
  readonly sources: readonly SourceChange[];
  readonly overrides: readonly OverrideChange[];
  readonly summary: DiffSummary;
  /** What could not be compared, and why; a sentence each. */
  readonly notes: readonly string[];
}

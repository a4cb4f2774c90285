/** What graduating means for one entry, and what is asked to know it. */
import type { LayerFile } from '../lockfile/layers';
import type { Entry } from '../lockfile/model';
import { resolveAlias } from '../lockfile/view';
import type { Availability, Candidate } from '../rpmmd/repositories';
import { list } from './words';

export interface GraduationInput {
  /** Every lockfile of the repository. */
  readonly files: readonly LayerFile[];
  readonly basearches: readonly string[];
  /**
   * What one basearch can get; undefined while unknown. For `eager` the repositories that the manifest itself names are
   * those of role `repo`.
   */
  readonly availability: (basearch: string) => Availability | undefined;
  /** Paths of the overrides files to go through; all where not given. */
  readonly only?: ReadonlySet<string> | undefined;
  /** Why an entry is to be kept though it has graduated: a clause, for "podman stays: ...". */
  readonly keep?: ((file: LayerFile, entry: Entry) => string | undefined) | undefined;
}

export interface GraduationOptions {
  /**
   * As ci/overrides.py does it on a machine of this basearch: the common YAML file alone, `type: fast-track` alone, the newest EVR
   * of the very name and arch over all repositories, package by package, whatever the base locks have.
   */
  readonly eager?: { readonly basearch: string } | undefined;
  /** Write the files as that tool does, comments lost. */
  readonly canonical?: boolean | undefined;
  /** Drop from the common file, too, what is not known for every basearch, if its base locks have caught up. */
  readonly allowUnchecked?: boolean | undefined;
}

/**
 * Why an entry stays: `ahead` of the repositories; `held-back`: it never was ahead, so that it should be a pin; `base`: a base lock
 * is older, or none has it; `unchecked`: metadata is not known; `source`: with another of its source package; `kept`: on
 * request; `no-version`: unusable; `no-fast-track`: neither fast-track nor pin.
 */
export type StayReason =
  | 'ahead'
  | 'held-back'
  | 'base'
  | 'unchecked'
  | 'source'
  | 'kept'
  | 'no-version'
  | 'no-fast-track';

/** What becomes of one entry. `message` is a sentence. */
export type Fate =
  | {
      readonly kind: 'drop';
      /** `[E:]V-R` of the entry, as written. */
      readonly evr: string;
      /** The newest package of the repositories, on the first basearch that the entry concerns and whose metadata is known. */
      readonly newest: Candidate;
      /** Basearches that the entry concerns and whose metadata is not known. */
      readonly unchecked: readonly string[];
    }
  | { readonly kind: 'stay'; readonly why: StayReason; readonly message: string }
  | { readonly kind: 'pin'; readonly message: string };

/** `metadata.type`, an alias followed; undefined where there is none. */
export function typeOf(entry: Entry): string | undefined {
  const value = resolveAlias(entry.metadata.get('type')?.value);
  return value?.kind === 'scalar' && value.yaml12 !== 'null' ? value.text : undefined;
}

export const isFastTrack = (entry: Entry): boolean => typeOf(entry) === 'fast-track';

/** For an entry that is neither fast-track nor pin. */
export function otherType(entry: Entry): Fate {
  const type = typeOf(entry);
  const why = type === undefined ? 'it has no type' : `its type is ${type}`;
  return { kind: 'stay', why: 'no-fast-track', message: `${entry.name} stays: ${why}, and only fast-tracks graduate.` };
}

/** For a fast-track of which the repositories have something older, or nothing. */
export function aheadOf({ name }: Entry, arch: string, candidate: Candidate | undefined): Fate {
  const has = candidate
    ? `${candidate.repository.id} has ${candidate.record.evr} for ${arch}`
    : `no repository has it for ${arch}`;
  return { kind: 'stay', why: 'ahead', message: `${name} stays: ${has}.` };
}

/** "the base lock of x86_64 (5:5.2.4-1.fc40) is older"; `older` is EVR by basearch, never empty. */
export function olderLocks(older: ReadonlyMap<string, string>): string {
  const [evr, ...others] = new Set(older.values());
  const locks = [...older].map(([basearch, own]) => (others.length > 0 ? `${basearch} (${own})` : basearch));
  const same = others.length > 0 ? '' : ` (${evr})`;
  return older.size === 1
    ? `the base lock of ${list(locks)}${same} is older`
    : `the base locks of ${list(locks)}${same} are older`;
}

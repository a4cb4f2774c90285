/** The build that brings a package which fell behind up again, and what of it is locked. */

import { isForRelease } from '../rpm/dist-tag';
import { compareEvr } from '../rpm/evr';
import { packagesOf, packagesOfBuild } from '../rpmmd/candidates';
import type { Availability, Candidate } from '../rpmmd/repositories';
import type { SourceBuildName } from '../services/entry-update';
import { type BehindPackage, isLocked, type LockedSet } from './behind';

/** A config repository and what its basearches can get. */
export interface FastTrackScope extends LockedSet {
  readonly basearches: readonly string[];
  /** As the manifest says it; undefined where nothing does: then builds of every release count. */
  readonly releasever: string | undefined;
  readonly availability: (basearch: string) => Availability | undefined;
  /** URL of the Bodhi update that has a build of a source package; undefined where none is known. */
  readonly updateOf?: (build: SourceBuildName) => string | undefined;
}

export interface ChosenBuild {
  /** The package that was asked for: by basearch, in the scope's order, as far as metadata is known; never empty. */
  readonly packages: ReadonlyMap<string, Candidate>;
}

/** What a build brings, or a sentence that says why there is none. */
export type BuildChoice = ChosenBuild | { readonly message: string };

/**
 * The newest build for this release, in repositories or pool, that is not older than the other stream's on any basearch
 * where the package fell behind, nor than what is locked on the others; where no build does for all, one that does for
 * those which fell behind.
 */
export function chooseBuild(scope: FastTrackScope, { name, arches }: BehindPackage): BuildChoice {
  const behindFloors = new Map(arches.map(({ basearch, other }) => [basearch, other.version.evr]));
  const floors = new Map<string, string>();
  for (const basearch of scope.basearches) {
    const own = scope.effective(basearch).get(name);
    const floor = behindFloors.get(basearch) ?? (isLocked(own) ? own.version.evr : undefined);
    if (floor !== undefined) floors.set(basearch, floor);
  }
  const everywhere = choose(scope, name, floors);
  if (!('message' in everywhere) || floors.size === behindFloors.size) return everywhere;
  return choose(scope, name, behindFloors);
}

/** What each basearch locks of the build, by name; of the package that it was chosen for what was chosen. */
export function lockedOfBuild(scope: FastTrackScope, { packages }: ChosenBuild): Map<string, Map<string, Candidate>> {
  const found = new Map<string, Map<string, Candidate>>();
  const [first] = packages.values();
  for (const basearch of scope.basearches) {
    const availability = scope.availability(basearch);
    const chosen = packages.get(basearch);
    const { record } = chosen ?? first ?? {};
    if (!availability || !record) continue;
    const built = packagesOfBuild(availability, record.source, record.sourceRpm);
    if (chosen) built.set(record.name, chosen);
    const locked = scope.effective(basearch);
    found.set(basearch, new Map([...built].filter(([name]) => locked.has(name))));
  }
  return found;
}

export function hasMetadata({ availability }: FastTrackScope, basearch: string): boolean {
  return availability(basearch)?.repositories.some(({ index }) => index !== undefined) ?? false;
}

/** The names that `basearch` locks of the build its own version of `name` is from; empty where no repository has that any more. */
export function siblingsNow(scope: FastTrackScope, basearch: string, name: string): string[] {
  const availability = scope.availability(basearch);
  const locked = scope.effective(basearch);
  const own = locked.get(name);
  if (!availability || !isLocked(own)) return [];
  const same = packagesOf(availability, name).find(({ record }) => compareEvr(record.evr, own.version.evr) === 0);
  if (!same) return [];
  const { source, sourceRpm } = same.record;
  return [...packagesOfBuild(availability, source, sourceRpm).keys()].filter(other => {
    return other !== name && locked.has(other);
  });
}

function choose(scope: FastTrackScope, name: string, floors: ReadonlyMap<string, string>): BuildChoice {
  const offers = new Map<string, readonly Candidate[]>();
  const unchecked: string[] = [];
  for (const basearch of floors.keys()) {
    const availability = scope.availability(basearch);
    if (!availability || !hasMetadata(scope, basearch)) {
      unchecked.push(basearch);
    } else {
      const all = packagesOf(availability, name);
      const fitting = all.filter(({ record }) => isForRelease(record.evr, scope.releasever));
      offers.set(basearch, fitting);
    }
  }
  if (offers.size === 0) return { message: `No package metadata for ${unchecked.join(', ')} yet.` };
  const enough = new Map(
    [...offers].map(([basearch, list]) => {
      return [basearch, list.filter(({ record }) => compareEvr(record.evr, floors.get(basearch) ?? '') >= 0)];
    }),
  );
  const newestFirst = [...enough.values()].flat().sort((a, b) => compareEvr(b.record.evr, a.record.evr));
  for (const { record } of newestFirst) {
    const packages = new Map<string, Candidate>();
    for (const [basearch, list] of enough) {
      const same = list.find(other => other.record.evr === record.evr);
      if (same) packages.set(basearch, same);
    }
    if (packages.size === offers.size) return { packages };
  }
  return { message: whyNone(scope, name, floors, offers, newestFirst[0]) };
}

function whyNone(
  { releasever }: FastTrackScope,
  name: string,
  floors: ReadonlyMap<string, string>,
  offers: ReadonlyMap<string, readonly Candidate[]>,
  enough: Candidate | undefined,
): string {
  const release = releasever === undefined ? '' : ` for release ${releasever}`;
  if (enough) {
    const { evr } = enough.record;
    const missing = [...offers].filter(([, list]) => !list.some(({ record }) => record.evr === evr));
    return `${name} ${evr} is in ${enough.repository.id}, but not for ${missing.map(([arch]) => arch).join(', ')}.`;
  }
  for (const [basearch, [newest]] of offers) {
    if (!newest) continue;
    const { record, repository } = newest;
    return `The newest build of ${name} known${release} is ${record.evr} (${repository.id}), older than ${floors.get(basearch)}.`;
  }
  return `No known repository has a build of ${name}${release}.`;
}

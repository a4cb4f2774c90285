/** What has become of a fast-track: the repositories have caught up with it, or it never was ahead of them. */
import type { Entry } from '../lockfile/model';
import { compareEvr } from '../rpm/evr';
import { hasPackage, packagesOf } from '../rpmmd/candidates';
import type { Candidate } from '../rpmmd/repositories';
import { baseEntry, type FileScope, reachOf } from './reach';
import { newestOf, wantedArch } from './target';

export interface Graduation {
  /**
   * `graduated`: on every basearch that the entry concerns and whose metadata is known, the repositories (not the pool)
   * have its EVR or a newer one. `held-back`: besides, there is proof that it holds its package back: a base lock is
   * newer than the entry, or the entry is older than each of the several EVRs that the repositories offer (release
   * and updates). It must then be a pin: a fast-track that was ahead once lies between them.
   */
  readonly kind: 'graduated' | 'held-back';
  /** The newest repository package by basearch. */
  readonly newest: ReadonlyMap<string, Candidate>;
  /** Base locks that are older than the entry: dropping it downgrades the package there. EVR by basearch. */
  readonly olderBases: ReadonlyMap<string, string>;
  /** Base locks that are newer than the entry. EVR by basearch. */
  readonly newerBases: ReadonlyMap<string, string>;
  /** Basearches that the entry concerns and whose base lock is known to have the package. */
  readonly bases: readonly string[];
  /** Basearches that the entry concerns and whose metadata is not known. */
  readonly unchecked: readonly string[];
}

/** Undefined while the repositories have not caught up on some basearch, or none is known. Types are not regarded. */
export function graduationOf(scope: FileScope, entry: Entry): Graduation | undefined {
  const { version } = entry;
  if (!version) return undefined;
  const { basearches } = reachOf(scope, entry);
  const { offered, unchecked } = offersOf(scope, entry);
  const newest = new Map<string, Candidate>();
  for (const [basearch, candidate] of offered) {
    if (!hasCaughtUp(candidate, version.evr)) return undefined;
    newest.set(basearch, candidate);
  }
  if (newest.size === 0) return undefined;
  const bases = basesOf(scope, entry, basearches);
  const olderBases = new Map([...bases].filter(([, evr]) => compareEvr(evr, version.evr) < 0));
  const newerBases = new Map([...bases].filter(([, evr]) => compareEvr(evr, version.evr) > 0));
  const behind = [...newest.values()].every(({ record }) => compareEvr(record.evr, version.evr) > 0);
  const proof = newerBases.size > 0 || [...newest.keys()].every(arch => olderThanAll(scope, entry, arch, version.evr));
  const kind = behind && proof ? 'held-back' : 'graduated';
  return { kind, newest, olderBases, newerBases, bases: [...bases.keys()], unchecked };
}

/** What the repositories have of an entry's package, newer than the entry or not. */
export interface Offers {
  /** By basearch that the entry concerns and whose metadata is known; undefined: no repository has it there. */
  readonly offered: ReadonlyMap<string, Candidate | undefined>;
  /** Basearches that the entry concerns and whose metadata is not known. */
  readonly unchecked: readonly string[];
}

export function offersOf(scope: FileScope, entry: Entry): Offers {
  const { basearches, certain } = reachOf(scope, entry);
  const offered = new Map<string, Candidate | undefined>();
  const unchecked: string[] = [];
  for (const basearch of basearches) {
    const availability = scope.availability(basearch);
    if (!availability?.repositories.some(({ role, index }) => role === 'repo' && index !== undefined)) {
      unchecked.push(basearch);
    } else if (certain || hasPackage(availability, entry.name)) {
      offered.set(basearch, newestOf(scope, entry, basearch));
    }
  }
  return { offered, unchecked };
}

export function hasCaughtUp(candidate: Candidate | undefined, evr: string): candidate is Candidate {
  return candidate !== undefined && compareEvr(candidate.record.evr, evr) >= 0;
}

function basesOf(scope: FileScope, entry: Entry, basearches: readonly string[]): Map<string, string> {
  const bases = new Map<string, string>();
  for (const basearch of basearches) {
    const evr = baseEntry(scope, entry.name, basearch)?.version?.evr;
    if (evr !== undefined) bases.set(basearch, evr);
  }
  return bases;
}

/** True where all repositories are known, offer several EVRs, and `evr` is older than each of them. */
function olderThanAll(scope: FileScope, entry: Entry, basearch: string, evr: string): boolean {
  const availability = scope.availability(basearch);
  if (!availability) return false;
  const known = availability.repositories.every(({ role, status }) => role === 'pool' || status === 'ready');
  const offered = packagesOf(availability, entry.name, wantedArch(entry, basearch), 'repo');
  const oldest = offered[offered.length - 1]?.record.evr;
  const several = oldest !== undefined && offered.some(({ record }) => compareEvr(record.evr, oldest) > 0);
  return known && several && compareEvr(oldest, evr) > 0;
}

/** The version an entry can move to. */
import type { Entry } from '../lockfile/model';
import { compareEvr } from '../rpm/evr';
import { candidates, hasPackage, newerCandidates } from '../rpmmd/candidates';
import type { Candidate } from '../rpmmd/repositories';
import { type FileScope, reachOf } from './reach';

/** A newer EVR and the package that has it on each basearch. */
export interface Target {
  readonly evr: string;
  /** In the order of the scope's basearches; never empty. */
  readonly packages: ReadonlyMap<string, Candidate>;
}

export interface TargetChoice {
  /** The newest EVR that every basearch in reach with known metadata offers; undefined where there is none. */
  readonly target: Target | undefined;
  /** The newest EVR of any basearch, where it is not the target, and the basearches that lack it. */
  readonly partial: { readonly candidate: Candidate; readonly missing: readonly string[] } | undefined;
  /** Basearches in reach whose metadata is known. */
  readonly checked: readonly string[];
  /** Basearches in reach whose metadata is not known. */
  readonly unchecked: readonly string[];
}

/** What an entry can move to, newer by RPM than what it has. An entry without a usable version has no target. */
export function chooseTarget(scope: FileScope, entry: Entry): TargetChoice {
  const { basearches, certain } = reachOf(scope, entry);
  const { version } = entry;
  const newer = new Map<string, Candidate[]>();
  const unchecked: string[] = [];
  for (const basearch of basearches) {
    const availability = scope.availability(basearch);
    if (!availability?.repositories.some(({ role, index }) => role === 'repo' && index !== undefined)) {
      unchecked.push(basearch);
    } else if (version && (certain || hasPackage(availability, entry.name))) {
      newer.set(basearch, newerCandidates(availability, entry.name, version.evr, wantedArch(entry, basearch)));
    }
  }
  const evrs = [...newer.values()].flat().sort((a, b) => compareEvr(b.record.evr, a.record.evr));
  const target = firstCommon(evrs, newer);
  const newest = evrs[0];
  const isTarget = newest === undefined || (target && compareEvr(newest.record.evr, target.evr) === 0);
  const partial = isTarget ? undefined : { candidate: newest, missing: lacking(newest, newer) };
  return { target, partial, checked: [...newer.keys()], unchecked };
}

/** The newest repository version of an entry's package on one basearch, newer than the entry or not. */
export function newestOf(scope: FileScope, entry: Entry, basearch: string): Candidate | undefined {
  const availability = scope.availability(basearch);
  return availability && candidates(availability, entry.name, wantedArch(entry, basearch))[0];
}

/** Packages change between archful and noarch, so that either will do; only a foreign arch is taken at its word. */
export function wantedArch(entry: Entry, basearch: string): string | undefined {
  const arch = entry.version?.arch;
  return arch === undefined || arch === 'noarch' || arch === basearch ? undefined : arch;
}

function firstCommon(evrs: readonly Candidate[], newer: ReadonlyMap<string, Candidate[]>): Target | undefined {
  for (const { record } of evrs) {
    const packages = new Map<string, Candidate>();
    for (const [basearch, list] of newer) {
      const same = list.find(candidate => candidate.record.evr === record.evr);
      if (same) packages.set(basearch, same);
    }
    if (packages.size === newer.size) return { evr: record.evr, packages };
  }
  return undefined;
}

function lacking({ record }: Candidate, newer: ReadonlyMap<string, Candidate[]>): string[] {
  return [...newer].filter(([, list]) => !list.some(other => other.record.evr === record.evr)).map(([arch]) => arch);
}

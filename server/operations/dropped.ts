/** Overrides that an earlier state of the repository had, and what takes their place now. */
import type { RefSnapshot } from '../config-repo/branches';
import type { LayerFile, Provenance } from '../lockfile/layers';
import type { Entry, EntryVersion } from '../lockfile/model';
import { compareEvr } from '../rpm/evr';
import { candidates, complete } from '../rpmmd/candidates';
import type { Availability, Candidate } from '../rpmmd/repositories';
import { counterpart, type EffectiveSet, type Versioned, versioned } from './lowering';
import { wantedArch } from './target';

/** The present state of the repository. */
export interface PresentState {
  readonly files: readonly LayerFile[];
  readonly basearches: readonly string[];
  readonly effective: (basearch: string) => EffectiveSet;
  readonly availability: (basearch: string) => Availability | undefined;
}

/** An older version that takes the place of a dropped override on one basearch: of its base lock, or of a repository. */
export interface Successor {
  readonly basearch: string;
  readonly evr: string;
  readonly base: Provenance | undefined;
  readonly candidate: Candidate | undefined;
}

export interface DroppedOverride {
  readonly entry: Entry;
  readonly version: EntryVersion;
  /** The file it stood in. */
  readonly file: LayerFile;
  /** At least one. */
  readonly successors: readonly Successor[];
}

/** A file of overrides that is gone, with no other one of its layer and arch in its place. */
export interface GoneFile {
  readonly file: LayerFile;
  /** Its entries that were in effect and that no other override stands for now. */
  readonly lost: readonly Entry[];
}

/**
 * Overrides that were in effect, that no override stands for now, and whose package is older now: in a base lock that has
 * not caught up, or, where a basearch has no base lock, in its repositories (if all of them are known). A package that
 * a basearch's base lock does not have is not built there.
 */
export function droppedOverrides(before: RefSnapshot, present: PresentState): DroppedOverride[] {
  const dropped = new Map<Entry, { version: EntryVersion; file: LayerFile; successors: Successor[] }>();
  for (const [basearch, past] of unreplaced(before, present)) {
    const successor = successorOf(past, basearch, present);
    if (!successor || compareEvr(successor.evr, past.version.evr) >= 0) continue;
    const known = dropped.get(past.entry);
    if (known) known.successors.push(successor);
    else dropped.set(past.entry, { version: past.version, file: past.file, successors: [successor] });
  }
  const order = new Map(before.files.map((file, i) => [file, i]));
  return [...dropped]
    .map(([entry, found]) => ({ entry, ...found }))
    .sort((a, b) => {
      return (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) || a.version.evrSpan.start - b.version.evrSpan.start;
    });
}

/** Files of overrides that are gone, those that held nothing included. */
export function goneFiles(before: RefSnapshot, present: PresentState): GoneFile[] {
  const gone = before.files.filter(file => file.layer !== 'base' && !counterpart(present.files, file));
  if (gone.length === 0) return [];
  const lost = new Set([...unreplaced(before, present)].map(([, { entry }]) => entry));
  return gone.map(file => ({ file, lost: file.lockfile.entries.filter(entry => lost.has(entry)) }));
}

/** Entries of overrides that were in effect on a basearch where no override has the package now. */
function* unreplaced(before: RefSnapshot, present: PresentState): Generator<[basearch: string, past: Versioned]> {
  for (const basearch of new Set([...present.basearches, ...before.basearches])) {
    const now = present.effective(basearch);
    const effective = before.effective(basearch);
    for (const file of before.files.filter(isOverride)) {
      for (const [name, entry] of file.lockfile.byName) {
        const past = effective.get(name);
        if (past?.entry !== entry || isOverride(now.get(name)?.file)) continue;
        const usable = versioned(past);
        if (usable) yield [basearch, usable];
      }
    }
  }
}

function isOverride(file: LayerFile | undefined): boolean {
  return file !== undefined && file.layer !== 'base';
}

function successorOf(past: Versioned, basearch: string, present: PresentState): Successor | undefined {
  const now = present.effective(basearch).get(past.name);
  if (now) {
    const base = versioned(now);
    return base && { basearch, evr: base.version.evr, base, candidate: undefined };
  }
  if (present.files.some(({ layer, arch }) => layer === 'base' && arch === basearch)) return undefined;
  const availability = present.availability(basearch);
  if (!availability || !complete(availability)) return undefined;
  const [candidate] = candidates(availability, past.name, wantedArch(past.entry, basearch));
  return candidate && { basearch, evr: candidate.record.evr, base: undefined, candidate };
}

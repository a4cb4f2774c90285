/** `graduate`: which fast-tracks of all overrides files have done their work, and the files without them. */
import { type ChangedEntries, changeCanonically, changeEntries } from '../lockfile/change-entries';
import type { LayerFile } from '../lockfile/layers';
import { lineEdits } from '../lockfile/line-edits';
import type { Comment, Entry, Lockfile } from '../lockfile/model';
import { compareEvr } from '../rpm/evr';
import type { Candidate } from '../rpmmd/repositories';
import { carefulFates } from './careful-graduation';
import { eagerFates } from './eager-graduation';
import {
  type Fate,
  type GraduationInput,
  type GraduationOptions,
  isFastTrack,
  olderLocks,
  type StayReason,
} from './graduation-fate';
import { at, lockfileFault } from './lockfile-fault';
import type { PlannedFile } from './override-request';
import { baseEntry, reachOf } from './reach';
import { list } from './words';

export type { GraduationInput, GraduationOptions, StayReason } from './graduation-fate';

export interface PlacedEntry {
  readonly file: LayerFile;
  readonly entry: Entry;
  readonly name: string;
  /** `[E:]V-R` as written; empty where there is no usable version. */
  readonly evr: string;
}

export interface GraduatedEntry extends PlacedEntry {
  /** What the base lock has, on the first basearch where the entry counts and one has it; undefined where none does. */
  readonly base: string | undefined;
  /** The newest package of the repositories, on the first basearch whose metadata is known. */
  readonly newest: Candidate;
}

/** `message` is a sentence that begins with the package's name. */
export interface StayingEntry extends PlacedEntry {
  readonly why: StayReason;
  readonly message: string;
}

/** Never dropped; `message` says, too, whether the repositories have it by now. */
export interface PinnedEntry extends PlacedEntry {
  readonly message: string;
}

export interface GraduatedFile extends PlannedFile {
  /** Comments that the canonical form loses. */
  readonly lostComments: readonly Comment[];
}

export type GraduationPlan =
  | {
      readonly kind: 'plan';
      readonly dropped: readonly GraduatedEntry[];
      readonly stays: readonly StayingEntry[];
      readonly pins: readonly PinnedEntry[];
      /** What a user should know besides, one sentence each. */
      readonly notes: readonly string[];
      /** Files whose bytes change. */
      readonly files: readonly GraduatedFile[];
    }
  /** `message` says what is wrong and where; nothing of it may be written. */
  | { readonly kind: 'refused'; readonly message: string };

/** The YAML file that ci/overrides.py reads and writes. */
export const COMMON_FILE = 'manifest-lock.overrides.yaml';

/**
 * Drops fast-tracks that the repositories of every basearch concerned and its base lock have caught up with, whole source
 * packages at a time, over all files that share a basearch. What has no base locks at all (rawhide) goes by the
 * repositories alone: the next build takes what they have.
 */
export function planGraduation(input: GraduationInput, options: GraduationOptions = {}): GraduationPlan {
  const files = overridesFiles(input, options);
  // what a base lock says decides, but for the tool's behaviour
  for (const file of options.eager ? files : input.files) {
    const message = lockfileFault(file);
    if (message !== undefined) return { kind: 'refused', message };
  }
  const fates = options.eager ? eager(input, files, options.eager.basearch) : carefulFates(input, files, options);
  if (typeof fates === 'string') return { kind: 'refused', message: fates };

  const dropped: GraduatedEntry[] = [];
  const stays: StayingEntry[] = [];
  const pins: PinnedEntry[] = [];
  const unchecked = new Set<string>();
  for (const [file, entries] of fates) {
    for (const [entry, fate] of entries) {
      const placed = { file, entry, name: entry.name, evr: entry.version?.evr ?? '' };
      if (fate.kind === 'pin') pins.push({ ...placed, message: fate.message });
      else if (fate.kind === 'stay') stays.push({ ...placed, why: fate.why, message: fate.message });
      else {
        for (const basearch of fate.unchecked) unchecked.add(basearch);
        const base = basesOf(input, file, entry)[0]?.[1];
        dropped.push({ ...placed, evr: fate.evr, base, newest: fate.newest });
      }
    }
  }
  const changed = withoutEntries(dropped, options.canonical ?? false);
  if (changed.kind === 'refused') return changed;
  const notes = [...changed.notes, ...(options.eager ? downgrades(input, dropped) : [])];
  if (unchecked.size > 0) notes.push(`The repositories of ${list([...unchecked])} were not looked up.`);
  return { kind: 'plan', dropped, stays, pins, notes, files: changed.files };
}

/** Basearches whose repositories must be known to tell what has graduated; none where nothing could. */
export function neededBasearches(input: GraduationInput, options: GraduationOptions): readonly string[] {
  const files = overridesFiles(input, options);
  if (options.eager) return files.some(({ lockfile }) => lockfile.byName.size > 0) ? [options.eager.basearch] : [];
  const needed = new Set<string>();
  for (const file of files) {
    for (const entry of file.lockfile.byName.values()) {
      if (!isFastTrack(entry)) continue;
      for (const basearch of reachOf({ ...input, file }, entry).basearches) needed.add(basearch);
    }
  }
  return [...needed];
}

function overridesFiles({ files, only }: GraduationInput, { eager: asTheTool }: GraduationOptions): LayerFile[] {
  // the common file first, however the folder lists them
  const overrides = (['overrides', 'arch-overrides'] as const).flatMap(wanted => {
    return files.filter(({ layer, path }) => layer === wanted && (only?.has(path) ?? true));
  });
  return asTheTool ? overrides.filter(({ path }) => path === COMMON_FILE) : overrides;
}

function eager(
  { availability }: GraduationInput,
  files: readonly LayerFile[],
  basearch: string,
): ReadonlyMap<LayerFile, ReadonlyMap<Entry, Fate>> | string {
  const fates = new Map<LayerFile, ReadonlyMap<Entry, Fate>>();
  for (const file of files) {
    const found = eagerFates(file, basearch, availability(basearch));
    if (typeof found === 'string') return found;
    fates.set(file, found);
  }
  return fates;
}

type Changed =
  | { readonly kind: 'files'; readonly files: readonly GraduatedFile[]; readonly notes: readonly string[] }
  | { readonly kind: 'refused'; readonly message: string };

function withoutEntries(dropped: readonly GraduatedEntry[], canonical: boolean): Changed {
  const files: GraduatedFile[] = [];
  const notes: string[] = [];
  for (const file of new Set(dropped.map(one => one.file))) {
    const { path, lockfile } = file;
    const remove = new Set(dropped.filter(one => one.file === file).map(({ name }) => name));
    const changed = textWithout(lockfile, remove, canonical);
    if (changed.kind === 'refused') return { kind: 'refused', message: at(file, changed.span, changed.message) };
    const { text: after, rewritten } = changed;
    if (rewritten && !canonical) {
      notes.push(`${path} is written in its canonical form: what goes holds an anchor that other entries name.`);
    }
    for (const { node, written } of rewritten?.retyped ?? []) {
      notes.push(`${path}: ${node.text} is written as ${written}, for which PyYAML takes it without quotes.`);
    }
    const { text: before } = lockfile;
    files.push({ path, before, after, edits: lineEdits(before, after), lostComments: rewritten?.lostComments ?? [] });
  }
  return { kind: 'files', files, notes };
}

/** Every entry of these names goes: a duplicate that had no effect so far must not come to life. */
function textWithout(lockfile: Lockfile, remove: ReadonlySet<string>, canonical: boolean): ChangedEntries {
  const changes = { put: new Map(), remove };
  if (!canonical) return changeEntries(lockfile, changes);
  const rewritten = changeCanonically(lockfile, changes);
  return rewritten.kind === 'refused' ? rewritten : { kind: 'text', text: rewritten.text, rewritten };
}

/** What the base locks of the basearches that the entry concerns have, by basearch. */
function basesOf(input: GraduationInput, file: LayerFile, entry: Entry): (readonly [string, string])[] {
  const scope = { ...input, file };
  return reachOf(scope, entry).basearches.flatMap(basearch => {
    const evr = baseEntry(scope, entry.name, basearch)?.version?.evr;
    return evr === undefined ? [] : [[basearch, evr] as const];
  });
}

/** What becomes older with the entry gone, a sentence a package. */
function downgrades(input: GraduationInput, dropped: readonly GraduatedEntry[]): string[] {
  return dropped.flatMap(({ file, entry, name, evr }) => {
    const older = new Map(basesOf(input, file, entry).filter(([, base]) => compareEvr(base, evr) < 0));
    return older.size === 0 ? [] : [`${name} is downgraded until the next bump: ${olderLocks(older)}.`];
  });
}

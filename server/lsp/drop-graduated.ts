/** manifestLock/dropGraduated: takes out the fast-tracks that have done their work, as far as nothing is downgraded by it. */
import { removeEntries } from '../lockfile/edits';
import type { Entry } from '../lockfile/model';
import { type Graduation, graduationOf } from '../operations/graduation';
import { SourceGroups } from '../operations/source';
import { checkFile } from '../rules/check';
import { graduated } from '../rules/graduated';
import { isOverrides, list } from '../rules/support';
import { whyNoMetadata } from './no-metadata';
import { scopeOf } from './scope';
import { nothing, type PlannedUpdate } from './update-pin';
import type { FileView } from './view';

const LABEL = 'Drop graduated fast-tracks';

export function planDropGraduated(view: FileView): PlannedUpdate {
  if (!isOverrides(view)) return nothing(LABEL, 'Fast-tracks stand in overrides files; this is none.');
  const all = graduatedEntries(view);
  if (all.size === 0) return nothing(LABEL, whyNone(view));
  const stays = staying(view, all);
  const gone = [...all].filter(([entry]) => !stays.has(entry));
  const notes = [...stays.values(), ...uncheckedNote(gone.length > 0 ? gone : [...all])];
  if (gone.length === 0) return nothing(LABEL, ['Nothing was dropped.', ...notes].join(' '));
  const names = gone.map(([entry]) => entry.name);
  // a duplicate that had no effect so far would come to life
  const entries = view.lockfile.entries.filter(({ name }) => names.includes(name));
  return {
    label: LABEL,
    edits: [{ path: view.path, edits: removeEntries(view.lockfile, entries) }],
    result: {
      changed: gone.map(([entry, found]) => ({
        name: entry.name,
        from: entry.version?.evr ?? '',
        to: nextOf(view, entry, found),
      })),
      message: [`Dropped the ${names.length === 1 ? 'fast-track' : 'fast-tracks'} of ${list(names)}.`, ...notes].join(
        ' ',
      ),
    },
  };
}

/** What the rule reports, whatever its severity; what is ignored with a reason is to stay. */
function graduatedEntries(view: FileView): Map<Entry, Graduation> {
  const scope = scopeOf(view);
  const all = new Map<Entry, Graduation>();
  for (const { package: name = '' } of checkFile(view, { severity: {}, rules: [graduated] })) {
    const entry = view.lockfile.byName.get(name);
    const found = entry && graduationOf(scope, entry);
    if (found) all.set(entry, found);
  }
  return all;
}

/** Why entries stay, a sentence each. What is built from one source package goes as a whole. */
function staying(view: FileView, all: ReadonlyMap<Entry, Graduation>): Map<Entry, string> {
  const stays = new Map<Entry, string>();
  const hasBases = view.repo?.files.some(({ layer }) => layer === 'base') ?? false;
  for (const [entry, found] of all) {
    const reason = reasonToStay(found, hasBases);
    if (reason !== undefined) stays.set(entry, `${entry.name} stays: ${reason}.`);
  }
  const sources = new SourceGroups(scopeOf(view));
  const own = new Set(stays.keys());
  for (const entry of all.keys()) {
    if (own.has(entry)) continue;
    const keeps = sources.siblings(entry).find(other => own.has(other) || !all.has(other));
    if (keeps) stays.set(entry, `${entry.name} stays with ${keeps.name} of the same source package.`);
  }
  return stays;
}

function reasonToStay({ bases, olderBases, unchecked }: Graduation, hasBases: boolean): string | undefined {
  // the next build takes what the repositories have on every basearch
  if (!hasBases)
    return unchecked.length > 0 ? 'there are no base locks, and not every basearch was looked up' : undefined;
  if (bases.length === 0) return 'no base lock has it';
  if (olderBases.size === 0) return undefined;
  const older = [...olderBases].map(([basearch, evr]) => `${basearch} (${evr})`);
  return `the base ${older.length === 1 ? 'lock' : 'locks'} of ${list(older)} ${older.length === 1 ? 'is' : 'are'} older`;
}

/** The version without the override: the base lock's, else the repositories'. */
function nextOf(view: FileView, { name }: Entry, { bases, newest }: Graduation): string {
  const base = view.repo?.files.find(({ layer, arch }) => layer === 'base' && arch === bases[0]);
  const [candidate] = newest.values();
  return base?.lockfile.byName.get(name)?.version?.evr ?? candidate?.record.evr ?? '';
}

function uncheckedNote(found: readonly (readonly [Entry, Graduation])[]): string[] {
  const unchecked = [...new Set(found.flatMap(([, graduation]) => graduation.unchecked))];
  return unchecked.length === 0 ? [] : [`The repositories of ${list(unchecked)} were not looked up.`];
}

function whyNone(view: FileView): string {
  if (view.mode === 'restricted') return 'The workspace is not trusted: no repository is read.';
  if (view.arches.some(arch => view.availability(arch))) return 'No fast-track of this file has graduated.';
  return `No package metadata for ${view.arches.join(', ') || 'any basearch'} yet.${whyNoMetadata(view)}`;
}

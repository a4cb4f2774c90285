/** The plan of `pin` and `fast-track` for one stream: which entries go into which files, and what that does. Pure. */
import { newOverrides } from '../lockfile/add-entries';
import { type Canonical, canonicalText } from '../lockfile/canonical';
import { changeCanonically, changeEntries, type EntryChanges, saysEntry } from '../lockfile/change-entries';
import { type EffectiveEntry, effectiveSets, type LayerFile } from '../lockfile/layers';
import { lineEdits } from '../lockfile/line-edits';
import { parseLockfile } from '../lockfile/parse';
import { compareEvr } from '../rpm/evr';
import { acceptedRpms, builtRpms, lockedArches } from './accepted-rpms';
import { overrideNotes } from './override-notes';
import { distFault, filesFault, nothingAccepted, placeIn, reasonFault } from './override-refusals';
import type {
  OverrideItem,
  OverrideOptions,
  OverridePlan,
  OverrideTarget,
  PlannedEntry,
  PlannedFile,
} from './override-request';
import { type PlacedEntry, type Placement, placeOverrides } from './place-overrides';

type Refused = Extract<OverridePlan, { kind: 'refused' }>;

/**
 * Overrides the packages that the stream locks of the builds of `items`, on the basearches that lock them. Packages of the
 * same name in several builds: the last one counts. Refused are a missing or bad reason, builds that are of another release
 * or of which nothing is locked, and files that cannot be read.
 */
export function planOverrides(
  target: OverrideTarget,
  items: readonly OverrideItem[],
  options: OverrideOptions = {},
): OverridePlan {
  const fault = reasonFault(items) ?? filesFault(target);
  if (fault !== undefined) return refused(fault);
  const built = builtRpms(lockedArches(target), items);
  const accepted = acceptedRpms(target, built);
  if (accepted.size === 0) return refused(nothingAccepted(items));
  const dist = options.ignoreDistMismatch ? undefined : distFault(target, accepted);
  if (dist !== undefined) return refused(dist);
  const placement = placeOverrides(target, accepted, built);
  const written = writtenFiles(target.files, placement, options.canonical ?? false);
  if ('kind' in written) return written;
  const shadow = shadowFault(target, placement, written.files);
  if (shadow !== undefined) return refused(shadow);
  const effective = effectiveSets(target.files);
  const now = (basearch: string, name: string) => versionNow(target, effective(basearch).get(name), basearch, name);
  return {
    kind: 'plan',
    files: written.files.filter(({ before, after }) => before !== after),
    entries: placement.entries.map(placed => plannedEntry(target.files, placed, now)),
    notes: [...overrideNotes({ target, items, accepted, placement, now, effective }), ...written.notes],
  };
}

function refused(message: string): Refused {
  return { kind: 'refused', message };
}

/** Without overrides what the stream's base lock or newest build says. */
function versionNow(
  { locked }: OverrideTarget,
  own: EffectiveEntry | undefined,
  basearch: string,
  name: string,
): string | undefined {
  return own && own.file.layer !== 'base' ? own.version?.evr : locked.get(basearch)?.get(name);
}

function plannedEntry(
  files: readonly LayerFile[],
  { name, path, entry, basearches }: PlacedEntry,
  now: (basearch: string, name: string) => string | undefined,
): PlannedEntry {
  const there = files.find(file => file.path === path)?.lockfile.byName.get(name);
  const version = 'evr' in entry ? entry.evr : entry.evra;
  const evr = 'evr' in entry ? entry.evr : entry.evra.slice(0, entry.evra.lastIndexOf('.'));
  const from = new Map(basearches.map(arch => [arch, now(arch, name)]));
  const orders = [...from.values()].map(old => (old === undefined ? 0 : compareEvr(evr, old)));
  const change = there ? (saysEntry(there, entry) ? 'unchanged' : 'replaced') : 'added';
  const effect = orders.includes(-1) ? 'downgrade' : orders.includes(1) ? 'upgrade' : 'same';
  return { name, path, version, from, change, effect };
}

interface Written {
  /** Every file that the plan is about, by path. */
  readonly files: readonly PlannedFile[];
  readonly notes: readonly string[];
}

function writtenFiles(
  files: readonly LayerFile[],
  { entries, goes }: Placement,
  canonical: boolean,
): Written | Refused {
  const paths = new Set([...entries.map(({ path }) => path), ...goes.map(({ file }) => file.path)]);
  const planned: PlannedFile[] = [];
  const notes: string[] = [];
  for (const path of [...paths].sort()) {
    const put = new Map(entries.filter(entry => entry.path === path).map(({ name, entry }) => [name, entry]));
    const remove = new Set(goes.filter(({ file }) => file.path === path).map(({ name }) => name));
    const file = files.find(other => other.path === path);
    if (!file || (file.lockfile.format === 'yaml' && file.lockfile.text.trim() === '')) {
      const before = file?.lockfile.text;
      const after = newFile(put, canonical);
      planned.push({ path, before, after, edits: before === undefined ? [] : lineEdits(before, after) });
      continue;
    }
    const found = changedFile(file, { put, remove }, canonical);
    if ('kind' in found) return found;
    const { text: before } = file.lockfile;
    planned.push({ path, before, after: found.text, edits: lineEdits(before, found.text) });
    notes.push(...found.notes);
  }
  return { files: planned, notes };
}

function newFile(put: EntryChanges['put'], canonical: boolean): string {
  const text = newOverrides(put);
  const found = canonical ? canonicalText(parseLockfile(text, 'yaml')) : undefined;
  return found?.kind === 'text' ? found.text : text;
}

function changedFile(
  file: LayerFile,
  changes: EntryChanges,
  canonical: boolean,
): { readonly text: string; readonly notes: readonly string[] } | Refused {
  const found = canonical ? changeCanonically(file.lockfile, changes) : changeEntries(file.lockfile, changes);
  if (found.kind === 'refused') return refused(`${placeIn(file, found.span)}: ${found.message}`);
  if ('lostComments' in found) return { text: found.text, notes: rewriteNotes(file, found) };
  if (!found.rewritten) return { text: found.text, notes: [] };
  const why = `${file.path} is written in the canonical form: what is replaced in it holds an anchor that others name.`;
  return { text: found.text, notes: [why, ...rewriteNotes(file, found.rewritten)] };
}

function rewriteNotes(file: LayerFile, { lostComments, retyped = [] }: Extract<Canonical, { kind: 'text' }>): string[] {
  const count = lostComments.length;
  const lost = count === 0 ? [] : [`${file.path} loses ${count === 1 ? 'a comment' : `${count} comments`}.`];
  const typed = retyped.map(({ node, written }) => {
    return `${placeIn(file, node.span)}: ${node.text} is written as ${written}, which is how PyYAML reads it.`;
  });
  return [...lost, ...typed];
}

/**
 * What the files would say is looked at once more: overrides of one arch can stand in several files, of which a reader takes
 * another one.
 */
function shadowFault(
  target: OverrideTarget,
  { entries }: Placement,
  written: readonly PlannedFile[],
): string | undefined {
  const texts = new Map(written.map(file => [file.path, file]));
  const after = target.files.map(file => {
    const text = texts.get(file.path)?.after;
    return text === undefined ? file : { ...file, lockfile: parseLockfile(text, file.lockfile.format) };
  });
  const sets = effectiveSets(after);
  for (const { name, path, basearches } of entries) {
    for (const arch of basearches.filter(one => target.locked.get(one)?.has(name))) {
      const counts = sets(arch).get(name)?.file;
      if (counts && counts.layer !== 'base' && counts.path !== path && texts.get(path)?.before !== undefined) {
        return `${name} is in ${counts.path}, too, which counts before ${path} on ${arch}: remove it there first.`;
      }
    }
  }
  return undefined;
}

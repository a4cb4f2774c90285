/** Puts entries of a lockfile back as they were in an earlier state of it: their own bytes, at their own place. */
import { addEntry, applyEdits, differingRegion, type NewEntry, removeEntry } from '../lockfile/edits';
import { plainMetadata } from '../lockfile/metadata';
import type { Entry, Lockfile, TextEdit } from '../lockfile/model';
import { parseLockfile } from '../lockfile/parse';
import { indentAt, lineBreak } from '../lockfile/places';
import { insertBlocks, insertFlows, mapOf, withBreaks } from './restore-insert';

/**
 * Edits of `now` that make the entries of those names what they are in `before`: missing ones come back with the comment
 * lines above them (behind the neighbour they stood behind, or in order where the file is sorted), changed ones get their
 * old text, and ones that `before` lacks go. Undefined where that cannot be done without losing something of them.
 */
export function restoreEntries(now: Lockfile, before: Lockfile, names: Iterable<string>): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  const missing: Entry[] = [];
  for (const name of new Set(names)) {
    const here = now.byName.get(name);
    const there = before.byName.get(name);
    if (here && there) {
      const edit = replaceEntry(now, here, before, there);
      if (!edit) return undefined;
      edits.push(...edit);
    } else if (here) {
      edits.push(...removeEntry(now, here));
    } else if (there) {
      missing.push(there);
    }
  }
  missing.sort((a, b) => a.member.span.start - b.member.span.start);
  const inserted = missing.length === 0 ? [] : insertEntries(now, before, missing);
  return inserted && [...edits, ...inserted].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function sourceOf({ text }: Lockfile, { member }: Entry): string {
  return text.slice(member.span.start, member.span.end);
}

const ANCHOR_OR_ALIAS = /(?:^|[\s:[{,-])[&*][^\s,[\]{}]/;

/** True where the entry's text means the same wherever it stands: no anchor, no alias. */
function standsAlone(lockfile: Lockfile, entry: Entry): boolean {
  return lockfile.format === 'json' || !ANCHOR_OR_ALIAS.test(sourceOf(lockfile, entry));
}

function replaceEntry(now: Lockfile, here: Entry, before: Lockfile, there: Entry): TextEdit[] | undefined {
  const source = sourceOf(now, here);
  const old = sourceOf(before, there);
  if (source === old) return [];
  const sameColumn = column(now, here) === column(before, there);
  if (now.format !== before.format || !sameColumn || !standsAlone(before, there)) return undefined;
  const { span, newText } = differingRegion(source, withBreaks(old, lineBreak(now.text)));
  const { start } = here.member.span;
  return [{ span: { start: start + span.start, end: start + span.end }, newText }];
}

function column({ text }: Lockfile, { member }: Entry): string {
  return indentAt(text, member.key.span.start);
}

function insertEntries(now: Lockfile, before: Lockfile, missing: readonly Entry[]): TextEdit[] | undefined {
  const whole = wholeDifference(now, before, missing);
  if (whole) return [whole];
  if (now.format === before.format && missing.every(entry => standsAlone(before, entry))) {
    const from = mapOf(before);
    const into = mapOf(now);
    if (from && (!into || into.flow === from.flow)) {
      const edits = from.flow ? insertFlows(now, before, missing) : insertBlocks(now, before, missing);
      if (edits) return edits;
    }
  }
  return addAnew(now, missing);
}

/** Where nothing but the loss of these entries tells the two texts apart in one place, that place as it was. */
function wholeDifference(now: Lockfile, before: Lockfile, missing: readonly Entry[]): TextEdit | undefined {
  if (now.entries.length + missing.length !== before.entries.length || now.syntaxProblems.length > 0) return undefined;
  for (const entry of now.entries) {
    const old = before.byName.get(entry.name);
    if (!old || sourceOf(now, entry) !== sourceOf(before, old)) return undefined;
  }
  const region = differingRegion(now.text, before.text);
  const lost = now.text.slice(region.span.start, region.span.end);
  return /^\s*(?:\{\s*\})?\s*$/.test(lost) ? region : undefined;
}

/** Written anew in the style of the file, where their own text does not fit; undefined where that would lose something. */
function addAnew(now: Lockfile, missing: readonly Entry[]): TextEdit[] | undefined {
  let lockfile = now;
  for (const entry of missing) {
    const value = newEntry(entry);
    if (!value) return undefined;
    lockfile = parseLockfile(applyEdits(lockfile.text, addEntry(lockfile, entry.name, value)), now.format);
  }
  return [differingRegion(now.text, lockfile.text)];
}

function newEntry(entry: Entry): NewEntry | undefined {
  const { version } = entry;
  const metadata = plainMetadata(entry);
  if (!version || !metadata) return undefined;
  const own = version.key === 'evr' ? { evr: version.scalar.text } : { evra: version.scalar.text };
  return Object.keys(metadata).length > 0 ? { ...own, metadata } : own;
}

/** Several new entries of one lockfile at once. */
import { addEntry, type NewEntry } from './edit-insert';
import { OVERRIDES_HEADER } from './header';
import type { Lockfile, TextEdit } from './model';
import { parseLockfile } from './parse';
import { applyEdits, differingRegion } from './text-edits';

/**
 * Adds entries as `addEntry` does, each at its place, in edits that do not touch one another. Throws where a name is there
 * already.
 *
 * @param entries by name, in any order.
 */
export function addEntries(lockfile: Lockfile, entries: ReadonlyMap<string, NewEntry>): TextEdit[] {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  const { packages } = lockfile;
  if (packages?.value?.kind !== 'map' || packages.value.members.length === 0) return firstEntries(lockfile, sorted);
  const byPlace = new Map<number, TextEdit>();
  for (const edit of sorted.flatMap(([name, entry]) => addEntry(lockfile, name, entry))) {
    const { start } = edit.span;
    const known = byPlace.get(start);
    byPlace.set(start, known ? { span: edit.span, newText: known.newText + edit.newText } : edit);
  }
  return [...byPlace.values()].sort((a, b) => a.span.start - b.span.start);
}

/** Where there is no entry yet the first one makes the place of the others. */
function firstEntries(lockfile: Lockfile, entries: readonly (readonly [string, NewEntry])[]): TextEdit[] {
  const { format, text: before } = lockfile;
  let text = before;
  for (const [name, entry] of entries) text = applyEdits(text, addEntry(parseLockfile(text, format), name, entry));
  return text === before ? [] : [differingRegion(before, text)];
}

/** The text of a new overrides file with these entries. */
export function newOverrides(entries: ReadonlyMap<string, NewEntry>): string {
  const empty = `${OVERRIDES_HEADER}\npackages: {}\n`;
  return applyEdits(empty, addEntries(parseLockfile(empty, 'yaml'), entries));
}

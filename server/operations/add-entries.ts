/** Puts several new entries into one lockfile. */
import { addEntry, applyEdits, type NewEntry } from '../lockfile/edits';
import type { Lockfile, TextEdit } from '../lockfile/model';
import { parseLockfile } from '../lockfile/parse';

/**
 * Adds the entries by name: each at its place where the file is sorted, else at the end. Makes `packages` where it is
 * missing, null, a list or empty. Throws where a name is there already.
 */
export function addEntries(lockfile: Lockfile, entries: ReadonlyMap<string, NewEntry>): TextEdit[] {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  if (lockfile.entries.length > 0) return sorted.flatMap(([name, entry]) => addEntry(lockfile, name, entry));
  // the first makes the map that the others go into
  const { text, format } = lockfile;
  const after = sorted.reduce((before, [name, entry]) => {
    return applyEdits(before, addEntry(parseLockfile(before, format), name, entry));
  }, text);
  return after === text ? [] : [difference(text, after)];
}

/** One replacement that makes `after` of `before`, without what both begin and end with. */
function difference(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  return { span: { start, end: before.length - same }, newText: after.slice(start, after.length - same) };
}

/** Where the lockfiles of one basearch have an older version than those of another. */
import type { LayerFile } from '../lockfile/layers';
import type { Entry, EntryVersion } from '../lockfile/model';
import type { Layer } from '../lockfile/name';
import { compareEvr } from '../rpm/evr';
import { evrFault } from '../rpm/evr-syntax';

export interface OlderEntry {
  readonly entry: Entry;
  readonly version: EntryVersion;
  /** The newest that another basearch has. */
  readonly newer: { readonly file: LayerFile; readonly version: EntryVersion };
  /** Every basearch that has it. */
  readonly arches: readonly string[];
}

/** The entries of `own` that are older than the same package in the same layer of another basearch, in file order. */
export function olderThanOthers(own: LayerFile, files: readonly LayerFile[], layer: Layer): OlderEntry[] {
  const others = files.filter(file => file.layer === layer && file.arch !== undefined && file.arch !== own.arch);
  const older: OlderEntry[] = [];
  for (const entry of own.lockfile.byName.values()) {
    const { version } = entry;
    if (version && others.some(file => differs(file, entry.name, version))) {
      const found = olderThan(others, entry, version);
      if (found) older.push(found);
    }
  }
  return older;
}

/** Nearly always false, and asked for every package with every keystroke. */
function differs({ lockfile }: LayerFile, name: string, { evr }: EntryVersion): boolean {
  const other = lockfile.byName.get(name)?.version;
  return other !== undefined && other.evr !== evr;
}

function olderThan(others: readonly LayerFile[], entry: Entry, version: EntryVersion): OlderEntry | undefined {
  let newest: { file: LayerFile; version: EntryVersion }[] = [];
  for (const file of others) {
    const other = file.lockfile.byName.get(entry.name)?.version;
    if (!other || other.evr === version.evr || isFaulty(version) || isFaulty(other)) continue;
    const order = compareEvr(other.evr, newest[0]?.version.evr ?? version.evr);
    if (order > 0) newest = [{ file, version: other }];
    else if (order === 0 && newest.length > 0) newest.push({ file, version: other });
  }
  const [newer] = newest;
  return newer && { entry, version, newer, arches: newest.map(({ file }) => file.arch ?? '') };
}

function isFaulty({ evr }: EntryVersion): boolean {
  return evrFault(evr) !== undefined;
}

/** Moves overrides out of the file for all basearches into those of some. */
import { addEntry, applyEdits, differingRegion, type NewEntry, removeEntries } from '../lockfile/edits';
import type { LayerFile } from '../lockfile/layers';
import { plainMetadata } from '../lockfile/metadata';
import type { Entry, FileEdit, Lockfile } from '../lockfile/model';
import { parseLockfile } from '../lockfile/parse';
import { lineBreak } from '../lockfile/places';
import { pathBeside } from './override-place';

export interface MovedEntry {
  readonly entry: Entry;
  /** The package's arch (the basearch or `noarch`) by basearch. */
  readonly arches: ReadonlyMap<string, string>;
}

export interface ArchFileMove {
  readonly edits: readonly FileEdit[];
  /** Arch files that are not there yet: the head of the common file, then the entries. */
  readonly creates: readonly { readonly path: string; readonly text: string }[];
}

/**
 * Moves entries of the common file `from`, metadata and all, into the arch files, as `evra`. A package that an arch file
 * has already stays as it is there: it counts now. Undefined where an entry holds what cannot be carried over:
 * a digest, which is that of one arch, or metadata that is no text. Comments between the entries stay in the common file.
 */
export function moveToArchFiles(
  from: LayerFile,
  files: readonly LayerFile[],
  moved: readonly MovedEntry[],
): ArchFileMove | undefined {
  const metadata = new Map<Entry, Record<string, string>>();
  for (const { entry } of moved) {
    const texts = plainMetadata(entry);
    if (texts === undefined) return undefined;
    metadata.set(entry, texts);
  }
  const names = new Set(moved.map(({ entry }) => entry.name));
  const gone = from.lockfile.entries.filter(({ name }) => names.has(name));
  const edits: FileEdit[] = [{ path: from.path, edits: removeEntries(from.lockfile, gone) }];
  const creates: { path: string; text: string }[] = [];
  for (const arch of new Set(moved.flatMap(({ arches }) => [...arches.keys()]))) {
    const there = files.find(file => file.layer === 'arch-overrides' && file.arch === arch);
    const lockfile = there?.lockfile ?? parseLockfile(emptyLike(from.lockfile), 'yaml');
    const text = moved.reduce((before, { entry, arches }) => {
      const own = arches.get(arch);
      if (own === undefined) return before;
      return withEntry(before, lockfile.format, entry, own, metadata.get(entry) ?? {});
    }, lockfile.text);
    if (!there) creates.push({ path: pathBeside(from.path, arch), text });
    else if (text !== lockfile.text) edits.push({ path: there.path, edits: [differingRegion(lockfile.text, text)] });
  }
  return { edits, creates };
}

function withEntry(
  text: string,
  format: Lockfile['format'],
  { name, version }: Entry,
  arch: string,
  metadata: Record<string, string>,
): string {
  const lockfile = parseLockfile(text, format);
  if (lockfile.byName.has(name)) return text;
  const entry: NewEntry = { evra: `${version?.evr}.${arch}`, metadata };
  return applyEdits(text, addEntry(lockfile, name, entry));
}

/** No packages below the comment that the file begins with. */
function emptyLike({ text, format }: Lockfile): string {
  const head = format === 'json' ? '' : (/^(?:[ \t]*(?:#.*)?\r?\n)*/.exec(text)?.[0] ?? '');
  return `${head}packages: {}${lineBreak(text)}`;
}

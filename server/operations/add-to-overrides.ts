/** Puts new entries into overrides files; makes the file of a basearch that has none. */
import { addEntries, newOverrides } from '../lockfile/add-entries';
import type { NewEntry } from '../lockfile/edits';
import type { LayerFile } from '../lockfile/layers';
import type { FileEdit } from '../lockfile/model';
import { pathBeside } from './override-place';

export interface Addition {
  readonly name: string;
  /** The basearch whose overrides it goes into; undefined: the overrides of all. */
  readonly arch: string | undefined;
  readonly entry: NewEntry;
}

export interface AddedEntries {
  readonly edits: readonly FileEdit[];
  /** Files that are not there yet, with their whole text. */
  readonly creates: readonly { readonly path: string; readonly text: string }[];
}

/**
 * Edits that add all of `additions`. `beside` is an overrides file: new ones
 * go into its folder. Undefined where one of the names is in its file already, or that file does not parse.
 */
export function addToOverrides(
  files: readonly LayerFile[],
  beside: LayerFile,
  additions: readonly Addition[],
): AddedEntries | undefined {
  const edits: FileEdit[] = [];
  const creates: { path: string; text: string }[] = [];
  for (const arch of new Set(additions.map(addition => addition.arch))) {
    const own = new Map(additions.filter(one => one.arch === arch).map(({ name, entry }) => [name, entry]));
    const file = fileOf(files, beside, arch);
    if (!file) {
      const path = pathBeside(beside.path, arch);
      creates.push({ path, text: newOverrides(own) });
      continue;
    }
    const { lockfile, path } = file;
    if (lockfile.syntaxProblems.length > 0 || [...own.keys()].some(name => lockfile.byName.has(name))) return undefined;
    edits.push({ path, edits: addEntries(lockfile, own) });
  }
  return { edits, creates };
}

function fileOf(files: readonly LayerFile[], beside: LayerFile, arch: string | undefined): LayerFile | undefined {
  if (beside.arch === arch) return beside;
  return files.find(file => file.layer !== 'base' && file.arch === arch);
}

/** Layers of one basearch merged as rpm-ostree merges them: a later file replaces the whole entry by name. */
import type { Entry, EntryVersion, Lockfile } from './model';
import { LAYERS, type Layer } from './name';

/** One parsed file and where it stands. `path` is relative to the config repository. */
export interface LayerFile {
  readonly path: string;
  readonly layer: Layer;
  readonly arch: string | undefined;
  readonly lockfile: Lockfile;
}

/** Where an effective entry comes from. */
export interface Provenance {
  readonly file: LayerFile;
  readonly entry: Entry;
}

export interface EffectiveEntry extends Provenance {
  readonly name: string;
  /** Undefined where the entry names no usable version. */
  readonly version: EntryVersion | undefined;
  /** The entries of lower layers that this one replaces, nearest first. */
  readonly replaces: readonly Provenance[];
}

/** The files of `files` that make up `arch`, in order of precedence (lowest first). */
export function layersOf(arch: string, files: readonly LayerFile[]): LayerFile[] {
  return LAYERS.flatMap(layer =>
    files.filter(file => file.layer === layer && (file.arch === arch || file.arch === undefined)),
  );
}

/** The effective set of one basearch, by package name. */
export function effectiveSet(arch: string, files: readonly LayerFile[]): Map<string, EffectiveEntry> {
  const result = new Map<string, EffectiveEntry>();
  for (const file of layersOf(arch, files)) {
    for (const [name, entry] of file.lockfile.byName) {
      const below = result.get(name);
      const replaces = below ? [{ file: below.file, entry: below.entry }, ...below.replaces] : [];
      result.set(name, { name, file, entry, version: entry.version, replaces });
    }
  }
  return result;
}

/** The effective sets of a repository's basearches, each computed when it is first asked for. */
export function effectiveSets(files: readonly LayerFile[]): (arch: string) => ReadonlyMap<string, EffectiveEntry> {
  const sets = new Map<string, ReadonlyMap<string, EffectiveEntry>>();
  return arch => {
    const set = sets.get(arch) ?? effectiveSet(arch, files);
    sets.set(arch, set);
    return set;
  };
}

/** Where the effective set of a basearch went below what it was. */
import type { EffectiveEntry, LayerFile } from '../lockfile/layers';
import type { EntryVersion } from '../lockfile/model';
import { compareEvr } from '../rpm/evr';
import { isEvr } from '../rpm/evr-syntax';

/** An effective entry whose version can be compared. */
export interface Versioned extends EffectiveEntry {
  readonly version: EntryVersion;
}

export type EffectiveSet = ReadonlyMap<string, EffectiveEntry>;

export interface Lowering {
  readonly name: string;
  readonly before: Versioned;
  readonly now: Versioned;
}

/** Packages of both sets whose EVR is lower than before, in the order of the present set. */
export function* lowerings(before: EffectiveSet, now: EffectiveSet): Generator<Lowering> {
  for (const [name, present] of now) {
    const past = before.get(name);
    if (past?.version?.evr === present.version?.evr) continue;
    const old = past && versioned(past);
    const own = versioned(present);
    if (old && own && compareEvr(own.version.evr, old.version.evr) < 0) yield { name, before: old, now: own };
  }
}

/** Undefined where the entry has no version, or one that no package can have. */
export function versioned(entry: EffectiveEntry): Versioned | undefined {
  const { version } = entry;
  return version && isEvr(version.evr) ? { ...entry, version } : undefined;
}

/** The file that stands for `file` in another state of the repository: of the same path, else of the same layer and arch. */
export function counterpart(files: readonly LayerFile[], file: LayerFile): LayerFile | undefined {
  return (
    files.find(({ path }) => path === file.path) ??
    files.find(({ layer, arch }) => layer === file.layer && arch === file.arch)
  );
}

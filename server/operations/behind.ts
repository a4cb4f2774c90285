/** Which packages are older here than on a stream that this one must not fall behind. */
import type { EffectiveEntry, LayerFile } from '../lockfile/layers';
import type { EntryVersion } from '../lockfile/model';
import { compareEvr } from '../rpm/evr';
import { isEvr } from '../rpm/evr-syntax';

/** The lockfiles of a working tree or a commit. */
export interface LockedSet {
  readonly files: readonly LayerFile[];
  effective(basearch: string): ReadonlyMap<string, EffectiveEntry>;
}

/** An effective entry that names a version as RPM writes them. */
export interface LockedEntry extends EffectiveEntry {
  readonly version: EntryVersion;
}

export interface BehindArch {
  readonly basearch: string;
  /** The older one. */
  readonly own: LockedEntry;
  readonly other: LockedEntry;
}

export interface BehindPackage {
  readonly name: string;
  /** In the order that was asked for; at least one. */
  readonly arches: readonly BehindArch[];
}

/**
 * The packages that both sides lock and that are older on the own one, by name, each with the basearches where that is so. A
 * basearch without a base lock on either side is left out: what such a stream holds only its builds know. So is an entry
 * without a usable version.
 */
export function behind(own: LockedSet, other: LockedSet, basearches: readonly string[]): BehindPackage[] {
  const found = new Map<string, BehindArch[]>();
  for (const basearch of basearches) {
    if (!hasBaseLock(own, basearch) || !hasBaseLock(other, basearch)) continue;
    const theirs = other.effective(basearch);
    for (const [name, here] of own.effective(basearch)) {
      const there = theirs.get(name);
      if (here.version?.evr === there?.version?.evr || !isLocked(here) || !isLocked(there)) continue;
      if (compareEvr(here.version.evr, there.version.evr) >= 0) continue;
      const arches = found.get(name) ?? [];
      arches.push({ basearch, own: here, other: there });
      found.set(name, arches);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, arches]) => ({ name, arches }));
}

export function hasBaseLock({ files }: Pick<LockedSet, 'files'>, basearch: string): boolean {
  return files.some(({ layer, arch }) => layer === 'base' && arch === basearch);
}

export function isLocked(entry: EffectiveEntry | undefined): entry is LockedEntry {
  return entry?.version !== undefined && isEvr(entry.version.evr);
}

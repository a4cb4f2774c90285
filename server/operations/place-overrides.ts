/** Where the entries of accepted packages go: into the common overrides, or into those of single arches. */
import type { NewEntry } from '../lockfile/edits';
import type { LayerFile } from '../lockfile/layers';
import { type AcceptedRpm, lockedArches } from './accepted-rpms';
import { newOverridesPath, overridesFile, overridesOf } from './override-place';
import type { OverrideItem, OverrideTarget } from './override-request';

/** One entry that is to be written. */
export interface PlacedEntry {
  readonly name: string;
  readonly path: string;
  /** Undefined in the common overrides. */
  readonly arch: string | undefined;
  readonly entry: NewEntry;
  /** The basearches that it counts on. */
  readonly basearches: readonly string[];
  readonly rpm: AcceptedRpm;
}

/** An entry that would count instead of the new one, or no longer counts anywhere. */
export interface ReplacedEntry {
  readonly name: string;
  readonly file: LayerFile;
}

export interface Placement {
  readonly entries: readonly PlacedEntry[];
  readonly goes: readonly ReplacedEntry[];
}

type ByArch = ReadonlyMap<string, AcceptedRpm>;

/**
 * A package that is built alike for every basearch goes into the common overrides, also where some do not lock it. Any other
 * one goes into the files of the arches that lock it, the arch named: coreos-koji-tagger takes an `evr` for all of them, and
 * tags nothing of a commit where one is not there.
 */
export function placeOverrides(
  target: OverrideTarget,
  accepted: ReadonlyMap<string, ByArch>,
  built: ReadonlyMap<string, ByArch>,
): Placement {
  const parts = [...accepted].map(([name, rpms]) => placeOf(target, name, rpms, built.get(name) ?? rpms));
  return { entries: parts.flatMap(part => part.entries), goes: parts.flatMap(part => part.goes) };
}

function placeOf(target: OverrideTarget, name: string, rpms: ByArch, built: ByArch): Placement {
  const { files } = target;
  const arches = lockedArches(target);
  const [rpm] = rpms.values();
  if (rpm && isAlike(built, arches)) {
    const path = overridesFile(files, undefined)?.path ?? newOverridesPath(files, undefined);
    const entry = entryOf(rpm, undefined);
    const shadowing = [...rpms.keys()].flatMap(arch => overridesOf(files, arch)).filter(file => has([file], name));
    return {
      entries: [{ name, path, arch: undefined, entry, basearches: arches, rpm }],
      goes: shadowing.map(file => ({ name, file })),
    };
  }
  const common = overridesOf(files, undefined).filter(file => has([file], name));
  const entries = [...rpms].map(([arch, own]) => {
    const path = overridesFile(files, arch)?.path ?? newOverridesPath(files, arch);
    return { name, path, arch, entry: entryOf(own, arch), basearches: [arch], rpm: own };
  });
  return { entries, goes: isUnused(target, name, rpms) ? common.map(file => ({ name, file })) : [] };
}

function has(files: readonly LayerFile[], name: string): boolean {
  return files.some(({ lockfile }) => lockfile.byName.has(name));
}

/** True where one entry of the common overrides can stand for all. */
function isAlike(rpms: ByArch, arches: readonly string[]): boolean {
  const [first] = rpms.values();
  return arches.every(arch => {
    const own = rpms.get(arch);
    return own && own.evr === first?.evr && own.noarch === first.noarch && own.item === first.item;
  });
}

/** True where the common overrides' entry counts on no basearch any more that locks the package, as far as is known. */
function isUnused(target: OverrideTarget, name: string, rpms: ByArch): boolean {
  return target.basearches.every(arch => {
    const locked = target.locked.get(arch);
    if (locked === undefined) return false;
    return rpms.has(arch) || !locked.has(name) || has(overridesOf(target.files, arch), name);
  });
}

function entryOf({ evr, noarch, item }: AcceptedRpm, arch: string | undefined): NewEntry {
  const metadata = metadataOf(item);
  if (noarch) return { evra: `${evr}.noarch`, metadata };
  return arch === undefined ? { evr, metadata } : { evra: `${evr}.${arch}`, metadata };
}

function metadataOf({ bodhi, reason, type }: OverrideItem): Record<string, string> {
  return { ...(bodhi && { bodhi }), ...(reason && { reason }), type };
}

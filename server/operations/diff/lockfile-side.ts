/** One side of a comparison out of lockfiles: the effective sets of a commit, of the working tree, or of a build's lockfiles. */
import { faultOf } from '../../lockfile/fault';
import { type LayerFile, layersOf } from '../../lockfile/layers';
import { metadataText } from '../../lockfile/metadata';
import type { Entry } from '../../lockfile/model';
import { lockedSources, sourceRpmOf } from '../source';
import { list } from '../words';
import type { DiffSide, SideKind, SidePackage } from './side';

export interface LockfileSideInput {
  readonly spec: string;
  readonly kind: SideKind;
  readonly label: string;
  readonly commit: string | undefined;
  /** Unix seconds. */
  readonly committed: number | undefined;
  readonly stream: string | undefined;
  readonly releasever: string | undefined;
  /** Those that it should have, in the order of the repository. */
  readonly basearches: readonly string[];
  readonly files: readonly LayerFile[];
  /** Basearches that are not known, and why: a sentence each. */
  readonly missing?: ReadonlyMap<string, string>;
  readonly notes?: readonly string[];
}

/**
 * The effective sets of `files`; reads nothing. A basearch of which a layer does not parse is missing: half of its set would mislead. An entry
 * without a version that can be read is not in the set, and a note says so.
 */
export function lockfileSide(input: LockfileSideInput): DiffSide {
  const { files, missing: known = new Map(), notes = [], basearches, ...facts } = input;
  const broken = basearches.flatMap(arch => {
    if (known.has(arch)) return [];
    const [why] = layersOf(arch, files).flatMap(({ path, lockfile }) => {
      const fault = faultOf(lockfile);
      return fault === undefined ? [] : [`${path} ${fault}.`];
    });
    return why === undefined ? [] : [[arch, why] as const];
  });
  const missing = new Map([...known, ...broken]);
  const there = basearches.filter(arch => !missing.has(arch));
  const sets = new Map<string, ReadonlyMap<string, SidePackage>>();
  return {
    ...facts,
    basearches: there,
    missing,
    partial: false,
    notes: [...notes, ...entriesWithoutVersion(there, files)],
    packages: basearch => {
      if (!there.includes(basearch)) return NOTHING;
      const set = sets.get(basearch) ?? effectivePackages(basearch, files);
      sets.set(basearch, set);
      return set;
    },
    sourceOf: (basearch, name) => sourceOf(files, basearch, name),
  };
}

const NOTHING: ReadonlyMap<string, SidePackage> = new Map();

/** Layers merged as `effectiveSet` merges them, without what nobody asks about here: what each entry replaces. */
function effectivePackages(basearch: string, files: readonly LayerFile[]): ReadonlyMap<string, SidePackage> {
  const packages = new Map<string, SidePackage>();
  for (const file of layersOf(basearch, files)) {
    for (const [name, entry] of file.lockfile.byName) {
      const { version } = entry;
      if (version)
        packages.set(name, { name, evr: version.evr, arch: version.arch, provenance: provenance(file, entry) });
      else packages.delete(name);
    }
  }
  return packages;
}

function provenance(file: LayerFile, entry: Entry): SidePackage['provenance'] {
  if (file.layer === 'base') {
    return { kind: 'base', file, entry, type: undefined, reason: undefined, bodhi: undefined };
  }
  const said = (key: string): string | undefined => metadataText(entry, key);
  return { kind: 'override', file, entry, type: said('type'), reason: said('reason'), bodhi: said('bodhi') };
}

/**
 * What the base lock says, else what the names of packages of the same version do. A package that only is its own source because nothing says better
 * has none: the other side may know.
 */
function sourceOf(files: readonly LayerFile[], basearch: string, name: string): string | undefined {
  const base = files.find(({ layer, arch }) => layer === 'base' && arch === basearch);
  const recorded = sourceRpmOf(base?.lockfile.byName.get(name));
  if (recorded !== undefined) return recorded;
  const source = lockedSources({ files }, basearch).get(name);
  return source === name ? undefined : source;
}

/** "manifest-lock.overrides.yaml: podman has no version that can be read, so it is not compared.", a note a file. */
function entriesWithoutVersion(basearches: readonly string[], files: readonly LayerFile[]): string[] {
  return files.flatMap(file => {
    const bad = [...file.lockfile.byName.values()].filter(({ version }) => !version).map(({ name }) => name);
    const counts = bad.filter(name => basearches.some(arch => nameCounts(file, name, arch, files)));
    if (counts.length === 0) return [];
    const [have, are] = counts.length === 1 ? ['has', 'it is'] : ['have', 'they are'];
    return [`${file.path}: ${list(counts)} ${have} no version that can be read, so ${are} not compared.`];
  });
}

/** True where the file's entry is the one that counts on the basearch. */
function nameCounts(file: LayerFile, name: string, basearch: string, files: readonly LayerFile[]): boolean {
  return layersOf(basearch, files).findLast(({ lockfile }) => lockfile.byName.has(name)) === file;
}

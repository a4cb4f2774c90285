/** Which source package an entry is built from. */
import { metadataText } from '../lockfile/metadata';
import type { Entry, Lockfile } from '../lockfile/model';
import { sourceName } from '../rpm/nevra';
import { findNevra, packagesOf } from '../rpmmd/candidates';
import { baseEntry, type FileScope, reachOf } from './reach';

/**
 * Name of an entry's source package: from the metadata of the locked package itself, else from `metadata.sourcerpm` (base
 * locks of February 2024 to December 2025, a name), else from another version of the package. Undefined where nothing
 * says: an override of a name that no known repository has.
 */
export function sourceOf(scope: FileScope, entry: Entry): string | undefined {
  const { basearches } = reachOf(scope, entry);
  const known = basearches.map(scope.availability).filter(availability => availability !== undefined);
  if (entry.version) {
    const { evr } = entry.version;
    const locked = first(known, availability => findNevra(availability, entry.name, evr)[0]);
    if (locked) return locked.record.source;
  }
  const recorded = sourceRpmOf(entry) ?? first(basearches, arch => sourceRpmOf(baseEntry(scope, entry.name, arch)));
  if (recorded !== undefined) return recorded;
  return first(known, availability => packagesOf(availability, entry.name)[0])?.record.source;
}

/**
 * The entries of the scope's file by source package, in file order; an entry of which nothing is known stands under its
 * own name. Worked out at the first question.
 */
export class SourceGroups {
  readonly #scope: FileScope;
  #groups: ReadonlyMap<string, readonly Entry[]> | undefined;

  constructor(scope: FileScope) {
    this.#scope = scope;
  }

  all(): ReadonlyMap<string, readonly Entry[]> {
    if (this.#groups) return this.#groups;
    const groups = new Map<string, Entry[]>();
    for (const entry of this.#scope.file.lockfile.byName.values()) {
      const source = this.#nameOf(entry);
      const known = groups.get(source);
      if (known) known.push(entry);
      else groups.set(source, [entry]);
    }
    this.#groups = groups;
    return groups;
  }

  /** The entry itself among them. */
  siblings(entry: Entry): readonly Entry[] {
    return this.all().get(this.#nameOf(entry)) ?? [];
  }

  #nameOf(entry: Entry): string {
    return sourceOf(this.#scope, entry) ?? entry.name;
  }
}

/**
 * The source package of each package in the base lock of one basearch: what `metadata.sourcerpm` says; where nothing says,
 * packages of the same EVR of which one's name begins with the other's (`cryptsetup`, `cryptsetup-libs`) have one source,
 * named like the shortest. That holds without exception in the 832 base locks of 2024 and 2025 that name their sources.
 */
export function lockedSources({ files }: Pick<FileScope, 'files'>, basearch: string): ReadonlyMap<string, string> {
  const base = files.find(({ layer, arch }) => layer === 'base' && arch === basearch);
  if (!base) return new Map();
  const known = sourcesOf.get(base.lockfile) ?? readSources(base.lockfile);
  sourcesOf.set(base.lockfile, known);
  return known;
}

/** A lockfile never changes, and while overrides are typed those of four basearches are asked for with every keystroke. */
const sourcesOf = new WeakMap<Lockfile, ReadonlyMap<string, string>>();

/** The packages of each source, of what `lockedSources` gave. */
export function packagesBySource(sources: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const known = packagesOfSources.get(sources);
  if (known) return known;
  const packages = new Map<string, string[]>();
  for (const [name, source] of sources) {
    const own = packages.get(source);
    if (own) own.push(name);
    else packages.set(source, [name]);
  }
  packagesOfSources.set(sources, packages);
  return packages;
}

const packagesOfSources = new WeakMap<ReadonlyMap<string, string>, ReadonlyMap<string, readonly string[]>>();

function readSources({ byName }: Lockfile): Map<string, string> {
  return new Map([...byName].map(([name, entry]) => [name, sourceRpmOf(entry) ?? mainPackage(byName, entry)]));
}

function mainPackage(byName: ReadonlyMap<string, Entry>, { name, version }: Entry): string {
  for (let dash = name.indexOf('-'); dash > 0; dash = name.indexOf('-', dash + 1)) {
    const main = byName.get(name.slice(0, dash));
    if (main?.version && main.version.evr === version?.evr) return main.name;
  }
  return name;
}

/** What `metadata.sourcerpm` of an entry says: a name, as base locks of February 2024 to December 2025 have it. */
export function sourceRpmOf(entry: Entry | undefined): string | undefined {
  const text = entry && metadataText(entry, 'sourcerpm');
  return text?.endsWith('.rpm') ? sourceName(text) : text;
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

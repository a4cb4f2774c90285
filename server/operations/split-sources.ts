/** Source packages of which the overrides move some packages and leave others where the base lock has them. */
import type { EffectiveEntry, LayerFile } from '../lockfile/layers';
import type { Entry, EntryVersion } from '../lockfile/model';
import { compareEvr, formatEvr, parseEvr } from '../rpm/evr';
import { isEvr } from '../rpm/evr-syntax';
import { findNevra, packagesOfBuild } from '../rpmmd/candidates';
import { entryBuild } from '../services/entry-build';
import type { KojiFacts } from '../services/facts';
import { baseEntry, type FileScope } from './reach';
import { lockedSources, packagesBySource } from './source';
import { isPin } from './update';

/** One package that stays, on one basearch. */
export interface LeftBehind {
  readonly name: string;
  readonly basearch: string;
  /** Where its version stands: a base lock, or overrides that name another one. */
  readonly file: LayerFile;
  readonly entry: Entry;
  readonly version: EntryVersion;
  /** The EVR that the same build gives it; undefined where a version of its own keeps one from knowing. */
  readonly to: string | undefined;
  readonly noarch: boolean;
}

export interface SplitSource {
  /** Name of the source package, or of its main package where only that is known. */
  readonly source: string;
  /** The entry that the others should have followed. */
  readonly leader: { readonly entry: Entry; readonly version: EntryVersion };
  readonly left: readonly LeftBehind[];
  /** True where the metadata of the build, or Koji, says so, false where it is concluded from the base lock. */
  readonly certain: boolean;
}

interface Moved extends EffectiveEntry {
  readonly version: EntryVersion;
  readonly base: Entry & { readonly version: EntryVersion };
}

/**
 * What the scope's file leaves behind: as rpm-md, else Koji, has the very build, else by the base lock, whose packages of one
 * source are moved forward together or not at all. A fast-track that the base lock has passed moves nothing.
 */
export function splitSources(
  scope: FileScope,
  effective: (basearch: string) => ReadonlyMap<string, EffectiveEntry>,
  koji?: KojiFacts,
): SplitSource[] {
  const { file } = scope;
  const found = new Map<string, SplitSource>();
  for (const basearch of file.arch === undefined ? scope.basearches : [file.arch]) {
    const set = effective(basearch);
    const moved = movedEntries(scope, basearch, set);
    if (!moved.some(one => one.file.path === file.path)) continue;
    const sources = lockedSources(scope, basearch);
    for (const [source, group] of bySource(moved, sources)) {
      const leader = leaderOf(source, group);
      if (leader?.file.path !== file.path) continue;
      const known = ofBuild(scope, basearch, set, leader) ?? ofKoji(koji, basearch, set, leader);
      const left = known ?? ofBaseLock(scope, basearch, group, leader, sources);
      if (left.length === 0) continue;
      const key = JSON.stringify([source, leader.name]);
      const split = found.get(key) ?? { source, leader, left: [], certain: true };
      found.set(key, { ...split, left: [...split.left, ...left], certain: split.certain && known !== undefined });
    }
  }
  return [...found.values()];
}

function bySource(moved: readonly Moved[], sources: ReadonlyMap<string, string>): Map<string, Moved[]> {
  const groups = new Map<string, Moved[]>();
  for (const one of moved) {
    const source = sources.get(one.name) ?? one.name;
    const group = groups.get(source);
    if (group) group.push(one);
    else groups.set(source, [one]);
  }
  return groups;
}

function movedEntries(scope: FileScope, basearch: string, set: ReadonlyMap<string, EffectiveEntry>): Moved[] {
  const moved: Moved[] = [];
  for (const one of set.values()) {
    if (one.file.layer === 'base' || !isUsable(one.version)) continue;
    const base = baseEntry(scope, one.name, basearch);
    if (!base || !isUsable(base.version)) continue;
    const order = compareEvr(one.version.evr, base.version.evr);
    if (order > 0 || (order < 0 && isPin(one.entry))) {
      moved.push({ ...one, version: one.version, base: { ...base, version: base.version } });
    }
  }
  return moved;
}

function isUsable(version: EntryVersion | undefined): version is EntryVersion {
  return version !== undefined && isEvr(version.evr);
}

/** The newest; of equal ones one of the common file, then the one that is named like the source. */
function leaderOf(source: string, group: readonly Moved[]): Moved | undefined {
  return group.reduce<Moved | undefined>((best, one) => {
    if (!best) return one;
    const sameVersioning = best.base.version.evr === one.base.version.evr;
    const order = sameVersioning ? compareEvr(one.version.evr, best.version.evr) : 0;
    return (order || rank(source, one) - rank(source, best)) > 0 ? one : best;
  }, undefined);
}

function rank(source: string, { name, file }: Moved): number {
  return (file.arch === undefined ? 2 : 0) + (name === source ? 1 : 0);
}

/** What the leader's build has at another version than the effective set; undefined where no known repository has that build. */
function ofBuild(
  { availability }: FileScope,
  basearch: string,
  set: ReadonlyMap<string, EffectiveEntry>,
  leader: Moved,
): LeftBehind[] | undefined {
  const known = availability(basearch);
  const [candidate] = known ? findNevra(known, leader.name, leader.version.evr) : [];
  if (!known || !candidate || candidate.record.sourceRpm === '') return undefined;
  const left: LeftBehind[] = [];
  for (const [name, { record }] of packagesOfBuild(known, candidate.record.source, candidate.record.sourceRpm)) {
    const one = set.get(name);
    if (!one?.version || compareEvr(one.version.evr, record.evr) === 0) continue;
    const { file, entry, version } = one;
    left.push({ name, basearch, file, entry, version, to: record.evr, noarch: record.arch === 'noarch' });
  }
  return left;
}

/** The same as Koji has the build; undefined where it is not asked or not known to have it. */
function ofKoji(
  koji: KojiFacts | undefined,
  basearch: string,
  set: ReadonlyMap<string, EffectiveEntry>,
  leader: Moved,
): LeftBehind[] | undefined {
  const built = koji && entryBuild(koji, leader.entry, [basearch]);
  if (built?.kind !== 'found' || !built.packages) return undefined;
  const packages = built.packages.flatMap(({ name, arch, epoch, version, release }) => {
    if (arch !== basearch && arch !== 'noarch') return [];
    return [{ name, to: formatEvr(parseEvr(`${epoch ?? 0}:${version}-${release}`)), noarch: arch === 'noarch' }];
  });
  // where the leader has another epoch than its build, that is what is wrong (`unknown-build`)
  if (packages.some(({ name, to }) => name === leader.name && compareEvr(leader.version.evr, to) !== 0)) return [];
  return packages.flatMap(({ name, to, noarch }) => {
    const one = set.get(name);
    if (!one?.version || compareEvr(one.version.evr, to) === 0) return [];
    const { file, entry, version } = one;
    return [{ name, basearch, file, entry, version, to, noarch }];
  });
}

function ofBaseLock(
  scope: FileScope,
  basearch: string,
  group: readonly Moved[],
  leader: Moved,
  sources: ReadonlyMap<string, string>,
): LeftBehind[] {
  const base = scope.files.find(({ layer, arch }) => layer === 'base' && arch === basearch);
  const source = sources.get(leader.name) ?? leader.name;
  // an older build may lack what was split off later, as kernel-modules-core: only the metadata could tell
  if (!base || compareEvr(leader.version.evr, leader.base.version.evr) < 0) return [];
  const left: LeftBehind[] = [];
  for (const name of packagesBySource(sources).get(source) ?? []) {
    const entry = base.lockfile.byName.get(name);
    if (!entry || !isUsable(entry.version)) continue;
    const { version } = entry;
    const same = compareEvr(version.evr, leader.base.version.evr) === 0;
    const noarch = version.arch === 'noarch';
    const to = same ? leader.version.evr : undefined;
    const other = group.find(one => one.name === name);
    if (!other) {
      if (compareEvr(version.evr, leader.version.evr) === 0) continue;
      left.push({ name, basearch, file: base, entry, version, to, noarch });
    } else if (same && compareEvr(other.version.evr, leader.version.evr) !== 0) {
      left.push({ name, basearch, file: other.file, entry: other.entry, version: other.version, to, noarch });
    }
  }
  return left;
}

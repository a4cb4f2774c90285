/** Fast-tracks what fell behind another stream: overrides with the newest known build, whole source packages at a time. */
import { addEntries, newOverrides } from '../lockfile/add-entries';
import { type NewEntry, setMetadata } from '../lockfile/edits';
import type { LayerFile } from '../lockfile/layers';
import type { Entry, FileEdit, Lockfile, TextEdit } from '../lockfile/model';
import { lastMember } from '../lockfile/view';
import { compareEvr } from '../rpm/evr';
import { packagesOf } from '../rpmmd/candidates';
import type { Candidate } from '../rpmmd/repositories';
import { type BehindPackage, hasBaseLock, isLocked, type LockedEntry } from './behind';
import {
  type ChosenBuild,
  chooseBuild,
  type FastTrackScope,
  hasMetadata,
  lockedOfBuild,
  siblingsNow,
} from './fast-track-build';
import { moveEdits } from './move-edits';
import { pathBeside } from './override-place';
import { sourceBuildName } from './source-build';
import { isPin } from './update';

export type { FastTrackScope } from './fast-track-build';

/** One override as it will stand there. */
export interface FastTracked {
  readonly name: string;
  /** Relative to the root; a file that is not there yet is among `creates`. */
  readonly path: string;
  /** What is locked now, on the first basearch it concerns. */
  readonly from: string;
  readonly to: Candidate;
  /** True where an override that is there moves, false for a new one. */
  readonly moved: boolean;
}

export interface FastTrackPlan {
  readonly edits: readonly FileEdit[];
  /** Overrides files to make. */
  readonly creates: readonly { readonly path: string; readonly text: string }[];
  /** The packages that fell behind first, each followed by its siblings. */
  readonly added: readonly FastTracked[];
  /** Packages that fell behind and will not be any more. */
  readonly caughtUp: readonly string[];
  /** Packages that stay behind, and why. */
  readonly left: readonly { readonly name: string; readonly message: string }[];
  /** What a user should know besides, one sentence each. */
  readonly notes: readonly string[];
}

/** One build and where its packages go. */
interface Group {
  readonly names: readonly string[];
  readonly tracked: readonly FastTracked[];
  readonly moves: readonly FileEdit[];
  readonly entries: readonly { readonly path: string; readonly name: string; readonly entry: NewEntry }[];
  readonly notes: readonly string[];
}

/** A package of the build, where it is locked. */
interface Sibling {
  readonly name: string;
  /** By basearch. */
  readonly arches: ReadonlyMap<string, Target>;
}

interface Target {
  /** What is effective now. */
  readonly own: LockedEntry;
  /** The package of the build, where metadata is known. */
  readonly to: Candidate | undefined;
}

/** Plans for one state of repository and metadata; what it found out about a build it remembers. */
export class FastTrackPlanner {
  readonly #scope: FastTrackScope;
  readonly #packages: readonly BehindPackage[];
  #groups: ReadonlyMap<string, Group | string> | undefined;
  #all: FastTrackPlan | undefined;

  constructor(scope: FastTrackScope, packages: readonly BehindPackage[]) {
    this.#scope = scope;
    this.#packages = packages;
  }

  /** Every package that fell behind. */
  all(): FastTrackPlan {
    this.#all ??= this.#planOf(this.#packages.map(({ name }) => name));
    return this.#all;
  }

  /** One of them, with what is built and locked with it. */
  only(name: string): FastTrackPlan {
    return this.#planOf([name]);
  }

  #planOf(names: readonly string[]): FastTrackPlan {
    this.#groups ??= this.#grouped();
    const groups = new Set<Group>();
    const left: { name: string; message: string }[] = [];
    for (const name of names) {
      const group = this.#groups.get(name);
      if (typeof group === 'string') left.push({ name, message: group });
      else if (group) groups.add(group);
    }
    const chosen = [...groups];
    const tracked = chosen.flatMap(group => group.tracked);
    const behindFirst = chosen.length === 1 ? tracked.toSorted((a, b) => rank(a, names) - rank(b, names)) : tracked;
    return {
      ...written(this.#scope, chosen),
      added: behindFirst,
      caughtUp: names.filter(name => !left.some(other => other.name === name)),
      left,
      notes: [...new Set(chosen.flatMap(group => group.notes))],
    };
  }

  /** By name of every package that fell behind: its group, or why there is none. */
  #grouped(): ReadonlyMap<string, Group | string> {
    const found = new Map<string, Group | string>();
    const behindNames = new Set(this.#packages.map(({ name }) => name));
    for (const one of this.#packages) {
      if (found.has(one.name)) continue;
      const group = groupOf(this.#scope, one, behindNames);
      found.set(one.name, group);
      if (typeof group === 'string') continue;
      for (const name of group.names) if (behindNames.has(name)) found.set(name, group);
    }
    return found;
  }
}

/** The plan for all of `packages`, which `behind` found. */
export function planFastTrackBehind(scope: FastTrackScope, packages: readonly BehindPackage[]): FastTrackPlan {
  return new FastTrackPlanner(scope, packages).all();
}

/** The title of the action for one package: "Fast-track kernel and its 3 siblings to 6.8.5-301.fc40 (fedora-updates)". */
export function fastTrackTitle(name: string, { added }: FastTrackPlan): string {
  const siblings = new Set(added.map(tracked => tracked.name)).size - 1;
  const those = siblings === 0 ? '' : ` and its ${siblings === 1 ? 'sibling' : `${siblings} siblings`}`;
  const { record, repository } = added.find(tracked => tracked.name === name)?.to ?? {};
  return `Fast-track ${name}${those} to ${record?.evr} (${repository?.id})`;
}

function rank({ name }: FastTracked, first: readonly string[]): number {
  return first.includes(name) ? 0 : 1;
}

function groupOf(scope: FastTrackScope, one: BehindPackage, behindNames: ReadonlySet<string>): Group | string {
  if (one.arches.some(({ own }) => isPin(own.entry))) return `${one.name} is a pin: it stays until somebody moves it.`;
  const build = chooseBuild(scope, one);
  if ('message' in build) return build.message;
  const siblings = siblingsOf(scope, one.name, build);
  const pin = siblings.find(({ arches }) => [...arches.values()].some(({ own }) => isPin(own.entry)));
  if (pin) return `${one.name} shares its source package with ${pin.name}, which is a pin.`;
  const parts = siblings.map(sibling => place(scope, sibling));
  const names = siblings.map(({ name }) => name);
  const notes = parts.flatMap(part => part.notes);
  const [first] = build.packages.values();
  const [basearch] = build.packages.keys();
  const gone = (basearch === undefined ? [] : siblingsNow(scope, basearch, one.name)).filter(other => {
    return !names.includes(other) && !behindNames.has(other);
  });
  for (const name of gone) notes.push(`${name} stays: ${first?.record.sourceRpm} has no such package.`);
  const concerned = scope.basearches.filter(arch => siblings.some(({ arches }) => arches.has(arch)));
  const unchecked = concerned.filter(arch => !hasMetadata(scope, arch));
  if (unchecked.length > 0) {
    const checked = concerned.filter(arch => !unchecked.includes(arch));
    notes.push(`Looked up for ${checked.join(', ')}, not for ${unchecked.join(', ')}.`);
  }
  const broken = parts.map(part => part.broken).find(path => path !== undefined);
  if (broken !== undefined) return `${broken} has a syntax error: nothing is changed in it.`;
  return {
    names,
    tracked: parts.flatMap(part => part.tracked),
    moves: parts.flatMap(part => part.moves),
    entries: parts.flatMap(part => part.entries),
    notes,
  };
}

/** The locked packages of the build, the one that was asked for first, where they do not go back; those that would not move left out. */
function siblingsOf(scope: FastTrackScope, name: string, build: ChosenBuild): Sibling[] {
  const byName = new Map<string, Map<string, Target>>([[name, new Map()]]);
  for (const [basearch, packages] of lockedOfBuild(scope, build)) {
    for (const [other, to] of packages) {
      const own = scope.effective(basearch).get(other);
      if (!isLocked(own) || compareEvr(to.record.evr, own.version.evr) < 0) continue;
      byName.set(other, (byName.get(other) ?? new Map<string, Target>()).set(basearch, { own, to }));
    }
  }
  for (const basearch of scope.basearches.filter(arch => !hasMetadata(scope, arch))) {
    for (const [other, arches] of byName) {
      const own = scope.effective(basearch).get(other);
      if (isLocked(own)) arches.set(basearch, { own, to: undefined });
    }
  }
  return [...byName]
    .filter(([, arches]) => {
      return [...arches.values()].some(({ own, to }) => to && compareEvr(to.record.evr, own.version.evr) > 0);
    })
    .map(([other, arches]) => ({ name: other, arches }));
}

interface Part {
  readonly tracked: readonly FastTracked[];
  readonly moves: readonly FileEdit[];
  readonly entries: Group['entries'];
  readonly notes: readonly string[];
  /** Path of a file that has to change and cannot. */
  readonly broken: string | undefined;
}

/** Overrides that are there move; others are added, to the common file where every basearch takes the same. */
function place(scope: FastTrackScope, { name, arches }: Sibling): Part {
  const tracked: FastTracked[] = [];
  const moves: FileEdit[] = [];
  const entries: Group['entries'][number][] = [];
  const notes: string[] = [];
  const fromBase: string[] = [];
  const apart: string[] = [];
  const byFile = new Map<LayerFile, string[]>();
  for (const [basearch, { own }] of arches) {
    if (own.file.layer === 'base') fromBase.push(basearch);
    else byFile.set(own.file, [...(byFile.get(own.file) ?? []), basearch]);
  }
  for (const [file, basearches] of byFile) {
    if (countsBeyond(scope, file, name, basearches)) {
      apart.push(...basearches);
      continue;
    }
    const packages = known(arches, basearches);
    const [to] = packages.values();
    const own = arches.get(basearches[0] ?? '')?.own;
    if (!to || !own) continue;
    const before = basearches.flatMap(basearch => packagesNow(scope, basearch, name));
    const update = updateOf(scope, to);
    const link = update === undefined ? undefined : linkEdits(file.lockfile, own.entry, update);
    const edits = moveEdits(file.lockfile, file.arch === undefined, own.entry, packages, before);
    moves.push({ path: file.path, edits: [...edits, ...(link ?? [])] });
    tracked.push({ name, path: file.path, from: own.version.evr, to, moved: true });
    if (!link && own.entry.metadata.has('bodhi')) {
      notes.push(`The bodhi link of ${name} is still that of ${own.version.evr}.`);
    }
  }
  for (const { path, arch, basearches } of newPlaces(scope, arches, { fromBase, apart })) {
    const packages = known(arches, basearches);
    const [to] = packages.values();
    const own = arches.get(basearches[0] ?? '')?.own;
    if (!to || !own) continue;
    const bodhi = updateOf(scope, to);
    const metadata = { ...(bodhi === undefined ? {} : { bodhi }), type: 'fast-track' };
    entries.push({ path, name, entry: { ...versionFor(arch, [...packages.values()]), metadata } });
    if (bodhi !== undefined) notes.push('What the fast-tracks are needed for is left to say (metadata.reason).');
    tracked.push({ name, path, from: own.version.evr, to, moved: false });
  }
  const touched = [...moves, ...entries].map(({ path }) => path);
  const broken = scope.files.find(({ path, lockfile }) => touched.includes(path) && lockfile.syntaxProblems.length > 0);
  return { tracked, moves, entries, notes, broken: broken?.path };
}

function updateOf(scope: FastTrackScope, { record }: Candidate): string | undefined {
  const build = sourceBuildName(record.sourceRpm);
  return build && scope.updateOf?.(build);
}

/** Undefined where the entry's metadata is shared with others (YAML aliases), which have another update. */
function linkEdits(lockfile: Lockfile, entry: Entry, url: string): TextEdit[] | undefined {
  const metadata = lastMember(entry.map, 'metadata')?.value;
  const link = lastMember(metadata, 'bodhi');
  const own = metadata?.kind === 'map' && (link ? link.value?.kind === 'scalar' : !entry.metadata.has('bodhi'));
  return own ? setMetadata(lockfile, entry, 'bodhi', url) : undefined;
}

/** In the file of one arch the arch is named: coreos-koji-tagger takes an `evr` for all of them, there too. */
function versionFor(arch: string | undefined, packages: readonly Candidate[]): { evr: string } | { evra: string } {
  const evr = packages[0]?.record.evr ?? '';
  const noarch = packages.every(({ record }) => record.arch === 'noarch');
  if (noarch) return { evra: `${evr}.noarch` };
  return arch === undefined ? { evr } : { evra: `${evr}.${packages[0]?.record.arch}` };
}

/** True for an entry of the common overrides that is effective on more basearches than those. */
function countsBeyond(
  { basearches, effective }: FastTrackScope,
  file: LayerFile,
  name: string,
  those: readonly string[],
) {
  return basearches.some(
    basearch => !those.includes(basearch) && effective(basearch).get(name)?.file.path === file.path,
  );
}

/**
 * The files that new overrides of a package go into, and the basearches each is for.
 *
 * @param wanted `fromBase`: basearches where the base lock holds the version; `apart`: where the common overrides do, which
 * must stay as they are for others.
 */
function newPlaces(
  scope: FastTrackScope,
  arches: Sibling['arches'],
  { fromBase, apart }: { readonly fromBase: readonly string[]; readonly apart: readonly string[] },
): { readonly path: string; readonly arch: string | undefined; readonly basearches: readonly string[] }[] {
  const everywhere = scope.basearches.every(basearch => !hasBaseLock(scope, basearch) || fromBase.includes(basearch));
  const kinds = new Set([...known(arches, fromBase).values()].map(({ record }) => record.arch === 'noarch'));
  if (everywhere && kinds.size === 1) {
    return [{ path: pathOf(scope, fromBase[0], undefined), arch: undefined, basearches: fromBase }];
  }
  return [...fromBase, ...apart]
    .filter(basearch => known(arches, [basearch]).size > 0)
    .map(basearch => ({ path: pathOf(scope, basearch, basearch), arch: basearch, basearches: [basearch] }));
}

/** The overrides file of that arch (undefined: the common one): the one there is, else a new one beside the base lock. */
function pathOf({ files }: FastTrackScope, basearch: string | undefined, arch: string | undefined): string {
  const there = files.find(file => file.layer !== 'base' && file.arch === arch);
  if (there) return there.path;
  const base = files.find(file => file.layer === 'base' && file.arch === basearch);
  return pathBeside(base?.path ?? '', arch);
}

function known(arches: Sibling['arches'], basearches: readonly string[]): Map<string, Candidate> {
  const found = new Map<string, Candidate>();
  for (const basearch of basearches) {
    const to = arches.get(basearch)?.to;
    if (to) found.set(basearch, to);
  }
  return found;
}

function packagesNow(scope: FastTrackScope, basearch: string, name: string): Candidate[] {
  const availability = scope.availability(basearch);
  const evr = scope.effective(basearch).get(name)?.version?.evr;
  if (!availability || evr === undefined) return [];
  return packagesOf(availability, name)
    .filter(({ record }) => record.evr === evr)
    .slice(0, 1);
}

/** The edits and new files of all groups, one of each file. */
function written({ files }: FastTrackScope, groups: readonly Group[]): Pick<FastTrackPlan, 'edits' | 'creates'> {
  const edits = new Map<string, TextEdit[]>();
  const add = (path: string, more: readonly TextEdit[]) => edits.set(path, [...(edits.get(path) ?? []), ...more]);
  for (const move of groups.flatMap(group => group.moves)) add(move.path, move.edits);
  const creates: { path: string; text: string }[] = [];
  const added = new Map<string, Map<string, NewEntry>>();
  for (const { path, name, entry } of groups.flatMap(group => group.entries)) {
    added.set(path, (added.get(path) ?? new Map<string, NewEntry>()).set(name, entry));
  }
  for (const [path, all] of added) {
    const file = files.find(other => other.path === path);
    if (file) add(path, addEntries(file.lockfile, all));
    else creates.push({ path, text: newOverrides(all) });
  }
  return {
    edits: [...edits].map(([path, list]) => ({ path, edits: list.sort((a, b) => a.span.start - b.span.start) })),
    creates,
  };
}

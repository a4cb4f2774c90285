/** Compares two sides: every package on every basearch, as RPM orders versions. */
import { compareEvr } from '../../rpm/evr';
import type { ArchChange, ChangeKind, DiffSummary, PackageChange, SourceChange, StreamDiff } from './diff';
import { diffNotes } from './diff-notes';
import { greatestNature, natureOf } from './nature';
import { overrideChanges } from './override-changes';
import type { DiffSide, SidePackage } from './side';

export interface DiffOptions {
  /** Compares these basearches alone; where not said, all. */
  readonly arches?: readonly string[];
}

/** Gravest first. */
const GRAVITY: readonly ChangeKind[] = ['downgraded', 'removed', 'added', 'upgraded'];

/** Versions that RPM takes for equal are no change, however they are written. */
export function diffSides(from: DiffSide, to: DiffSide, { arches }: DiffOptions = {}): StreamDiff {
  const wanted = (arch: string): boolean => arches?.includes(arch) ?? true;
  const basearches = to.basearches.filter(arch => wanted(arch) && from.basearches.includes(arch));
  const sourceOf = sourcesOf(from, to, basearches);
  const names = new Set<string>();
  const byName = new Map<string, Map<string, ArchChange>>();
  for (const arch of basearches) {
    const [before, after] = [from.packages(arch), to.packages(arch)];
    for (const name of before.keys()) names.add(name);
    for (const name of after.keys()) names.add(name);
    for (const [name, change] of archChanges(before, after, from.partial, to.partial)) {
      const known = byName.get(name);
      if (known) known.set(arch, change);
      else byName.set(name, new Map([[arch, change]]));
    }
  }
  const changes = [...byName].map(([name, changed]): PackageChange => {
    const having = basearches.filter(arch => from.packages(arch).has(name) || to.packages(arch).has(name));
    const all = [...changed.values()];
    return {
      name,
      source: sourceOf(name),
      kind: gravest(all),
      nature: greatestNature(all.map(({ nature }) => nature)),
      arches: changed,
      diverges: having.length > changed.size || !all.every(change => isSame(change, all[0])),
    };
  });
  changes.sort((a, b) => byText(a.source, b.source) || byText(a.name, b.name));
  const sources = bySource(changes);
  const overrides = overrideChanges(from, to, basearches, sourceOf);
  const lost = (kind: 'lost' | 'gained' | 'changed'): number =>
    new Set(overrides.filter(change => change.kind === kind).map(({ name }) => name)).size;
  const summary: DiffSummary = {
    packages: countKinds(changes),
    sources: countKinds(sources),
    rebuilds: sources.filter(isRebuild).length,
    unchanged: names.size - changes.length,
    overridesLost: lost('lost'),
    overridesGained: lost('gained'),
    overridesChanged: lost('changed'),
  };
  return { from, to, basearches, changes, sources, overrides, summary, notes: diffNotes(from, to, arches) };
}

/** True where nothing but the dist tag of its packages changes. */
export function isRebuild({ packages, nature }: SourceChange): boolean {
  return (
    nature === 'rebuild' &&
    packages.every(({ arches }) => [...arches.values()].every(change => change.nature === 'rebuild'))
  );
}

function* archChanges(
  before: ReadonlyMap<string, SidePackage>,
  after: ReadonlyMap<string, SidePackage>,
  beforePartial: boolean,
  afterPartial: boolean,
): Generator<readonly [string, ArchChange]> {
  for (const [name, from] of before) {
    const to = after.get(name);
    if (!to) {
      if (!beforePartial) yield [name, { kind: 'removed', nature: undefined, from, to }];
      continue;
    }
    const order = compareEvr(from.evr, to.evr);
    if (order === 0) continue;
    yield [name, { kind: order < 0 ? 'upgraded' : 'downgraded', nature: natureOf(from.evr, to.evr), from, to }];
  }
  if (afterPartial) return;
  for (const [name, to] of after) {
    if (!before.has(name)) yield [name, { kind: 'added', nature: undefined, from: undefined, to }];
  }
}

function isSame(a: ArchChange, b: ArchChange | undefined): boolean {
  return a.kind === b?.kind && isSameVersion(a.from, b.from) && isSameVersion(a.to, b.to);
}

function isSameVersion(a: SidePackage | undefined, b: SidePackage | undefined): boolean {
  return a && b ? compareEvr(a.evr, b.evr) === 0 : a === b;
}

/** Where both sides know and do not agree, what it will be counts; of what goes, what it was. Asked for what changes alone. */
function sourcesOf(from: DiffSide, to: DiffSide, basearches: readonly string[]): (name: string) => string {
  const ask = (side: DiffSide, name: string): string | undefined => {
    for (const arch of basearches) {
      const source = side.packages(arch).has(name) ? side.sourceOf(arch, name) : undefined;
      if (source !== undefined) return source;
    }
    return undefined;
  };
  const known = new Map<string, string>();
  return name => {
    const source = known.get(name) ?? ask(to, name) ?? ask(from, name) ?? name;
    known.set(name, source);
    return source;
  };
}

function bySource(changes: readonly PackageChange[]): SourceChange[] {
  const groups = new Map<string, PackageChange[]>();
  for (const change of changes) {
    const group = groups.get(change.source);
    if (group) group.push(change);
    else groups.set(change.source, [change]);
  }
  return [...groups].map(([source, packages]) => ({
    source,
    kind: sourceKind(packages),
    nature: greatestNature(packages.map(({ nature }) => nature)),
    diverges: packages.some(({ diverges }) => diverges),
    packages: packages.sort((a, b) => Number(b.name === source) - Number(a.name === source) || byText(a.name, b.name)),
  }));
}

/** One that gains or loses a subpackage on its way is upgraded all the same; a downgrade of any of its packages counts. */
function sourceKind(packages: readonly PackageChange[]): ChangeKind {
  const kinds = new Set(packages.map(({ kind }) => kind));
  const [only = 'upgraded'] = kinds;
  if (kinds.size === 1) return only;
  if (kinds.has('downgraded')) return 'downgraded';
  return kinds.has('upgraded') ? 'upgraded' : 'removed';
}

function gravest(changes: readonly { readonly kind: ChangeKind }[]): ChangeKind {
  return GRAVITY.find(kind => changes.some(change => change.kind === kind)) ?? 'upgraded';
}

function countKinds(changes: readonly { readonly kind: ChangeKind }[]): Record<ChangeKind, number> {
  const counts = { upgraded: 0, downgraded: 0, added: 0, removed: 0 };
  for (const { kind } of changes) counts[kind]++;
  return counts;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

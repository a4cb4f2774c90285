/** Compares two sides: every package on every basearch, as RPM orders versions. */
import { type ArchSets, comparePackage } from './compare-package';
import type { ChangeKind, DiffSummary, OverrideChange, PackageChange, SourceChange, StreamDiff } from './diff';
import { diffNotes } from './diff-notes';
import { greatestNature } from './nature';
import { overrideChanges } from './override-changes';
import type { DiffSide } from './side';

export interface DiffOptions {
  /** Compares these basearches alone; where not said, all. */
  readonly arches?: readonly string[];
}

/** Versions that RPM takes for equal are no change, however they are written. */
export function diffSides(from: DiffSide, to: DiffSide, { arches }: DiffOptions = {}): StreamDiff {
  const wanted = (arch: string): boolean => arches?.includes(arch) ?? true;
  const basearches = to.basearches.filter(arch => wanted(arch) && from.basearches.includes(arch));
  const sets = basearches.map((arch): ArchSets => ({ arch, before: from.packages(arch), after: to.packages(arch) }));
  const sourceOf = sourcesOf(from, to, sets);
  const ignored = { added: to.partial, removed: from.partial };
  const changes: PackageChange[] = [];
  let unchanged = 0;
  for (const name of namesIn(sets)) {
    const compared = comparePackage(name, sets, ignored);
    if (compared === 'unchanged') unchanged++;
    else if (compared) changes.push({ name, source: sourceOf(name), ...compared });
  }
  changes.sort((a, b) => byText(a.source, b.source) || byText(a.name, b.name));
  const sources = bySource(changes);
  const overrides = overrideChanges(from, to, basearches, sourceOf);
  const named = (kind: OverrideChange['kind']): number =>
    new Set(overrides.filter(change => change.kind === kind).map(({ name }) => name)).size;
  const summary: DiffSummary = {
    packages: countKinds(changes),
    sources: countKinds(sources),
    rebuilds: sources.filter(isRebuild).length,
    unchanged,
    overridesLost: named('lost'),
    overridesGained: named('gained'),
    overridesChanged: named('changed'),
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

function namesIn(sets: readonly ArchSets[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { before, after } of sets) {
    for (const name of before.keys()) names.add(name);
    for (const name of after.keys()) names.add(name);
  }
  return names;
}

/** Where both sides know and do not agree, what it will be counts; of what goes, what it was. Asked for what changes alone. */
function sourcesOf(from: DiffSide, to: DiffSide, sets: readonly ArchSets[]): (name: string) => string {
  const ask = (side: DiffSide, of: 'before' | 'after', name: string): string | undefined => {
    for (const set of sets) {
      const source = set[of].has(name) ? side.sourceOf(set.arch, name) : undefined;
      if (source !== undefined) return source;
    }
    return undefined;
  };
  const known = new Map<string, string>();
  return name => {
    const source = known.get(name) ?? ask(to, 'after', name) ?? ask(from, 'before', name) ?? name;
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

function countKinds(changes: readonly { readonly kind: ChangeKind }[]): Record<ChangeKind, number> {
  const counts = { upgraded: 0, downgraded: 0, added: 0, removed: 0 };
  for (const { kind } of changes) counts[kind]++;
  return counts;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

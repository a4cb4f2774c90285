/** A comparison as rows for a reader: what changes alike in one source package stands in one row. */
import { compareEvr } from '../../rpm/evr';
import type { ChangeKind, OverrideChange, PackageChange, SourceChange, StreamDiff } from './diff';
import type { PackageProvenance, SidePackage } from './side';

/** The same on several basearches. */
export interface VersionMove {
  readonly kind: ChangeKind | 'unchanged';
  /** Undefined: added. */
  readonly from: string | undefined;
  /** Undefined: removed. */
  readonly to: string | undefined;
  /** Undefined: all compared ones that have the package. */
  readonly arches: readonly string[] | undefined;
}

export interface ChangeRow {
  readonly source: string;
  readonly kind: ChangeKind;
  /** Names of the binary packages. */
  readonly packages: readonly string[];
  readonly moves: readonly VersionMove[];
  /** Why the version is what it will be, and of a downgrade or removal also why it was what it is; overrides alone. */
  readonly because: readonly { readonly side: 'from' | 'to'; readonly provenance: OverrideProvenance }[];
}

type OverrideProvenance = Extract<PackageProvenance, { readonly type: unknown }>;

/** The packages of one source, those that change alike together. */
export function rowsOf(diff: StreamDiff, { source, packages }: SourceChange): ChangeRow[] {
  const [first, ...others] = packages;
  if (first && others.length === 0) return [{ ...rowOf(diff, first), source }];
  const rows = new Map<string, ChangeRow & { readonly packages: string[] }>();
  for (const change of packages) {
    const row = { ...rowOf(diff, change), source };
    const key = JSON.stringify([
      row.kind,
      row.moves,
      row.because.map(({ side, provenance }) => [side, saying(provenance)]),
    ]);
    const known = rows.get(key);
    if (known) known.packages.push(change.name);
    else rows.set(key, { ...row, packages: [change.name] });
  }
  return [...rows.values()];
}

/** One binary package; stands for itself. */
export function rowOf(diff: StreamDiff, change: PackageChange): ChangeRow {
  const { name, kind, arches } = change;
  const backwards = kind === 'downgraded' || kind === 'removed';
  return {
    source: name,
    kind,
    packages: [name],
    moves: movesOf(diff, change),
    because: backwards ? bothSides(arches) : because('to', arches),
  };
}

/** What both say alike is said once. */
function bothSides(arches: PackageChange['arches']): ChangeRow['because'] {
  const [was, is] = [because('from', arches), because('to', arches)];
  const same = was[0] && is[0] && saying(was[0].provenance) === saying(is[0].provenance);
  return same ? is : [...was, ...is];
}

/** Of the first basearch that has an override there. */
function because(side: 'from' | 'to', arches: PackageChange['arches']): ChangeRow['because'] {
  for (const change of arches.values()) {
    const provenance = change[side]?.provenance;
    if (provenance?.kind === 'override') return [{ side, provenance }];
  }
  return [];
}

function movesOf({ basearches, from, to }: StreamDiff, { name, arches, diverges }: PackageChange): VersionMove[] {
  if (!diverges) {
    const [only] = arches.values();
    return only ? [{ kind: only.kind, from: only.from?.evr, to: only.to?.evr, arches: undefined }] : [];
  }
  const moves: (VersionMove & { readonly arches: string[] })[] = [];
  for (const arch of basearches) {
    const change = arches.get(arch);
    const [before, after] = [from.packages(arch).get(name)?.evr, to.packages(arch).get(name)?.evr];
    if (before === undefined && after === undefined) continue;
    const kind = change?.kind ?? 'unchanged';
    const known = moves.find(move => move.kind === kind && same(move.from, before) && same(move.to, after));
    if (known) known.arches.push(arch);
    else moves.push({ kind, from: before, to: after, arches: [arch] });
  }
  return moves;
}

function same(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined ? a === b : compareEvr(a, b) === 0;
}

/** Overrides of one source package that change alike. */
export interface OverrideRow extends Omit<OverrideChange, 'name'> {
  readonly packages: readonly string[];
}

export function overrideRows(changes: readonly OverrideChange[]): OverrideRow[] {
  const rows = new Map<string, OverrideRow & { readonly packages: string[] }>();
  for (const { name, ...change } of changes) {
    const { source, kind, effect, arches, from, to } = change;
    const key = JSON.stringify([source, kind, effect, arches, ...[from, to].map(told)]);
    const known = rows.get(key);
    if (known) known.packages.push(name);
    else rows.set(key, { ...change, packages: [name] });
  }
  return [...rows.values()].sort((a, b) => (a.source < b.source ? -1 : a.source > b.source ? 1 : 0));
}

function told(found: SidePackage | undefined): unknown {
  return found && [found.evr, found.provenance.kind === 'override' ? saying(found.provenance) : found.provenance.kind];
}

function saying({ type, reason, bodhi }: OverrideProvenance): string {
  return JSON.stringify([type, reason, bodhi]);
}

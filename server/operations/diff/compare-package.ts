/** One package on all basearches of both sides. */
import { compareEvr } from '../../rpm/evr';
import type { ArchChange, ChangeKind, PackageChange } from './diff';
import { greatestNature, natureOf } from './nature';
import type { SidePackage } from './side';

/** What both sides have on one basearch. */
export interface ArchSets {
  readonly arch: string;
  readonly before: ReadonlyMap<string, SidePackage>;
  readonly after: ReadonlyMap<string, SidePackage>;
}

/** Kinds that say nothing: a side that was asked only about the other's packages may have any number of others. */
export interface IgnoredKinds {
  readonly added: boolean;
  readonly removed: boolean;
}

/** Gravest first. */
const GRAVITY: readonly ChangeKind[] = ['downgraded', 'removed', 'added', 'upgraded'];

/** Undefined for a package that is ignored wherever it is. */
export function comparePackage(
  name: string,
  sets: readonly ArchSets[],
  ignored: IgnoredKinds,
): Omit<PackageChange, 'name' | 'source'> | 'unchanged' | undefined {
  const arches = new Map<string, ArchChange>();
  let first: ArchChange | undefined;
  let alike = true;
  let having = 0;
  let compared = 0;
  for (const { arch, before, after } of sets) {
    const from = before.get(name);
    const to = after.get(name);
    if (!from && !to) continue;
    having++;
    if ((!from && ignored.added) || (!to && ignored.removed)) continue;
    compared++;
    const change = changeOf(from, to, first);
    if (!change) continue;
    arches.set(arch, change);
    if (!first) first = change;
    else if (!isSame(change, first)) alike = false;
  }
  if (compared === 0) return undefined;
  if (!first) return 'unchanged';
  const diverges = !alike || having > arches.size;
  if (alike) return { kind: first.kind, nature: first.nature, arches, diverges };
  const all = [...arches.values()];
  return { kind: gravest(all), nature: greatestNature(all.map(({ nature }) => nature)), arches, diverges };
}

function gravest(changes: readonly ArchChange[]): ChangeKind {
  return GRAVITY.find(kind => changes.some(change => change.kind === kind)) ?? 'upgraded';
}

/** `known`: the change on another basearch, which mostly is the same. */
function changeOf(
  from: SidePackage | undefined,
  to: SidePackage | undefined,
  known: ArchChange | undefined,
): ArchChange | undefined {
  if (!from) return { kind: 'added', nature: undefined, from, to };
  if (!to) return { kind: 'removed', nature: undefined, from, to };
  if (from.evr === to.evr) return undefined;
  if (known?.from?.evr === from.evr && known.to?.evr === to.evr) {
    return { kind: known.kind, nature: known.nature, from, to };
  }
  const order = compareEvr(from.evr, to.evr);
  if (order === 0) return undefined;
  return { kind: order < 0 ? 'upgraded' : 'downgraded', nature: natureOf(from.evr, to.evr), from, to };
}

function isSame(a: ArchChange, b: ArchChange): boolean {
  return a.kind === b.kind && isSameVersion(a.from, b.from) && isSameVersion(a.to, b.to);
}

function isSameVersion(a: SidePackage | undefined, b: SidePackage | undefined): boolean {
  return a?.evr === b?.evr || (a !== undefined && b !== undefined && compareEvr(a.evr, b.evr) === 0);
}

/** The binary packages of a comparison as the table shows them: basearches with the same change together. */
import type {
  ChangeKindName,
  ComparedArch,
  ComparedPackage,
  ComparedVersion,
  CompareResult,
} from '../../../../server/protocol';

/** As told apart in the table: an upgrade that only moves to another dist tag is one of its own. */
export type ShownKind = ChangeKindName | 'rebuilt';

/** As they stand in the toolbar. */
export const SHOWN_KINDS: readonly ShownKind[] = ['upgraded', 'rebuilt', 'downgraded', 'added', 'removed'];

/** Gravest first. */
export const BY_GRAVITY: readonly ShownKind[] = ['downgraded', 'removed', 'added', 'upgraded', 'rebuilt'];

/** Basearches on which a package changes in the same way. */
export interface ArchGroup {
  readonly basearches: readonly string[];
  readonly kind: ChangeKindName;
  /** Of the first of them: other basearches may have it in a lockfile of their own. */
  readonly from: ComparedVersion | undefined;
  readonly to: ComparedVersion | undefined;
}

export interface ShownPackage {
  readonly name: string;
  readonly source: string;
  /** The gravest of the basearches that are shown. */
  readonly kind: ShownKind;
  /** True where nothing but the dist tag differs, whichever way. */
  readonly distOnly: boolean;
  readonly diverges: boolean;
  /** At least one. */
  readonly groups: readonly [ArchGroup, ...ArchGroup[]];
  readonly overridden: boolean;
  /** What a filter looks at, in lower case: name, versions, types, reasons. */
  readonly text: string;
}

/** `arches`: those that are shown; empty: all. A package that changes on none of them is left out. */
export function shownPackages(
  { changes, basearches }: Pick<CompareResult, 'changes' | 'basearches'>,
  arches: readonly string[],
): readonly ShownPackage[] {
  const wanted = arches.length === 0 ? basearches : basearches.filter(arch => arches.includes(arch));
  return changes.flatMap(change => shownPackage(change, wanted) ?? []);
}

function shownPackage(change: ComparedPackage, basearches: readonly string[]): ShownPackage | undefined {
  const [first, ...rest] = groupsOf(change, basearches);
  if (first === undefined) return undefined;
  const groups: ShownPackage['groups'] = [first, ...rest];
  const kind = rest.length === 0 ? first.kind : gravest(groups);
  const distOnly = change.nature === 'rebuild' && groups.every(({ from, to }) => from && to);
  return {
    name: change.name,
    source: change.source,
    kind: kind === 'upgraded' && distOnly ? 'rebuilt' : kind,
    distOnly,
    diverges: change.diverges,
    groups,
    overridden: groups.some(isOverridden),
    text: textOf(change.name, groups),
  };
}

function gravest(groups: readonly ArchGroup[]): ShownKind {
  return BY_GRAVITY.find(kind => groups.some(group => group.kind === kind)) ?? 'upgraded';
}

/** Whether either side has an override. */
export function isOverridden({ from, to }: Pick<ArchGroup, 'from' | 'to'>): boolean {
  return from?.provenance === 'override' || to?.provenance === 'override';
}

function groupsOf({ arches }: ComparedPackage, basearches: readonly string[]): readonly ArchGroup[] {
  const groups: (ArchGroup & { readonly basearches: string[] })[] = [];
  for (const basearch of basearches) {
    const change = arches[basearch];
    if (change === undefined) continue;
    const known = groups.find(group => isSame(group, change));
    if (known) known.basearches.push(basearch);
    else groups.push({ basearches: [basearch], kind: change.kind, from: change.from, to: change.to });
  }
  return groups;
}

function isSame(a: Pick<ArchGroup, 'kind' | 'from' | 'to'>, b: ComparedArch): boolean {
  return a.kind === b.kind && isSameVersion(a.from, b.from) && isSameVersion(a.to, b.to);
}

/** The file is not part of it: each basearch has a base lock of its own. */
function isSameVersion(a: ComparedVersion | undefined, b: ComparedVersion | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.evr === b.evr &&
    a.provenance === b.provenance &&
    a.type === b.type &&
    a.reason === b.reason &&
    a.bodhi === b.bodhi
  );
}

function textOf(name: string, groups: readonly ArchGroup[]): string {
  let text = name;
  for (const { from, to } of groups) {
    for (const version of [from, to]) {
      if (version === undefined) continue;
      text += `\n${version.evr}`;
      if (version.provenance === 'override') {
        text += `\n${version.type ?? ''}\n${version.reason ?? ''}\n${version.bodhi ?? ''}`;
      }
    }
  }
  return text.toLowerCase();
}

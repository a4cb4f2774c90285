/** The rows of the table: source packages with their binaries, or binaries one by one; filtered and sorted. */
import type { AdvisoryRow, CompareAdvisoriesResult } from '../../../../server/protocol';
import type { CompareView } from '../../messages';
import { type ArchGroup, BY_GRAVITY, type ShownKind, type ShownPackage } from './packages';

/** Gravest first. */
export const BY_SEVERITY = ['critical', 'important', 'moderate', 'low', 'none'] as const;

export interface Security {
  /** The gravest. */
  readonly severity: (typeof BY_SEVERITY)[number];
  /** Different ones. */
  readonly cves: number;
}

/** What is known of a source package's advisories, worked out once. */
export interface SourceAdvisories {
  readonly gained: readonly AdvisoryRow[];
  /** What it had, and loses by going backwards. */
  readonly lost: readonly AdvisoryRow[];
  readonly security: Security | undefined;
  readonly lostSecurity: Security | undefined;
  /** What a filter looks at, in lower case. */
  readonly text: string;
}

export interface Row {
  /** Source package, or name of the package where they stand one by one. Names one row. */
  readonly key: string;
  readonly source: string;
  readonly kind: ShownKind;
  /** Those that the filter leaves; the one that the row's versions are of first. */
  readonly packages: readonly [ShownPackage, ...ShownPackage[]];
  /** Undefined: none is known. */
  readonly advisories: SourceAdvisories | undefined;
}

/** What the rows are made from, beside what the user chooses. */
export interface RowInput {
  readonly packages: readonly ShownPackage[];
  readonly advisories: ReadonlyMap<string, SourceAdvisories>;
}

/** What of a view decides on the rows. */
export type RowView = Pick<CompareView, 'filter' | 'kinds' | 'group' | 'sort' | 'securityOnly' | 'overridesOnly'>;

export function sourceAdvisories(answer: CompareAdvisoriesResult | undefined): ReadonlyMap<string, SourceAdvisories> {
  const { bySource = {}, lost = {} } = answer ?? {};
  const sources = new Set([...Object.keys(bySource), ...Object.keys(lost)]);
  return new Map([...sources].map(source => [source, known(bySource[source] ?? [], lost[source] ?? [])]));
}

function known(gained: readonly AdvisoryRow[], lost: readonly AdvisoryRow[]): SourceAdvisories {
  const texts = [...gained, ...lost].flatMap(({ id, title, cves, type, severity }) => [
    id,
    title,
    type,
    severity,
    ...cves,
  ]);
  const text = texts.join('\n').toLowerCase();
  return { gained, lost, security: securityOf(gained), lostSecurity: securityOf(lost), text };
}

/** Whether it gains or loses a security fix. */
export function isSecurity(advisories: SourceAdvisories | undefined): boolean {
  return advisories?.security !== undefined || advisories?.lostSecurity !== undefined;
}

function securityOf(advisories: readonly AdvisoryRow[]): Security | undefined {
  const security = advisories.filter(({ type }) => type === 'security');
  if (security.length === 0) return undefined;
  return {
    severity: BY_SEVERITY.find(each => security.some(({ severity }) => severity === each)) ?? 'none',
    cves: new Set(security.flatMap(({ cves }) => cves)).size,
  };
}

/** Rows in the order in which they stand. */
export function rowsOf(input: RowInput, view: RowView): readonly Row[] {
  const packages = input.packages.filter(selector(input.advisories, view));
  const rows =
    view.group === 'flat'
      ? packages.map(each => rowOf(each.name, [each], input))
      : [...bySource(packages)].map(([source, some]) => rowOf(source, some, input));
  return sorted(rows, view.sort);
}

/** How many there are before the user leaves any out. */
export function countAll({ packages }: RowInput, group: CompareView['group']): number {
  return group === 'flat' ? packages.length : new Set(packages.map(({ source }) => source)).size;
}

function selector(
  advisories: RowInput['advisories'],
  { filter, kinds, securityOnly, overridesOnly }: RowView,
): (shown: ShownPackage) => boolean {
  const terms = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ kind, overridden, source, text }) => {
    if (kinds.length > 0 && !kinds.includes(kind)) return false;
    if (overridesOnly && !overridden) return false;
    const ofSource = advisories.get(source);
    if (securityOnly && !isSecurity(ofSource)) return false;
    if (terms.length === 0) return true;
    // what is true of the source package is true of each of its packages
    const name = source.toLowerCase();
    return terms.every(term => text.includes(term) || name.includes(term) || ofSource?.text.includes(term) === true);
  };
}

type Some = [ShownPackage, ...ShownPackage[]];

function bySource(packages: readonly ShownPackage[]): ReadonlyMap<string, Some> {
  const sources = new Map<string, Some>();
  for (const shown of packages) {
    const known = sources.get(shown.source);
    if (known) known.push(shown);
    else sources.set(shown.source, [shown]);
  }
  return sources;
}

function rowOf(key: string, packages: Some, { advisories }: RowInput): Row {
  const { source } = packages[0];
  const kind = kindOf(packages);
  const lead =
    packages.find(each => each.kind === kind && each.name === source) ??
    packages.find(each => each.kind === kind) ??
    packages.find(each => each.kind === 'rebuilt') ??
    packages[0];
  return {
    key,
    source,
    kind,
    packages: [lead, ...packages.filter(each => each !== lead)],
    advisories: advisories.get(source),
  };
}

/** A source package goes or comes as a whole; one that only gains or loses a subpackage is upgraded. */
function kindOf(packages: Some): ShownKind {
  const kinds = new Set(packages.map(({ kind }) => kind));
  const [only] = kinds;
  if (kinds.size === 1 && only !== undefined) return only;
  if (kinds.has('downgraded')) return 'downgraded';
  return kinds.has('upgraded') || kinds.has('rebuilt') ? 'upgraded' : 'removed';
}

function sorted(rows: readonly Row[], by: CompareView['sort']): readonly Row[] {
  const rank = (row: Row): number => {
    if (by === 'kind') return BY_GRAVITY.indexOf(row.kind);
    if (by === 'severity') return severityRank(row);
    return 0;
  };
  return rows
    .map(row => ({ row, rank: rank(row) }))
    .sort((a, b) => a.rank - b.rank || compareNames(a.row.key, b.row.key))
    .map(({ row }) => row);
}

/** Security fixes that come or go, gravest first; other advisories; none. */
function severityRank({ advisories }: Row): number {
  if (advisories === undefined) return BY_SEVERITY.length + 1;
  const ranks = [advisories.security, advisories.lostSecurity].flatMap(each =>
    each ? [BY_SEVERITY.indexOf(each.severity)] : [],
  );
  return Math.min(BY_SEVERITY.length, ...ranks);
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Of an open row: each package's groups of basearches, those of the row's own package first. */
export function binariesOf({ packages }: Row): readonly { readonly shown: ShownPackage; readonly group: ArchGroup }[] {
  return packages.flatMap(shown => shown.groups.map(group => ({ shown, group })));
}

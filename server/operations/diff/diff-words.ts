/** Words that text and Markdown of a comparison share. Everything in them is plain text, to be escaped by who shows it. */
import { count, list } from '../words';
import type { Advisory, AdvisoryAnswers } from './advisory';
import type { OverrideRow, VersionMove } from './change-rows';
import type { ChangeKind, DiffSummary, OverrideChange, StreamDiff } from './diff';
import type { DiffSide, PackageProvenance } from './side';

/** In the order in which a reader wants them: what goes backwards first. */
export const SHOWN_KINDS = ['downgraded', 'removed', 'added', 'upgraded'] as const satisfies readonly ChangeKind[];

/** "Downgraded", ... */
export function kindTitle(kind: string): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

/** `2024-10-21` of Unix seconds. */
export function dateOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** Label, commit, date and release of a side; empty where there is none. */
export function sideCells({ label, commit, committed, releasever }: DiffSide): readonly string[] {
  return [
    label,
    commit?.slice(0, 10) ?? '',
    committed === undefined ? '' : dateOf(committed),
    releasever === undefined ? '' : `release ${releasever}`,
  ];
}

/** "439 packages on x86_64, 425 on aarch64"; of a side of which nothing is known, that. */
export function packageCounts(side: DiffSide): string {
  const counts = side.basearches.map((arch, i) => {
    const { size } = side.packages(arch);
    return `${i === 0 ? count(size, 'package') : size} on ${arch}`;
  });
  return counts.length === 0 ? 'no packages are known' : counts.join(', ');
}

/** True where both sides lock the same, overrides and all that is said with them included. */
export function isEmpty({ packages, overridesLost, overridesGained, overridesChanged }: DiffSummary): boolean {
  return (
    Object.values(packages).every(number => number === 0) && overridesLost + overridesGained + overridesChanged === 0
  );
}

/** "testing and stable lock the same 439 packages on x86_64 and aarch64." */
export function emptyWords({ from, to, basearches, summary }: StreamDiff): string {
  if (basearches.length === 0) return `Nothing of ${from.label} and ${to.label} can be compared.`;
  const where = `on ${list(basearches)}`;
  if (from.label === to.label) return `Both sides are ${from.label}: ${count(summary.unchanged, 'package')} ${where}.`;
  return `${from.label} and ${to.label} lock the same ${count(summary.unchanged, 'package')} ${where}.`;
}

/** "70 packages upgraded, 5 downgraded, 2 added; 401 the same, on x86_64 and aarch64". */
export function summaryWords({ summary, basearches }: StreamDiff): string {
  const kinds = (['upgraded', 'downgraded', 'added', 'removed'] as const).filter(kind => summary.packages[kind] > 0);
  const changed = kinds.map((kind, i) => {
    const number = summary.packages[kind];
    return `${i === 0 ? count(number, 'package') : number} ${kind}`;
  });
  const on = `on ${list(basearches)}`;
  const { unchanged } = summary;
  if (changed.length === 0) return `no package changes; ${count(unchanged, 'package')} the same, ${on}`;
  return `${changed.join(', ')}${unchanged === 0 ? '' : `; ${unchanged} the same`}, ${on}`;
}

/** "31 source packages only rebuilt with another dist tag"; empty where there is none. */
export function rebuildWords({ summary }: StreamDiff): string {
  const { rebuilds } = summary;
  return rebuilds === 0 ? '' : `${count(rebuilds, 'source package')} ${REBUILT}`;
}

/** Of those that are only rebuilt. */
export const REBUILT = 'only rebuilt with another dist tag';

/** "1 lost, 2 gained"; empty where there is none. */
export function overrideCounts({ summary }: StreamDiff): string {
  const counts = [
    [summary.overridesLost, 'lost'],
    [summary.overridesGained, 'gained'],
    [summary.overridesChanged, 'changed'],
  ] as const;
  return counts.flatMap(([number, word]) => (number === 0 ? [] : [`${number} ${word}`])).join(', ');
}

/** `A -> B`, with basearches where they differ, those first that are of the kind that the reader knows of already: `section`. */
export function movesWords(moves: readonly VersionMove[], section: ChangeKind, arrow = '->'): string {
  const sorted = moves.toSorted((a, b) => Number(b.kind === section) - Number(a.kind === section));
  return sorted.map(move => moveWords(move, section, arrow)).join('; ');
}

function moveWords({ kind, from, to, arches }: VersionMove, section: ChangeKind, arrow: string): string {
  const on = arches === undefined ? '' : ` on ${list(arches)}`;
  if (kind === 'unchanged') return `still ${to ?? from ?? ''}${on}`;
  const versions = from === undefined || to === undefined ? (to ?? from ?? '') : `${from} ${arrow} ${to}`;
  return `${kind === section ? '' : `${kind} `}${versions}${on}`;
}

/** A lost override of which nothing is lost: its base lock has caught up, or a fast-track is overtaken. */
export function isCaughtUp({ kind, effect, from }: Pick<OverrideChange, 'kind' | 'effect' | 'from'>): boolean {
  if (kind !== 'lost') return false;
  if (effect === 'same') return true;
  return effect === 'upgraded' && from?.provenance.kind === 'override' && from.provenance.type === 'fast-track';
}

/** What becomes of the version: "1.9.15-5.p5.fc40 -> 1.9.15-2.p5.fc40, a downgrade". */
export function overrideWords(row: OverrideRow, arrow = '->'): string {
  const { kind, effect, from, to } = row;
  if (effect === 'added') return `${to?.evr ?? ''}, not locked before`;
  if (effect === 'removed') return `${from?.evr ?? ''}, not locked any more`;
  if (effect === 'same') return `${to?.evr ?? ''}${kind === 'changed' ? '' : ', the version stays'}`;
  const moved = `${from?.evr ?? ''} ${arrow} ${to?.evr ?? ''}`;
  return effect === 'downgraded' ? `${moved}, a downgrade` : moved;
}

export interface Because {
  /** `pin`, `fast-track`, or `override` where it does not say. */
  readonly type: string;
  /** Reason and update, as written: URLs mostly. */
  readonly texts: readonly string[];
}

/** Undefined for what no override says. */
export function becauseOf(provenance: PackageProvenance | undefined): Because | undefined {
  if (provenance?.kind !== 'override') return undefined;
  const texts = [provenance.bodhi, provenance.reason].filter(text => text !== undefined);
  return { type: provenance.type ?? 'override', texts };
}

export interface SecurityFix {
  readonly source: string;
  readonly advisories: readonly Advisory[];
}

/** The security advisories of what is shown, by source package: those that come, or those that go with a downgrade. */
export function securityFixes(
  diff: StreamDiff,
  answers: ReadonlyMap<string, readonly Advisory[]> | undefined,
): SecurityFix[] {
  return diff.sources.flatMap(({ source }) => {
    const advisories = (answers?.get(source) ?? []).filter(({ type }) => type === 'security');
    return advisories.length === 0 ? [] : [{ source, advisories }];
  });
}

/** "3 security advisories for 2 source packages, 5 CVEs, as Bodhi has it"; says where they were looked for. */
export function securityWords(diff: StreamDiff, { bySource, lost, asked }: AdvisoryAnswers): string {
  if (asked.length === 0) return 'nothing could be asked about advisories';
  const [gained, gone] = [fixWords(securityFixes(diff, bySource)), fixWords(securityFixes(diff, lost))];
  const where = `as ${list(asked)} ${asked.length === 1 ? 'has' : 'have'} it`;
  const losing = gone === undefined ? '' : `, and downgrades lose ${gone}`;
  return `${gained ?? 'no security advisory between the two'}${losing}, ${where}`;
}

function fixWords(fixes: readonly SecurityFix[]): string | undefined {
  const advisories = fixes.flatMap(fix => fix.advisories);
  const ids = new Set(advisories.map(({ id }) => id)).size;
  if (ids === 0) return undefined;
  const cves = new Set(advisories.flatMap(advisory => advisory.cves)).size;
  const known = ids === 1 ? '1 security advisory' : `${ids} security advisories`;
  return `${known} for ${count(fixes.length, 'source package')}${cves === 0 ? '' : ` (${count(cves, 'CVE')})`}`;
}

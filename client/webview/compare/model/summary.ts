/** The line that says it all, and what is said where there is nothing to show. */
import type { CompareAdvisoriesResult, CompareResult } from '../../../../server/protocol';
import type { CompareView } from '../../messages';
import { overrideParts } from './overrides';
import { countAll, type Row, type RowInput, rowsOf } from './rows';
import { DEFAULT_VIEW } from './state';
import { counted } from './words';

export interface SummaryPart {
  readonly text: string;
  /** What needs a look stands out. */
  readonly grave: boolean;
}

/**
 * Of all that changes, whatever the user leaves out: `^57 upgraded`, `v1 downgraded`, ... Packages, as on the command line and in the
 * picture of the streams; `all` are rows of source packages.
 */
export function summaryParts(
  result: CompareResult,
  { packages }: RowInput,
  all: readonly Row[],
  advisories: CompareAdvisoriesResult | undefined,
): readonly SummaryPart[] {
  const count = (...kinds: readonly Row['kind'][]): number =>
    packages.filter(({ kind }) => kinds.includes(kind)).length;
  const part = (number: number, text: string, grave = false): readonly SummaryPart[] =>
    number === 0 ? [] : [{ text, grave }];
  const up = count('upgraded', 'rebuilt');
  const down = count('downgraded');
  const added = count('added');
  const removed = count('removed');
  const fixed = all.filter(row => row.advisories?.security !== undefined).length;
  const unfixed = all.filter(row => row.advisories?.lostSecurity !== undefined).length;
  const { unchanged, rebuilds } = result.summary;
  const sources = counted(all.length, 'source package');
  return [
    ...part(up, `^${up} upgraded`),
    ...part(down, `v${down} downgraded`, true),
    ...part(added, `+${added} added`),
    ...part(removed, `-${removed} removed`),
    ...part(all.length && unchanged, `${unchanged} the same`),
    ...part(all.length, rebuilds === 0 ? sources : `${sources} (${rebuilds} only rebuilt)`),
    ...part(fixed, counted(fixed, 'security fix', 'security fixes')),
    ...part(unfixed, `${counted(unfixed, 'security fix', 'security fixes')} lost`, true),
    ...(advisories === undefined && all.length > 0 ? [{ text: 'asking for advisories', grave: false }] : []),
    ...overrideParts(result.overrides).flatMap(({ count: number, word }) => {
      return part(number, `${counted(number, 'override')} ${word}`, word === 'lost');
    }),
  ];
}

/** Every source package there is, with nothing left out. */
export function allRows(input: RowInput): readonly Row[] {
  return rowsOf(input, DEFAULT_VIEW);
}

/** `12 of 341 changes shown` */
export function shownText(shown: number, input: RowInput, group: CompareView['group']): string {
  const all = countAll(input, group);
  return shown === all ? `${counted(all, 'change')} shown` : `${shown} of ${counted(all, 'change')} shown`;
}

/** Why there is no row at all; undefined where there are changes, or a side is missing (its notes say why). */
export function nothingText({ from, to, changes, overrides, summary }: CompareResult): string | undefined {
  if (from === undefined || to === undefined || changes.length > 0) return undefined;
  const same = counted(summary.unchanged, 'package is', 'packages are');
  const what =
    summary.unchanged === 0
      ? `No package can be compared between ${from.label} and ${to.label}`
      : `No package changes from ${from.label} to ${to.label}: ${same} the same`;
  return overrides.length > 0 ? `${what}. Overrides differ, see above.` : `${what}.`;
}

/** How versions went through the streams: where each came first, how much later elsewhere, and what went backwards. */
import type { HistoryResult } from '../../../server/protocol';
import { type ShownSpan, type ShownStream, shownStreams } from './spans';
import { dateText, daysBetween, daysText, laterText, originText } from './words';

export interface Arrival {
  readonly stream: string;
  /** `not yet`: it has an older one of the same release now; `skipped`: it has a newer one and never had this. */
  readonly state: 'reached' | 'not yet' | 'skipped';
  /** Unix seconds; only of `reached`. */
  readonly at: number;
}

/** One version; the same for two releases of the distribution is one. */
export interface Travel {
  /** `5:5.2.5-1.fc40`, or `5:5.2.5-1 (fc40, fc41)` */
  readonly version: string;
  /** In the order in which they got it, then those that have not. */
  readonly arrivals: readonly Arrival[];
}

const DIST = /\.((?:fc|el)\d+)(?=[._+~^]|$)/;

const plain = (evr: string): string => evr.replace(DIST, '');
const distOf = (evr: string): string => DIST.exec(evr)?.[1] ?? '';

/** Newest version first; only those that came somewhere within the time that was asked about. */
export function travels(history: Pick<HistoryResult, 'streams' | 'versions' | 'since' | 'until'>): Travel[] {
  const streams = shownStreams(history);
  const ranks = new Map(history.versions.map((evr, rank) => [evr, rank]));
  const groups = new Map<string, string[]>();
  for (const evr of history.versions) groups.set(plain(evr), [...(groups.get(plain(evr)) ?? []), evr]);
  return [...groups.values()]
    .sort((a, b) => highest(b, ranks) - highest(a, ranks))
    .flatMap(evrs => {
      const arrivals = arrivalsOf(evrs, streams, ranks);
      const came = arrivals.some(({ state, at }) => state === 'reached' && at >= history.since);
      return came ? [{ version: versionText(evrs), arrivals }] : [];
    });
}

function arrivalsOf(
  evrs: readonly string[],
  streams: readonly ShownStream[],
  ranks: ReadonlyMap<string, number>,
): Arrival[] {
  const dists = new Set(evrs.map(distOf));
  const rank = highest(evrs, ranks);
  const isOne = ({ evr }: ShownSpan): boolean => evr !== undefined && evrs.includes(evr);
  const reached = streams.flatMap(({ stream, spans }): Arrival[] => {
    const first = spans.find(isOne);
    return first ? [{ stream, state: 'reached', at: first.since }] : [];
  });
  reached.sort((a, b) => a.at - b.at);
  const came = reached[0]?.at ?? 0;
  const others = streams.flatMap(({ stream, spans }): Arrival[] => {
    const now = spans.at(-1)?.evr;
    if (now === undefined || spans.some(isOne)) return [];
    // a stream that is on another release of the distribution never gets this very build
    if ((ranks.get(now) ?? 0) < rank) return dists.has(distOf(now)) ? [{ stream, state: 'not yet', at: 0 }] : [];
    const then = spans.findLast(({ since }) => since <= came)?.evr;
    return then !== undefined && dists.has(distOf(then)) ? [{ stream, state: 'skipped', at: 0 }] : [];
  });
  const order = { reached: 0, 'not yet': 1, skipped: 2 };
  return [...reached, ...others.sort((a, b) => order[a.state] - order[b.state])];
}

function highest(evrs: readonly string[], ranks: ReadonlyMap<string, number>): number {
  return Math.max(...evrs.map(evr => ranks.get(evr) ?? 0));
}

function versionText(evrs: readonly string[]): string {
  const [only = ''] = evrs;
  return evrs.length === 1 ? only : `${plain(only)} (${evrs.map(distOf).join(', ')})`;
}

/** `reached testing-devel 2024-10-18, testing +3 d, stable not yet` */
export function travelText({ arrivals }: Travel): string {
  const [first] = arrivals;
  if (!first) return '';
  const rest = arrivals
    .slice(1)
    .map(({ stream, state, at }) => `${stream} ${state === 'reached' ? laterText(daysBetween(first.at, at)) : state}`);
  return [`reached ${first.stream} ${dateText(first.at)}`, ...rest].join(', ');
}

/** Every step to a lower version, newest first: `stable went back to 5:5.2.3-1.fc40 (from 5:5.2.4-1.fc40) on 2024-09-03, for 12 days: pin`. */
export function stepsBack(history: Pick<HistoryResult, 'streams' | 'versions' | 'until'>): string[] {
  const ranks = new Map(history.versions.map((evr, rank) => [evr, rank]));
  const steps = shownStreams(history).flatMap(({ stream, spans }) =>
    spans.flatMap((span, i) => {
      const before = spans[i - 1]?.evr;
      if (span.evr === undefined || before === undefined) return [];
      if ((ranks.get(span.evr) ?? 0) >= (ranks.get(before) ?? 0)) return [];
      const length = `${daysText(daysBetween(span.since, span.until))}${span.current ? ' so far' : ''}`;
      const text = `${stream} went back to ${span.evr} (from ${before}) on ${dateText(span.since)}, for ${length}: ${originText(span)}`;
      return [{ at: span.since, text }];
    }),
  );
  return steps.sort((a, b) => b.at - a.at).map(({ text }) => text);
}

/** What an override holds now: `stable: pin of 5:5.2.3-1.fc40 since 2024-09-03 (12 days so far)`. */
export function heldNow(history: Pick<HistoryResult, 'streams' | 'until'>): string[] {
  return shownStreams(history).flatMap(({ stream, spans }) => {
    const now = spans.at(-1);
    if (now?.evr === undefined || now.provenance !== 'override') return [];
    // reasons and types may be reworded while it stands: it is held since the version came
    let from = spans.length - 1;
    while (spans[from - 1]?.evr === now.evr && spans[from - 1]?.provenance === 'override') from--;
    const since = spans[from]?.since ?? now.since;
    return [
      `${stream}: ${originText(now)} of ${now.evr} since ${dateText(since)} (${daysText(daysBetween(since, now.until))} so far)`,
    ];
  });
}

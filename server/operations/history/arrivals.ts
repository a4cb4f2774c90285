/** Who was ahead: when each version of a package first stood anywhere, and when it reached the production streams. */

import type { StreamPolicy } from '../../config-repo/repo-settings';
import { candidateFeeders } from '../../config-repo/streams';
import { compareEvr } from '../../rpm/evr';
import { daysBetween } from './day';
import type { StreamHistory, VersionSpan } from './package-history';

export interface Arrival {
  readonly stream: string;
  /** Unix seconds. */
  readonly at: number;
  /** Days after it first stood anywhere. */
  readonly days: number;
  readonly span: VersionSpan;
}

export interface VersionArrivals {
  readonly evr: string;
  /** The first anywhere, then every production stream that got it, by time; of equal times in promotion order. */
  readonly arrivals: readonly Arrival[];
}

/** Newest version first, as RPM orders them. Versions that RPM takes for the same are one. */
export function versionArrivals(
  streams: readonly StreamHistory[],
  policies: ReadonlyMap<string, StreamPolicy>,
): VersionArrivals[] {
  return versionsOf(streams).map(({ evr, found }) => {
    const inTime = [...found].map(([stream, span]) => ({ stream, span })).sort((a, b) => a.span.since - b.span.since);
    const first = inTime[0]?.span.since ?? 0;
    const told = inTime.filter(({ stream }, i) => i === 0 || isProduction(stream, policies));
    const arrivals = told.map(({ stream, span }) => {
      return { stream, at: span.since, days: daysBetween(first, span.since), span };
    });
    return { evr, arrivals };
  });
}

interface FoundVersion {
  readonly evr: string;
  /** The first time of each stream: one that comes back to a version has had it since then. */
  readonly found: Map<string, VersionSpan>;
}

/** Newest first. */
function versionsOf(streams: readonly StreamHistory[]): FoundVersion[] {
  const texts = new Map<string, FoundVersion>();
  for (const { stream, spans } of streams) {
    for (const span of spans) {
      if (span.evr === undefined) continue;
      const version = texts.get(span.evr) ?? { evr: span.evr, found: new Map() };
      texts.set(span.evr, version);
      if (!version.found.has(stream)) version.found.set(stream, span);
    }
  }
  const sorted = [...texts.values()].sort((a, b) => compareEvr(b.evr, a.evr));
  const distinct: FoundVersion[] = [];
  for (const version of sorted) {
    const same = distinct.at(-1);
    if (!same || compareEvr(same.evr, version.evr) !== 0) distinct.push(version);
    else distinct[distinct.length - 1] = bothOf(same, version, streams);
  }
  return distinct;
}

/** `0:1-1` and `1-1` */
function bothOf(a: FoundVersion, b: FoundVersion, streams: readonly StreamHistory[]): FoundVersion {
  const found = streams.flatMap(({ stream }): [string, VersionSpan][] => {
    const spans = [a.found.get(stream), b.found.get(stream)].filter(span => span !== undefined);
    const [first] = spans.sort((one, other) => one.since - other.since);
    return first ? [[stream, first]] : [];
  });
  return { evr: a.evr, found: new Map(found) };
}

/** One that another stream is promoted to. */
function isProduction(stream: string, policies: ReadonlyMap<string, StreamPolicy>): boolean {
  const policy = policies.get(stream);
  return policy !== undefined && candidateFeeders(policy, policies).length > 0;
}

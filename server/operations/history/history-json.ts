/** A package's history as JSON; docs/command-line.md describes it. Times are ISO 8601 in UTC. */
import type { VersionArrivals } from './arrivals';
import type { PackageHistory, PackageMatrix, VersionSpan } from './package-history';

export interface HistoryReport {
  readonly history: PackageHistory;
  readonly matrix: PackageMatrix;
  readonly arrivals: readonly VersionArrivals[];
}

export function historyJson({ history, matrix, arrivals }: HistoryReport): object {
  const { name, basearch, since, until, streams, notes } = history;
  return {
    name,
    arch: basearch,
    since: timeOf(since),
    until: timeOf(until),
    matrix: {
      arches: matrix.basearches,
      streams: matrix.rows.map(({ stream, label, versions }) => {
        return { stream, label, versions: Object.fromEntries(versions) };
      }),
    },
    streams: streams.map(({ stream, label, spans, overridesOnly = false }) => {
      const end = (i: number): number => spans[i + 1]?.since ?? until;
      return { stream, label, overridesOnly, spans: spans.map((span, i) => spanJson(span, end(i))) };
    }),
    arrivals: arrivals.map(({ evr, arrivals: found }) => {
      return {
        evr,
        streams: found.map(({ stream, at, days, span: { provenance, type } }) => {
          return { stream, since: timeOf(at), days, provenance, type };
        }),
      };
    }),
    notes,
  };
}

/** `until` is where the next span begins. */
function spanJson({ evr, since, commit, subject, provenance, type, reason }: VersionSpan, until: number): object {
  return {
    evr: evr ?? null,
    since: timeOf(since),
    until: timeOf(until),
    commit,
    subject,
    provenance: provenance ?? null,
    type,
    reason,
  };
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** What Bodhi says of changed source packages: one list of updates for all of them. */
import type { Bodhi, BodhiUpdate, OnUnread } from '../../bodhi/bodhi';
import { compareEvr } from '../../rpm/evr';
import { splitNvr } from '../../rpm/nvr';
import { isLive } from '../../services/entry-update';
import type { Advisory, Severity } from './advisory';
import { type EvrSpan, type SpanDirection, spansOfSource, vrLiesIn } from './advisory-span';
import type { SourceChange } from './diff';
import type { FoundAdvisory } from './updateinfo-advisories';

/** Of all source packages together. */
export interface BodhiAdvisories {
  /** By source package; those that were taken back or replaced are not among them. */
  readonly found: ReadonlyMap<string, readonly FoundAdvisory[]>;
  /** By alias. */
  readonly updates: ReadonlyMap<string, BodhiUpdate>;
}

/** `release`: `F40`. `onUnread`: of updates that cannot be read; the others are told. Rejects where Bodhi does. */
export async function bodhiAdvisories(
  sources: readonly SourceChange[],
  bodhi: Bodhi,
  release: string,
  signal?: AbortSignal,
  onUnread?: OnUnread,
): Promise<BodhiAdvisories> {
  const spans = new Map(sources.map(change => [change.source, spansOfSource(change)]));
  const since = new Map<string, string>();
  for (const [source, [first, ...others]] of spans) {
    if (first)
      since.set(
        source,
        others.reduce((lowest, span) => lower(lowest, lowestOf(span)), lowestOf(first)),
      );
  }
  const answers = since.size === 0 ? new Map() : await bodhi.updatesSince(since, release, signal, onUnread);
  const updates = new Map<string, BodhiUpdate>();
  const found = new Map<string, readonly FoundAdvisory[]>();
  for (const [source, answer] of answers) {
    const all: readonly BodhiUpdate[] = answer.value;
    for (const update of all) updates.set(update.alias, update);
    const hits = all.filter(isLive).flatMap(update => {
      const builds = update.builds.flatMap(({ nvr }) => splitNvr(nvr) ?? []).filter(({ name }) => name === source);
      const directions = new Set<SpanDirection>();
      for (const span of spans.get(source) ?? []) {
        if (builds.some(({ vr }) => vrLiesIn(vr, span))) directions.add(span.direction);
      }
      return [...directions].map(direction => ({ direction, advisory: bodhiAdvisory(update) }));
    });
    found.set(source, hits);
  }
  return { found, updates };
}

/** Version and release below which nothing matters. Bodhi's builds show no epoch: one that changes decides nothing here. */
function lowestOf({ above, upTo }: EvrSpan): string {
  const [low, high] = [withoutEpoch(above ?? upTo), withoutEpoch(upTo)];
  return lower(low, high);
}

const lower = (a: string, b: string): string => (compareEvr(a, b) <= 0 ? a : b);

const withoutEpoch = (evr: string): string => evr.replace(/^\d+:/, '');

const SEVERITY = {
  unspecified: 'none',
  low: 'low',
  medium: 'moderate',
  high: 'important',
  urgent: 'critical',
} as const;

export function bodhiAdvisory(update: BodhiUpdate): Advisory {
  const { alias, title, type, severity, cves, submitted, url, status } = update;
  const grave: Severity = SEVERITY[severity];
  return { id: alias, title, type, severity: grave, cves, issued: submitted, url, status };
}

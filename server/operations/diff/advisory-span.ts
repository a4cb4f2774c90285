/** Between which versions the advisories of a change lie. */
import { compareEvr, formatEvr, parseEvr } from '../../rpm/evr';
import type { ArchChange, PackageChange, SourceChange, StreamDiff } from './diff';
import { natureOf } from './nature';

/** What comes with a change (an upgrade, an addition), or goes away with it (a downgrade). */
export type SpanDirection = 'gained' | 'lost';

export interface EvrSpan {
  readonly direction: SpanDirection;
  /** The lower version, which is not part of it; undefined: nothing but `upTo` itself. */
  readonly above: string | undefined;
  readonly upTo: string;
}

/** The spans of one binary package, each once: basearches may differ. A removal has none. */
export function spansOf({ arches }: PackageChange): readonly EvrSpan[] {
  const spans = [...arches.values()].map(spanOf).filter(span => span !== undefined);
  return [...new Map(spans.map(span => [JSON.stringify(span), span])).values()];
}

/**
 * Those that builds of the source package are held against: of the binary package that is called like it; without such a
 * one those of all its packages, whose versions may be others than the source's.
 */
export function spansOfSource({ source, packages }: SourceChange): readonly EvrSpan[] {
  const named = packages.find(({ name }) => name === source);
  const spans = named ? spansOf(named) : packages.flatMap(spansOf);
  return [...new Map(spans.map(span => [JSON.stringify(span), span])).values()];
}

function spanOf({ kind, from, to }: ArchChange): EvrSpan | undefined {
  if (!to) return undefined;
  if (!from) return { direction: 'gained', above: undefined, upTo: to.evr };
  return kind === 'downgraded'
    ? { direction: 'lost', above: to.evr, upTo: from.evr }
    : { direction: 'gained', above: from.evr, upTo: to.evr };
}

/** A rebuild of the lower version for another release brings nothing. */
export function liesIn(evr: string, { above, upTo }: EvrSpan): boolean {
  if (above === undefined) return compareEvr(evr, upTo) === 0;
  return compareEvr(evr, upTo) <= 0 && compareEvr(evr, above) > 0 && natureOf(above, evr) !== 'rebuild';
}

/**
 * The same of a version and release whose epoch is not known. Where both ends have one epoch it is taken for that; where
 * the epoch changes on the way only the very build at the upper end is sure to lie in it.
 */
export function vrLiesIn(vr: string, span: EvrSpan): boolean {
  const end = parseEvr(span.upTo);
  if (span.above !== undefined && parseEvr(span.above).epoch !== end.epoch) {
    return vr === formatEvr({ ...end, epoch: '0' });
  }
  return liesIn(formatEvr({ ...parseEvr(vr), epoch: end.epoch }), span);
}

/**
 * As few basearches as have every changed package, `preferred` first: an advisory is for all basearches, and their repositories
 * need not all be asked for the same ones.
 */
export function basearchesOfChanges(
  { basearches, changes }: Pick<StreamDiff, 'basearches' | 'changes'>,
  preferred?: string,
): string[] {
  const chosen: string[] = [];
  const left = new Set(changes.filter(({ kind }) => kind !== 'removed'));
  const order = [...basearches].sort((a, b) => Number(b === preferred) - Number(a === preferred));
  for (const basearch of order) {
    const had = [...left].filter(({ arches }) => arches.get(basearch)?.to !== undefined);
    for (const change of had) left.delete(change);
    if (had.length > 0) chosen.push(basearch);
  }
  return chosen;
}

/** Where everything of the plot stands: versions over time, one step line a stream. Pixels; no DOM. */
import type { HistoryResult } from '../../../server/protocol';
import { type ShownSpan, type ShownStream, shownStreams } from './spans';
import { spread, thinned, timeTicks } from './ticks';
import { shortened } from './words';

/** The width of a character of the labels, 11 px in a fixed-width font. */
const CHARACTER = 6.7;
/** The height of a label. */
const LINE = 14;
/** The least room of a date. */
const TICK = 56;
/** What the rows of all versions take where there are neither few nor many. */
const ROWS = 330;
const ROW = { least: 8, most: 38 };
/** How far lines stand apart that have the same version. */
const LANE = { most: 4.5, part: 0.72 };
const TOP = 10;
const AXIS = 24;
/** Below this width the labels at the ends of the lines are the streams only. */
const NARROW = 640;

export interface PlacedSpan {
  readonly span: ShownSpan;
  readonly x1: number;
  readonly x2: number;
  readonly y: number;
}

export interface PlotLine {
  readonly stream: string;
  readonly index: number;
  /** SVG path: steps, with gaps where the package was not locked. */
  readonly path: string;
  /** Those within the time shown and locked, oldest first. */
  readonly spans: readonly PlacedSpan[];
}

export interface LineEnd {
  readonly stream: string;
  readonly index: number;
  readonly y: number;
  readonly labelY: number;
  readonly label: string;
  readonly version: string;
}

export interface PlotLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: readonly { readonly x: number; readonly label: string }[];
  readonly y: readonly { readonly y: number; readonly label: string; readonly version: string }[];
  readonly lines: readonly PlotLine[];
  readonly ends: readonly LineEnd[];
}

/** When the plot begins: what was asked about, or the oldest commit where that is later. */
export function plotSince({ streams, since, until }: Pick<HistoryResult, 'streams' | 'since' | 'until'>): number {
  const first = Math.min(until, ...streams.flatMap(({ spans }) => spans[0]?.since ?? []));
  return Math.max(since, first);
}

/** `hidden`: streams that are left out, with the versions that only they have. */
export function plotLayout(history: HistoryResult, hidden: ReadonlySet<string>, width: number): PlotLayout {
  const since = plotSince(history);
  const until = Math.max(history.until, since + 1);
  const streams = shownStreams(history).flatMap(stream => {
    const spans = stream.spans.filter(span => span.evr !== undefined && span.until > since && span.since <= until);
    return hidden.has(stream.stream) || spans.length === 0 ? [] : [{ ...stream, spans }];
  });
  const shown = new Set(streams.flatMap(({ spans }) => spans.map(({ evr }) => evr)));
  const versions = history.versions.filter(evr => shown.has(evr));
  const ranks = new Map(versions.map((evr, rank) => [evr, rank]));

  const narrow = width < NARROW;
  const atEnds = streams.filter(({ spans }) => spans.at(-1)?.current);
  const rightCharacters = longest(
    atEnds.map(({ stream, spans }) => (narrow ? stream : `${stream}  ${shortened(spans.at(-1)?.evr ?? '', 22)}`)),
  );
  const row = Math.min(ROW.most, Math.max(ROW.least, ROWS / Math.max(1, versions.length)));
  const bottom = TOP + Math.max(row * versions.length, atEnds.length * LINE, 40);

  const used = row * versions.length;
  const shift = (bottom - TOP - used) / 2;
  const y = (evr: string): number => TOP + shift + used - ((ranks.get(evr) ?? 0) + 0.5) * row;
  const labelled = thinned(
    versions.map(version => ({ version, y: y(version), weight: heldFor(version, streams, since) })),
    LINE,
  );
  const leftCharacters = Math.min(longest(labelled.map(({ version }) => version)), narrow ? 15 : 26);
  const left = Math.round(leftCharacters * CHARACTER + 10);
  const right = Math.max(left + 80, Math.round(width - rightCharacters * CHARACTER - 24));
  const scale = (right - left) / (until - since);
  const x = (at: number): number => left + (Math.min(until, Math.max(since, at)) - since) * scale;

  const lane = Math.min(LANE.most, (row * LANE.part) / Math.max(1, streams.length));

  const lines = streams.map(({ stream, index, spans }, k) => {
    const offset = (k - (streams.length - 1) / 2) * lane;
    const placed = spans.map(span => ({
      span,
      x1: x(span.since),
      x2: x(span.until),
      y: y(span.evr ?? '') + offset,
    }));
    return { stream, index, path: stepPath(placed), spans: placed };
  });
  const ends = lines.filter(({ spans }) => spans.at(-1)?.span.current);
  const labelYs = spread(
    ends.map(({ spans }) => spans.at(-1)?.y ?? 0),
    LINE,
    TOP,
    bottom,
  );
  return {
    width,
    height: bottom + AXIS,
    left,
    right,
    top: TOP,
    bottom,
    x: timeTicks(since, until, Math.max(1, Math.floor((right - left) / TICK))).map(({ at, label }) => ({
      x: x(at),
      label,
    })),
    y: labelled.map(({ version, y: at }) => ({ version, y: at, label: shortened(version, leftCharacters) })),
    lines,
    ends: ends.map(({ stream, index, spans }, i) => {
      const last = spans.at(-1);
      const version = last?.span.evr ?? '';
      return {
        stream,
        index,
        y: last?.y ?? 0,
        labelY: labelYs[i] ?? 0,
        label: stream,
        version: narrow ? '' : shortened(version, 22),
      };
    }),
  };
}

/** `M x y H x V y H x`; a new `M` where one span does not begin where the last one ended. */
export function stepPath(spans: readonly Omit<PlacedSpan, 'span'>[]): string {
  let path = '';
  let end: number | undefined;
  for (const { x1, x2, y } of spans) {
    path += end !== undefined && Math.abs(end - x1) < 0.01 ? `V${round(y)}` : `M${round(x1)} ${round(y)}`;
    path += `H${round(x2)}`;
    end = x2;
  }
  return path;
}

/** The span under a pointer: the nearest line of those that run there, within `reach`. */
export function spanAt(
  { lines }: Pick<PlotLayout, 'lines'>,
  x: number,
  y: number,
  reach: number,
): { readonly line: number; readonly span: number } | undefined {
  let best: { line: number; span: number } | undefined;
  let nearest = reach;
  lines.forEach(({ spans }, line) => {
    spans.forEach((placed, span) => {
      if (x < placed.x1 - 2 || x > placed.x2 + 2) return;
      const distance = Math.abs(placed.y - y);
      if (distance >= nearest) return;
      nearest = distance;
      best = { line, span };
    });
  });
  return best;
}

/** Where an arrow key leads: left and right along a line, up and down to the next line at the same time. */
export function spanBeside(
  { lines }: Pick<PlotLayout, 'lines'>,
  from: { readonly line: number; readonly span: number },
  key: string,
): { readonly line: number; readonly span: number } | undefined {
  const spans = lines[from.line]?.spans ?? [];
  const to = (span: number) => ({ line: from.line, span: Math.min(spans.length - 1, Math.max(0, span)) });
  if (key === 'ArrowLeft') return to(from.span - 1);
  if (key === 'ArrowRight') return to(from.span + 1);
  if (key === 'Home') return to(0);
  if (key === 'End') return to(spans.length - 1);
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined;
  const line = from.line + (key === 'ArrowUp' ? -1 : 1);
  const there = lines[line];
  const now = spans[from.span];
  if (!there || !now) return from;
  const middle = (now.x1 + now.x2) / 2;
  const gaps = there.spans.map(({ x1, x2 }) => Math.max(0, x1 - middle, middle - x2));
  return { line, span: gaps.indexOf(Math.min(...gaps)) };
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}

/** How long all streams together have had it: what stood long is worth a label. */
function heldFor(version: string, streams: readonly ShownStream[], since: number): number {
  return streams
    .flatMap(({ spans }) => spans)
    .filter(({ evr }) => evr === version)
    .reduce((sum, span) => sum + span.until - Math.max(since, span.since), 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

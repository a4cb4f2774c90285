/** A package's history for a terminal: what every stream has, since when, and who was ahead. */
import { printable } from '../http/printable';
import type { VersionArrivals } from '../operations/history/arrivals';
import { dayOf, daysBetween } from '../operations/history/day';
import type { HistoryReport } from '../operations/history/history-json';
import type { MatrixRow, PackageMatrix, StreamHistory, VersionSpan } from '../operations/history/package-history';
import { table } from './table';

export function historyText({ history, matrix, arrivals }: HistoryReport): string {
  const { name, basearch, since, until, streams } = history;
  const blocks = [
    `${printable(name)} now\n\n${matrixText(matrix)}`,
    `${printable(name)} on ${basearch}, ${dayOf(since)} to ${dayOf(until)}\n`,
    ...streams.map(stream => streamText(stream, until)),
    arrivals.length === 0 ? '' : `When versions came\n\n${arrivals.map(arrivalText).join('')}`,
  ];
  return blocks.filter(block => block !== '').join('\n');
}

const SAME = '=';
const NONE = '-';

/** What an arch has like the first one is `=`: what differs stands out. */
function matrixText({ basearches, rows }: PackageMatrix): string {
  const cells = rows.map(row => {
    const versions = basearches.map(arch => lockedText(row, arch));
    const [first] = versions;
    const shown = versions.map((version, i) => (i > 0 && version === first && version !== NONE ? SAME : version));
    return [labelOf(row), ...shown];
  });
  const used = (sign: string): boolean => cells.some(([, ...versions]) => versions.includes(sign));
  const legend = [used(SAME) ? `${SAME} as on ${basearches[0]}` : '', used(NONE) ? `${NONE} not locked` : ''].filter(
    text => text !== '',
  );
  return table([['STREAM', ...basearches], ...cells]) + (legend.length === 0 ? '' : `(${legend.join(', ')})\n`);
}

function lockedText({ versions }: MatrixRow, arch: string): string {
  const locked = versions.get(arch);
  if (!locked) return NONE;
  const { evr, provenance, type } = locked;
  return provenance === 'base' ? evr : `${evr} (${type ?? provenance})`;
}

/** "testing-devel", "testing-devel (working tree)", "stable (origin/stable)". */
function labelOf({ stream, label }: Pick<MatrixRow, 'stream' | 'label'>): string {
  return stream === label ? stream : `${stream} (${label})`;
}

/** Promotions name the commit that they took in their subject. */
const COMMIT_ID = /\b[0-9a-f]{40}\b/g;

function streamText(history: StreamHistory, until: number): string {
  const { spans, overridesOnly } = history;
  const heading = printable(labelOf(history));
  const none = overridesOnly ? 'not overridden' : 'not locked';
  if (spans.length === 0) return `${heading}: nothing is known\n`;
  if (spans.every(({ provenance }) => provenance === undefined)) return `${heading}: ${none}\n`;
  const rows = spans.map((span, i) => {
    const next = spans[i + 1];
    return [
      dayOf(span.since),
      span.evr ?? (span.provenance === undefined ? none : 'no version'),
      heldText(span, next?.since ?? until, next === undefined),
      howText(span),
      span.commit.slice(0, 10),
      span.subject.replace(COMMIT_ID, id => id.slice(0, 10)),
    ];
  });
  return `${heading}\n${table([['FROM', 'VERSION', 'HELD', 'BY', 'COMMIT', 'SUBJECT'], ...rows])}`;
}

function heldText({ since }: VersionSpan, end: number, still: boolean): string {
  const held = `${daysBetween(since, end)} d`;
  return still ? `${held} so far` : held;
}

function howText({ provenance, type }: VersionSpan): string {
  return provenance === 'override' ? (type ?? 'override') : (provenance ?? '');
}

/** "5:5.2.5-1.fc40: testing-devel 2024-10-18 (fast-track), testing 2024-10-21 (+3 d)" */
function arrivalText({ evr, arrivals }: VersionArrivals): string {
  const words = arrivals.map(({ stream, at, days, span }, i) => {
    const how = span.provenance === 'override' ? howText(span) : '';
    const facts = [i === 0 ? '' : `+${days} d`, how].filter(text => text !== '');
    return `${stream} ${dayOf(at)}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`;
  });
  return `${printable(`${evr}: ${words.join(', ')}`)}\n`;
}

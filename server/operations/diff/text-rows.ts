/** The rows of one source package, and what is told below them. */
import type { ChangelogEntry } from '../../koji/koji';
import { some } from '../words';
import type { Advisory, AdvisoryAnswers, ChangeStory } from './advisory';
import { type ChangeRow, rowOf, rowsOf } from './change-rows';
import type { ChangeKind, StreamDiff } from './diff';
import { becauseOf, dateOf, movesWords } from './diff-words';
import type { SectionSource } from './kind-sections';
import type { PackageProvenance } from './side';
import type { TextRow } from './text-layout';

export interface RowOptions {
  readonly by?: 'source' | 'binary' | undefined;
  readonly advisories?: AdvisoryAnswers | undefined;
  readonly stories?: ReadonlyMap<string, ChangeStory> | undefined;
}

/** Entries of a changelog, and lines of an entry. */
const MOST_ENTRIES = 8;
const MOST_LINES = 12;
/** Characters; some spec files quote whole mails. */
const LONGEST_LINE = 160;

/** `section` is the kind that the reader knows of: of others the row says it. Advisories and changelog stand below the last row. */
export function changeRows(
  diff: StreamDiff,
  source: SectionSource,
  mark: string,
  section: ChangeKind,
  { by, advisories, stories }: RowOptions,
): TextRow[] {
  const rows = by === 'binary' ? source.packages.map(change => rowOf(diff, change)) : rowsOf(diff, source);
  const { source: name } = source;
  const told = [
    ...(advisories?.bySource.get(name) ?? []).map(advisoryLine),
    ...(advisories?.lost?.get(name) ?? []).map(advisory => `loses ${advisoryLine(advisory)}`),
    ...changelogLines(stories?.get(name)?.changelog ?? []),
  ];
  return rows.map((row, i) => ({
    cells: [
      `${mark} ${i === 0 || by === 'binary' ? row.source : ''}`,
      movesWords(row.moves, section),
      binaries(row, rows, by),
    ],
    below: [
      ...row.because.flatMap(({ side, provenance }) => becauseLine(provenance, side === 'from' ? 'was ' : '')),
      ...(i === rows.length - 1 && source.tellsStory ? told : []),
    ],
  }));
}

function binaries({ source, packages }: ChangeRow, rows: readonly ChangeRow[], by: RowOptions['by']): string {
  const itself = rows.length === 1 && packages.length === 1 && packages[0] === source;
  return by === 'binary' || itself ? '' : some(packages);
}

/** "pin: https://...", "was fast-track: ...": a line, or none for what is in a base lock. */
export function becauseLine(provenance: PackageProvenance | undefined, before = ''): string[] {
  const because = becauseOf(provenance);
  if (!because) return [];
  const { type, texts } = because;
  return [`${before}${type}: ${texts.length === 0 ? 'no reason is given' : texts.join(' ')}`];
}

/** "FEDORA-2024-f0fd63c638: security, important: CVE-2024-9341" */
function advisoryLine({ id, type, severity, cves, title }: Advisory): string {
  const kind = severity === 'none' ? type : `${type}, ${severity}`;
  return `${id}: ${kind}: ${cves.length > 0 ? cves.join(', ') : title}`;
}

/** Of no entry: none. */
export function changelogLines(entries: readonly ChangelogEntry[]): string[] {
  const lines = entries.slice(0, MOST_ENTRIES).flatMap(({ at, author, text }) => {
    const own = text.split('\n').filter(line => line.trim() !== '');
    const more = own.length - MOST_LINES;
    return [
      `* ${dateOf(at / 1000)} ${authorAndVersion(author)}`,
      ...own.slice(0, MOST_LINES).map(line => `  ${shortened(line.trimEnd())}`),
      ...(more > 0 ? [`  ... and ${more} more lines`] : []),
    ];
  });
  const more = entries.length - MOST_ENTRIES;
  return more > 0 ? [...lines, `* and ${more} more`] : lines;
}

/** Without the mail address. */
export function authorAndVersion(author: string): string {
  return author.replace(/\s*<[^<>]{0,200}>/, '').trim();
}

function shortened(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}...` : line;
}

/** A comparison as text for a terminal. */
import { printable } from '../../http/printable';
import { count, some } from '../words';
import type { AdvisoryAnswers, ChangeStory } from './advisory';
import { overrideRows } from './change-rows';
import type { ChangeKind, StreamDiff } from './diff';
import {
  emptyWords,
  isCaughtUp,
  isEmpty,
  kindTitle,
  overrideCounts,
  overrideWords,
  REBUILT,
  rebuildWords,
  SHOWN_KINDS,
  securityWords,
  sideCells,
  summaryWords,
} from './diff-words';
import { kindSection } from './kind-sections';
import { aligned, type TextRow, wrapped } from './text-layout';
import { becauseLine, changeRows } from './text-rows';

export interface DiffTextOptions {
  /** Rows: a source package with its binaries, or each binary for itself. `source` where not said. */
  readonly by?: 'source' | 'binary' | undefined;
  readonly advisories?: AdvisoryAnswers | undefined;
  /** By source package. */
  readonly stories?: ReadonlyMap<string, ChangeStory> | undefined;
}

/**
 * Lists nothing but what is in `changes` and `overrides`: who wants less hands in less. What files and services say is made harmless for a terminal.
 */
export function diffText(diff: StreamDiff, options: DiffTextOptions = {}): string {
  const { from, to, summary, notes } = diff;
  const blocks: (readonly string[])[] = [
    aligned([
      { cells: ['from', ...sideCells(from)], below: [] },
      { cells: ['to', ...sideCells(to)], below: [] },
    ]),
  ];
  if (isEmpty(summary)) {
    blocks.push([emptyWords(diff)]);
  } else {
    blocks.push(summaryLines(diff, options.advisories));
    for (const kind of SHOWN_KINDS) blocks.push(...kindBlocks(diff, kind, options));
    blocks.push(...overrideBlocks(diff));
  }
  const told = [...notes, ...(options.advisories?.problems ?? [])];
  if (told.length > 0) blocks.push(['Notes', ...told.flatMap(note => wrapped(note, '- ', '  '))]);
  return blocks.map(lines => lines.map(line => `${printable(line)}\n`).join('')).join('\n');
}

function summaryLines(diff: StreamDiff, advisories: AdvisoryAnswers | undefined): string[] {
  const [rebuilds, overrides] = [rebuildWords(diff), overrideCounts(diff)];
  return [
    ...wrapped(kindTitle(`${summaryWords(diff)}.`)),
    ...(rebuilds === '' ? [] : [`Rebuilds: ${rebuilds}.`]),
    ...(overrides === '' ? [] : [`Overrides: ${overrides}.`]),
    ...(advisories ? wrapped(`Security: ${securityWords(diff, advisories)}.`) : []),
  ];
}

/** What goes backwards is marked, in every line. */
const MARKS: Readonly<Record<ChangeKind, string>> = { downgraded: '!', removed: '-', added: '+', upgraded: ' ' };

function kindBlocks(diff: StreamDiff, kind: ChangeKind, options: DiffTextOptions): (readonly string[])[] {
  const { sources, rebuilt } = kindSection(diff, kind, options.by === 'binary');
  const blocks: (readonly string[])[] = [];
  if (sources.length > 0) {
    const packages = sources.flatMap(source => source.packages).length;
    const counted = options.by === 'binary' ? '' : ` of ${count(sources.length, 'source package')}`;
    const title = `${kindTitle(kind)} (${count(packages, 'package')}${counted})`;
    blocks.push([title, ...aligned(sources.flatMap(source => changeRows(diff, source, MARKS[kind], kind, options)))]);
  }
  if (rebuilt.length > 0) {
    const title = `${kindTitle(kind)}, ${REBUILT} (${count(rebuilt.length, 'source package')})`;
    const names = rebuilt.map(({ source }) => source).join(', ');
    blocks.push([title, ...wrapped(names, `${MARKS[kind]} `)]);
  }
  return blocks;
}

function overrideBlocks(diff: StreamDiff): string[][] {
  return (['lost', 'gained', 'changed'] as const).flatMap(kind => {
    const rows = overrideRows(diff.overrides).filter(row => row.kind === kind);
    if (rows.length === 0) return [];
    const names = new Set(rows.flatMap(({ packages }) => packages)).size;
    const lines = rows.map((row): TextRow => {
      const { source, packages, arches, effect, from, to } = row;
      const on = arches.length === diff.basearches.length ? '' : ` on ${arches.join(', ')}`;
      const mark = kind === 'lost' && !isCaughtUp(row) ? '!' : ' ';
      const shown = kind === 'lost' ? from : to;
      const why = becauseLine(shown?.provenance);
      const was = kind === 'changed' ? becauseLine(from?.provenance) : why;
      // what is gained and changes something stands above with the change
      const told = kind === 'gained' && effect !== 'same' && diff.changes.length > 0;
      return {
        cells: [`${mark} ${source}`, `${overrideWords(row)}${on}`, otherNames(source, packages)],
        below: told ? [] : [...why, ...(was.join() === why.join() ? [] : was.map(line => `was ${line}`))],
      };
    });
    return [[`Overrides ${kind} (${count(names, 'package')})`, ...aligned(lines)]];
  });
}

function otherNames(source: string, packages: readonly string[]): string {
  return packages.length === 1 && packages[0] === source ? '' : some(packages);
}

/** A comparison as Markdown that reads well in a pull request. What files and services say is escaped. */
import { escapeMarkdown, inlineCode } from '../markdown-text';
import { count, list, some } from '../words';
import type { AdvisoryAnswers, ChangeStory } from './advisory';
import { overrideRows, rowOf, rowsOf } from './change-rows';
import type { ChangeKind, SourceChange, StreamDiff } from './diff';
import {
  becauseOf,
  emptyWords,
  isCaughtUp,
  isEmpty,
  kindTitle,
  movesWords,
  overrideCounts,
  overrideWords,
  REBUILT,
  rebuildWords,
  securityFixes,
  securityWords,
  sideCells,
  summaryWords,
} from './diff-words';
import { kindSection } from './kind-sections';
import { advisoryCell, details, fenced, mdReference, mdTable } from './markdown-parts';
import type { PackageProvenance } from './side';
import { changelogLines } from './text-rows';

export interface DiffMarkdownOptions {
  /** Rows: a source package with its binaries, or each binary for itself. `source` where not said. */
  readonly by?: 'source' | 'binary' | undefined;
  readonly advisories?: AdvisoryAnswers | undefined;
  /** By source package. */
  readonly stories?: ReadonlyMap<string, ChangeStory> | undefined;
  /** Level of the heading; 2 where not said. */
  readonly heading?: number | undefined;
}

/** More rows than these stand folded. */
const MOST_OPEN = 15;

/** Lists nothing but what is in `changes` and `overrides`: who wants less hands in less. */
export function diffMarkdown(diff: StreamDiff, options: DiffMarkdownOptions = {}): string {
  const { from, to, notes } = diff;
  const { heading = 2, advisories } = options;
  const title = (level: number, text: string): string => `${'#'.repeat(Math.min(6, heading + level))} ${text}`;
  const sides = [from, to].map(side => {
    const [label = '', commit = '', ...rest] = sideCells(side);
    const cells = [commit === '' ? '' : inlineCode(commit), ...rest.map(escapeMarkdown)].filter(cell => cell !== '');
    return `${inlineCode(label)}${cells.length === 0 ? '' : ` (${cells.join(', ')})`}`;
  });
  const blocks = [title(0, `${inlineCode(from.label)} → ${inlineCode(to.label)}`), `From ${sides.join(' to ')}:`];
  if (isEmpty(diff.summary)) {
    blocks.push(escapeMarkdown(emptyWords(diff)));
  } else {
    blocks.push(summaryList(diff, advisories));
    blocks.push(
      ...kindBlocks(diff, 'downgraded', options, title),
      ...securityBlocks(diff, advisories, title),
      ...overrideBlocks(diff, title),
      ...kindBlocks(diff, 'removed', options, title),
      ...kindBlocks(diff, 'added', options, title),
      ...kindBlocks(diff, 'upgraded', options, title),
      ...storyBlocks(diff, options.stories),
    );
  }
  const told = [...notes, ...(advisories?.problems ?? [])];
  if (told.length > 0) blocks.push(title(1, 'Notes'), told.map(note => `- ${escapeMarkdown(note)}`).join('\n'));
  return `${blocks.join('\n\n')}\n`;
}

function summaryList(diff: StreamDiff, advisories: AdvisoryAnswers | undefined): string {
  const [rebuilds, overrides] = [rebuildWords(diff), overrideCounts(diff)];
  const items = [
    kindTitle(summaryWords(diff)),
    ...(rebuilds === '' ? [] : [`Rebuilds: ${rebuilds}`]),
    ...(overrides === '' ? [] : [`Overrides: ${overrides}`]),
    ...(advisories ? [`Security: ${securityWords(diff, advisories)}`] : []),
  ];
  return items.map(item => `- ${escapeMarkdown(item)}`).join('\n');
}

type Title = (level: number, text: string) => string;

function kindBlocks(diff: StreamDiff, kind: ChangeKind, { by }: DiffMarkdownOptions, title: Title): string[] {
  const { sources, rebuilt } = kindSection(diff, kind, by === 'binary');
  const blocks: string[] = [];
  if (sources.length > 0) {
    const packages = sources.flatMap(source => source.packages).length;
    const counted = `${count(packages, 'package')}${by === 'binary' ? '' : ` of ${count(sources.length, 'source package')}`}`;
    const rows = sources.flatMap(source => sourceRows(diff, source, kind, by));
    const table = mdTable([by === 'binary' ? 'Package' : 'Source package', 'Version', 'Packages', 'Why'], rows);
    // what goes backwards is never folded
    const open = kind === 'downgraded' || (kind !== 'upgraded' && rows.length <= MOST_OPEN);
    const heading = kind === 'downgraded' ? 'Downgrades' : kindTitle(kind);
    blocks.push(open ? `${title(1, heading)}\n\n${table}` : details(`${kindTitle(kind)}: ${counted}`, table));
  }
  if (rebuilt.length > 0) {
    const names = rebuilt.map(({ source }) => escapeMarkdown(source)).join(', ');
    const summary = `${kindTitle(kind)}, ${REBUILT}: ${count(rebuilt.length, 'source package')}`;
    blocks.push(details(summary, names));
  }
  return blocks;
}

function sourceRows(diff: StreamDiff, source: SourceChange, section: ChangeKind, by: DiffMarkdownOptions['by']) {
  const rows = by === 'binary' ? source.packages.map(change => rowOf(diff, change)) : rowsOf(diff, source);
  return rows.map((row, i) => [
    i === 0 || by === 'binary' ? escapeMarkdown(row.source) : '',
    escapeMarkdown(movesWords(row.moves, section, '→')),
    by === 'binary' || isItself(row.source, row.packages) ? '' : escapeMarkdown(some(row.packages)),
    row.because.map(({ side, provenance }) => because(provenance, side === 'from' ? 'was ' : '')).join('; '),
  ]);
}

function isItself(source: string, packages: readonly string[]): boolean {
  return packages.length === 1 && packages[0] === source;
}

function because(provenance: PackageProvenance | undefined, before = ''): string {
  const found = becauseOf(provenance);
  if (!found) return '';
  const texts = found.texts.length === 0 ? 'no reason is given' : found.texts.map(mdReference).join(' ');
  return `${before}${escapeMarkdown(found.type)}: ${texts}`;
}

function securityBlocks(diff: StreamDiff, advisories: AdvisoryAnswers | undefined, title: Title): string[] {
  const blocks = [
    ['Security fixes lost', securityFixes(diff, advisories?.lost)],
    ['Security fixes', securityFixes(diff, advisories?.bySource)],
  ] as const;
  return blocks.flatMap(([heading, fixes]) => {
    if (fixes.length === 0) return [];
    const rows = fixes.flatMap(({ source, advisories: own }) =>
      own.map((advisory, i) => [
        i === 0 ? escapeMarkdown(source) : '',
        advisoryCell(advisory),
        advisory.cves.map(escapeMarkdown).join(', '),
      ]),
    );
    return [`${title(1, heading)}\n\n${mdTable(['Source package', 'Advisory', 'CVEs'], rows)}`];
  });
}

function overrideBlocks(diff: StreamDiff, title: Title): string[] {
  return (['lost', 'gained', 'changed'] as const).flatMap(kind => {
    const rows = overrideRows(diff.overrides).filter(row => row.kind === kind);
    if (rows.length === 0) return [];
    const cells = rows.map(row => {
      const { source, packages, arches, from, to } = row;
      const on = arches.length === diff.basearches.length ? '' : ` on ${list(arches)}`;
      const shown = because((kind === 'lost' ? from : to)?.provenance);
      const before = kind === 'changed' ? because(from?.provenance) : shown;
      const words = escapeMarkdown(`${overrideWords(row, '→')}${on}`);
      return [
        escapeMarkdown(source),
        kind === 'lost' && !isCaughtUp(row) ? `**${words}**` : words,
        isItself(source, packages) ? '' : escapeMarkdown(some(packages)),
        before === shown ? shown : `${shown}; was ${before}`,
      ];
    });
    const table = mdTable(['Source package', 'Version', 'Packages', 'Why'], cells);
    if (kind === 'lost') return [`${title(1, 'Overrides lost')}\n\n${table}`];
    return [details(`Overrides ${kind}: ${count(rows.length, 'source package')}`, table)];
  });
}

function storyBlocks(diff: StreamDiff, stories: DiffMarkdownOptions['stories']): string[] {
  return diff.sources.flatMap(({ source }) => {
    const entries = stories?.get(source)?.changelog ?? [];
    if (entries.length === 0) return [];
    return [details(`Changelog of ${source}`, fenced(changelogLines(entries)))];
  });
}

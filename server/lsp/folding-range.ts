/** textDocument/foldingRange: every map and list of more than one line, and comments of several lines. */
import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import type { Lockfile, Node } from '../lockfile/model';
import { isBlank, lineBefore } from '../lockfile/places';
import type { TextLines } from './convert';

export interface FoldingCapabilities {
  /** `textDocument.foldingRange.rangeLimit`; undefined for none. */
  readonly rangeLimit: number | undefined;
}

/** In file order. Where there are more than the client takes, the inner ones are left out. */
export function doFoldingRanges(lockfile: Lockfile, lines: TextLines, can: FoldingCapabilities): FoldingRange[] {
  const ranges = [...commentBlocks(lockfile, lines), ...nodeRanges(lockfile, lines)];
  const { rangeLimit = ranges.length } = can;
  return ranges.slice(0, rangeLimit).sort((a, b) => a.startLine - b.startLine);
}

/** Outer ones first. */
function nodeRanges({ root, format, text }: Lockfile, lines: TextLines): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  let level: readonly (Node | undefined)[] = root ? [root] : [];
  // the whole file of JSON folds too; a block's root has no line to fold to
  if (format === 'json' && root) add(ranges, text, root.span.start, root, lines);
  while (level.length > 0) {
    const next: (Node | undefined)[] = [];
    for (const node of level) {
      if (node?.kind === 'map') {
        for (const { key, value } of node.members) {
          if (value?.kind !== 'map' && value?.kind !== 'sequence') continue;
          add(ranges, text, key.span.start, value, lines);
          next.push(value);
        }
      } else if (node?.kind === 'sequence') {
        next.push(...node.items);
      }
    }
    level = next;
  }
  return ranges;
}

function add(ranges: FoldingRange[], text: string, start: number, { span }: Node, lines: TextLines): void {
  const startLine = lines.positionAt(start).line;
  const last = lines.positionAt(span.end).line;
  // a closing bracket on a line of its own stays in sight
  const closes = /[\]}]/.test(text.charAt(span.end - 1)) && isBlank(lineBefore(text, span.end - 1));
  const endLine = closes ? last - 1 : last;
  if (endLine > startLine) ranges.push({ startLine, endLine });
}

/** Comments on lines of their own that follow one another: the header that the project's tools write. */
function commentBlocks({ comments, text }: Lockfile, lines: TextLines): FoldingRange[] {
  const blocks: FoldingRange[] = [];
  let block: { startLine: number; endLine: number } | undefined;
  const close = (): void => {
    if (block && block.endLine > block.startLine) blocks.push({ ...block, kind: FoldingRangeKind.Comment });
    block = undefined;
  };
  for (const { span } of comments) {
    if (!isBlank(lineBefore(text, span.start))) continue;
    const { line } = lines.positionAt(span.start);
    if (block?.endLine !== line - 1) {
      close();
      block = { startLine: line, endLine: line };
    }
    block.endLine = line;
  }
  close();
  return blocks;
}

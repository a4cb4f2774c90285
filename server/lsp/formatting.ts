/** textDocument/formatting: the canonical form of an overrides file. */
import type { TextEdit } from 'vscode-languageserver';
import { canonicalText } from '../lockfile/canonical';
import type { FileView } from './view';

export interface Formatting {
  readonly edits: readonly TextEdit[];
  /** For the user: why nothing was done, or what was lost. */
  readonly message: string | undefined;
}

/** One edit over what differs; the base locks, which builds write, stay as they are. */
export function doFormatting(view: FileView): Formatting {
  const { lockfile, document, name } = view;
  if (name === undefined || name.layer === 'base') {
    return { edits: [], message: 'Manifest Lock formats overrides files only: base locks are written by builds.' };
  }
  const canonical = canonicalText(lockfile);
  if (canonical.kind === 'refused') {
    const { line } = document.lines.positionAt(canonical.span.start);
    return { edits: [], message: `Not formatted, line ${line + 1}: ${canonical.message}.` };
  }
  const { text, lostComments } = canonical;
  if (text === lockfile.text) return { edits: [], message: undefined };
  const span = difference(lockfile.text, text);
  const newText = text.slice(span.start, text.length - (lockfile.text.length - span.end));
  return { edits: [{ range: document.lines.range(span), newText }], message: lossOf(lostComments.length) };
}

function lossOf(count: number): string | undefined {
  if (count === 0) return undefined;
  const comments = count === 1 ? 'a comment' : `${count} comments`;
  return `Formatting dropped ${comments}, as ci/overrides.py does. Undo brings them back.`;
}

/** The part of `before` between what both texts begin and end with, in whole lines. */
function difference(before: string, after: string): { start: number; end: number } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  start = start === 0 ? 0 : before.lastIndexOf('\n', start - 1) + 1;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  const lineEnd = before.indexOf('\n', before.length - same);
  return { start, end: lineEnd < 0 ? before.length : lineEnd + 1 };
}

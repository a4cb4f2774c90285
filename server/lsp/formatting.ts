/** textDocument/formatting: the canonical form of an overrides file. */
import type { TextEdit } from 'vscode-languageserver';
import { canonicalText } from '../lockfile/canonical';
import { differingRegion } from '../lockfile/edits';
import type { TextEdit as Replacement } from '../lockfile/model';
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
  const { span, newText } = wholeLines(lockfile.text, differingRegion(lockfile.text, text));
  return { edits: [{ range: document.lines.range(span), newText }], message: lossOf(lostComments.length) };
}

function lossOf(count: number): string | undefined {
  if (count === 0) return undefined;
  const [comments, them] = count === 1 ? ['a comment', 'it'] : [`${count} comments`, 'them'];
  return `Formatting dropped ${comments}, as ci/overrides.py does. Undo brings ${them} back.`;
}

/** A position between the two characters of a line break is none: an edit begins and ends with lines. */
function wholeLines(text: string, { span, newText }: Replacement): Replacement {
  const start = span.start === 0 ? 0 : text.lastIndexOf('\n', span.start - 1) + 1;
  const next = text.indexOf('\n', span.end);
  const end = next < 0 ? text.length : next + 1;
  return { span: { start, end }, newText: text.slice(start, span.start) + newText + text.slice(span.end, end) };
}

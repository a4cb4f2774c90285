/** Offsets as LSP positions: zero-based lines, UTF-16 characters. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../lockfile/model';

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Ranges in one text. */
export function rangesIn(text: string): (span: Span) => Range {
  const document = TextDocument.create('', '', 0, text);
  return ({ start, end }) => ({ start: document.positionAt(start), end: document.positionAt(end) });
}

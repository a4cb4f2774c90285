/** An open document as the client last told it. */
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { type PositionEncoding, TextLines } from './convert';

export interface LockDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
  readonly lines: TextLines;
}

/** What vscode-languageserver's TextDocuments makes and updates its documents with. Documents are values: an update is a new one. */
export function documentFactory(encoding: () => PositionEncoding) {
  const create = (uri: string, languageId: string, version: number, text: string): LockDocument => {
    let lines: TextLines | undefined;
    return {
      uri,
      languageId,
      version,
      text,
      get lines() {
        lines ??= new TextLines(text, encoding());
        return lines;
      },
    };
  };
  const update = (document: LockDocument, changes: TextDocumentContentChangeEvent[], version: number): LockDocument => {
    let text = document.text;
    for (const change of changes) {
      if (!('range' in change)) {
        text = change.text;
        continue;
      }
      const lines = text === document.text ? document.lines : new TextLines(text, encoding());
      const { start, end } = lines.span(change.range);
      text = text.slice(0, Math.min(start, end)) + change.text + text.slice(Math.max(start, end));
    }
    return create(document.uri, document.languageId, version, text);
  };
  return { create, update };
}

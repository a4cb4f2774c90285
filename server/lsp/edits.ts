/** Edits of ours as edits a client applies: only to the very text they were made for. */
import type { CreateFile, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { FileEdit } from '../lockfile/model';
import type { Fix } from '../rules/rule';
import type { FileView } from './view';

/** A file to make: `path` relative to the config repository. */
export type NewFile = NonNullable<Fix['creates']>[number];

/**
 * One edit over all files. Undefined where one is for a file whose text is not known, or where a file is to be made and
 * the client takes no `documentChanges` (whether it can make files, `resourceOperations`, is for the caller to know).
 */
export function workspaceEdit(
  view: FileView,
  edits: readonly FileEdit[],
  versioned: boolean,
  creates: readonly NewFile[] = [],
): WorkspaceEdit | undefined {
  const files: TextDocumentEdit[] = [];
  for (const edit of edits) {
    const { uri, version, lines } = view.file(edit.path);
    if (!lines) return undefined;
    const textEdits: TextEdit[] = edit.edits.map(({ span, newText }) => ({ range: lines.range(span), newText }));
    files.push({ textDocument: { uri, version: version ?? null }, edits: textEdits });
  }
  if (versioned) return { documentChanges: [...creates.flatMap(file => creation(view, file)), ...files] };
  if (creates.length > 0) return undefined;
  return {
    changes: Object.fromEntries(files.map(({ textDocument, edits: list }) => [textDocument.uri, list as TextEdit[]])),
  };
}

/** Fails as a whole where the file is there by now. */
function creation(view: FileView, { path, text }: NewFile): [CreateFile, TextDocumentEdit] {
  const { uri } = view.file(path);
  const start = { line: 0, character: 0 };
  return [
    { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } },
    { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] },
  ];
}

/** All edits of one file in one list. */
export function mergeByFile(edits: readonly FileEdit[]): FileEdit[] {
  const byPath = new Map<string, FileEdit>();
  for (const edit of edits) {
    const known = byPath.get(edit.path);
    byPath.set(edit.path, known ? { path: edit.path, edits: [...known.edits, ...edit.edits] } : edit);
  }
  return [...byPath.values()];
}

/** The sets that can be made together, earlier ones first: a set that touches what an earlier one changes is left out. */
export function nonOverlapping(sets: readonly (readonly FileEdit[])[]): FileEdit[] {
  const taken: FileEdit[] = [];
  for (const set of sets) {
    const clashes = set.some(({ path, edits }) =>
      taken.some(other => other.path === path && other.edits.some(a => edits.some(b => touches(a.span, b.span)))),
    );
    if (!clashes) taken.push(...set);
  }
  return mergeByFile(taken);
}

interface Spanned {
  readonly start: number;
  readonly end: number;
}

/** True for overlapping spans and for two insertions at one place, whose order would be a guess. */
function touches(a: Spanned, b: Spanned): boolean {
  return a.start === b.start || (a.start < b.end && b.start < a.end);
}

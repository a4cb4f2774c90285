/** The code action that begins a comment which silences a finding; the reason is the user's to say. */
import type { Command, Diagnostic } from 'vscode-languageserver';
import type { FileEdit } from '../lockfile/model';
import { lineBreak, lineStart } from '../lockfile/places';
import { NEVER_SILENCED } from '../rules/ignores';
import type { FileFinding } from './findings';
import { entryAt } from './locate';
import type { FileView } from './view';

export interface IgnoreOffer {
  readonly title: string;
  readonly edits: readonly FileEdit[];
  readonly preferred: false;
  readonly diagnostics: readonly Diagnostic[];
  /** Puts our own client's cursor where the reason goes. */
  readonly command: Command;
}

/** Undefined for an error, which is to be mended, and in JSON, which has no comments. */
export function ignoreOffer(
  view: FileView,
  { code, severity, span }: FileFinding,
  diagnostics: readonly Diagnostic[],
): IgnoreOffer | undefined {
  const { document, lockfile, path } = view;
  const silenceable = severity !== 'error' && code !== 'invalid-ignore' && !NEVER_SILENCED.has(code);
  if (!silenceable || lockfile.format !== 'yaml') return undefined;
  const { text } = lockfile;
  // above the entry's key it counts for the whole entry, and breaks no text of several lines
  const start = entryAt(lockfile, span.start)?.member.span.start ?? span.start;
  const line = lineStart(text, start);
  const indent = /^[ \t]*/.exec(text.slice(line, start))?.[0] ?? '';
  const comment = `${indent}# manifest-lock: ignore ${code} `;
  const title = `Ignore ${code} here with a reason`;
  const position = { line: document.lines.positionAt(line).line, character: comment.length };
  return {
    title,
    edits: [{ path, edits: [{ span: { start: line, end: line }, newText: comment + lineBreak(text) }] }],
    preferred: false,
    diagnostics,
    command: { title, command: 'manifestLock.reveal', arguments: [{ uri: document.uri, position }] },
  };
}

/** textDocument/hover and textDocument/completion in an open `.manifest-lock.yaml`, which is no lockfile and has no view. */
import type { CompletionList, Hover, TextDocumentPositionParams } from 'vscode-languageserver';
import type { Writer } from './markdown';
import type { Session } from './session';
import { doSettingsCompletion, doSettingsHover } from './settings-file';

/** Undefined for other documents. */
export async function completeSettings(
  session: Session,
  { textDocument, position }: TextDocumentPositionParams,
): Promise<CompletionList | undefined> {
  // the position is one of the text at the time of asking
  const document = session.settingsDocument(textDocument.uri);
  if (!document) return undefined;
  const config = await session.configAround(textDocument.uri);
  return doSettingsCompletion(document.lines, document.lines.offsetAt(position), {
    streams: [...(config?.settings.streams.keys() ?? [])],
    repositories: [...(config?.repoConfigs.keys() ?? [])],
  });
}

/** Undefined for other documents. */
export function hoverSettings(
  session: Session,
  { textDocument, position }: TextDocumentPositionParams,
  write: Writer,
): Hover | undefined {
  const document = session.settingsDocument(textDocument.uri);
  return document && doSettingsHover(document.lines, document.lines.offsetAt(position), write);
}

/** What the update commands share: which document they apply to, and how they say what they did. */
import { languages, type TextDocument, window } from 'vscode';
import type { UpdateResult } from '../../server/protocol';
import { DOCUMENT_SELECTOR } from '../documents';

const SHOWN_MS = 5_000;

export function isLockfile(document: TextDocument): boolean {
  return languages.match(DOCUMENT_SELECTOR, document) > 0;
}

/** A change is visible in the editor and only noted in the status bar; no change needs its reason. */
export function reportUpdate(result: UpdateResult): UpdateResult {
  if (result.changed.length > 0) window.setStatusBarMessage(result.message, SHOWN_MS);
  else void window.showInformationMessage(result.message);
  return result;
}

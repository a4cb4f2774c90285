/** A promotion in the editor: what it would do is shown, and the commit is made when the user says so. */
import { ProgressLocation, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import { type CompareParams, PromoteApplyRequest, PromotePreviewRequest } from '../../server/protocol';
import type { PromotionDocuments } from './preview';

export async function promote(
  client: BaseLanguageClient,
  documents: PromotionDocuments,
  pair: CompareParams,
): Promise<void> {
  const preview = await busy('What the promotion would do', () => client.sendRequest(PromotePreviewRequest, pair));
  const { plan, from, to, branch, refused, warnings } = preview;
  await documents.show(preview);
  if (plan === undefined) {
    void window.showWarningMessage(`Manifest Lock: ${refused ?? `${from.stream} cannot be promoted to ${to.stream}.`}`);
    return;
  }
  const action = `Commit to ${branch ?? to.stream}`;
  const what = `Promote ${from.label} to ${to.label} by one commit? Nothing is pushed.`;
  const answer = await window.showInformationMessage([what, ...warnings].join(' '), action);
  if (answer !== action) return;
  const { message, failed } = await busy('Promoting', () => client.sendRequest(PromoteApplyRequest, { plan }));
  if (failed) void window.showErrorMessage(`Manifest Lock: ${message}`);
  else void window.showInformationMessage(message);
}

function busy<T>(title: string, work: () => Promise<T>): Thenable<T> {
  return window.withProgress({ location: ProgressLocation.Notification, title: `Manifest Lock: ${title}` }, work);
}

/** What every handler shares: the view of the document, cancellation, and no answer for a text that is no longer there. */
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Session } from './session';
import type { FileView } from './view';

interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}

export type Handler<P, R> = (params: P, token: CancellationToken) => Promise<R>;

/** A handler for requests whose positions mean the text at the time of asking. `none` for documents that are not ours. */
export function answer<P extends DocumentParams, R>(
  session: Session,
  none: R,
  handle: (view: FileView, params: P) => R,
): Handler<P, R> {
  return async (params, token) => {
    const version = session.document(params.textDocument.uri)?.version;
    const view = await viewOf(session, params.textDocument.uri, token);
    if (!view) return none;
    if (view.document.version !== version) throw new ResponseError(LSPErrorCodes.ContentModified, 'the text changed');
    return handle(view, params);
  };
}

/** The newest view; rejects with RequestCancelled where the client no longer wants it. */
export async function viewOf(session: Session, uri: string, token: CancellationToken): Promise<FileView | undefined> {
  throwIfCancelled(token);
  const view = await session.view(uri);
  // a cancellation that has arrived meanwhile is seen before the work begins
  await new Promise(resolve => setImmediate(resolve));
  throwIfCancelled(token);
  return view && session.view(uri);
}

function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}

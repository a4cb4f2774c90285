/** What every handler shares: the view of the document, cancellation, and no answer for a text that is no longer there. */
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Session } from './session';
import type { FileView } from './view';

interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}

export type Handler<P, R> = (params: P, token: CancellationToken) => Promise<R>;

/**
 * A handler for requests whose positions mean the text at the time of asking. `none` for documents that are not ours and
 * for read-only ones, of which nothing is told.
 */
export function answer<P extends DocumentParams, R>(
  session: Session,
  none: R,
  handle: (view: FileView, params: P) => R,
): Handler<P, R> {
  return answerReadOnlyToo(session, none, (view, params) => (view.readOnly ? none : handle(view, params)));
}

/** The same for what also helps to read a file as it is in a commit. */
export function answerReadOnlyToo<P extends DocumentParams, R>(
  session: Session,
  none: R,
  handle: (view: FileView, params: P) => R,
): Handler<P, R> {
  return async (params, token) => {
    const version = session.document(params.textDocument.uri)?.version;
    const view = await viewOf(session, params.textDocument.uri, token);
    if (!view) return none;
    if (view.document.version !== version) throw changed();
    return handle(view, params);
  };
}

/** The newest view of an open document; rejects with RequestCancelled where the client no longer wants it. */
export function viewOf(session: Session, uri: string, token: CancellationToken): Promise<FileView | undefined> {
  return newest(() => session.view(uri), token);
}

/** The same, also of a lockfile that is not open: an editor asks once more about one that is being closed. */
export function viewOfFile(session: Session, uri: string, token: CancellationToken): Promise<FileView | undefined> {
  return newest(() => session.viewOfFile(uri), token);
}

async function newest(
  get: () => Promise<FileView | undefined>,
  token: CancellationToken,
): Promise<FileView | undefined> {
  throwIfCancelled(token);
  const view = await get();
  // a cancellation that has arrived meanwhile is seen before the work begins
  await new Promise(resolve => setImmediate(resolve));
  throwIfCancelled(token);
  return view && get();
}

export function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}

/** For who has waited with a view in hand. */
export function throwIfChanged(session: Session, { document: { uri, version } }: FileView): void {
  if (session.document(uri)?.version !== version) throw changed();
}

function changed(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.ContentModified, 'the text changed');
}

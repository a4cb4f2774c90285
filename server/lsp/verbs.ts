/** The LSP verbs, each a thin call into a file of its own. */
import type { CodeAction, Connection } from 'vscode-languageserver';
import { answer, viewOf } from './answer';
import type { Client } from './client';
import { type CodeActionData, doCodeActions, resolveCodeAction } from './code-action';
import { doCompletion } from './completion';
import { diagnosticsOf, report } from './diagnostics';
import { doDocumentLinks } from './document-link';
import { doHover } from './hover';
import { doInlayHints } from './inlay-hint';
import type { Session } from './session';

export function registerVerbs(connection: Connection, session: Session, client: Client): void {
  const { diagnostics, codeActions, hover, completion } = client;

  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
    const view = await viewOf(session, textDocument.uri, token);
    return report(view ? diagnosticsOf(view, diagnostics) : [], previousResultId);
  });
  connection.onHover(
    answer(session, null, (view, { position }) => {
      return doHover(view, view.document.lines.offsetAt(position), hover, session.now) ?? null;
    }),
  );
  connection.languages.inlayHint.on(
    answer(session, null, (view, { range }) => {
      return session.configuration.settings.inlayHints ? doInlayHints(view, range) : [];
    }),
  );
  connection.onCodeAction(
    answer(session, null, (view, { range, context }) => doCodeActions(view, range, context, codeActions)),
  );
  connection.onCodeActionResolve(async (action: CodeAction, token) => {
    const data = action.data as CodeActionData | undefined;
    const view = data && (await viewOf(session, data.uri, token));
    return view ? resolveCodeAction(view, action, codeActions) : action;
  });
  connection.onCompletion(
    answer(session, null, (view, { position }) => {
      return doCompletion(view, view.document.lines.offsetAt(position), completion);
    }),
  );
  connection.onDocumentLinks(answer(session, null, view => doDocumentLinks(view.lockfile, view.document.lines)));
}

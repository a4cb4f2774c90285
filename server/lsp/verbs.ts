/** The LSP verbs, each a thin call into a file of its own. */
import type {
  CodeAction,
  CompletionList,
  CompletionParams,
  Connection,
  DocumentFormattingParams,
  SemanticTokens,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { GitDocumentRequest } from '../protocol';
import { answer, answerReadOnlyToo, viewOf, viewOfFile } from './answer';
import type { Client } from './client';
import { type CodeActionData, doCodeActions, resolveCodeAction } from './code-action';
import { doCodeLenses } from './code-lens';
import { doCompletion } from './completion';
import { doDefinition } from './definition';
import { identifiedDiagnosticsOf, NO_DIAGNOSTICS, report } from './diagnostics';
import { doDocumentLinks } from './document-link';
import { doDocumentSymbols } from './document-symbol';
import { doFoldingRanges } from './folding-range';
import { doFormatting, type Formatting } from './formatting';
import { gitDocument } from './git-document';
import { hoverLockfile } from './hover-request';
import { doInlayHints } from './inlay-hint';
import { doReferences } from './references';
import { doSemanticTokens } from './semantic-tokens';
import type { Session } from './session';
import { completeSettings, hoverSettings } from './settings-document';
import { doWorkspaceDiagnostics } from './workspace-diagnostic';
import { doWorkspaceSymbols } from './workspace-symbol';

const NO_TOKENS: SemanticTokens = { data: [] };
const NOT_FORMATTED: Formatting = { edits: [], message: undefined };

export function registerVerbs(connection: Connection, session: Session, client: Client): void {
  const { diagnostics, codeActions, hover, completion, symbols, folding, definition, own } = client;

  const format = answer<DocumentFormattingParams, Formatting>(session, NOT_FORMATTED, doFormatting);

  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
    const view = await viewOfFile(session, textDocument.uri, token);
    return report(view ? identifiedDiagnosticsOf(view, diagnostics) : NO_DIAGNOSTICS, previousResultId);
  });
  connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token, _progress, partial) => {
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    await doWorkspaceDiagnostics(session, previousResultIds, diagnostics, token, told => {
      if (partial) partial.report({ items: told });
      else items.push(...told);
    });
    return { items };
  });
  connection.onRequest(GitDocumentRequest, ({ uri }) => gitDocument(session, uri));
  connection.onHover((params, token) => {
    return hoverSettings(session, params, hover) ?? hoverLockfile(session, params, hover, token);
  });
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
  const completeLockfile = answer<CompletionParams, CompletionList | null>(session, null, (view, { position }) => {
    return doCompletion(view, view.document.lines.offsetAt(position), completion);
  });
  connection.onCompletion(async (params, token) => {
    return (await completeSettings(session, params)) ?? completeLockfile(params, token);
  });
  connection.onDocumentLinks(
    answerReadOnlyToo(session, null, view => doDocumentLinks(view.lockfile, view.document.lines)),
  );
  connection.onDocumentSymbol(answerReadOnlyToo(session, null, view => doDocumentSymbols(view, symbols)));
  connection.onWorkspaceSymbol(async ({ query }) => doWorkspaceSymbols(await session.allViews(), query));
  connection.onFoldingRanges(
    answerReadOnlyToo(session, null, view => doFoldingRanges(view.lockfile, view.document.lines, folding)),
  );
  connection.onDefinition(
    answer(session, null, (view, { position }) => {
      return doDefinition(view, view.document.lines.offsetAt(position), definition);
    }),
  );
  connection.onReferences(
    answer(session, null, (view, { position, context }) => {
      const { gitDocuments } = definition;
      return doReferences(view, view.document.lines.offsetAt(position), { ...context, gitDocuments });
    }),
  );
  connection.languages.semanticTokens.on(
    answerReadOnlyToo(session, NO_TOKENS, view => doSemanticTokens(view.lockfile, view.document.lines)),
  );
  connection.languages.semanticTokens.onRange(
    answerReadOnlyToo(session, NO_TOKENS, ({ lockfile, document: { lines } }, { range }) => {
      return doSemanticTokens(lockfile, lines, lines.span(range));
    }),
  );
  connection.onDocumentFormatting(async (params, token) => {
    const { edits, message } = await format(params, token);
    if (message !== undefined) connection.window.showWarningMessage(message);
    return [...edits];
  });
  connection.onCodeLens(
    answer(session, null, view => (session.configuration.settings.codeLens ? doCodeLenses(view, { own }) : [])),
  );
}

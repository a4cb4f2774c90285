/** Files as they are in a commit, opened read-only: the server reads them from git. */
import { type TextDocumentContentProvider, type Uri, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import { GitDocumentRequest } from '../server/protocol';

/** What a commit has never changes, so there is nothing to be told of. A failure is shown: VS Code itself says only that the editor could not be opened. */
export function gitDocuments(client: BaseLanguageClient): TextDocumentContentProvider {
  return {
    provideTextDocumentContent: async (uri: Uri, token) => {
      try {
        return await client.sendRequest(GitDocumentRequest, { uri: uri.toString() }, token);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (!token.isCancellationRequested) void window.showErrorMessage(`Manifest Lock: ${reason}`);
        throw error;
      }
    },
  };
}

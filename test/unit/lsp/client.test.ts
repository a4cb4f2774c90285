import { describe, expect, it } from 'vitest';
import type { ClientCapabilities, WorkspaceEditClientCapabilities } from 'vscode-languageserver';
import { readClient } from '../../../server/lsp/client';
import { DEFAULT_CONFIGURATION } from '../../../server/lsp/configuration';

const read = (capabilities: ClientCapabilities, initializationOptions?: unknown) =>
  readClient({ processId: null, rootUri: null, capabilities, initializationOptions }, code => `doc:${code}`);

describe('readClient', () => {
  it('expects nothing of a client that says nothing', () => {
    expect(read({})).toMatchObject({
      own: false,
      encoding: 'utf-16',
      hover: { kind: 'plaintext' },
      pullsDiagnostics: false,
      refreshesDiagnostics: false,
      refreshesInlayHints: false,
      refreshesCodeLenses: false,
      symbols: { hierarchical: false },
      folding: { rangeLimit: undefined },
      definition: { links: false, gitDocuments: false },
      diagnostics: { relatedInformation: false, tags: false, documentation: undefined, data: false },
      codeActions: { documentChanges: false, createFiles: false, resolveEdit: false, isPreferred: false, own: false },
      configuration: false,
      registersFileWatchers: false,
      workDoneProgress: false,
    });
  });

  it('knows our own client by its configuration', () => {
    expect(read({}, DEFAULT_CONFIGURATION).own).toBe(true);
    expect(read({}, DEFAULT_CONFIGURATION).completion.suggestsNext).toBe(true);
    expect(read({}, {}).completion.suggestsNext).toBe(false);
    expect(read({}, { network: 'off' }).own).toBe(false);
    expect(read({}, {}).own).toBe(false);
  });

  it('makes files only where the client takes that as one of several changes', () => {
    const creates = (workspaceEdit: WorkspaceEditClientCapabilities) =>
      read({ workspace: { workspaceEdit } }).codeActions.createFiles;
    expect(creates({ documentChanges: true, resourceOperations: ['create'] })).toBe(true);
    expect(creates({ documentChanges: true, resourceOperations: ['rename'] })).toBe(false);
    expect(creates({ resourceOperations: ['create'] })).toBe(false);
  });

  it('leads only our own client into commits', () => {
    expect(read({}, DEFAULT_CONFIGURATION).diagnostics.gitDocuments).toBe(true);
    expect(read({}, {}).diagnostics.gitDocuments).toBe(false);
  });

  it('writes hovers in the format the client prefers', () => {
    const hover = (contentFormat: ('markdown' | 'plaintext')[]) =>
      read({ textDocument: { hover: { contentFormat } } }).hover.kind;
    expect(hover(['markdown', 'plaintext'])).toBe('markdown');
    expect(hover(['plaintext', 'markdown'])).toBe('plaintext');
  });

  it('reads what can be shown of a diagnostic from either capability', () => {
    const said = { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true };
    for (const textDocument of [{ diagnostic: said }, { publishDiagnostics: said, diagnostic: {} }]) {
      const { diagnostics } = read({ textDocument });
      expect(diagnostics).toMatchObject({ relatedInformation: true, tags: false, data: true });
      expect(diagnostics.documentation?.('syntax')).toBe('doc:syntax');
    }
  });
});

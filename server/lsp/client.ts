/** What the client can do, as it said in `initialize`. */
import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';
import type { CodeActionCapabilities } from './code-action';
import type { CompletionCapabilities } from './completion';
import { readClientConfiguration } from './configuration';
import { negotiateEncoding, type PositionEncoding } from './convert';
import type { DefinitionCapabilities } from './definition';
import type { DiagnosticCapabilities } from './diagnostics';
import type { SymbolCapabilities } from './document-symbol';
import type { FoldingCapabilities } from './folding-range';
import { MARKDOWN, OWN_MARKDOWN, PLAIN_TEXT, type Writer } from './markdown';

export interface Client {
  /** Ours, which hands over its configuration and shows the status; others get LSP's own ways. */
  readonly own: boolean;
  readonly encoding: PositionEncoding;
  readonly hover: Writer;
  /** Diagnostics are asked for; otherwise they are sent. */
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesInlayHints: boolean;
  readonly refreshesCodeLenses: boolean;
  readonly diagnostics: DiagnosticCapabilities;
  readonly codeActions: CodeActionCapabilities;
  readonly completion: CompletionCapabilities;
  readonly symbols: SymbolCapabilities;
  readonly folding: FoldingCapabilities;
  readonly definition: DefinitionCapabilities;
  readonly configuration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersFileWatchers: boolean;
  /** Our language has a formatter of its own, and JSON keeps the editor's: known only to clients that let a server choose. */
  readonly registersFormatting: boolean;
  readonly workDoneProgress: boolean;
  readonly tellsWorkspaceFolders: boolean;
}

/** `documentation` is the address of a rule's documentation. */
export function readClient(
  { capabilities, initializationOptions }: InitializeParams,
  documentation: (code: string) => string,
): Client {
  const { workspace, textDocument, window, general } = capabilities;
  const formats = textDocument?.hover?.contentFormat;
  const own = readClientConfiguration(initializationOptions, []) !== undefined;
  return {
    own,
    encoding: negotiateEncoding(general?.positionEncodings),
    hover: formats?.[0] !== 'markdown' ? PLAIN_TEXT : own ? OWN_MARKDOWN : MARKDOWN,
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    diagnostics: diagnosticCapabilities(capabilities, documentation, own),
    codeActions: {
      documentChanges: workspace?.workspaceEdit?.documentChanges === true,
      createFiles:
        workspace?.workspaceEdit?.documentChanges === true &&
        workspace.workspaceEdit.resourceOperations?.includes('create') === true,
      resolveEdit: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true,
      isPreferred: textDocument?.codeAction?.isPreferredSupport === true,
      own,
    },
    // the command is VS Code's
    completion: { suggestsNext: own },
    symbols: { hierarchical: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true },
    folding: { rangeLimit: textDocument?.foldingRange?.rangeLimit },
    definition: { links: textDocument?.definition?.linkSupport === true, gitDocuments: own },
    configuration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersFileWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    registersFormatting: own && textDocument?.formatting?.dynamicRegistration === true,
    workDoneProgress: window?.workDoneProgress === true,
    tellsWorkspaceFolders: workspace?.workspaceFolders === true,
  };
}

/** Since 3.18 the pull capability says it itself; before, the push one spoke for both. */
function diagnosticCapabilities(
  { textDocument }: ClientCapabilities,
  documentation: (code: string) => string,
  own: boolean,
): DiagnosticCapabilities {
  const { diagnostic, publishDiagnostics } = textDocument ?? {};
  const all = [diagnostic, publishDiagnostics];
  return {
    relatedInformation: all.some(can => can?.relatedInformation === true),
    tags: all.some(can => can?.tagSupport !== undefined),
    documentation: all.some(can => can?.codeDescriptionSupport === true) ? documentation : undefined,
    data: all.some(can => can?.dataSupport === true),
    gitDocuments: own,
  };
}

/** The built server over stdio, as an editor sees it. Nothing waits for time to pass: every wait is for a message. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  type ApplyWorkspaceEditParams,
  ApplyWorkspaceEditRequest,
  type ClientCapabilities,
  CodeLensRefreshRequest,
  ConfigurationRequest,
  type CreateFile,
  createProtocolConnection,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  InlayHintRefreshRequest,
  LogMessageNotification,
  type Position,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  type Range,
  type RegistrationParams,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentEdit,
  type TextEdit,
  WorkDoneProgressCreateRequest,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { TextLines } from '../../../server/lsp/convert';
import {
  type ClientConfiguration,
  DEFAULT_SETTINGS,
  type Settings,
  StatusNotification,
  type StatusParams,
} from '../../../server/protocol';
import { NO_INTERNET } from '../../support/no-internet';
import { Happenings } from './happenings';

const SERVER = join(__dirname, '../../../dist/server.js');

/** What VS Code offers, as far as it matters here. */
export const VSCODE: ClientCapabilities = {
  general: { positionEncodings: ['utf-16'] },
  window: { workDoneProgress: true },
  workspace: {
    applyEdit: true,
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    codeLens: { refreshSupport: true },
  },
  textDocument: {
    hover: { contentFormat: ['markdown', 'plaintext'] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    definition: { linkSupport: true },
    foldingRange: { rangeLimit: 5000, lineFoldingOnly: true },
    diagnostic: { relatedDocumentSupport: false },
    publishDiagnostics: {
      relatedInformation: true,
      tagSupport: { valueSet: [1, 2] },
      codeDescriptionSupport: true,
      dataSupport: true,
      versionSupport: true,
    },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      isPreferredSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
  },
};

const { diagnostic: _, ...withoutPull } = VSCODE.textDocument ?? {};
/** An editor that has diagnostics sent to it. */
export const PUSHED: ClientCapabilities = { ...VSCODE, textDocument: withoutPull };

export interface StartOptions {
  readonly folder: string;
  readonly capabilities?: ClientCapabilities;
  /** Our client's `initializationOptions`; null for another editor, which sends none. */
  readonly configuration?: ClientConfiguration | null;
  /** What another editor answers to workspace/configuration. */
  readonly section?: unknown;
  readonly env?: Readonly<Record<string, string>>;
}

export function configuration(
  storageFolder: string,
  settings: Partial<Settings> = {},
  trusted = true,
): ClientConfiguration {
  return {
    settings: { ...DEFAULT_SETTINGS, ...settings },
    proxy: { proxy: '', noProxy: [], strictSSL: true },
    trusted,
    storageFolder,
    gitPath: '',
  };
}

/** Of requests sent by `together`. */
export const RAW_ID = 'raw';

export interface RawAnswer {
  readonly result?: unknown;
  readonly error?: { readonly code: number };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

interface Open {
  version: number;
  text: string;
}

export class Client {
  readonly statuses = new Happenings<StatusParams>();
  readonly published = new Happenings<PublishDiagnosticsParams>();
  readonly diagnosticRefreshes = new Happenings<true>();
  readonly hintRefreshes = new Happenings<true>();
  readonly lensRefreshes = new Happenings<true>();
  /** Texts of files that an edit made, by uri. */
  readonly created = new Map<string, string>();
  readonly applied = new Happenings<ApplyWorkspaceEditParams>();
  #refuses = false;
  #beforeEdit: () => void = () => undefined;
  readonly registrations = new Happenings<RegistrationParams>();
  readonly progress = new Happenings<{ kind: string; message?: string; title?: string }>();
  readonly logs: string[] = [];
  initializeResult: InitializeResult = { capabilities: {} };
  readonly exited: Promise<number | null>;
  readonly #documents = new Map<string, Open>();
  #encoding: 'utf-8' | 'utf-16' | 'utf-32' = 'utf-16';

  private constructor(
    readonly process: ChildProcess,
    readonly connection: ProtocolConnection,
    section: unknown,
  ) {
    // an answer of ours may be under way to a server that has ended
    process.stdin?.on('error', () => undefined);
    this.exited = new Promise(resolve => process.once('exit', code => resolve(code)));
    connection.onNotification(StatusNotification, status => this.statuses.add(status));
    connection.onNotification(PublishDiagnosticsNotification.type, params => this.published.add(params));
    connection.onNotification(LogMessageNotification.type, ({ message }) => void this.logs.push(message));
    connection.onNotification('$/progress', ({ value }) => this.progress.add(value));
    connection.onRequest(DiagnosticRefreshRequest.type, () => this.diagnosticRefreshes.add(true));
    connection.onRequest(InlayHintRefreshRequest.type, () => this.hintRefreshes.add(true));
    connection.onRequest(CodeLensRefreshRequest.type, () => this.lensRefreshes.add(true));
    connection.onRequest(WorkDoneProgressCreateRequest.type, () => undefined);
    connection.onRequest(RegistrationRequest.type, params => this.registrations.add(params));
    connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => section));
    connection.onRequest(ApplyWorkspaceEditRequest.type, async params => {
      this.applied.add(params);
      this.#beforeEdit();
      return this.#refuses ? { applied: false } : { applied: await this.apply(params.edit) };
    });
    connection.listen();
  }

  static async start(options: StartOptions): Promise<Client> {
    const { folder, capabilities = VSCODE, configuration: given = null, section = null } = options;
    const child = spawn(process.execPath, [SERVER, '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...NO_INTERNET, XDG_CACHE_HOME: join(folder, '.cache'), ...options.env },
    });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const client = new Client(child, connection, section);
    client.initializeResult = await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: [{ uri: uriOf(folder), name: 'config' }],
      capabilities,
      ...(given === null ? {} : { initializationOptions: given }),
    });
    const { positionEncoding } = client.initializeResult.capabilities;
    if (positionEncoding === 'utf-8' || positionEncoding === 'utf-32') client.#encoding = positionEncoding;
    await connection.sendNotification(InitializedNotification.type, {});
    return client;
  }

  open(uri: string, text: string, languageId = uri.endsWith('.json') ? 'json' : 'manifest-lock'): Promise<void> {
    this.#documents.set(uri, { version: 1, text });
    return this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  close(uri: string): Promise<void> {
    this.#documents.delete(uri);
    return this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  /** Types in place of the first `what`. */
  async type(uri: string, what: string, typed: string): Promise<void> {
    const document = this.#document(uri);
    const start = document.text.indexOf(what);
    if (start < 0) throw new Error(`${what} is not in ${uri}`);
    const range = this.lines(uri).range({ start, end: start + what.length });
    document.text = document.text.replace(what, () => typed);
    document.version++;
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: document.version },
      contentChanges: [{ range, text: typed }],
    });
  }

  text(uri: string): string {
    return this.#document(uri).text;
  }

  version(uri: string): number {
    return this.#document(uri).version;
  }

  lines(uri: string): TextLines {
    return new TextLines(this.text(uri), this.#encoding);
  }

  /** Where `needle` begins, `offset` characters on. */
  position(uri: string, needle: string, offset = 0): Position {
    const at = this.text(uri).indexOf(needle);
    if (at < 0) throw new Error(`${needle} is not in ${uri}`);
    return this.lines(uri).positionAt(at + offset);
  }

  at(uri: string, needle: string, offset = 0) {
    return { textDocument: { uri }, position: this.position(uri, needle, offset) };
  }

  covered(uri: string, range: Range): string {
    const { start, end } = this.lines(uri).span(range);
    return this.text(uri).slice(start, end);
  }

  /** From now on every edit is declined. */
  refuseEdits(): void {
    this.#refuses = true;
  }

  /** From now on this happens when an edit is asked for, before it is made. */
  onEdit(happens: () => void): void {
    this.#beforeEdit = happens;
  }

  /** As an editor does: all or nothing, and nothing for another version than it has. */
  async apply(edit: WorkspaceEdit): Promise<boolean> {
    const all = (edit.documentChanges ?? []) as (TextDocumentEdit | CreateFile)[];
    for (const change of all) if ('kind' in change) this.created.set(change.uri, '');
    const changes = all.filter(change => !('kind' in change)) as TextDocumentEdit[];
    if (
      changes.some(
        ({ textDocument: { uri, version } }) => version !== null && version !== this.#documents.get(uri)?.version,
      )
    ) {
      return false;
    }
    for (const { textDocument, edits } of changes) {
      if (!this.created.has(textDocument.uri)) await this.#edit(textDocument.uri, edits as TextEdit[]);
      else this.created.set(textDocument.uri, (edits as TextEdit[]).map(({ newText }) => newText).join(''));
    }
    for (const [uri, edits] of Object.entries(edit.changes ?? {})) await this.#edit(uri, edits);
    return true;
  }

  /**
   * A request and what follows it in one write, so that the server has both before it can answer: no race decides what a
   * test sees. The raw answer.
   */
  together(
    method: string,
    params: object,
    next: { readonly method: string; readonly params: object },
  ): Promise<RawAnswer> {
    const frame = (message: object): string => {
      const json = JSON.stringify({ jsonrpc: '2.0', ...message });
      return `Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`;
    };
    const answered = new Promise<RawAnswer>(resolve => {
      let received = '';
      this.process.stdout?.on('data', chunk => {
        received += chunk;
        const start = received.indexOf(`{"jsonrpc":"2.0","id":"${RAW_ID}"`);
        const end = received.indexOf('Content-Length', start);
        const json = start < 0 ? '' : received.slice(start, end < 0 ? undefined : end);
        if (isJson(json)) resolve(JSON.parse(json));
      });
    });
    this.process.stdin?.write(frame({ id: RAW_ID, method, params }) + frame(next));
    return answered;
  }

  /** The status once nothing is under way any more and something is known of the repositories. */
  settled(): Promise<StatusParams> {
    return this.statuses.first(({ busy, repositories }) => !busy && repositories.length > 0);
  }

  /** Ends the server as the protocol says; its exit status. */
  async stop(): Promise<number | null> {
    if (this.process.exitCode !== null) return this.process.exitCode;
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    const code = await this.exited;
    this.connection.dispose();
    return code;
  }

  async #edit(uri: string, edits: readonly TextEdit[]): Promise<void> {
    const document = this.#document(uri);
    const lines = this.lines(uri);
    const spans = edits
      .map(({ range, newText }) => ({ ...lines.span(range), newText }))
      .sort((a, b) => b.start - a.start);
    const before = document.text;
    for (const { start, end, newText } of spans) {
      document.text = document.text.slice(0, start) + newText + document.text.slice(end);
    }
    document.version++;
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: document.version },
      contentChanges: [{ range: lines.range({ start: 0, end: before.length }), text: document.text }],
    });
  }

  #document(uri: string): Open {
    const document = this.#documents.get(uri);
    if (!document) throw new Error(`${uri} is not open`);
    return document;
  }
}

export function uriOf(path: string): string {
  return `file://${path}`;
}

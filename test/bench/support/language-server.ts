/** A language server as a process, ours or another, seen from the editor's end of its stdio. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  CompletionRequest,
  ConfigurationRequest,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type Position,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { type Memory, memoryOf } from './memory';

export interface ServerOptions {
  /** Arguments of Node, the script first. */
  readonly args: readonly string[];
  /** Absolute. */
  readonly folder: string;
  readonly languageId: (path: string) => string;
  /** Ask for diagnostics instead of waiting for them. */
  readonly pulls: boolean;
  readonly initializationOptions?: unknown;
  /** Answers to workspace/configuration, by section. */
  readonly sections?: Readonly<Record<string, unknown>>;
}

/** The slowest answer here takes a few seconds. */
const LIMIT_MS = 60_000;

type Wanted = (diagnostics: readonly Diagnostic[]) => boolean;

export class LanguageServer {
  readonly #process: ChildProcess;
  readonly #connection: ProtocolConnection;
  readonly #options: ServerOptions;
  #version = 0;
  #last: readonly Diagnostic[] = [];
  #waiting: { readonly uri: string; readonly wanted: Wanted; readonly resolve: () => void } | undefined;

  private constructor(process: ChildProcess, connection: ProtocolConnection, options: ServerOptions) {
    this.#process = process;
    this.#connection = connection;
    this.#options = options;
    connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
      this.#last = diagnostics;
      if (this.#waiting?.uri !== uri || !this.#waiting.wanted(diagnostics)) return;
      this.#waiting.resolve();
      this.#waiting = undefined;
    });
    connection.onRequest(RegistrationRequest.type, () => undefined);
    connection.onRequest(ConfigurationRequest.type, ({ items }) =>
      items.map(({ section }) => options.sections?.[section ?? ''] ?? null),
    );
    connection.listen();
  }

  static async start(options: ServerOptions): Promise<LanguageServer> {
    const child = spawn(process.execPath, [...options.args, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const server = new LanguageServer(child, connection, options);
    await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: [{ uri: `file://${options.folder}`, name: 'bench' }],
      capabilities: {
        workspace: {
          configuration: true,
          didChangeConfiguration: { dynamicRegistration: true },
          workspaceFolders: true,
        },
        textDocument: {
          hover: { contentFormat: ['markdown', 'plaintext'] },
          publishDiagnostics: { relatedInformation: true, versionSupport: true },
          ...(options.pulls ? { diagnostic: {} } : {}),
        },
      },
      initializationOptions: options.initializationOptions,
    });
    await connection.sendNotification(InitializedNotification.type, {});
    return server;
  }

  uri(path: string): string {
    return `file://${this.#options.folder}/${path}`;
  }

  /** Opens a document; resolves when its diagnostics are as wanted. */
  async open(path: string, text: string, wanted: Wanted): Promise<void> {
    const uri = this.uri(path);
    const known = this.#pushed(uri, wanted);
    await this.#connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: this.#options.languageId(path), version: ++this.#version, text },
    });
    await (this.#options.pulls ? this.#pull(uri, wanted) : known);
  }

  /** Replaces `length` characters; resolves when the diagnostics are as wanted. */
  async edit(path: string, change: Change, wanted: Wanted): Promise<void> {
    const uri = this.uri(path);
    const known = this.#pushed(uri, wanted);
    await this.#change(uri, change);
    await (this.#options.pulls ? this.#pull(uri, wanted) : known);
  }

  /** Edits and asks at once; the milliseconds until the answer. Resolves when the diagnostics are as wanted too. */
  async editAndAsk(path: string, change: Change, question: Question, wanted: Wanted): Promise<number> {
    const uri = this.uri(path);
    const known = this.#pushed(uri, wanted);
    const started = performance.now();
    await this.#change(uri, change);
    const params = { textDocument: { uri }, position: question.position };
    const answer: unknown =
      question.verb === 'hover'
        ? await this.#connection.sendRequest(HoverRequest.type, params)
        : await this.#connection.sendRequest(CompletionRequest.type, params);
    const milliseconds = performance.now() - started;
    if (isEmpty(answer)) throw new Error(`${this.#options.args[0]}: an empty ${question.verb} in ${path}`);
    await (this.#options.pulls ? this.#pull(uri, wanted) : known);
    return milliseconds;
  }

  memory(): Memory | undefined {
    return memoryOf(this.#process.pid ?? 0);
  }

  async stop(): Promise<void> {
    const gone = once(this.#process, 'exit');
    await this.#connection.sendRequest(ShutdownRequest.type);
    await this.#connection.sendNotification(ExitNotification.type);
    await gone;
    this.#connection.dispose();
  }

  #change(uri: string, { position, length, text }: Change): Promise<void> {
    const end = { line: position.line, character: position.character + length };
    return this.#connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: ++this.#version },
      contentChanges: [{ range: { start: position, end }, text }],
    });
  }

  #pushed(uri: string, wanted: Wanted): Promise<void> {
    if (this.#options.pulls) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(this.#unwanted(uri, this.#last)), LIMIT_MS);
      const done = (): void => {
        clearTimeout(late);
        resolve();
      };
      this.#waiting = { uri, wanted, resolve: done };
    });
  }

  async #pull(uri: string, wanted: Wanted): Promise<void> {
    const report = await this.#connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    const items = report.kind === 'full' ? report.items : [];
    if (!wanted(items)) throw this.#unwanted(uri, items);
  }

  #unwanted(uri: string, diagnostics: readonly Diagnostic[]): Error {
    const messages = diagnostics.map(({ message }) => message).join('; ');
    return new Error(`${this.#options.args[0]}: not the diagnostics of ${uri} as it is now, but: ${messages}`);
  }
}

export interface Change {
  readonly position: Position;
  readonly length: number;
  readonly text: string;
}

export interface Question {
  readonly verb: 'hover' | 'completion';
  readonly position: Position;
}

function isEmpty(answer: unknown): boolean {
  if (answer === null) return true;
  const items = (answer as { readonly items?: unknown }).items ?? answer;
  return Array.isArray(items) && items.length === 0;
}

/** Owns the language client and everything that must be disposed with it. */
import {
  commands,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
  Uri,
  window,
  workspace,
} from 'vscode';
import { type BaseLanguageClient, LanguageClient, TransportKind } from 'vscode-languageclient/node';
import {
  ConfigureNotification,
  GIT_SCHEME,
  OverridesChangedNotification,
  StatusNotification,
  StreamsChangedNotification,
} from '../server/protocol';
import { backport } from './commands/streams';
import { affectsConfiguration, readConfiguration } from './configuration';
import { DOCUMENT_SELECTOR } from './documents';
import { gitDocuments } from './git-documents';
import { PromotionDocuments } from './promotion/preview';
import { promote } from './promotion/promote';
import { ComparePanels } from './views/compare/panels';
import { HistoryPanels } from './views/history/panel';
import { OverridesView } from './views/overrides/view';
import { StatusItem } from './views/status';
import { StreamsView } from './views/streams/view';

const FILLED = 'manifestLock.hasRepositories';

/** A running server: what a command needs to do its work. */
export interface Running {
  readonly client: BaseLanguageClient;
  readonly output: LogOutputChannel;
  readonly overrides: OverridesView;
  readonly streams: StreamsView;
  readonly compare: ComparePanels;
  readonly history: HistoryPanels;
  readonly promotions: PromotionDocuments;
}

/** A command either needs the server or it does not; which is part of its type. */
export type Command =
  | { readonly needsServer: true; run(running: Running, ...args: unknown[]): Promise<unknown> }
  | { readonly needsServer: false; run(context: Context, ...args: unknown[]): unknown };

export class Context {
  readonly output = window.createOutputChannel('Manifest Lock', { log: true });
  readonly #extension: ExtensionContext;
  readonly #disposables: Disposable[] = [this.output];
  #client: LanguageClient | undefined;
  #running: Running | undefined;

  constructor(extension: ExtensionContext) {
    this.#extension = extension;
    extension.subscriptions.push({ dispose: () => this.#dispose() });
  }

  async start(): Promise<void> {
    const module = this.#extension.asAbsolutePath('dist/server.js');
    const client = new LanguageClient(
      'manifestLock',
      'Manifest Lock',
      { module, transport: TransportKind.ipc },
      {
        documentSelector: DOCUMENT_SELECTOR,
        outputChannel: this.output,
        initializationOptions: () => this.#configuration(),
        diagnosticPullOptions: { onChange: true },
        // what a hover may run: all other text in it is escaped
        markdown: { isTrusted: { enabledCommands: ['manifestLock.packageHistory'] } },
        middleware: {
          // VS Code's own outline of JSON would stand beside ours with the same names
          provideDocumentSymbols: (document, token, next) => {
            return document.languageId === 'json' ? [] : next(document, token);
          },
        },
      },
    );
    const status = new StatusItem();
    this.#disposables.push(
      status,
      client.onNotification(StatusNotification, params => status.show(params)),
      workspace.registerTextDocumentContentProvider(GIT_SCHEME, gitDocuments(client)),
    );
    await client.start();
    this.#client = client;
    this.#running = this.#show(client);
    void commands.executeCommand('setContext', FILLED, true);
    const configure = (): void => void client.sendNotification(ConfigureNotification, this.#configuration());
    this.#disposables.push(
      workspace.onDidChangeConfiguration(event => affectsConfiguration(event) && configure()),
      workspace.onDidGrantWorkspaceTrust(configure),
    );
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#running = undefined;
    await client?.stop();
  }

  registerCommands(table: Readonly<Record<string, Command>>): void {
    for (const [id, command] of Object.entries(table)) {
      this.#disposables.push(commands.registerCommand(id, (...args: unknown[]) => this.#run(command, args)));
    }
  }

  async #run(command: Command, args: unknown[]): Promise<unknown> {
    if (!command.needsServer) return command.run(this, ...args);
    if (!this.#client?.isRunning() || !this.#running) {
      const choice = await window.showErrorMessage('Manifest Lock: the language server is not running.', 'Show Output');
      if (choice) this.output.show();
      return undefined;
    }
    return command.run(this.#running, ...args);
  }

  /** Views and panels, which show what the server says. */
  #show(client: LanguageClient): Running {
    const { extensionUri } = this.#extension;
    const promotions = new PromotionDocuments();
    const overrides = new OverridesView(client);
    const streams = new StreamsView(client);
    const history = new HistoryPanels(client, extensionUri, {
      onCommit: (folder, commit) => compare.show({ folder, from: `${commit}~1`, to: commit }),
    });
    const compare = new ComparePanels(client, extensionUri, {
      onHistory: (folder, name) => {
        history.show({ uri: Uri.file(folder).toString(), name, since: undefined, arch: undefined });
      },
      onBackport: (folder, name) => this.#tell(backport(client, folder, name)),
      onPromote: pair => this.#tell(promote(client, promotions, pair)),
    });
    this.#disposables.push(
      ...[promotions, overrides, streams, history, compare],
      client.onNotification(OverridesChangedNotification, () => overrides.changed()),
      client.onNotification(StreamsChangedNotification, () => {
        streams.changed();
        compare.changed();
      }),
    );
    return { client, output: this.output, overrides, streams, compare, history, promotions };
  }

  /** Of work that nobody waits for. */
  #tell(work: Promise<void>): void {
    work.catch((error: unknown) => {
      void window.showErrorMessage(`Manifest Lock: ${error instanceof Error ? error.message : String(error)}`);
    });
  }

  #configuration() {
    return readConfiguration(this.#extension.globalStorageUri.fsPath);
  }

  #dispose(): void {
    for (const disposable of this.#disposables.splice(0)) disposable.dispose();
  }
}

/** Owns the language client and everything that must be disposed with it. */
import { commands, type Disposable, type ExtensionContext, type LogOutputChannel, window, workspace } from 'vscode';
import { type BaseLanguageClient, LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { ConfigureNotification, GIT_SCHEME, StatusNotification } from '../server/protocol';
import { affectsConfiguration, readConfiguration } from './configuration';
import { DOCUMENT_SELECTOR } from './documents';
import { gitDocuments } from './git-documents';
import { OverridesView } from './views/overrides/view';
import { StatusItem } from './views/status';

/** A running server: what a command needs to do its work. */
export interface Running {
  readonly client: BaseLanguageClient;
  readonly output: LogOutputChannel;
  readonly overrides: OverridesView;
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
  #overrides: OverridesView | undefined;

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
    this.#overrides = new OverridesView(client);
    this.#disposables.push(this.#overrides);
    const configure = (): void => void client.sendNotification(ConfigureNotification, this.#configuration());
    this.#disposables.push(
      workspace.onDidChangeConfiguration(event => affectsConfiguration(event) && configure()),
      workspace.onDidGrantWorkspaceTrust(configure),
    );
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.stop();
  }

  registerCommands(table: Readonly<Record<string, Command>>): void {
    for (const [id, command] of Object.entries(table)) {
      this.#disposables.push(commands.registerCommand(id, (...args: unknown[]) => this.#run(command, args)));
    }
  }

  async #run(command: Command, args: unknown[]): Promise<unknown> {
    if (!command.needsServer) return command.run(this, ...args);
    if (!this.#client?.isRunning() || !this.#overrides) {
      const choice = await window.showErrorMessage('Manifest Lock: the language server is not running.', 'Show Output');
      if (choice) this.output.show();
      return undefined;
    }
    return command.run({ client: this.#client, output: this.output, overrides: this.#overrides }, ...args);
  }

  #configuration() {
    return readConfiguration(this.#extension.globalStorageUri.fsPath);
  }

  #dispose(): void {
    for (const disposable of this.#disposables.splice(0)) disposable.dispose();
  }
}

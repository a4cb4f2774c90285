/** Keeps the client's diagnostics and hints up to date: sends them, or tells the client to ask again. */
import { CodeLensRefreshRequest, type Connection, type PublishDiagnosticsParams } from 'vscode-languageserver';
import type { FileTree } from '../config-repo/model';
import type { Client } from './client';
import { configDiagnostics } from './config-problems';
import type { Snapshot } from './config-repository';
import { diagnosticsOf } from './diagnostics';
import type { Session } from './session';

/** From a keystroke to the check, and from one change of the metadata to the refresh that covers those right after it. */
const DEBOUNCE_MS = 40;

export class Publisher {
  readonly #connection: Connection;
  readonly #session: Session;
  readonly #client: Client;
  readonly #sent = new Map<string, string>();
  /** Files outside the open documents that have diagnostics, by config repository. */
  readonly #configFiles = new Map<string, readonly string[]>();
  #publishTimer: NodeJS.Timeout | undefined;
  #refreshTimer: NodeJS.Timeout | undefined;

  constructor(connection: Connection, session: Session, client: Client) {
    this.#connection = connection;
    this.#session = session;
    this.#client = client;
  }

  /** A document was opened or edited. */
  documentChanged(): void {
    if (this.#client.pullsDiagnostics) return;
    clearTimeout(this.#publishTimer);
    this.#publishTimer = setTimeout(() => this.#run(this.#publish()), DEBOUNCE_MS);
  }

  documentClosed(uri: string): void {
    if (!this.#client.pullsDiagnostics && this.#sent.delete(uri)) this.#send({ uri, diagnostics: [] });
  }

  /** Answers differ though no document was edited. */
  answersChanged(): void {
    this.documentChanged();
    this.#refreshTimer ??= setTimeout(() => {
      this.#refreshTimer = undefined;
      const { languages } = this.#connection;
      if (this.#client.pullsDiagnostics && this.#client.refreshesDiagnostics)
        this.#run(languages.diagnostics.refresh());
      if (this.#client.refreshesInlayHints) this.#run(languages.inlayHint.refresh());
      if (this.#client.refreshesCodeLenses) this.#run(this.#connection.sendRequest(CodeLensRefreshRequest.type));
    }, DEBOUNCE_MS);
  }

  configLoaded(folder: string, tree: FileTree, { problems }: Snapshot): void {
    this.#run(this.#publishConfig(folder, tree, problems));
  }

  configClosed(folder: string): void {
    for (const uri of this.#configFiles.get(folder) ?? []) this.#send({ uri, diagnostics: [] });
    this.#configFiles.delete(folder);
  }

  dispose(): void {
    clearTimeout(this.#publishTimer);
    clearTimeout(this.#refreshTimer);
  }

  async #publish(): Promise<void> {
    for (const { uri } of this.#session.lockDocuments()) {
      const view = await this.#session.view(uri);
      if (!view) continue;
      const { version } = view.document;
      // what was typed meanwhile gets a check of its own
      if (this.#session.document(uri)?.version !== version) continue;
      const diagnostics = diagnosticsOf(view, this.#client.diagnostics);
      const key = JSON.stringify([version, diagnostics]);
      if (this.#sent.get(uri) === key) continue;
      this.#sent.set(uri, key);
      this.#send({ uri, version, diagnostics });
    }
  }

  async #publishConfig(folder: string, tree: FileTree, problems: Snapshot['problems']): Promise<void> {
    const sets = await configDiagnostics(folder, tree, problems, this.#client.encoding);
    const uris = sets.map(({ uri }) => uri);
    for (const uri of this.#configFiles.get(folder) ?? []) {
      if (!uris.includes(uri)) this.#send({ uri, diagnostics: [] });
    }
    this.#configFiles.set(folder, uris);
    for (const set of sets) this.#send(set);
  }

  #send(params: PublishDiagnosticsParams): void {
    this.#run(this.#connection.sendDiagnostics(params));
  }

  #run(work: Promise<unknown>): void {
    work.catch(error =>
      this.#connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
  }
}

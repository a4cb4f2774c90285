/** The panel "Package History": the versions of one package on every stream. */
import { type Disposable, type Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import { HistoryRequest } from '../../../server/protocol';
import { openAddress } from '../../open-address';
import type { FromHistory, HistoryState, ToHistory } from '../../webview/messages';
import { pageHtml, pageOptions } from '../page';

const TYPE = 'manifestLock.history';
const TITLE = 'Package History';

export interface HistoryActions {
  /** What a commit changed is wanted. */
  readonly onCommit: (folder: string, commit: string) => void;
}

export class HistoryPanels implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #extensionUri: Uri;
  readonly #actions: HistoryActions;
  readonly #open = new Map<WebviewPanel, HistoryPanel>();
  readonly #serializer: Disposable;

  constructor(client: BaseLanguageClient, extensionUri: Uri, actions: HistoryActions) {
    this.#client = client;
    this.#extensionUri = extensionUri;
    this.#actions = actions;
    this.#serializer = window.registerWebviewPanelSerializer(TYPE, {
      deserializeWebviewPanel: async (panel: WebviewPanel, state: HistoryState | undefined) => {
        this.#adopt(panel, state);
      },
    });
  }

  show(state: HistoryState): void {
    const [open] = this.#open.values();
    if (open) {
      open.ask(state);
      return;
    }
    const column = window.activeTextEditor ? ViewColumn.Beside : ViewColumn.Active;
    const panel = window.createWebviewPanel(TYPE, TITLE, column, {
      ...pageOptions(this.#extensionUri),
      retainContextWhenHidden: true,
    });
    this.#adopt(panel, state);
  }

  dispose(): void {
    this.#serializer.dispose();
    this.#open.clear();
  }

  #adopt(panel: WebviewPanel, state: HistoryState | undefined): void {
    panel.webview.options = pageOptions(this.#extensionUri);
    this.#open.set(panel, new HistoryPanel(panel, this.#client, this.#actions, state));
    panel.onDidDispose(() => this.#open.delete(panel));
    panel.webview.html = pageHtml(panel.webview, this.#extensionUri, 'history', TITLE);
  }
}

class HistoryPanel {
  readonly #panel: WebviewPanel;
  readonly #client: BaseLanguageClient;
  readonly #actions: HistoryActions;
  #state: HistoryState | undefined;
  /** Of the config repository that is shown. */
  #folder: string | undefined;
  #asked = 0;
  #ready = false;

  constructor(
    panel: WebviewPanel,
    client: BaseLanguageClient,
    actions: HistoryActions,
    state: HistoryState | undefined,
  ) {
    this.#panel = panel;
    this.#client = client;
    this.#actions = actions;
    this.#state = state;
    panel.webview.onDidReceiveMessage((message: FromHistory) => this.#receive(message));
  }

  ask(state: HistoryState): void {
    this.#state = state;
    this.#panel.reveal();
    if (this.#ready) void this.#ask();
  }

  #receive(message: FromHistory): void {
    if (message.type === 'link') void openAddress(message.url);
    if (message.type === 'commit' && this.#folder !== undefined) this.#actions.onCommit(this.#folder, message.commit);
    if (message.type === 'ready') this.#ready = true;
    if (message.type === 'ask') this.#state = message.state;
    if (message.type === 'ready' || message.type === 'ask') void this.#ask();
  }

  async #ask(): Promise<void> {
    const state = this.#state;
    if (!state) return;
    const asked = ++this.#asked;
    const { uri, name, position, since, arch } = state;
    this.#post({ type: 'asking', state });
    try {
      const result = await this.#client.sendRequest(HistoryRequest, {
        ...{ uri, name },
        ...(position === undefined ? {} : { position }),
        ...(since === undefined ? {} : { since }),
        ...(arch === undefined ? {} : { arch }),
      });
      if (asked !== this.#asked) return;
      this.#folder = result.folder;
      this.#panel.title = `History of ${result.name}`;
      this.#post({ type: 'result', state, result });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (asked === this.#asked) this.#post({ type: 'failed', message });
    }
  }

  #post(message: ToHistory): void {
    void this.#panel.webview.postMessage(message);
  }
}

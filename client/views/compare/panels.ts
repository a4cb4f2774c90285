/** The panels "Compare Streams" that are open, and those that come back after a reload. */
import { type Disposable, type Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import type { CompareParams } from '../../../server/protocol';
import type { CompareState } from '../../webview/messages';
import { pageHtml, pageOptions } from '../page';
import { ComparePanel, type ComparePanelOptions } from './panel';

const TYPE = 'manifestLock.compare';
const TITLE = 'Compare Streams';

export type PanelActions = Pick<ComparePanelOptions, 'onHistory' | 'onBackport' | 'onPromote'>;

export class ComparePanels implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #extensionUri: Uri;
  readonly #actions: PanelActions;
  readonly #open = new Set<ComparePanel>();
  readonly #serializer: Disposable;

  constructor(client: BaseLanguageClient, extensionUri: Uri, actions: PanelActions) {
    this.#client = client;
    this.#extensionUri = extensionUri;
    this.#actions = actions;
    this.#serializer = window.registerWebviewPanelSerializer(TYPE, {
      deserializeWebviewPanel: async (panel: WebviewPanel, state: CompareState | undefined) => {
        this.#adopt(panel, state && { folder: state.folder, from: state.from, to: state.to });
      },
    });
  }

  /** Shows a pair in the panel that is open, or in a new one beside the editor. Without a pair: what most would compare. */
  show(pair: CompareParams | undefined): void {
    const [open] = this.#open;
    if (open) {
      open.reveal();
      if (pair) open.compare(pair);
      return;
    }
    const column = window.activeTextEditor ? ViewColumn.Beside : ViewColumn.Active;
    const panel = window.createWebviewPanel(TYPE, TITLE, column, {
      ...pageOptions(this.#extensionUri),
      // where one has scrolled to, and what was fetched for open rows, is there when one comes back
      retainContextWhenHidden: true,
      enableFindWidget: false,
    });
    this.#adopt(panel, pair);
  }

  /** Answers of the server may be others now. */
  changed(): void {
    for (const panel of this.#open) panel.changed();
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const panel of this.#open) panel.dispose();
    this.#open.clear();
  }

  #adopt(panel: WebviewPanel, pair: CompareParams | undefined): void {
    panel.webview.options = pageOptions(this.#extensionUri);
    const shown = new ComparePanel({ panel, client: this.#client, ...this.#actions }, pair);
    this.#open.add(shown);
    panel.onDidDispose(() => {
      this.#open.delete(shown);
      shown.dispose();
    });
    panel.webview.html = pageHtml(panel.webview, this.#extensionUri, 'compare', TITLE);
  }
}

/** The panel "Compare Streams": its page shows, this asks the server and opens what the page points at. */
import { type Disposable, env, Uri, ViewColumn, type WebviewPanel, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import {
  CompareAdvisoriesRequest,
  CompareChoicesRequest,
  type CompareParams,
  ComparePlaceRequest,
  CompareRequest,
  type CompareResult,
  CompareStoryRequest,
  CompareTextRequest,
  StreamsRequest,
} from '../../../server/protocol';
import { openAddress } from '../../open-address';
import type { FromCompare, ToCompare } from '../../webview/messages';
import { showPlace } from '../show-place';
import { askForSide } from './ask-for-side';

export interface ComparePanelOptions {
  readonly panel: WebviewPanel;
  readonly client: BaseLanguageClient;
  /** What the page leaves to others. */
  readonly onHistory: (folder: string, name: string) => void;
  readonly onBackport: (folder: string, name: string) => void;
  readonly onPromote: (pair: CompareParams) => void;
}

export class ComparePanel implements Disposable {
  readonly #options: ComparePanelOptions;
  readonly #disposables: Disposable[];
  /** What is shown, or will be as soon as the page is there. */
  #pair: CompareParams | undefined;
  /** Asked for while the page is still being made. */
  #early: { readonly pair: CompareParams; readonly result: Promise<CompareResult> } | undefined;
  /** Counts comparisons: the answer to one that is no longer wanted is dropped. */
  #asked = 0;
  #ready = false;
  /** Something changed while nobody looked. */
  #stale = false;
  #ended = false;

  constructor(options: ComparePanelOptions, pair: CompareParams | undefined) {
    this.#options = options;
    this.#pair = pair;
    const { panel, client } = options;
    if (pair) {
      const result = client.sendRequest(CompareRequest, pair);
      // told where it is waited for
      result.catch(() => undefined);
      this.#early = { pair, result };
    }
    this.#disposables = [
      panel.webview.onDidReceiveMessage((message: FromCompare) => this.#receive(message)),
      panel.onDidChangeViewState(() => panel.visible && this.#stale && this.changed()),
    ];
  }

  /** Another pair is wanted. */
  compare(pair: CompareParams): void {
    this.#pair = pair;
    if (this.#ready) void this.#compare(false);
  }

  reveal(): void {
    this.#options.panel.reveal();
  }

  /** Answers of the server may be others now. */
  changed(): void {
    this.#stale = !this.#options.panel.visible;
    if (this.#stale || !this.#ready) return;
    void this.#choices();
    if (this.#pair) void this.#compare(true);
  }

  dispose(): void {
    this.#ended = true;
    for (const disposable of this.#disposables.splice(0)) disposable.dispose();
  }

  #receive(message: FromCompare): void {
    const pair = this.#pair;
    if (message.type === 'ready') {
      this.#ready = true;
      void this.#choices();
      if (pair) void this.#compare(false);
    } else if (message.type === 'compare') {
      this.compare({ folder: message.folder, from: message.from, to: message.to });
    } else if (message.type === 'link') {
      void openAddress(message.url);
    } else if (pair) {
      this.#receiveOf(pair, message);
    }
  }

  /** What is said of the pair that is shown. */
  #receiveOf(pair: CompareParams, message: Exclude<FromCompare, { type: 'ready' | 'compare' | 'link' }>): void {
    const { onHistory, onBackport, onPromote } = this.#options;
    switch (message.type) {
      case 'other':
        void this.#other(pair, message.side);
        break;
      case 'story':
        void this.#story(pair, message.source);
        break;
      case 'place':
        void this.#place(pair, message);
        break;
      case 'history':
        onHistory(pair.folder, message.name);
        break;
      case 'backport':
        onBackport(pair.folder, message.name);
        break;
      case 'promote':
        onPromote({ ...pair, from: message.from, to: message.to });
        break;
      case 'copyMarkdown':
        void this.#try(() => this.#copy(pair));
        break;
      case 'saveJson':
        void this.#try(() => this.#save(pair));
        break;
    }
  }

  async #choices(): Promise<void> {
    await this.#try(async () => {
      const { repositories } = await this.#options.client.sendRequest(CompareChoicesRequest, {});
      this.#post({ type: 'choices', repositories });
      // where nobody has said what, what most would compare
      const [first] = repositories;
      if (!this.#pair && first?.suggested) this.compare({ folder: first.folder, ...first.suggested });
    });
  }

  async #compare(update: boolean): Promise<void> {
    const pair = this.#pair;
    if (!pair) return;
    const asked = ++this.#asked;
    const { client, panel } = this.#options;
    const { folder, from, to } = pair;
    if (!update) this.#post({ type: 'comparing', folder, from, to });
    await this.#try(async () => {
      const early = this.#early?.pair === pair ? this.#early.result : undefined;
      this.#early = undefined;
      const result = await (early ?? client.sendRequest(CompareRequest, pair));
      if (asked !== this.#asked || this.#ended) return;
      panel.title = `${result.from?.label ?? from} - ${result.to?.label ?? to}`;
      this.#post({ type: 'result', folder, from, to, result, update });
      await Promise.all([this.#advisories(pair, asked), this.#streams(pair, asked)]);
    });
  }

  /** These go over the network, and come when they come. */
  async #advisories(pair: CompareParams, asked: number): Promise<void> {
    const result = await this.#options.client.sendRequest(CompareAdvisoriesRequest, pair);
    if (asked === this.#asked) this.#post({ type: 'advisories', from: pair.from, to: pair.to, result });
  }

  async #streams({ folder }: CompareParams, asked: number): Promise<void> {
    const { repositories } = await this.#options.client.sendRequest(StreamsRequest);
    if (asked !== this.#asked) return;
    this.#post({ type: 'streams', repository: repositories.find(repository => repository.folder === folder) });
  }

  async #other(pair: CompareParams, side: 'from' | 'to'): Promise<void> {
    const spec = await askForSide(side, pair[side]);
    // the page has set its picker to what was chosen, and goes back
    this.compare(spec === undefined ? pair : { ...pair, [side]: spec });
  }

  async #story(pair: CompareParams, source: string): Promise<void> {
    const { from, to } = pair;
    try {
      const story = await this.#options.client.sendRequest(CompareStoryRequest, { ...pair, source });
      this.#post({ type: 'story', from, to, source, story });
    } catch (error) {
      this.#post({ type: 'story', from, to, source, story: { problems: [messageOf(error)] } });
    }
  }

  async #place(
    pair: CompareParams,
    { side, name, arch }: { readonly side: 'from' | 'to'; readonly name: string; readonly arch: string },
  ): Promise<void> {
    await this.#try(async () => {
      const place = await this.#options.client.sendRequest(ComparePlaceRequest, { ...pair, side, name, arch });
      const { viewColumn } = this.#options.panel;
      if (place) await showPlace(place, viewColumn === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One);
      else this.#post({ type: 'done', message: `${name} stands in no lockfile on that side.` });
    });
  }

  async #copy(pair: CompareParams): Promise<void> {
    const params = { ...pair, format: 'markdown', advisories: true } as const;
    await env.clipboard.writeText(await this.#options.client.sendRequest(CompareTextRequest, params));
    this.#post({ type: 'done', message: 'Copied as Markdown.' });
  }

  async #save(pair: CompareParams): Promise<void> {
    const params = { ...pair, format: 'json', advisories: true } as const;
    const text = await this.#options.client.sendRequest(CompareTextRequest, params);
    const name = `${fileName(pair.from)}-${fileName(pair.to)}.json`;
    const target = await window.showSaveDialog({
      defaultUri: Uri.joinPath(Uri.file(pair.folder), '..', name),
      filters: { JSON: ['json'] },
      title: 'Save Comparison',
    });
    if (!target) return;
    await workspace.fs.writeFile(target, new TextEncoder().encode(text));
    this.#post({ type: 'done', message: `Saved as ${target.fsPath}.` });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#post({ type: 'failed', message: messageOf(error) });
    }
  }

  #post(message: ToCompare): void {
    if (!this.#ended) void this.#options.panel.webview.postMessage(message);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Of a spec: `build:stable/40.1` has what no file name has. */
function fileName(spec: string): string {
  return spec.replaceAll(/[^\w.-]+/g, '_');
}

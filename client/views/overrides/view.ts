/** The Overrides view: every override of every stream, with what is known of it and what can be done. */
import {
  commands,
  type Disposable,
  EventEmitter,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  window,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import { OverridesChangedNotification, OverridesRequest, type OverridesResult } from '../../../server/protocol';
import { type Grouping, type Node, nodesOf } from './nodes';
import { tooltipOf } from './tooltip';

const VIEW = 'manifestLock.overrides';
const GROUPING = 'manifestLock.overrides.grouping';
const FILLED = 'manifestLock.hasRepositories';

export class OverridesView implements TreeDataProvider<Node>, Disposable {
  readonly #client: BaseLanguageClient;
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: TreeView<Node>;
  readonly #disposables: Disposable[];
  #grouping: Grouping = 'stream';
  #result: OverridesResult = { repositories: [] };
  /** The result that the tree was made of, as JSON; undefined before it was made. */
  #shown: string | undefined;
  #loading: Promise<void> | undefined;
  /** Something changed since it was asked for. */
  #stale = false;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
    this.#view = window.createTreeView<Node>(VIEW, { treeDataProvider: this, showCollapseAll: true });
    this.#disposables = [
      this.#changed,
      this.#view,
      client.onNotification(OverridesChangedNotification, () => this.#touch()),
      this.#view.onDidChangeVisibility(({ visible }) => visible && this.#stale && this.refresh()),
    ];
    this.group('stream');
    void commands.executeCommand('setContext', FILLED, true);
  }

  /** Asks the server again. The tree is made anew only where something differs: a click on one that is, is lost. */
  refresh(): void {
    this.#stale = true;
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
  }

  group(by: Grouping): void {
    this.#grouping = by;
    void commands.executeCommand('setContext', GROUPING, by);
    this.#changed.fire(undefined);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node) return node.kind === 'group' ? [...node.children] : [];
    if (this.#shown === undefined) {
      this.refresh();
      await this.#loading;
    }
    this.#shown = JSON.stringify(this.#result);
    return nodesOf(this.#result, this.#grouping);
  }

  getTreeItem(node: Node): TreeItem {
    const { Collapsed, Expanded, None } = TreeItemCollapsibleState;
    if (node.kind === 'note') return new TreeItem(node.label, None);
    const item = new TreeItem(node.label, node.kind === 'override' ? None : this.#opened(node) ? Expanded : Collapsed);
    item.id = `${this.#grouping} ${node.id}`;
    item.description = node.description;
    if (node.kind === 'group') return item;
    const { row, worktree } = node;
    item.tooltip = tooltipOf(row);
    item.contextValue = [
      'override',
      worktree ? 'worktree' : 'branch',
      ...(row.reason === undefined ? [] : ['reason']),
      ...(row.bodhi === undefined ? [] : ['bodhi']),
    ].join(' ');
    const position = { line: row.line, character: row.character };
    item.command = { command: 'manifestLock.reveal', title: 'Open', arguments: [{ uri: row.uri, position }] };
    item.accessibilityInformation = { label: `${node.label}, ${node.description}` };
    return item;
  }

  /** What nobody looks at is not asked for. */
  #touch(): void {
    this.#stale = true;
    if (this.#view.visible) this.refresh();
  }

  async #load(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      try {
        this.#result = await this.#client.sendRequest(OverridesRequest);
        const none = this.#result.repositories.length === 0;
        this.#view.message = none ? 'No config repository with lockfiles is open.' : '';
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.#view.message = `The overrides could not be read: ${reason}`;
      }
      if (this.#shown !== undefined && this.#shown !== JSON.stringify(this.#result)) this.#changed.fire(undefined);
    }
  }

  dispose(): void {
    for (const disposable of this.#disposables.splice(0)) disposable.dispose();
  }

  /** The first stream is the one that is worked on. */
  #opened({ children }: Node & { readonly kind: 'group' }): boolean {
    return children.some(
      child => child.kind === 'group' || (child.kind === 'override' && child.worktree && this.#grouping === 'stream'),
    );
  }
}

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
  #result: Promise<OverridesResult> | undefined;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
    this.#view = window.createTreeView<Node>(VIEW, { treeDataProvider: this, showCollapseAll: true });
    const changed = client.onNotification(OverridesChangedNotification, () => this.refresh());
    this.#disposables = [this.#changed, this.#view, changed];
    this.group('stream');
    void commands.executeCommand('setContext', FILLED, true);
  }

  refresh(): void {
    this.#result = undefined;
    this.#changed.fire(undefined);
  }

  group(by: Grouping): void {
    this.#grouping = by;
    void commands.executeCommand('setContext', GROUPING, by);
    this.#changed.fire(undefined);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node) return node.kind === 'group' ? [...node.children] : [];
    this.#result ??= this.#client.sendRequest(OverridesRequest);
    const asked = this.#result;
    try {
      const nodes = nodesOf(await asked, this.#grouping);
      this.#view.message = nodes.length === 0 ? 'No config repository with lockfiles is open.' : '';
      return nodes;
    } catch (error) {
      if (this.#result === asked) this.#result = undefined;
      this.#view.message = `The overrides could not be read: ${error instanceof Error ? error.message : String(error)}`;
      return [];
    }
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

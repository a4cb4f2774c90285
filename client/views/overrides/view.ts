/** The Overrides view: every override of every stream, with what is known of it and what can be done. */
import { commands, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import { OverridesRequest, type OverridesResult } from '../../../server/protocol';
import { LiveTree } from '../live-tree';
import { type Grouping, type Node, nodesOf } from './nodes';
import { tooltipOf } from './tooltip';

const GROUPING = 'manifestLock.overrides.grouping';

export class OverridesView extends LiveTree<Node, OverridesResult> {
  #grouping: Grouping = 'stream';

  constructor(client: BaseLanguageClient) {
    super({
      view: 'manifestLock.overrides',
      load: () => client.sendRequest(OverridesRequest),
      empty: { repositories: [] },
      messageOf: ({ repositories }) =>
        repositories.length === 0 ? 'No config repository with lockfiles is open.' : '',
      failure: 'The overrides could not be read',
    });
    void commands.executeCommand('setContext', GROUPING, this.#grouping);
  }

  group(by: Grouping): void {
    if (by === this.#grouping) return;
    this.#grouping = by;
    void commands.executeCommand('setContext', GROUPING, by);
    this.remake();
  }

  protected rootsOf(result: OverridesResult): Node[] {
    return nodesOf(result, this.#grouping);
  }

  protected childrenOf(node: Node): readonly Node[] {
    return node.kind === 'group' ? node.children : [];
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

  /** The first stream is the one that is worked on. */
  #opened({ children }: Node & { readonly kind: 'group' }): boolean {
    return children.some(
      child => child.kind === 'group' || (child.kind === 'override' && child.worktree && this.#grouping === 'stream'),
    );
  }
}

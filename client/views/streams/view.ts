/** The Streams view: the streams of the repository in promotion order, and what each would get. */
import { ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import { type StreamsOfRepository, StreamsRequest } from '../../../server/protocol';
import { LiveTree } from '../live-tree';
import { type Node, nodesOf, type StreamNode } from './nodes';

interface Streams {
  readonly repositories: readonly StreamsOfRepository[];
}

export class StreamsView extends LiveTree<Node, Streams> {
  constructor(client: BaseLanguageClient) {
    super({
      view: 'manifestLock.streams',
      load: () => client.sendRequest(StreamsRequest),
      empty: { repositories: [] },
      messageOf: ({ repositories }) =>
        repositories.length === 0 ? 'No config repository with lockfiles is open.' : '',
      failure: 'The streams could not be read',
    });
  }

  protected rootsOf({ repositories }: Streams): Node[] {
    return nodesOf(repositories);
  }

  protected childrenOf(node: Node): readonly Node[] {
    return 'children' in node ? node.children : [];
  }

  getTreeItem(node: Node): TreeItem {
    const { Collapsed, Expanded, None } = TreeItemCollapsibleState;
    const children = 'children' in node ? node.children.length : 0;
    const open = node.kind === 'group' && node.icon === 'repo';
    const item = new TreeItem(node.label, children === 0 ? None : open ? Expanded : Collapsed);
    item.id = node.id;
    if (node.kind === 'note') {
      item.iconPath = new ThemeIcon('info');
      item.tooltip = node.label;
      return item;
    }
    item.description = node.description;
    item.tooltip = `${node.label}: ${node.description}`;
    if (node.kind === 'group') {
      if (node.icon !== undefined) item.iconPath = new ThemeIcon(node.icon);
      return item;
    }
    if (node.kind === 'stream') return streamItem(item, node);
    if (node.kind === 'feed') {
      item.iconPath = new ThemeIcon('git-compare');
      item.contextValue = 'feed';
      item.accessibilityInformation = { label: node.spoken };
      const { folder, from, to } = node;
      item.command = { command: 'manifestLock.compareStreams', title: 'Compare', arguments: [{ folder, from, to }] };
      return item;
    }
    item.contextValue = ['package', ...(node.item.reason === undefined ? [] : ['reason'])].join(' ');
    item.accessibilityInformation = { label: `${node.label}, ${node.description}` };
    const { uri, line = 0, character = 0 } = node.item;
    if (uri !== undefined) {
      const position = { line, character };
      item.command = { command: 'manifestLock.reveal', title: 'Open', arguments: [{ uri, position }] };
    }
    return item;
  }
}

function streamItem(item: TreeItem, { row, feed, spoken }: StreamNode): TreeItem {
  item.iconPath = new ThemeIcon(row.worktree ? 'git-branch-staged-changes' : 'git-branch');
  item.accessibilityInformation = { label: spoken };
  item.contextValue = ['stream', row.worktree ? 'worktree' : 'branch', ...(feed ? ['fed'] : [])].join(' ');
  item.tooltip = [item.tooltip, row.commit && `${row.commit.id.slice(0, 10)} ${row.commit.subject}`]
    .filter(Boolean)
    .join('\n');
  return item;
}

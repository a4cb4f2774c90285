/** The rows of the Streams view: plain values, which the tree shows. */
import type { AdvisoryRow, StreamFeed, StreamFeedItem, StreamRow, StreamsOfRepository } from '../../../server/protocol';

export interface StreamNode {
  readonly kind: 'stream';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** For screen readers: without signs. */
  readonly spoken: string;
  readonly folder: string;
  readonly row: StreamRow;
  /** The stream that the next promotion would come from. */
  readonly feed: StreamFeed | undefined;
  readonly children: readonly Node[];
}

export interface GroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string | undefined;
  readonly children: readonly Node[];
}

/** What a stream would get from another: goes to the comparison. */
export interface FeedNode {
  readonly kind: 'feed';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly spoken: string;
  readonly folder: string;
  readonly from: string;
  readonly to: string;
}

export interface ItemNode {
  readonly kind: 'item';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly folder: string;
  readonly item: StreamFeedItem;
}

export interface NoteNode {
  readonly kind: 'note';
  readonly id: string;
  readonly label: string;
}

export type Node = StreamNode | GroupNode | FeedNode | ItemNode | NoteNode;

/** One repository stands for itself; several have a group each. */
export function nodesOf(repositories: readonly StreamsOfRepository[]): Node[] {
  const [only] = repositories;
  if (repositories.length === 1 && only) return repositoryNodes(only);
  return repositories.map(repository => ({
    kind: 'group',
    id: repository.folder,
    label: repository.name,
    description: repository.folder,
    icon: 'repo',
    children: repositoryNodes(repository),
  }));
}

function repositoryNodes({ folder, streams, notes }: StreamsOfRepository): Node[] {
  const rows = streams.map(row => streamNode(folder, row));
  return [...rows, ...notes.map((label): NoteNode => ({ kind: 'note', id: `${folder} ${label}`, label }))];
}

function streamNode(folder: string, row: StreamRow): StreamNode {
  const id = `${folder} ${row.stream}`;
  const feed = row.feeds.find(({ likely }) => likely) ?? row.feeds[0];
  const facts = [
    row.commit && dateText(row.commit.committed),
    count(row.overrides, 'override'),
    row.worktree ? 'working tree' : row.label === row.stream ? undefined : row.label,
    row.closed ? 'closed' : undefined,
  ];
  // what it would get comes early: the end is cut off where the side bar is narrow
  const description = [row.releasever, feed && `${feed.signs} from ${feed.from}`, ...facts];
  const spoken = [row.stream, row.releasever, ...facts, feed && `would get from ${feed.from}: ${feed.words}`];
  return {
    kind: 'stream',
    id,
    label: row.stream,
    description: joined(description),
    spoken: joined(spoken),
    folder,
    row,
    feed,
    children: [
      ...(row.locks === '' ? [] : [{ kind: 'note' as const, id: `${id} locks`, label: row.locks }]),
      ...row.feeds.map(each => feedNode(folder, row, each)),
      ...(feed ? findings(folder, id, feed) : []),
    ],
  };
}

function feedNode(folder: string, { stream, spec }: StreamRow, feed: StreamFeed): FeedNode {
  const label = feed.likely ? `from ${feed.from}` : `from ${feed.from}, if it were promoted`;
  return {
    kind: 'feed',
    id: `${folder} ${stream} from ${feed.from}`,
    label,
    description: feed.words,
    spoken: `${label}: ${feed.words}. Compare.`,
    folder,
    from: spec,
    to: feed.spec,
  };
}

function findings(folder: string, id: string, { downgrades, lostOverrides, security }: StreamFeed): GroupNode[] {
  const group = (
    name: string,
    icon: string,
    items: readonly StreamFeedItem[],
    detail: (item: StreamFeedItem) => string = ({ text }) => text,
  ): GroupNode[] => {
    if (items.length === 0) return [];
    const children = items.map(
      (item): ItemNode => ({
        kind: 'item',
        id: `${id} ${name} ${item.name}`,
        label: item.name,
        description: detail(item),
        folder,
        item,
      }),
    );
    return [{ kind: 'group', id: `${id} ${name}`, label: name, description: String(items.length), icon, children }];
  };
  const advisoriesOf = new Map(security?.map(item => [item as StreamFeedItem, item.advisories]));
  return [
    ...group('Downgrades', 'arrow-down', downgrades, item =>
      item.reason === undefined ? item.text : `${item.text}, pinned: ${item.reason}`,
    ),
    ...group('Lost overrides', 'warning', lostOverrides),
    ...group('Security fixes', 'shield', security ?? [], item =>
      joined([item.text, advisoryText(advisoriesOf.get(item) ?? [])]),
    ),
  ];
}

/** "important, CVE-2024-9676 and 2 more" */
function advisoryText(advisories: readonly AdvisoryRow[]): string {
  const [first] = advisories;
  if (!first) return '';
  const [cve, ...more] = [...new Set(advisories.flatMap(({ cves }) => cves))];
  const cves = cve === undefined ? first.id : more.length === 0 ? cve : `${cve} and ${more.length} more`;
  return first.severity === 'none' ? cves : `${first.severity}, ${cves}`;
}

function count(number: number, what: string): string {
  return `${number === 0 ? 'no' : number} ${what}${number === 1 ? '' : 's'}`;
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter(part => part !== undefined && part !== '').join(', ');
}

/** Of Unix seconds, UTC: as release dates are told. */
function dateText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

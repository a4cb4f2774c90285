/** The rows of the Overrides view, grouped by stream or by package: plain values, which the tree shows. */
import type { OverrideRow, OverridesOfRepository, OverridesOfStream, OverridesResult } from '../../../server/protocol';

export type Grouping = 'stream' | 'package';

export interface OverrideNode {
  readonly kind: 'override';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly row: OverrideRow;
  /** Its file can be edited. */
  readonly worktree: boolean;
}

export interface GroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly children: readonly Node[];
}

export interface NoteNode {
  readonly kind: 'note';
  readonly id: string;
  readonly label: string;
}

export type Node = OverrideNode | GroupNode | NoteNode;

/** One repository stands for itself; several have a group each. */
export function nodesOf({ repositories }: OverridesResult, grouping: Grouping): Node[] {
  const [only] = repositories;
  if (repositories.length === 1 && only) return repositoryNodes(only, grouping);
  return repositories.map(repository => ({
    kind: 'group',
    id: repository.folder,
    label: baseName(repository.folder),
    description: repository.folder,
    children: repositoryNodes(repository, grouping),
  }));
}

function repositoryNodes({ folder, streams, notes }: OverridesOfRepository, grouping: Grouping): Node[] {
  const groups = grouping === 'stream' ? byStream(folder, streams) : byPackage(folder, streams);
  return [...groups, ...notes.map((label): NoteNode => ({ kind: 'note', id: `${folder} ${label}`, label }))];
}

function byStream(folder: string, streams: readonly OverridesOfStream[]): GroupNode[] {
  return streams.map(stream => ({
    kind: 'group',
    id: `${folder} ${stream.stream}`,
    label: stream.stream,
    description: [...placeOf(stream), count(stream.overrides)].join(', '),
    children: stream.overrides.map(row => overrideNode(stream, row, row.name)),
  }));
}

/** What the name of the stream does not say: most branches are called like it. */
function placeOf({ stream, label, worktree }: OverridesOfStream): string[] {
  if (worktree) return ['working tree'];
  return label === stream ? [] : [label];
}

/** Packages of one source stand together: they move together. */
function byPackage(folder: string, streams: readonly OverridesOfStream[]): GroupNode[] {
  const sources = new Map<string, OverrideNode[]>();
  for (const stream of streams) {
    for (const row of stream.overrides) {
      const name = row.name === row.source ? stream.stream : `${stream.stream}: ${row.name}`;
      const nodes = sources.get(row.source) ?? [];
      sources.set(row.source, [...nodes, overrideNode(stream, row, name)]);
    }
  }
  return [...sources]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([source, children]) => ({
      kind: 'group',
      id: `${folder} ${source}`,
      label: source,
      description: [...new Set(children.map(({ row }) => row.evr))].join(', '),
      children,
    }));
}

function overrideNode({ stream, worktree }: OverridesOfStream, row: OverrideRow, label: string): OverrideNode {
  const parts = [row.evr, row.type, row.arch, ageText(row.age), row.bodhi?.state, graduatedText(row)];
  return {
    kind: 'override',
    id: `${row.uri} ${stream} ${row.name}`,
    label,
    description: parts.filter(part => part !== undefined && part !== '').join(', '),
    row,
    worktree,
  };
}

/** `today`, `1 day`, `118 days` */
export function ageText(days: number | undefined): string | undefined {
  if (days === undefined) return undefined;
  if (days === 0) return 'today';
  return days === 1 ? '1 day' : `${days} days`;
}

export function graduatedText({ graduated }: OverrideRow): string | undefined {
  if (graduated === 'base-locks') return 'graduated';
  return graduated === 'repositories' ? 'graduated, base locks behind' : undefined;
}

function count({ length }: readonly unknown[]): string {
  return length === 1 ? '1 override' : `${length === 0 ? 'no' : length} overrides`;
}

function baseName(folder: string): string {
  return folder.slice(Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('\\')) + 1);
}

/** What a lockfile says, without where it stands: for comparing before and after an edit. */
import type { Lockfile, Node } from '../../../server/lockfile/model';

/** A text, nothing, a list, or the members of a map in file order, duplicates included. */
export type Shape = string | undefined | readonly Shape[] | { readonly members: readonly (readonly [string, Shape])[] };

export function shapeOf(node: Node | undefined): Shape {
  switch (node?.kind) {
    case 'map':
      return { members: node.members.map(member => [member.key.text, shapeOf(member.value)]) };
    case 'sequence':
      return node.items.map(shapeOf);
    case 'scalar':
      return node.text;
    case 'alias':
      return `*${node.name}`;
    case undefined:
      return undefined;
  }
}

export const map = (...members: (readonly [string, Shape])[]): Shape => ({ members });

/** The shape with the value at a path of keys (the last of duplicates) replaced, or the member taken away. */
export function change(shape: Shape, path: readonly string[], to: (value: Shape) => Shape | typeof GONE): Shape {
  const [key, ...rest] = path;
  if (key === undefined || typeof shape !== 'object' || !('members' in shape)) throw new Error(`no map at ${key}`);
  const index = shape.members.findLastIndex(([name]) => name === key);
  const [, old] = shape.members[index] ?? [];
  const value = rest.length > 0 ? change(old, rest, to) : to(old);
  return { members: shape.members.toSpliced(index, 1, ...(value === GONE ? [] : [[key, value] as const])) };
}

export const GONE = Symbol('gone');

/** The source of every entry, by position. */
export function sourcesOf(lockfile: Lockfile): string[] {
  return lockfile.entries.map(({ member }) => lockfile.text.slice(member.span.start, member.span.end));
}

export function commentsOf(lockfile: Lockfile): string[] {
  return lockfile.comments.map(comment => comment.text);
}

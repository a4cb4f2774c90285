/** Where things stand in a lockfile's text: parents, lines, commas. */
import type { Lockfile, MapNode, Member, Node, Span } from './model';

/** A map, and the member whose value it is (none at the root and in sequences). */
export interface Place {
  readonly map: MapNode;
  readonly owner: Member | undefined;
}

const contains = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** The map that holds `member`. Throws where it is not of this lockfile. */
export function placeOf(lockfile: Lockfile, member: Member): Place {
  const place = search(lockfile.root, undefined, member);
  if (place === undefined) throw new Error(`"${member.key.text}" is no member of this lockfile.`);
  return place;
}

function search(node: Node | undefined, owner: Member | undefined, wanted: Member): Place | undefined {
  if (node === undefined || !contains(node.span, wanted.span)) return undefined;
  if (node.kind === 'map') {
    if (node.members.includes(wanted)) return { map: node, owner };
    return firstOf(node.members, member => search(member.value, member, wanted));
  }
  return node.kind === 'sequence' ? firstOf(node.items, item => search(item, undefined, wanted)) : undefined;
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** True for a map in braces. */
export function isFlow(lockfile: Lockfile, map: MapNode): boolean {
  return lockfile.text.charAt(map.span.start) === '{';
}

/** True where `span` lies inside braces or brackets. */
export function inFlow(lockfile: Lockfile, span: Span): boolean {
  if (lockfile.format === 'json') return true;
  let node = lockfile.root;
  while (node !== undefined && (node.kind === 'map' || node.kind === 'sequence')) {
    if (node.span.start < span.start && /[{[]/.test(lockfile.text.charAt(node.span.start))) return true;
    node = node.kind === 'map' ? at(node.members, span)?.value : at(node.items, span);
  }
  return false;
}

/** The one of `nodes`, which are in file order, that contains `span`. */
function at<T extends { readonly span: Span }>(nodes: readonly T[], span: Span): T | undefined {
  let low = 0;
  let high = nodes.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const node = nodes[middle];
    if (node === undefined || contains(node.span, span)) return node;
    if (node.span.start < span.start) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

/** The file's line break; a file of one line has `\n`. */
export function lineBreak(text: string): string {
  const first = text.indexOf('\n');
  return first > 0 && text.charAt(first - 1) === '\r' ? '\r\n' : '\n';
}

export function lineStart(text: string, offset: number): number {
  // lastIndexOf takes a negative position for 0
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** The end of the line, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return end > offset && text.charAt(end - 1) === '\r' ? end - 1 : end;
}

/** The start of the next line; the end of the text on the last one. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** What stands on the line before `offset`. */
export function lineBefore(text: string, offset: number): string {
  return text.slice(lineStart(text, offset), offset);
}

export const isBlank = (text: string): boolean => /^\s*$/.test(text);

/** The column of `offset`, as spaces. */
export function indentAt(text: string, offset: number): string {
  return lineBefore(text, offset).replace(/[^\t]/g, ' ');
}

/**
 * The lines of a member of a block map, with the comments that belong to it: those on its lines, and lines right below
 * it that are indented deeper than its key.
 */
export function memberLines(text: string, member: Member): Span {
  const column = lineBefore(text, member.key.span.start).length;
  let end = nextLine(text, member.span.end);
  while (end < text.length) {
    const blanks = /^ */.exec(text.slice(end, nextLine(text, end)))?.[0].length ?? 0;
    if (blanks <= column || text.charAt(end + blanks) !== '#') break;
    end = nextLine(text, end);
  }
  return { start: lineStart(text, member.key.span.start), end };
}

/** The offset after the member's colon, and after an anchor or tag that follows it; of a missing colon, the key's end. */
export function afterColon(lockfile: Lockfile, member: Member): { readonly offset: number; readonly colon: boolean } {
  const { text } = lockfile;
  const from = member.key.span.end;
  const colon = text.slice(from, member.value?.span.start ?? member.span.end).indexOf(':');
  if (colon < 0) return { offset: from, colon: false };
  const properties = /(?:[ \t]+[&!][^\s,[\]{}]*)*/y;
  properties.lastIndex = from + colon + 1;
  return { offset: from + colon + 1 + (properties.exec(text)?.[0].length ?? 0), colon: true };
}

/** True where a comment stands between the two offsets. */
export function hasComment(lockfile: Lockfile, from: number, to: number): boolean {
  return lockfile.comments.some(({ span }) => span.start >= from && span.end <= to);
}

/** The comma between the two offsets, comments skipped. */
export function findComma(lockfile: Lockfile, from: number, to: number): number | undefined {
  for (let i = from; i < to; i++) {
    const comment = lockfile.comments.find(({ span }) => span.start === i);
    if (comment) i = comment.span.end - 1;
    else if (lockfile.text.charAt(i) === ',') return i;
  }
  return undefined;
}

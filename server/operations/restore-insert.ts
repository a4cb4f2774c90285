/** Where entries of an earlier state of a lockfile go in the present one. */
import type { Entry, Lockfile, MapNode, Member, TextEdit } from '../lockfile/model';
import { afterColon, indentAt, isBlank, isFlow, lineBreak, lineStart, memberLines, nextLine } from '../lockfile/places';
import { isMultiLine } from '../lockfile/render';

/** The map of `packages`, if it holds something. */
export function mapOf(lockfile: Lockfile): { readonly map: MapNode; readonly flow: boolean } | undefined {
  const map = lockfile.packages?.value;
  if (map?.kind !== 'map' || map.members.length === 0) return undefined;
  return { map, flow: isFlow(lockfile, map) };
}

/** Entries of a block map, with the comment lines above them. Undefined where their lines do not fit in. */
export function insertBlocks(now: Lockfile, before: Lockfile, missing: readonly Entry[]): TextEdit[] | undefined {
  const old = mapOf(before)?.map.members ?? [];
  const found = mapOf(now);
  const eol = lineBreak(now.text);
  const blocks = missing.map(entry => blockOf(before, old, entry.member, eol));
  if (!found) return fillBlock(now, blocks, eol);
  const members = found.map.members;
  const [first] = members;
  if (!first || indentAt(now.text, first.key.span.start) !== indentAt(before.text, old[0]?.key.span.start ?? 0)) {
    return undefined;
  }
  const places = new Map<number, Block[]>();
  for (const block of blocks) {
    const index = placeOf(members, old, block.member);
    places.set(index, [...(places.get(index) ?? []), block]);
  }
  return [...places].flatMap(([index, group]) => insertAt(now, members, index, group, eol));
}

interface Block {
  readonly member: Member;
  /** The member before it. */
  readonly previous: Member | undefined;
  /** The comment lines right above it. */
  readonly comments: string;
  /** What stands between the member before it and those comments: blank lines, other comments. */
  readonly gap: string;
  /** Its lines, the last one ended. */
  readonly lines: string;
}

function blockOf(before: Lockfile, old: readonly Member[], member: Member, eol: string): Block {
  const { text } = before;
  const previous = old[old.indexOf(member) - 1];
  const { start, end } = memberLines(text, member);
  const from = previous ? memberLines(text, previous).end : startOfMap(before, old);
  const comments = commentsAbove(text, start, from);
  const lines = text.slice(start, end);
  return {
    member,
    previous,
    comments: withBreaks(comments, eol),
    gap: withBreaks(text.slice(from, Math.max(from, start - comments.length)), eol),
    lines: withBreaks(lines.endsWith('\n') ? lines : `${lines}\n`, eol),
  };
}

function commentsAbove(text: string, line: number, limit: number): string {
  let start = line;
  while (start > limit) {
    const above = lineStart(text, start - 1);
    if (!/^[ \t]*#/.test(text.slice(above, start))) break;
    start = above;
  }
  return text.slice(start, line);
}

/** The text with its line breaks replaced. */
export function withBreaks(text: string, eol: string): string {
  return text.replaceAll(/\r?\n/g, eol);
}

/** Into a `packages` that is empty, null or has no value. */
function fillBlock(now: Lockfile, blocks: readonly Block[], eol: string): TextEdit[] | undefined {
  const { packages, text } = now;
  if (!packages || now.format !== 'yaml') return undefined;
  const { offset, colon } = afterColon(now, packages);
  const end = packages.value?.span.end ?? offset;
  if (!colon || text.slice(offset, end).includes('\n')) return undefined;
  const edits = end > offset ? [{ span: { start: offset, end }, newText: '' }] : [];
  const below = nextLine(text, end);
  return [...edits, ...putBetween(text, below, endOfBlanks(text, below), blocks, eol)];
}

/** The number of present members that come before it. */
function placeOf(members: readonly Member[], old: readonly Member[], member: Member): number {
  const keys = members.map(({ key }) => key.text);
  if (isSorted(keys) && isSorted(old.map(({ key }) => key.text))) {
    const next = keys.findIndex(key => key > member.key.text);
    return next < 0 ? keys.length : next;
  }
  const at = old.indexOf(member);
  for (let i = at - 1; i >= 0; i--) {
    const index = keys.lastIndexOf(old[i]?.key.text ?? '');
    if (index >= 0) return index + 1;
  }
  for (const { key } of old.slice(at + 1)) {
    const index = keys.indexOf(key.text);
    if (index >= 0) return index;
  }
  return keys.length;
}

function isSorted(keys: readonly string[]): boolean {
  return keys.every((key, i) => i === 0 || (keys[i - 1] ?? '') <= key);
}

function insertAt(
  now: Lockfile,
  members: readonly Member[],
  index: number,
  group: readonly Block[],
  eol: string,
): TextEdit[] {
  const { text } = now;
  const previous = members[index - 1];
  const next = members[index];
  const from = previous ? memberLines(text, previous).end : startOfMap(now, members);
  const to = next ? lineStart(text, next.key.span.start) : endOfBlanks(text, from);
  return putBetween(text, from, to, group, eol);
}

/** Puts blocks into lines that hold nothing but blanks and comments. */
function putBetween(text: string, from: number, to: number, group: readonly Block[], eol: string): TextEdit[] {
  const edits: { span: { start: number; end: number }; newText: string }[] = [];
  let at = from;
  for (const [i, { comments, gap, lines, previous }] of group.entries()) {
    const between = text.slice(at, to);
    const kept = comments === '' ? -1 : findLines(between, comments);
    // comments that were left behind are not written twice
    if (kept >= 0) at += kept + comments.length;
    else if (gap !== '' && between.startsWith(gap)) at += gap.length;
    const last = edits.at(-1);
    if (last?.span.start === at) {
      const blank = previous === group[i - 1]?.member && isBlank(gap) ? gap : '';
      last.newText += blank + comments + lines;
    } else {
      edits.push({ span: { start: at, end: at }, newText: kept >= 0 ? lines : comments + lines });
    }
  }
  return edits.map(edit => {
    const open = edit.span.start === text.length && text !== '' && !text.endsWith('\n');
    return open ? { ...edit, newText: eol + edit.newText.slice(0, edit.newText.length - eol.length) } : edit;
  });
}

/** The line after `packages:`; of a map on the key's own line, where it starts. */
function startOfMap({ text, packages }: Lockfile, members: readonly Member[]): number {
  const first = lineStart(text, members[0]?.key.span.start ?? 0);
  return Math.min(first, nextLine(text, packages?.key.span.end ?? 0));
}

/** Behind the blank and comment lines that follow the last member: they may have belonged to what stood there. */
function endOfBlanks(text: string, from: number): number {
  let end = from;
  while (end < text.length && /^[ \t]*(?:#[^\n]*)?\r?$/.test(text.slice(end, nextLine(text, end)).replace(/\n$/, ''))) {
    end = nextLine(text, end);
  }
  return end;
}

function findLines(text: string, lines: string): number {
  for (let at = text.indexOf(lines); at >= 0; at = text.indexOf(lines, at + 1)) {
    if (at === 0 || text.charAt(at - 1) === '\n') return at;
  }
  return -1;
}

/** Members of a map in braces, with the commas between them. */
export function insertFlows(now: Lockfile, before: Lockfile, missing: readonly Entry[]): TextEdit[] | undefined {
  const from = mapOf(before);
  const found = mapOf(now);
  const eol = lineBreak(now.text);
  const texts = new Map(
    missing.map(({ member }) => {
      return [member, withBreaks(before.text.slice(member.span.start, member.span.end), eol)] as const;
    }),
  );
  if (!from) return undefined;
  if (!found) return fillFlow(now, before, from.map, [...texts.values()]);
  const { map } = found;
  const [first] = map.members;
  if (!first) return undefined;
  const separator = isMultiLine(now.text, map) ? `,${eol}${indentAt(now.text, first.key.span.start)}` : ', ';
  const places = new Map<number, string[]>();
  for (const [member, text] of texts) {
    const index = placeOf(map.members, from.map.members, member);
    places.set(index, [...(places.get(index) ?? []), text]);
  }
  return [...places].map(([index, group]) => {
    const previous = map.members[index - 1];
    const offset = previous?.span.end ?? first.span.start;
    const newText = group.map(text => (previous ? separator + text : text + separator)).join('');
    return { span: { start: offset, end: offset }, newText };
  });
}

function fillFlow(now: Lockfile, before: Lockfile, old: MapNode, texts: readonly string[]): TextEdit[] | undefined {
  const value = now.packages?.value;
  const [first] = old.members;
  const last = old.members.at(-1);
  if (value?.kind !== 'map' || !first || !last) return undefined;
  const eol = lineBreak(now.text);
  const opening = withBreaks(before.text.slice(old.span.start, first.span.start), eol);
  const closing = withBreaks(before.text.slice(last.span.end, old.span.end), eol);
  const separator = isMultiLine(before.text, old) ? `,${eol}${indentAt(before.text, first.key.span.start)}` : ', ';
  return [{ span: value.span, newText: opening + texts.join(separator) + closing }];
}

/** Edits that remove members: whole lines in block YAML, commas kept right in JSON and flow YAML. */
import type { Entry, Lockfile, MapNode, Member, Span, TextEdit } from './model';
import {
  afterColon,
  findComma,
  hasComment,
  isBlank,
  isFlow,
  lineBefore,
  lineEnd,
  lineStart,
  memberLines,
  nextLine,
  type Place,
  placeOf,
} from './places';

/** Removes one member. The map that loses its last one stays as `{}`. */
export function removeMember(lockfile: Lockfile, member: Member): TextEdit[] {
  return removeMembers(lockfile, [member]);
}

/** Removes one entry (of duplicates, just this one). */
export function removeEntry(lockfile: Lockfile, entry: Entry): TextEdit[] {
  return removeMembers(lockfile, [entry.member]);
}

export function removeEntries(lockfile: Lockfile, entries: readonly Entry[]): TextEdit[] {
  return removeMembers(
    lockfile,
    entries.map(entry => entry.member),
  );
}

/** Removes several members at once: their separate edits could overlap. Comments outside of them stay. */
export function removeMembers(lockfile: Lockfile, members: readonly Member[]): TextEdit[] {
  const gone = new Set(members);
  const places = new Map<MapNode, Place>();
  for (const member of gone) {
    const known = [...places.keys()].some(map => map.members.includes(member));
    if (known || [...gone].some(other => other !== member && isInside(member.span, other.span))) continue;
    const place = placeOf(lockfile, member);
    places.set(place.map, place);
  }
  return [...places.values()].flatMap(place => removeFrom(lockfile, place, gone));
}

const isInside = (inner: Span, outer: Span): boolean =>
  outer.start <= inner.start && inner.end <= outer.end && inner.start !== outer.start;

function removeFrom(lockfile: Lockfile, place: Place, gone: ReadonlySet<Member>): TextEdit[] {
  const kept = place.map.members.findLastIndex(member => !gone.has(member));
  if (isFlow(lockfile, place.map)) {
    return kept < 0 ? emptyFlow(lockfile, place.map) : removeFlow(lockfile, place.map, gone, kept);
  }
  return kept < 0 ? emptyBlock(lockfile, place) : removeBlock(lockfile, place.map, gone);
}

const deletion = (span: Span): TextEdit => ({ span, newText: '' });

function removeBlock(lockfile: Lockfile, map: MapNode, gone: ReadonlySet<Member>): TextEdit[] {
  const { text } = lockfile;
  const edits: TextEdit[] = [];
  let removed = map.members.filter(member => gone.has(member));
  const first = map.members[0];
  const firstKept = map.members.find(member => !gone.has(member));
  // the first member may share its line with the dash of a sequence: the next one takes its place
  if (first && firstKept && gone.has(first) && isCompact(text, first)) {
    edits.push(deletion({ start: first.key.span.start, end: firstKept.key.span.start }));
    removed = removed.filter(member => member.span.start > firstKept.span.start);
  }
  return [...edits, ...deleteLines(text, removed)];
}

const isCompact = (text: string, member: Member): boolean =>
  /(?:^|\s)[-:]\s+$/.test(lineBefore(text, member.key.span.start));

/** Deletes the lines of the members; a file without a final line break stays without one. */
function deleteLines(text: string, members: readonly Member[]): TextEdit[] {
  const spans: { start: number; end: number }[] = [];
  for (const member of members) {
    const lines = memberLines(text, member);
    const last = spans.at(-1);
    if (last && last.end === lines.start) last.end = lines.end;
    else spans.push({ ...lines });
  }
  const last = spans.at(-1);
  if (last && last.end === text.length && !text.endsWith('\n') && last.start > 0) {
    last.start = lineEnd(text, lineStart(text, last.start - 1));
  }
  return spans.map(deletion);
}

function emptyBlock(lockfile: Lockfile, place: Place): TextEdit[] {
  const { text } = lockfile;
  const [first, ...others] = place.map.members;
  if (!first) return [];
  if (place.owner && !isCompact(text, first)) {
    const { offset } = afterColon(lockfile, place.owner);
    return [{ span: { start: offset, end: offset }, newText: ' {}' }, ...deleteLines(text, place.map.members)];
  }
  return [{ span: first.span, newText: '{}' }, ...deleteLines(text, others)];
}

function emptyFlow(lockfile: Lockfile, map: MapNode): TextEdit[] {
  const { members, span } = map;
  const closed = lockfile.text.charAt(span.end - 1) === '}';
  const inner = { start: span.start + 1, end: closed ? span.end - 1 : span.end };
  if (!commentOutside(lockfile, inner, members)) return [deletion(inner)];
  return members.map((member, i) => {
    const end = members[i + 1]?.span.start ?? inner.end;
    return deletion(ownLines(lockfile.text, withComma(lockfile, member, end)));
  });
}

/** Members before the last kept one go with the comma after them, those behind it with the comma before them. */
function removeFlow(lockfile: Lockfile, map: MapNode, gone: ReadonlySet<Member>, kept: number): TextEdit[] {
  const { members } = map;
  const edits: TextEdit[] = [];
  for (const [i, member] of members.entries()) {
    const next = members[i + 1];
    if (i >= kept || !next || !gone.has(member)) continue;
    const span = withComma(lockfile, member, next.span.start);
    const bare = !hasComment(lockfile, member.span.end, next.span.start);
    edits.push(deletion(bare ? { start: span.start, end: next.span.start } : ownLines(lockfile.text, span)));
  }
  const lastKept = members[kept];
  const last = members.at(-1);
  if (!lastKept || !last || lastKept === last) return edits;
  const tail = members.slice(kept + 1);
  const span = { start: lastKept.span.end, end: last.span.end };
  if (!commentOutside(lockfile, span, tail)) return [...edits, deletion(span)];
  const comma = findComma(lockfile, span.start, tail[0]?.span.start ?? span.end);
  if (comma !== undefined) edits.push(deletion({ start: comma, end: comma + 1 }));
  for (const [i, member] of tail.entries()) {
    const own = withComma(lockfile, member, tail[i + 1]?.span.start ?? member.span.end);
    edits.push(deletion(ownLines(lockfile.text, own)));
  }
  return edits;
}

/** True where a comment stands in `span` but in none of `members`. */
function commentOutside(lockfile: Lockfile, span: Span, members: readonly Member[]): boolean {
  const inside = (inner: Span, outer: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;
  return lockfile.comments.some(
    comment => inside(comment.span, span) && !members.some(member => inside(comment.span, member.span)),
  );
}

function withComma(lockfile: Lockfile, member: Member, to: number): Span {
  const comma = findComma(lockfile, member.span.end, to);
  return { start: member.span.start, end: comma === undefined ? member.span.end : comma + 1 };
}

/** The whole lines where nothing else stands on them. */
function ownLines(text: string, span: Span): Span {
  const alone = isBlank(lineBefore(text, span.start)) && isBlank(text.slice(span.end, lineEnd(text, span.end)));
  return alone ? { start: lineStart(text, span.start), end: nextLine(text, span.end) } : span;
}

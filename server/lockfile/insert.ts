/** Edits that put new members and values into the maps of a lockfile. */
import type { Lockfile, MapNode, Member, Span, TextEdit } from './model';
import {
  afterColon,
  indentAt,
  inFlow,
  isBlank,
  isFlow,
  lineBefore,
  lineEnd,
  lineStart,
  memberLines,
  nextLine,
  type Place,
} from './places';
import {
  type FileStyle,
  fileStyle,
  inlineComma,
  isMultiLine,
  type NewValue,
  renderBlock,
  renderFlow,
  renderFlowMember,
  renderText,
} from './render';

type NewMember = readonly [key: string, value: NewValue];

const insertion = (offset: number, newText: string): TextEdit => ({ span: { start: offset, end: offset }, newText });

/** Puts a member before the `index`th of the map, or behind the last one. */
export function insertMember(lockfile: Lockfile, place: Place, index: number, member: NewMember): TextEdit[] {
  const { map, owner } = place;
  const style = fileStyle(lockfile);
  if (map.members.length > 0) {
    return isFlow(lockfile, map)
      ? [insertFlow(style, map, index, member)]
      : [insertBlock(style, map.members, index, member)];
  }
  if (owner) return setValue(lockfile, owner, [member]);
  return [{ span: map.span, newText: renderDocument(style, [member]) }];
}

/** A whole document of the members, without the last line break. */
export function renderDocument(style: FileStyle, members: readonly NewMember[]): string {
  if (style.lockfile.format === 'yaml') return renderBlock(style, members, '');
  return renderFlow(style, members, { multiLine: true, indent: '', padding: '' });
}

function insertBlock(style: FileStyle, members: readonly Member[], index: number, member: NewMember): TextEdit {
  const { text } = style.lockfile;
  const { eol } = style;
  const first = members[0];
  const previous = members[index - 1];
  const indent = first ? indentAt(text, first.key.span.start) : '';
  const rendered = renderBlock(style, [member], indent, first?.key.style);
  if (previous) {
    const { end } = memberLines(text, previous);
    // behind a last line without a line break
    const open = end === text.length && !text.endsWith('\n');
    return insertion(end, open ? eol + rendered : rendered + eol);
  }
  const start = first?.key.span.start ?? 0;
  if (isBlank(lineBefore(text, start)))
    return insertion(aboveComments(text, lineStart(text, start), indent), rendered + eol);
  return insertion(start, rendered.slice(indent.length) + eol + indent);
}

/** The start of the comment lines right above a line: they belong to what stands there. */
function aboveComments(text: string, line: number, indent: string): number {
  let start = line;
  while (start > 0) {
    const above = lineStart(text, start - 1);
    const source = text.slice(above, start);
    if (!source.startsWith(`${indent}#`)) break;
    start = above;
  }
  return start;
}

function insertFlow(style: FileStyle, map: MapNode, index: number, member: NewMember): TextEdit {
  const { lockfile } = style;
  const { text } = lockfile;
  const multiLine = isMultiLine(text, map);
  const indent = multiLine ? indentAt(text, map.members[0]?.key.span.start ?? 0) : '';
  const sibling = map.members
    .map(({ value }) => value)
    .find(value => value?.kind === 'map' && value.members.length > 0);
  const model = sibling?.kind === 'map' ? sibling : map;
  const rendered = renderFlowMember(
    style,
    member,
    {
      multiLine: isMultiLine(text, model),
      indent,
      padding: isMultiLine(text, model) ? '' : paddingOf(text, model),
    },
    map.members[0]?.key.style,
  );
  const separator = multiLine ? `,${style.eol}${indent}` : inlineComma(style);
  const next = map.members[index];
  if (next) return insertion(next.span.start, rendered + separator);
  return insertion(map.members.at(-1)?.span.end ?? map.span.end, separator + rendered);
}

function paddingOf(text: string, map: MapNode): string {
  const first = map.members[0];
  const before = first ? text.slice(map.span.start + 1, first.span.start) : '';
  return /^ *$/.test(before) ? before : '';
}

/** Gives a member a value, whatever it had before. */
export function setValue(lockfile: Lockfile, member: Member, value: NewValue): TextEdit[] {
  const style = fileStyle(lockfile);
  if (inFlow(lockfile, member.key.span)) return setFlowValue(style, member, value);
  const isMap = typeof value !== 'string' && value.length > 0;
  return isMap ? setBlockMap(style, member, value) : setInline(style, member, value);
}

function setFlowValue(style: FileStyle, member: Member, value: NewValue): TextEdit[] {
  const { text } = style.lockfile;
  // a member on a line of its own: its map goes over several lines too
  const multiLine = startsLine(text, member);
  const indent = multiLine ? lineBefore(text, member.key.span.start) : '';
  const newText = renderFlow(style, value, { multiLine, indent, padding: '' });
  if (member.value) return [{ span: member.value.span, newText }];
  const { offset, colon } = afterColon(style.lockfile, member);
  return [insertion(offset, (colon ? style.colon.replace(/^ *:/, '') : style.colon) + newText)];
}

/** True where the member is the first thing on its line, and that is not the only line. */
function startsLine(text: string, member: Member): boolean {
  const start = member.key.span.start;
  return isBlank(lineBefore(text, start)) && lineStart(text, start) > 0;
}

/** A text or `{}` behind the colon. */
function setInline(style: FileStyle, member: Member, value: NewValue): TextEdit[] {
  const { lockfile } = style;
  const newText = typeof value === 'string' ? renderText(style, value, false) : '{}';
  const { offset, colon } = afterColon(lockfile, member);
  if (member.value && onOneLine(lockfile.text, offset, member.value.span)) {
    return [{ span: member.value.span, newText }];
  }
  const edits = [insertion(offset, `${colon ? '' : ':'} ${newText}`)];
  if (member.value) edits.push({ span: linesOf(lockfile.text, member.value.span), newText: '' });
  return edits;
}

/** A block map below the key; a comment behind the colon stays there. */
function setBlockMap(style: FileStyle, member: Member, value: Exclude<NewValue, string>): TextEdit[] {
  const { lockfile, eol, unit } = style;
  const { text } = lockfile;
  const indent = indentAt(text, member.key.span.start);
  const { offset, colon } = afterColon(lockfile, member);
  const rendered = eol + renderBlock(style, value, indent + unit);
  const edits: TextEdit[] = colon ? [] : [insertion(offset, ':')];
  let line = lineEnd(text, offset);
  if (member.value && onOneLine(text, offset, member.value.span)) {
    edits.push({ span: { start: offset, end: member.value.span.end }, newText: '' });
    line = lineEnd(text, member.value.span.end);
  } else if (member.value) {
    edits.push({ span: linesOf(text, member.value.span), newText: '' });
  }
  return [...edits, insertion(line, rendered)];
}

const onOneLine = (text: string, from: number, span: Span): boolean => !text.slice(from, span.start).includes('\n');

/** The lines of a value that starts on one of its own, so that the line before stays the last where it was. */
function linesOf(text: string, span: Span): Span {
  const end = nextLine(text, span.end);
  const start = lineStart(text, span.start);
  if (end < text.length || text.endsWith('\n')) return { start, end };
  return { start: lineEnd(text, lineStart(text, start - 1)), end };
}

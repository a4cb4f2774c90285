/** New members as text, in the style of the file they go into. */
import type { Lockfile, MapNode, Member, ScalarNode } from './model';
import { isFlow, lineBefore, lineBreak } from './places';
import { writeScalar } from './write-scalar';

/** A text, or the members of a map in their order. */
export type NewValue = string | readonly (readonly [key: string, value: NewValue])[];

export interface FileStyle {
  readonly lockfile: Lockfile;
  readonly eol: string;
  /** One level of indentation. */
  readonly unit: string;
  /** Between key and value in JSON and flow YAML. */
  readonly colon: string;
  /** Of keys but package names. */
  readonly keys: ScalarNode['style'];
  readonly values: ScalarNode['style'];
}

/** The habits of a file, read off its first entry. */
export function fileStyle(lockfile: Lockfile): FileStyle {
  const { text, format } = lockfile;
  const entry = lockfile.entries.find(candidate => candidate.version !== undefined) ?? lockfile.entries[0];
  const member = lockfile.packages ?? (lockfile.root?.kind === 'map' ? lockfile.root.members[0] : undefined);
  return {
    lockfile,
    eol: lineBreak(text),
    unit: unitOf(lockfile, entry?.member) ?? unitOf(lockfile, lockfile.packages) ?? rootUnit(lockfile) ?? '  ',
    colon: member ? colonOf(text, member, format === 'json') : ': ',
    keys: format === 'json' ? 'double' : (entry?.map?.members[0]?.key.style ?? 'plain'),
    values: format === 'json' ? 'double' : (entry?.version?.scalar.style ?? 'plain'),
  };
}

/** How much deeper than its owner the first member of a map stands, where both start a line. */
function unitOf(lockfile: Lockfile, owner: Member | undefined): string | undefined {
  const first = owner?.value?.kind === 'map' ? owner.value.members[0] : undefined;
  if (!owner || !first) return undefined;
  const outer = lineBefore(lockfile.text, owner.key.span.start);
  const inner = lineBefore(lockfile.text, first.key.span.start);
  const both = /^[ \t]*$/.test(outer) && /^[ \t]*$/.test(inner);
  return both && inner.startsWith(outer) && inner.length > outer.length ? inner.slice(outer.length) : undefined;
}

/** What stands before the first member of a root in braces. */
function rootUnit(lockfile: Lockfile): string | undefined {
  const { root, text } = lockfile;
  if (root?.kind !== 'map' || !isFlow(lockfile, root)) return undefined;
  const first = root.members[0];
  const before = first && isMultiLine(text, root) ? lineBefore(text, first.key.span.start) : '';
  return /^[ \t]+$/.test(before) ? before : undefined;
}

function colonOf(text: string, member: Member, json: boolean): string {
  const between = member.value ? text.slice(member.key.span.end, member.value.span.start) : '';
  if (/^ *: *$/.test(between) && (json || between.endsWith(' '))) return between;
  return ': ';
}

/** True for a map in braces whose first member stands on a line of its own. */
export function isMultiLine(text: string, map: MapNode): boolean {
  const end = map.members[0]?.span.start ?? map.span.end;
  return text.slice(map.span.start, end).includes('\n');
}

function renderKey(style: FileStyle, key: string, flow: boolean): string {
  return writeScalar(key, style.keys, { format: style.lockfile.format, flow });
}

export function renderText(style: FileStyle, text: string, flow: boolean): string {
  return writeScalar(text, style.values, { format: style.lockfile.format, flow });
}

/** The lines of block YAML for the members, without the last line break. `keys`: where the outer ones have a style of their own. */
export function renderBlock(
  style: FileStyle,
  members: Exclude<NewValue, string>,
  indent: string,
  keys = style.keys,
): string {
  const lines = members.map(([key, value]) => {
    const head = `${indent}${renderKey({ ...style, keys }, key, false)}:`;
    if (typeof value === 'string') return `${head} ${renderText(style, value, false)}`;
    if (value.length === 0) return `${head} {}`;
    return `${head}${style.eol}${renderBlock(style, value, indent + style.unit)}`;
  });
  return lines.join(style.eol);
}

/** How a value in braces is laid out. */
export interface FlowLayout {
  readonly multiLine: boolean;
  /** Indentation of the line the value starts on. */
  readonly indent: string;
  /** Between brace and member on one line. */
  readonly padding: string;
}

export function renderFlow(style: FileStyle, value: NewValue, layout: FlowLayout): string {
  if (typeof value === 'string') return renderText(style, value, true);
  if (value.length === 0) return '{}';
  const inner = { ...layout, indent: layout.indent + style.unit };
  const members = value.map(member => renderFlowMember(style, member, inner));
  if (!layout.multiLine) return `{${layout.padding}${members.join(inlineComma(style))}${layout.padding}}`;
  const lines = members.map(member => `${style.eol}${inner.indent}${member}`);
  return `{${lines.join(',')}${style.eol}${layout.indent}}`;
}

export function renderFlowMember(
  style: FileStyle,
  [key, value]: readonly [string, NewValue],
  layout: FlowLayout,
  keys = style.keys,
): string {
  return `${renderKey({ ...style, keys }, key, true)}${style.colon}${renderFlow(style, value, layout)}`;
}

export function inlineComma(style: FileStyle): string {
  return style.colon.endsWith(' ') ? ', ' : ',';
}

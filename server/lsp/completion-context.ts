/** Where in a lockfile's structure a cursor stands, in text that is being typed and need not parse. */
import { findNodeAtLocation, getLocation, type Node, parseTree } from 'jsonc-parser';
import type { LockfileFormat, Span } from '../lockfile/model';

export interface CompletionContext {
  /** Keys of the maps around the cursor: `[]` at the top, `['packages', 'podman', 'metadata']` in an entry's metadata. */
  readonly path: readonly string[];
  readonly at: 'key' | 'value';
  /** The key a value belongs to. */
  readonly key: string | undefined;
  /** What a completion replaces: the key or value under the cursor, quotes included. */
  readonly replace: Span;
  /** `replace` up to the cursor. */
  readonly typed: string;
  /** The quote that the replaced text begins with. */
  readonly quote: string;
  /** Keys only: a colon is there already. */
  readonly hasColon: boolean;
  /** White space before the key in its line. */
  readonly indent: string;
  /** Other keys of the same map. */
  readonly siblings: ReadonlySet<string>;
}

/** Undefined in comments and wherever nothing of ours can stand. */
export function completionContext(text: string, format: LockfileFormat, offset: number): CompletionContext | undefined {
  return format === 'json' ? jsonContext(text, offset) : yamlContext(text, offset);
}

interface YamlLine {
  readonly start: number;
  readonly indent: number;
  /** Undefined where the line holds no `key:`. */
  readonly key: string | undefined;
}

const KEY = /^( *)(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s#'"&*!|>%@`{[\]},-][^#]*?|-[^\s#][^#]*?))\s*:(?=\s|$)/;

function yamlLine(text: string, start: number): YamlLine | undefined {
  const line = lineText(text, start);
  if (/^\s*(?:#.*)?$/.test(line)) return undefined;
  const match = KEY.exec(line);
  const key = match?.[2] ?? match?.[3] ?? match?.[4];
  return { start, indent: line.length - line.trimStart().length, key };
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

function lineText(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end).replace(/\r$/, '');
}

function yamlContext(text: string, offset: number): CompletionContext | undefined {
  const start = lineStart(text, offset);
  const line = lineText(text, start);
  const before = line.slice(0, offset - start);
  if (/(?:^|\s)#/.test(before) || /^ *(?:[{[]|-(?:\s|$))/.test(before)) return undefined;
  const indent = /^ */.exec(before)?.[0] ?? '';

  const key = KEY.exec(line);
  const inValue = key !== null && before.length >= key[0].length;
  const surroundings = yamlSurroundings(text, start, indent.length);
  if (inValue) return yamlValue(line, start, offset, key, indent, surroundings);

  const typedKey = before.slice(indent.length);
  if (/:\s/.test(typedKey)) return undefined;
  const rest = /^[^:#\s]*/.exec(line.slice(before.length))?.[0] ?? '';
  const replace = { start: start + indent.length, end: offset + rest.length };
  return {
    path: surroundings.path,
    at: 'key',
    key: undefined,
    replace,
    typed: typedKey,
    quote: /^["']/.exec(typedKey)?.[0] ?? '',
    hasColon: key !== null,
    indent,
    siblings: surroundings.siblings,
  };
}

function yamlValue(
  line: string,
  start: number,
  offset: number,
  key: RegExpExecArray,
  indent: string,
  surroundings: { path: string[]; siblings: Set<string> },
): CompletionContext | undefined {
  const name = key[2] ?? key[3] ?? key[4];
  // before the blank that must follow the colon there is no value yet
  if (offset - start === key[0].length) return undefined;
  const tail = line.slice(key[0].length);
  const lead = /^\s*/.exec(tail)?.[0].length ?? 0;
  const valueStart = Math.min(start + key[0].length + lead, offset);
  const value = line.slice(valueStart - start);
  const written = /^"(?:[^"\\]|\\.)*"?|^'(?:[^']|'')*'?|^(?:[^#]|(?<!\s)#)*/.exec(value)?.[0] ?? '';
  const end = Math.max(valueStart + written.trimEnd().length, offset);
  return {
    path: surroundings.path,
    at: 'value',
    key: name,
    replace: { start: valueStart, end },
    typed: line.slice(valueStart - start, offset - start),
    quote: /^["']/.exec(value)?.[0] ?? '',
    hasColon: true,
    indent,
    siblings: surroundings.siblings,
  };
}

/** The keys a block of `indent` blanks at the line `start` hangs under, and the keys beside it. */
function yamlSurroundings(text: string, start: number, indent: number): { path: string[]; siblings: Set<string> } {
  const path: string[] = [];
  const siblings = new Set<string>();
  let limit = indent;
  for (let at = previousLine(text, start); at !== undefined; at = previousLine(text, at)) {
    const line = yamlLine(text, at);
    if (!line) continue;
    if (line.indent === indent && path.length === 0 && line.key !== undefined) siblings.add(line.key);
    if (line.indent >= limit || line.key === undefined) continue;
    path.unshift(line.key);
    limit = line.indent;
    if (limit === 0) break;
  }
  for (let at = nextLine(text, start); at !== undefined; at = nextLine(text, at)) {
    const line = yamlLine(text, at);
    if (!line) continue;
    if (line.indent < indent) break;
    if (line.indent === indent && line.key !== undefined) siblings.add(line.key);
  }
  return { path, siblings };
}

function previousLine(text: string, start: number): number | undefined {
  return start === 0 ? undefined : lineStart(text, start - 1);
}

function nextLine(text: string, start: number): number | undefined {
  const end = text.indexOf('\n', start);
  return end < 0 ? undefined : end + 1;
}

function jsonContext(text: string, offset: number): CompletionContext | undefined {
  const location = getLocation(text, offset);
  const names = location.path.map(String);
  const node = location.previousNode;
  const inside = node && node.offset < offset && offset <= node.offset + node.length;
  const replace = inside ? { start: node.offset, end: node.offset + node.length } : bareWord(text, offset);
  const common = {
    replace,
    typed: text.slice(replace.start, offset),
    quote: text[replace.start] === '"' ? '"' : '',
    indent: /^[ \t]*/.exec(lineText(text, lineStart(text, offset)))?.[0] ?? '',
  };
  const path = names.slice(0, -1);
  const own = names.at(-1);
  const siblings = jsonKeys(text, path);
  if (location.isAtPropertyKey) {
    const hasColon = /^\s*:/.test(text.slice(replace.end, replace.end + 100));
    if (hasColon && own !== undefined) siblings.delete(own);
    return { ...common, path, at: 'key', key: undefined, hasColon, siblings };
  }
  if (own === undefined) return undefined;
  return { ...common, path, at: 'value', key: own, hasColon: true, siblings };
}

/** A word being typed without its quotes. */
function bareWord(text: string, offset: number): Span {
  const word = /[\w.+~^:-]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? '';
  // `"evr":5` has no word to the left of the colon's value
  const length = word.length - (word.lastIndexOf(':') === 0 ? 1 : 0);
  return { start: offset - length, end: offset };
}

function jsonKeys(text: string, path: readonly string[]): Set<string> {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const map = root && findNodeAtLocation(root, [...path]);
  const keys = (map?.children ?? []).map((property: Node) => property.children?.[0]?.value as unknown);
  return new Set(keys.filter(key => typeof key === 'string'));
}

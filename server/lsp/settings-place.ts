/** Where in `.manifest-lock.yaml` a cursor stands, in text that is being typed and need not parse. */
import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import type { Span } from '../lockfile/model';
import { lineStart } from '../lockfile/places';

export type SettingsPath = readonly (string | number)[];

export interface SettingsPlace {
  /** Of a key: the map it stands in. Of a value: the value itself. */
  readonly path: SettingsPath;
  readonly at: 'key' | 'value';
  /** The word under the cursor, quotes included. */
  readonly replace: Span;
  /** The quote the word begins with. */
  readonly quote: string;
  /** Nothing but dashes stands before the word in its line. */
  readonly startsLine: boolean;
  /** A colon follows the word. */
  readonly hasColon: boolean;
  /** Blanks that put a line below under the word. */
  readonly indent: string;
  /** In `{...}` or `[...]`. */
  readonly flow: boolean;
  /** Other keys of the map, or other items of the list. */
  readonly siblings: ReadonlySet<string>;
}

/** Stands for the word under the cursor while the text is parsed. */
const CURSOR = '__cursor__';

/** Undefined in comments, and where neither a key nor a plain value can stand. */
export function settingsPlace(text: string, offset: number): SettingsPlace | undefined {
  const start = lineStart(text, offset);
  const before = text.slice(start, offset);
  if (/(?:^|\s)#/.test(before)) return undefined;
  const end = text.indexOf('\n', offset);
  const after = text.slice(offset, end < 0 ? undefined : end);
  const left = /["']?[^\s,{}[\]:"'#]*$/.exec(before)?.[0] ?? '';
  const quote = /^["']/.exec(left)?.[0] ?? '';
  const right = (quote === '' ? /^[^\s,{}[\]:"'#]*/ : /^[^\s,{}[\]:"'#]*["']?/).exec(after)?.[0] ?? '';
  const lead = before.slice(0, before.length - left.length);
  const replace = { start: offset - left.length, end: offset + right.length };
  const startsLine = /^ *(?:- +)*$/.test(lead);
  const hasColon = /^\s*:(?:\s|$)/.test(after.slice(right.length));
  const indent = ' '.repeat(lead.length);
  // a word alone in its line is a key in the making, which without its colon would not parse
  const replacements = startsLine && !hasColon ? [`${CURSOR}: `, CURSOR] : [CURSOR];
  for (const word of replacements) {
    const marked = text.slice(0, replace.start) + word + text.slice(replace.end);
    const found = find(parseDocument(marked, { prettyErrors: false, logLevel: 'silent' }).contents, [], false);
    if (found) return { ...found, replace, quote, startsLine, hasColon, indent };
  }
  return undefined;
}

type Found = Pick<SettingsPlace, 'path' | 'at' | 'flow' | 'siblings'>;

function find(node: unknown, path: SettingsPath, flow: boolean): Found | undefined {
  if (isScalar(node) && node.value === CURSOR) return { path, at: 'value', flow, siblings: new Set() };
  if (isSeq(node)) {
    const siblings = words(node.items);
    for (const [i, item] of node.items.entries()) {
      const found = find(item, [...path, i], node.flow === true);
      if (found) return found.path.length === path.length + 1 && found.at === 'value' ? { ...found, siblings } : found;
    }
  }
  if (!isMap(node)) return undefined;
  const keys = node.items.map(({ key }) => key);
  for (const { key, value } of node.items) {
    if (!isScalar(key)) continue;
    if (key.value === CURSOR) return { path, at: 'key', flow: node.flow === true, siblings: words(keys) };
    const found = find(value, [...path, String(key.value)], node.flow === true);
    if (found) return found;
  }
  return undefined;
}

function words(nodes: readonly unknown[]): Set<string> {
  const texts = nodes.flatMap(node => (isScalar(node) && node.value !== CURSOR ? [String(node.value)] : []));
  return new Set(texts);
}

/** A key or a scalar value of a text, and where it stands. */
export interface SettingsWord {
  /** Of a key: that of its value. */
  readonly path: SettingsPath;
  readonly at: 'key' | 'value';
  readonly text: string;
  readonly span: Span;
}

/** The key or scalar value at an offset. */
export function settingsWord(text: string, offset: number): SettingsWord | undefined {
  const { contents } = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
  return wordAt(contents, [], offset);
}

function wordAt(node: unknown, path: SettingsPath, offset: number): SettingsWord | undefined {
  const own = scalarAt(node, offset);
  if (own) return { path, at: 'value', ...own };
  if (isSeq(node)) {
    for (const [i, item] of node.items.entries()) {
      const found = wordAt(item, [...path, i], offset);
      if (found) return found;
    }
  }
  if (!isMap(node)) return undefined;
  for (const { key, value } of node.items) {
    if (!isScalar(key)) continue;
    const below = [...path, String(key.value)];
    const word = scalarAt(key, offset);
    if (word) return { path: below, at: 'key', ...word };
    const found = wordAt(value, below, offset);
    if (found) return found;
  }
  return undefined;
}

function scalarAt(node: unknown, offset: number): { text: string; span: Span } | undefined {
  if (!isScalar(node)) return undefined;
  const range = (node as Node).range;
  if (!range || offset < range[0] || offset > range[1] || range[0] === range[1]) return undefined;
  return { text: String(node.value), span: { start: range[0], end: range[1] } };
}

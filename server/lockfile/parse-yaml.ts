/** YAML to nodes with the `yaml` library, tolerant of broken text. */
import {
  Composer,
  type CST,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  Parser,
  type Node as YamlNode,
  type Scalar as YamlScalar,
} from 'yaml';
import type { Comment, Member, Node, ScalarNode, ScalarType, Span, SyntaxProblem } from './model';
import {
  MAX_DEPTH,
  MAX_PROBLEMS,
  MISSING_COLON,
  makeMap,
  makeMember,
  type ParsedTree,
  spanOf,
  tooDeep,
  yamlScalar,
} from './nodes';
import { tagType } from './scalar-type';
import { scanYaml } from './scan-yaml';

// PyYAML's reader.py and libyaml's reader.c refuse the same characters; both break lines as YAML 1.1 does
const BREAK_11 = /[\x85\u2028\u2029]/;
const UNPRINTABLE = /[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** `yaml`'s messages that a user would not understand at once. */
const MESSAGES: Readonly<Record<string, string>> = {
  'Implicit map keys need to be followed by map values': MISSING_COLON,
  'Implicit keys need to be on a single line':
    'A colon is missing: this text and the key on the next line are read as one.',
  'All mapping items must start at the same column': 'The keys of one map must start at the same column.',
  'Nested mappings are not allowed in compact mappings':
    'Unquoted text cannot hold a colon and a space: put it in quotes.',
};

const STANDARD_TAG = /^(?:!|tag:yaml\.org,2002:(?:str|int|float|bool|null|timestamp|map|seq|binary|set|omap|pairs))$/;

/** The nodes of YAML text: by the line scanner where that is sure, else by `parseYamlFully`. */
export function parseYaml(text: string): ParsedTree {
  return scanYaml(text) ?? parseYamlFully(text);
}

/** The nodes of any YAML text. Never throws. */
export function parseYamlFully(text: string): ParsedTree {
  const tokens = [...new Parser().parse(text)];
  const { comments, deepest } = survey(tokens);
  // composing recurses: what is nested too deep must not get there
  if (deepest) return { root: undefined, syntaxProblems: [tooDeep(deepest)], comments };
  const problems: SyntaxProblem[] = [];
  const problem = (start: number, end: number, message: string): void => {
    if (problems.length >= MAX_PROBLEMS) return;
    const from = Math.min(start, text.length);
    problems.push({ message, span: { start: from, end: Math.max(from, Math.min(end, text.length)) } });
  };
  for (const match of text.matchAll(UNPRINTABLE)) {
    const code = match[0].codePointAt(0) ?? 0;
    const hex = code.toString(16).toUpperCase().padStart(4, '0');
    const message = `Character U+${hex} ${BREAK_11.test(match[0]) ? 'ends the line for PyYAML and rpm-ostree.' : 'is not allowed in YAML.'}`;
    problem(match.index, match.index + match[0].length, message);
  }
  // failsafe: types are told apart by scalar-type.ts, from the source
  const composer = new Composer({ keepSourceTokens: true, uniqueKeys: false, schema: 'failsafe', prettyErrors: false });
  const [document, second] = [...composer.compose(tokens, true, text.length)];
  for (const error of document?.errors ?? []) {
    const [start, end] = wordAt(text, error.pos[0], error.pos[1]);
    problem(start, end, MESSAGES[error.message] ?? error.message);
  }
  if (second) problem(second.range[0], second.range[0] + 3, 'A lockfile is a single YAML document.');
  const converter = new Converter(text, problem);
  const contents: YamlNode | null = document?.contents ?? null;
  const root = contents === null ? undefined : converter.node(contents);
  problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return { root, syntaxProblems: problems, comments };
}

/** The word behind a span of nothing but blanks: `yaml` marks the indentation where it is wrong. */
function wordAt(text: string, start: number, end: number): readonly [number, number] {
  if (!/^ +$/.test(text.slice(start, end))) return [start, end];
  const word = /^( *)([^\s:]+)/.exec(text.slice(start));
  if (!word) return [start, end];
  const from = start + (word[1] ?? '').length;
  return [from, from + (word[2] ?? '').length];
}

/** All comments of the token tree, and the first token that is nested too deep. Without recursion. */
function survey(tokens: readonly CST.Token[]): { comments: Comment[]; deepest: Span | undefined } {
  const comments: Comment[] = [];
  let deepest: Span | undefined;
  const stack: { token: CST.Token; depth: number }[] = [];
  const push = (list: readonly CST.Token[] | undefined, depth: number): void => {
    for (const token of list ?? []) stack.push({ token, depth });
  };
  push(tokens, 0);
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) {
      if (!deepest || token.offset < deepest.start) deepest = { start: token.offset, end: token.offset + 1 };
      continue;
    }
    if (token.type === 'comment') comments.push(comment(token.offset, token.source));
    if ('start' in token) push(Array.isArray(token.start) ? token.start : [token.start], depth);
    if ('end' in token) push(token.end, depth);
    if ('props' in token) push(token.props, depth);
    if (token.type === 'document' && token.value) push([token.value], depth);
    if (!('items' in token)) continue;
    for (const item of token.items) {
      push(item.start, depth);
      push(item.sep, depth);
      if (item.key) push([item.key], depth + 1);
      if (item.value) push([item.value], depth + 1);
    }
  }
  comments.sort((a, b) => a.span.start - b.span.start);
  return { comments, deepest };
}

function comment(start: number, source: string): Comment {
  const line = source.replace(/\r$/, '');
  return { span: { start, end: start + line.length }, text: line.slice(1).trim() };
}

type Report = (start: number, end: number, message: string) => void;

class Converter {
  private readonly anchors = new Map<string, Node>();
  private readonly declared = new Set<string>();

  constructor(
    private readonly text: string,
    private readonly report: Report,
  ) {}

  node(source: YamlNode): Node | undefined {
    if (!isAlias(source) && 'anchor' in source && source.anchor !== undefined) this.declared.add(source.anchor);
    const node = this.convert(source);
    if (node === undefined) return undefined;
    if (!isAlias(source)) {
      if (source.tag !== undefined && !STANDARD_TAG.test(source.tag))
        this.report(node.span.start, node.span.end, `Tag ${source.tag} is unknown to the readers of lockfiles.`);
      const anchor = isScalar(source) || isMap(source) || isSeq(source) ? source.anchor : undefined;
      if (anchor !== undefined) this.anchors.set(anchor, node);
    }
    return node;
  }

  private convert(source: YamlNode): Node | undefined {
    const [start, end] = source.range ?? [0, 0];
    if (isAlias(source)) {
      const target = this.anchors.get(source.source);
      if (!this.declared.has(source.source))
        this.report(start, end, `No anchor &${source.source} stands above this alias.`);
      return { kind: 'alias', span: { start, end }, name: source.source, target };
    }
    if (isScalar(source)) return this.scalar(source, start, end);
    if (isSeq(source)) {
      const items: Node[] = [];
      for (const item of source.items) {
        const node = isPair(item) ? this.pairAsMap(item) : this.node(item as ParsedNode);
        if (node) items.push(node);
      }
      return { kind: 'sequence', span: { start, end: source.flow ? end : spanOf(items, start + 1).end }, items };
    }
    if (isMap(source)) {
      const members = source.items.map(pair => this.member(pair as Pair<ParsedNode, ParsedNode | null>));
      const braces = source.flow === true && source.srcToken?.type === 'flow-collection';
      return makeMap(braces ? { start, end } : spanOf(members, start), members);
    }
    return undefined;
  }

  /** Undefined for the empty scalar that `yaml` puts where nothing stands. */
  private scalar(source: YamlScalar, start: number, end: number): ScalarNode | undefined {
    const text = source.source ?? '';
    const tagged: ScalarType | undefined = source.tag === undefined ? undefined : tagType(source.tag);
    switch (source.type) {
      case 'QUOTE_SINGLE':
        return yamlScalar(start, end, text, 'single', tagged);
      case 'QUOTE_DOUBLE':
        return yamlScalar(start, end, text, 'double', tagged);
      case 'BLOCK_FOLDED':
      case 'BLOCK_LITERAL':
        return yamlScalar(start, this.trimmed(start, end), text, 'block', tagged);
      default:
        return text === '' ? undefined : yamlScalar(start, end, text, 'plain', tagged);
    }
  }

  /** `yaml` counts the line break after a block scalar as part of it. */
  private trimmed(start: number, end: number): number {
    return start + this.text.slice(start, end).trimEnd().length;
  }

  private member(pair: Pair<ParsedNode, ParsedNode | null>): Member {
    const key = this.key(pair.key);
    const value = pair.value ? this.node(pair.value) : undefined;
    const colon = pair.srcToken?.sep?.find(token => token.type === 'map-value-ind');
    return makeMember(key, value, colon ? colon.offset + 1 : key.span.end);
  }

  private key(source: ParsedNode): ScalarNode {
    const node = this.node(source);
    if (node?.kind === 'scalar') return node;
    const start = source.range[0];
    if (node === undefined) {
      this.report(start, start + 1, 'A key is missing.');
      return yamlScalar(start, start, '', 'plain');
    }
    this.report(node.span.start, node.span.end, 'A key must be text.');
    return yamlScalar(node.span.start, node.span.end, '', 'plain');
  }

  private pairAsMap(pair: Pair): Node {
    const member = this.member(pair as Pair<ParsedNode, ParsedNode | null>);
    return makeMap(member.span, [member]);
  }
}

/**
 * A scanner for JSON without a fault and without escapes, which is what builds write and what a lockfile stays while a version is typed. It gives up on
 * anything else; what it does return is exactly what parse-json.ts makes of the same text (tested on real and mutated files).
 */
import type { Member, Node, ScalarNode } from './model';
import { jsonScalar, MAX_DEPTH, makeMap, makeMember, type ParsedTree } from './nodes';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

// RFC 8259
const WORD = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;

/** The tree of `text`, or undefined where a tolerant parser has to decide. */
export function scanJson(text: string): ParsedTree | undefined {
  const scanner = new Scanner(text);
  const root = scanner.value(0);
  return root && scanner.atEnd() ? { root, syntaxProblems: [], comments: [] } : undefined;
}

class Scanner {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    return Number.isNaN(this.#next());
  }

  value(depth: number): Node | undefined {
    switch (this.#next()) {
      case OPEN_BRACE:
        return depth < MAX_DEPTH ? this.#map(depth + 1) : undefined;
      case OPEN_BRACKET:
        return depth < MAX_DEPTH ? this.#sequence(depth + 1) : undefined;
      case QUOTE:
        return this.#string();
      default:
        return this.#word();
    }
  }

  #map(depth: number): Node | undefined {
    const start = this.#at++;
    const members: Member[] = [];
    if (this.#next() === CLOSE_BRACE) return makeMap({ start, end: ++this.#at }, members);
    for (;;) {
      const key = this.#next() === QUOTE ? this.#string() : undefined;
      if (!key || this.#next() !== COLON) return undefined;
      this.#at++;
      const value = this.value(depth);
      if (!value) return undefined;
      members.push(makeMember(key, value, value.span.end));
      const code = this.#next();
      this.#at++;
      if (code === CLOSE_BRACE) return makeMap({ start, end: this.#at }, members);
      if (code !== COMMA) return undefined;
    }
  }

  #sequence(depth: number): Node | undefined {
    const start = this.#at++;
    const items: Node[] = [];
    if (this.#next() === CLOSE_BRACKET) return { kind: 'sequence', span: { start, end: ++this.#at }, items };
    for (;;) {
      const item = this.value(depth);
      if (!item) return undefined;
      items.push(item);
      const code = this.#next();
      this.#at++;
      if (code === CLOSE_BRACKET) return { kind: 'sequence', span: { start, end: this.#at }, items };
      if (code !== COMMA) return undefined;
    }
  }

  #string(): ScalarNode | undefined {
    const start = this.#at;
    let at = start + 1;
    for (let code = this.#text.charCodeAt(at); code !== QUOTE; code = this.#text.charCodeAt(++at)) {
      // NaN, the end of the text, is not at least a blank either
      if (!(code >= 0x20) || code === BACKSLASH) return undefined;
    }
    this.#at = at + 1;
    return jsonScalar(start, this.#at, this.#text.slice(start + 1, at), 'string');
  }

  #word(): ScalarNode | undefined {
    WORD.lastIndex = this.#at;
    const word = WORD.exec(this.#text)?.[0];
    if (word === undefined) return undefined;
    const start = this.#at;
    this.#at += word.length;
    const type = word === 'null' ? 'null' : word === 'true' || word === 'false' ? 'boolean' : 'number';
    return jsonScalar(start, this.#at, word, type);
  }

  /** Skips blanks; the code of the character that follows, NaN at the end. */
  #next(): number {
    let code = this.#text.charCodeAt(this.#at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = this.#text.charCodeAt(++this.#at);
    return code;
  }
}

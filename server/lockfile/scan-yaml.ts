/**
 * A line scanner for the flat block YAML that lockfiles are written in: comments, block maps, plain and quoted scalars
 * of one line, `{}`. An order of magnitude faster than a YAML parser, and it gives up on anything it is not sure of:
 * what it does return is exactly what parse-yaml.ts makes of the same text (tested on real and mutated files). The one
 * thing it does better is a key that is still being typed: the parser takes the next line for a part of it.
 */
import type { Comment, Member, Node, ScalarNode, SyntaxProblem } from './model';
import { MISSING_COLON, makeMap, makeMember, type ParsedTree, spanOf, yamlScalar } from './nodes';

const SPACE = 0x20;
const LF = 0x0a;
const CR = 0x0d;
const HASH = 0x23;
const COLON = 0x3a;
const SINGLE = 0x27;
const DOUBLE = 0x22;
const BACKSLASH = 0x5c;

const MAX_LEVELS = 16;
// the YAML limit of an implicit key is 1024
const MAX_KEY = 1000;

// tabs, byte order marks, line breaks of YAML 1.1 alone, lone carriage returns and what is not printable
const UNSURE = /[\t\x85\u2028\u2029\ufeff]|\r(?!\n)|[^\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Flags by ASCII code. */
const KEY_START = 1;
const KEY_REST = 2;
const VALUE_START = 4;
const CLASSES = new Uint8Array(128);
for (const [characters, flags] of [
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+/~^', KEY_START | KEY_REST | VALUE_START],
  ['.', KEY_REST | VALUE_START],
  ['-', KEY_REST],
  ['(', VALUE_START],
] as const) {
  for (const character of characters) CLASSES[character.charCodeAt(0)] = flags;
}
const is = (code: number, flag: number): boolean => ((CLASSES[code] ?? 0) & flag) !== 0;

/** An open block map. */
interface Frame {
  readonly indent: number;
  readonly members: Member[];
  /** A key whose value may still follow on the next lines, and the end of its colon. */
  key: ScalarNode | undefined;
  keyEnd: number;
}

/** The tree of `text`, or undefined where a full parser has to decide. */
export function scanYaml(text: string): ParsedTree | undefined {
  return UNSURE.test(text) ? undefined : new Scanner(text).run();
}

class Scanner {
  private position = 0;
  private readonly frames: Frame[] = [];
  private readonly comments: Comment[] = [];
  private readonly problems: SyntaxProblem[] = [];
  private root: Node | undefined;

  constructor(private readonly text: string) {}

  run(): ParsedTree | undefined {
    const length = this.text.length;
    while (this.position < length) {
      const lineStart = this.position;
      this.skipSpaces();
      const code = this.text.charCodeAt(this.position);
      if (this.position >= length || this.atLineEnd(this.position)) this.nextLine();
      else if (code === HASH) this.comment();
      else if (!this.openFrame(this.position - lineStart) || !this.member()) return undefined;
    }
    while (this.frames.length > 0) this.closeFrame();
    return { root: this.root, syntaxProblems: this.problems, comments: this.comments };
  }

  /** Makes the frame at `indent` the innermost one. False where the indentation does not fit. */
  private openFrame(indent: number): boolean {
    const top = this.frames.at(-1);
    if (top === undefined) {
      if (indent !== 0) return false;
      this.frames.push({ indent, members: [], key: undefined, keyEnd: 0 });
      return true;
    }
    if (indent > top.indent) {
      if (top.key === undefined || this.frames.length >= MAX_LEVELS) return false;
      this.frames.push({ indent, members: [], key: undefined, keyEnd: 0 });
      return true;
    }
    let frame = top;
    while (indent < frame.indent) {
      this.closeFrame();
      const next = this.frames.at(-1);
      if (next === undefined) return false;
      frame = next;
    }
    if (indent !== frame.indent) return false;
    this.finishKey(frame, undefined);
    return true;
  }

  private closeFrame(): void {
    const frame = this.frames.pop();
    if (frame === undefined) return;
    this.finishKey(frame, undefined);
    const map = makeMap(spanOf(frame.members, 0), frame.members);
    const parent = this.frames.at(-1);
    if (parent === undefined) this.root = map;
    else this.finishKey(parent, map);
  }

  private finishKey(frame: Frame, value: Node | undefined): void {
    if (frame.key === undefined) return;
    frame.members.push(makeMember(frame.key, value, frame.keyEnd));
    frame.key = undefined;
  }

  /** `key:` or `key: value` with the rest of its line. */
  private member(): boolean {
    const frame = this.frames.at(-1);
    const key = this.key();
    if (frame === undefined || key === undefined) return false;
    if (this.text.charCodeAt(this.position) !== COLON) return this.bareKey(frame, key);
    this.position++;
    frame.key = key;
    frame.keyEnd = this.position;
    if (this.atLineEnd(this.position)) {
      this.nextLine();
      return true;
    }
    if (this.text.charCodeAt(this.position) !== SPACE) return false;
    this.skipSpaces();
    if (this.restIsBlank()) return true;
    const value = this.value();
    if (value === undefined || !this.restIsBlank()) return false;
    this.finishKey(frame, value);
    return true;
  }

  /**
   * A lone word where only a key can stand. Below another member of its map that is sure: as the first thing below a key
   * it would be that key's value.
   */
  private bareKey(frame: Frame, key: ScalarNode): boolean {
    if (frame.members.length === 0 || key.style !== 'plain' || !this.restIsBlank()) return false;
    frame.members.push(makeMember(key, undefined, key.span.end));
    this.problems.push({ message: MISSING_COLON, span: key.span });
    return true;
  }

  private key(): ScalarNode | undefined {
    const start = this.position;
    const code = this.text.charCodeAt(start);
    if (code === SINGLE || code === DOUBLE) {
      const quoted = this.quoted(code);
      return this.position - start > MAX_KEY ? undefined : quoted;
    }
    if (!is(code, KEY_START)) return undefined;
    while (is(this.text.charCodeAt(this.position), KEY_REST)) this.position++;
    if (this.position - start > MAX_KEY) return undefined;
    return yamlScalar(start, this.position, this.text.slice(start, this.position), 'plain');
  }

  private value(): Node | undefined {
    const start = this.position;
    const code = this.text.charCodeAt(start);
    if (code === SINGLE || code === DOUBLE) return this.quoted(code);
    if (this.text.startsWith('{}', start)) {
      this.position += 2;
      return makeMap({ start, end: this.position }, []);
    }
    return is(code, VALUE_START) ? this.plain() : undefined;
  }

  /** A plain scalar up to the end of the line or a comment. */
  private plain(): ScalarNode | undefined {
    const { text } = this;
    const start = this.position;
    let end = start;
    for (let i = start; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === LF || (code === CR && text.charCodeAt(i + 1) === LF)) break;
      if (code === SPACE) continue;
      if (code === HASH && text.charCodeAt(i - 1) === SPACE) break;
      if (code === COLON && (text.charCodeAt(i + 1) === SPACE || this.atLineEnd(i + 1))) return undefined;
      end = i + 1;
    }
    this.position = end;
    return yamlScalar(start, end, text.slice(start, end), 'plain');
  }

  /** A quoted scalar of one line without backslashes. */
  private quoted(quote: number): ScalarNode | undefined {
    const { text } = this;
    const start = this.position;
    let escapes = false;
    for (let i = start + 1; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === LF || (code === BACKSLASH && quote === DOUBLE)) return undefined;
      if (code !== quote) continue;
      if (quote === SINGLE && text.charCodeAt(i + 1) === SINGLE) {
        escapes = true;
        i++;
        continue;
      }
      this.position = i + 1;
      const inner = text.slice(start + 1, i);
      const style = quote === SINGLE ? 'single' : 'double';
      return yamlScalar(start, i + 1, escapes ? inner.replaceAll("''", "'") : inner, style);
    }
    return undefined;
  }

  /** Moves to the next line where only spaces, and a comment after a space, stand on the rest of this one. */
  private restIsBlank(): boolean {
    const start = this.position;
    this.skipSpaces();
    if (this.atLineEnd(this.position)) {
      this.nextLine();
      return true;
    }
    if (this.text.charCodeAt(this.position) === HASH && this.text.charCodeAt(this.position - 1) === SPACE) {
      this.comment();
      return true;
    }
    this.position = start;
    return false;
  }

  private comment(): void {
    const start = this.position;
    let end = this.text.indexOf('\n', start);
    if (end < 0) end = this.text.length;
    this.position = end + 1;
    if (this.text.charCodeAt(end - 1) === CR) end--;
    this.comments.push({ span: { start, end }, text: this.text.slice(start + 1, end).trim() });
  }

  private atLineEnd(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return at >= this.text.length || code === LF || (code === CR && this.text.charCodeAt(at + 1) === LF);
  }

  private nextLine(): void {
    const end = this.text.indexOf('\n', this.position);
    this.position = end < 0 ? this.text.length : end + 1;
  }

  private skipSpaces(): void {
    while (this.text.charCodeAt(this.position) === SPACE) this.position++;
  }
}

/** JSON to nodes with jsonc-parser, tolerant of broken text; comments and trailing commas are problems. */
import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import type { Comment, Member, Node, ScalarNode, ScalarType, Span, SyntaxProblem } from './model';
import { jsonScalar, MAX_DEPTH, MAX_PROBLEMS, makeMap, makeMember, type ParsedTree, tooDeep } from './nodes';
import { scanJson } from './scan-json';

const MESSAGES: Readonly<Record<string, string>> = {
  InvalidSymbol: 'JSON has no such word: text needs double quotes.',
  InvalidNumberFormat: 'Not a JSON number.',
  PropertyNameExpected: 'A key in double quotes is expected here.',
  ValueExpected: 'A value is expected here.',
  ColonExpected: 'A colon is expected here.',
  CommaExpected: 'A comma is expected here.',
  CloseBraceExpected: 'A closing brace is missing.',
  CloseBracketExpected: 'A closing bracket is missing.',
  EndOfFileExpected: 'Nothing may follow the end of the JSON value.',
  UnexpectedEndOfComment: 'The comment is not closed, and JSON has no comments.',
  UnexpectedEndOfString: 'The closing quote is missing.',
  UnexpectedEndOfNumber: 'The number is not complete.',
  InvalidUnicode: 'Four hexadecimal digits are expected after \\u.',
  InvalidEscapeCharacter: 'JSON has no such escape.',
  InvalidCharacter: 'A control character must be escaped.',
};

interface Container {
  readonly kind: 'map' | 'sequence';
  readonly start: number;
  readonly members: Member[];
  readonly items: Node[];
  key: ScalarNode | undefined;
  /** End of the last thing seen in it. */
  end: number;
}

/** The nodes of JSON text. Never throws. A file of nothing but blanks has no root and no problem. */
export function parseJson(text: string): ParsedTree {
  return scanJson(text) ?? parseJsonFully(text);
}

/** The same by jsonc-parser alone, whatever the text is. */
export function parseJsonFully(text: string): ParsedTree {
  const deep = findTooDeep(text);
  if (deep) return { root: undefined, syntaxProblems: [tooDeep(deep)], comments: [] };
  const problems: SyntaxProblem[] = [];
  const comments: Comment[] = [];
  const stack: Container[] = [];
  let root: Node | undefined;

  // jsonc-parser counts the end of a text with an open comment one too far
  const spanAt = (offset: number, length: number): Span => ({
    start: Math.min(offset, text.length),
    end: Math.min(offset + length, text.length),
  });
  const report = (message: string, span: Span): void => {
    // of several open brackets each one is reported at the end of the text
    const last = problems.at(-1);
    if (last?.message === message && last.span.start === span.start) return;
    if (problems.length < MAX_PROBLEMS) problems.push({ message, span });
  };

  const finishKey = (container: Container, value: Node | undefined): void => {
    if (container.key === undefined) return;
    container.members.push(makeMember(container.key, value, container.end));
    container.key = undefined;
  };
  const add = (node: Node): void => {
    const container = stack.at(-1);
    if (container === undefined) {
      root ??= node;
      return;
    }
    container.end = node.span.end;
    if (container.kind === 'sequence') container.items.push(node);
    else finishKey(container, node);
  };
  const open = (kind: Container['kind'], start: number): void => {
    stack.push({ kind, start, members: [], items: [], key: undefined, end: start + 1 });
  };
  const close = (end: number | undefined): void => {
    const container = stack.pop();
    if (container === undefined) return;
    finishKey(container, undefined);
    const span = { start: container.start, end: Math.min(end ?? container.end, text.length) };
    add(
      container.kind === 'map' ? makeMap(span, container.members) : { kind: 'sequence', span, items: container.items },
    );
  };

  visit(
    text,
    {
      onObjectBegin: offset => open('map', offset),
      onArrayBegin: offset => open('sequence', offset),
      onObjectEnd: (offset, length) => close(offset + length),
      onArrayEnd: (offset, length) => close(offset + length),
      onObjectProperty: (name, offset, length) => {
        const container = stack.at(-1);
        if (container === undefined) return;
        finishKey(container, undefined);
        container.key = jsonScalar(offset, offset + length, name, 'string');
        container.end = offset + length;
      },
      onSeparator: (character, offset) => {
        const container = stack.at(-1);
        if (container === undefined) return;
        if (character === ':') container.end = offset + 1;
        else finishKey(container, undefined);
      },
      onLiteralValue: (value: unknown, offset, length) => {
        const content = typeof value === 'string' ? value : text.slice(offset, offset + length);
        add(jsonScalar(offset, offset + length, content, jsonType(value)));
      },
      onComment: (offset, length) => {
        const span = spanAt(offset, length);
        const source = text.slice(offset, span.end);
        comments.push({ span, text: source.replace(/^\/[/*]|\*\/$/g, '').trim() });
        report('JSON has no comments.', span);
      },
      onError: (code: ParseErrorCode, offset, length) => {
        const name = printParseErrorCode(code);
        report(MESSAGES[name] ?? name, spanAt(offset, length));
      },
    },
    { allowEmptyContent: true },
  );
  while (stack.length > 0) close(undefined);
  return { root, syntaxProblems: problems, comments };
}

function jsonType(value: unknown): ScalarType {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'number' ? 'number' : 'string';
}

/** The first bracket nested too deep for a recursive parser. Brackets in strings do not count. */
function findTooDeep(text: string): Span | undefined {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // a string ends with its line, as it does for jsonc-parser
    if (inString) {
      if (code === 0x5c) i++;
      else if (code === 0x22 || code === 0x0a || code === 0x0d) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > MAX_DEPTH) return { start: i, end: i + 1 };
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return undefined;
}

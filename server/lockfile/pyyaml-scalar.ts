/** Texts as PyYAML's emitter writes them in block style (yaml/emitter.py 6.0): which quotes, which escapes, where lines fold. */
import { yaml11Type } from './scalar-type';

/** PyYAML's `best_width`: a text is folded at the first blank beyond it. */
const WIDTH = 80;

export interface ScalarPlace {
  /** Column at which the text begins, behind the blank that separates it from its key. */
  readonly column: number;
  /** Indentation of lines that follow when it is folded. */
  readonly indent: number;
  /** A key is never folded. */
  readonly key?: boolean;
}

/** The text as a YAML scalar that PyYAML would write for a Python `str`. */
export function writePyYaml(text: string, place: ScalarPlace): string {
  const characters = [...text];
  const analysis = analyze(characters);
  const cannotBeKey = place.key === true && (characters.length === 0 || analysis.multiline);
  if (yaml11Type(text) === 'string' && !cannotBeKey && analysis.plain) return plain(characters, place);
  if (analysis.single && !(place.key === true && analysis.multiline)) return single(characters, place);
  return double(characters, place);
}

const isBreak = (c: string | undefined): boolean => c === '\n' || c === '\x85' || c === '\u2028' || c === '\u2029';
const isBlank = (c: string | undefined): boolean => c === '\0' || c === ' ' || c === '\t' || c === '\r' || isBreak(c);
const isPrintableAscii = (c: string): boolean => c >= ' ' && c <= '~';

interface Analysis {
  readonly multiline: boolean;
  /** May stand without quotes. */
  readonly plain: boolean;
  /** May stand in single quotes. */
  readonly single: boolean;
}

function analyze(text: readonly string[]): Analysis {
  const joined = text.join('');
  const first = text[0];
  const last = text.at(-1);
  const multiline = text.some(isBreak);
  const special = text.some(c => c !== '\n' && !isPrintableAscii(c));
  const spaceBreak = / [\n\x85\u2028\u2029]/.test(joined);
  const breakSpace = /[\n\x85\u2028\u2029] /.test(joined);
  const edges = [first, last].some(c => c === ' ' || isBreak(c));
  const single = !spaceBreak && !breakSpace && !special;
  return { multiline, single, plain: single && !edges && !multiline && !hasIndicator(text, joined) };
}

/** True where a reader would take something in the text for YAML's own. */
function hasIndicator(text: readonly string[], joined: string): boolean {
  if (joined.startsWith('---') || joined.startsWith('...')) return true;
  return text.some((c, index) => {
    const next = text[index + 1];
    const beforeBlank = next === undefined || isBlank(next);
    if (index === 0 && '#,[]{}&*!|>\'"%@`'.includes(c)) return true;
    if (index === 0 && '?-'.includes(c)) return beforeBlank;
    if (c === ':') return beforeBlank;
    return c === '#' && isBlank(text[index - 1]);
  });
}

/** The lines so far, and the column the emitter is at. */
class Writer {
  #out = '';
  #column: number;

  constructor(
    column: number,
    private readonly indent: number,
  ) {
    this.#column = column;
  }

  get column(): number {
    return this.#column;
  }

  write(text: readonly string[] | string): void {
    this.#out += typeof text === 'string' ? text : text.join('');
    this.#column += text.length;
  }

  newLine(): void {
    this.#out += `\n${' '.repeat(this.indent)}`;
    this.#column = this.indent;
  }

  lineBreak(text: string): void {
    this.#out += text;
    this.#column = 0;
  }

  indentLine(): void {
    this.#out += ' '.repeat(this.indent);
    this.#column = this.indent;
  }

  toString(): string {
    return this.#out;
  }
}

/** Without quotes: one line, or folded at single blanks. */
function plain(text: readonly string[], { column, indent, key }: ScalarPlace): string {
  const writer = new Writer(column, indent);
  for (const { blank, part } of runs(text)) {
    if (blank && part.length === 1 && writer.column > WIDTH && key !== true) writer.newLine();
    else writer.write(part);
  }
  return writer.toString();
}

/** Runs of blanks and of other characters. */
function runs(text: readonly string[]): { blank: boolean; part: string[] }[] {
  const found: { blank: boolean; part: string[] }[] = [];
  for (const c of text) {
    const last = found.at(-1);
    if (last && last.blank === (c === ' ')) last.part.push(c);
    else found.push({ blank: c === ' ', part: [c] });
  }
  return found;
}

function single(text: readonly string[], { column, indent, key }: ScalarPlace): string {
  const writer = new Writer(column, indent);
  writer.write("'");
  let index = 0;
  const take = (test: (c: string) => boolean): string[] => {
    const from = index;
    while (index < text.length && test(text[index] ?? '')) index++;
    return text.slice(from, index);
  };
  while (index < text.length) {
    const start = index;
    const blanks = take(c => c === ' ');
    if (blanks.length > 0) {
      const inner = start !== 0 && index !== text.length;
      if (blanks.length === 1 && writer.column > WIDTH && key !== true && inner) writer.newLine();
      else writer.write(blanks);
      continue;
    }
    const breaks = take(isBreak);
    if (breaks.length > 0) {
      // one break alone would be read as a blank
      if (breaks[0] === '\n') writer.lineBreak('\n');
      for (const c of breaks) writer.lineBreak(c);
      writer.indentLine();
      continue;
    }
    writer.write(take(c => c !== ' ' && c !== "'" && !isBreak(c)));
    for (const _ of take(c => c === "'")) writer.write("''");
  }
  writer.write("'");
  return writer.toString();
}

const ESCAPES = new Map<string, string>(
  Object.entries({
    '\0': '0',
    '\x07': 'a',
    '\x08': 'b',
    '\t': 't',
    '\n': 'n',
    '\x0b': 'v',
    '\x0c': 'f',
    '\r': 'r',
    '\x1b': 'e',
    '"': '"',
    '\\': '\\',
    '\x85': 'N',
    '\xa0': '_',
    '\u2028': 'L',
    '\u2029': 'P',
  }),
);

function escaped(c: string): string {
  const known = ESCAPES.get(c);
  if (known !== undefined) return `\\${known}`;
  const code = c.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** In double quotes, everything beyond ASCII escaped, folded with a `\` at the end of the line. */
function double(text: readonly string[], { column, indent, key }: ScalarPlace): string {
  const writer = new Writer(column, indent);
  writer.write('"');
  let start = 0;
  for (let end = 0; end <= text.length; end++) {
    const c = text[end];
    if (c === undefined || c === '"' || c === '\\' || !isPrintableAscii(c)) {
      if (start < end) writer.write(text.slice(start, end));
      start = end;
      if (c !== undefined) {
        writer.write(escaped(c));
        start = end + 1;
      }
    }
    const inside = end > 0 && end < text.length - 1;
    const mayFold = inside && (c === ' ' || start >= end) && writer.column + (end - start) > WIDTH && key !== true;
    if (!mayFold) continue;
    writer.write([...text.slice(start, end), '\\']);
    if (start < end) start = end;
    writer.newLine();
    if (text[start] === ' ') writer.write('\\');
  }
  writer.write('"');
  return writer.toString();
}

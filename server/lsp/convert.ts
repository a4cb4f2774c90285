/** Offsets of a text (UTF-16 code units, as every model of ours counts) to LSP positions and back. */
import type { Position, Range } from 'vscode-languageserver';
import type { Span } from '../lockfile/model';

export type PositionEncoding = 'utf-8' | 'utf-16' | 'utf-32';

const SUPPORTED: readonly string[] = ['utf-8', 'utf-16', 'utf-32'] satisfies PositionEncoding[];

/** The client's first choice among those we support; UTF-16 where it names none (LSP 3.17, general.positionEncodings). */
export function negotiateEncoding(offered: readonly string[] | undefined): PositionEncoding {
  const choice = offered?.find(encoding => SUPPORTED.includes(encoding));
  return (choice as PositionEncoding | undefined) ?? 'utf-16';
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A text with its line starts. `\n`, `\r\n` and `\r` end a line, as LSP says. */
export class TextLines {
  readonly #starts: number[] = [0];

  constructor(
    readonly text: string,
    readonly encoding: PositionEncoding,
  ) {
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === CARRIAGE_RETURN && text.charCodeAt(i + 1) === LINE_FEED) i++;
      if (c === CARRIAGE_RETURN || c === LINE_FEED) this.#starts.push(i + 1);
    }
  }

  /** Position of an offset; one outside the text counts as its nearest end. */
  positionAt(offset: number): Position {
    const bounded = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= bounded) low = middle;
      else high = middle;
    }
    return { line: low, character: encodedLength(this.text, this.#starts[low] ?? 0, bounded, this.encoding) };
  }

  /** Offset of a position; a character beyond its line's end counts as that end, a line beyond the last as the text's end. */
  offsetAt(position: Position): number {
    const start = this.#starts[position.line];
    if (start === undefined) return position.line < 0 ? 0 : this.text.length;
    const end = this.#lineEnd(position.line);
    if (this.encoding === 'utf-16') return Math.max(start, Math.min(start + position.character, end));
    let units = 0;
    let offset = start;
    while (offset < end && units < position.character) {
      const codePoint = this.text.codePointAt(offset) ?? 0;
      units += codePointLength(codePoint, this.encoding);
      if (units > position.character) break;
      offset += codePoint > 0xffff ? 2 : 1;
    }
    return offset;
  }

  range(span: Span): Range {
    return { start: this.positionAt(span.start), end: this.positionAt(span.end) };
  }

  span(range: Range): Span {
    return { start: this.offsetAt(range.start), end: this.offsetAt(range.end) };
  }

  /** Where the line's text ends, its terminator not counted. */
  #lineEnd(line: number): number {
    let end = this.#starts[line + 1];
    if (end === undefined) return this.text.length;
    if (this.text.charCodeAt(end - 1) === LINE_FEED) end--;
    if (this.text.charCodeAt(end - 1) === CARRIAGE_RETURN) end--;
    return end;
  }
}

function encodedLength(text: string, start: number, end: number, encoding: PositionEncoding): number {
  if (encoding === 'utf-16') return end - start;
  let units = 0;
  for (const character of text.slice(start, end)) units += codePointLength(character.codePointAt(0) ?? 0, encoding);
  return units;
}

function codePointLength(codePoint: number, encoding: PositionEncoding): number {
  if (encoding === 'utf-32') return 1;
  if (encoding === 'utf-16') return codePoint > 0xffff ? 2 : 1;
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

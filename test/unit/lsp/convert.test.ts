import { describe, expect, it } from 'vitest';
import { negotiateEncoding, type PositionEncoding, TextLines } from '../../../server/lsp/convert';

describe('negotiateEncoding', () => {
  it.each([
    [undefined, 'utf-16'],
    [[], 'utf-16'],
    [['utf-16'], 'utf-16'],
    [['utf-8', 'utf-16'], 'utf-8'],
    [['utf-32', 'utf-16'], 'utf-32'],
    [['utf-7', 'utf-16', 'utf-8'], 'utf-16'],
    [['ebcdic'], 'utf-16'],
  ])('%j is %s', (offered, chosen) => {
    expect(negotiateEncoding(offered)).toBe(chosen);
  });
});

describe('TextLines', () => {
  // é is 2 bytes, 1 unit; the emoji 4 bytes, 2 units, 1 code point
  const text = 'aé😀b\r\nsecond\rthird\n';

  it.each<[PositionEncoding, number]>([
    ['utf-8', 7],
    ['utf-16', 4],
    ['utf-32', 3],
  ])('counts characters in %s', (encoding, character) => {
    const lines = new TextLines(text, encoding);
    expect(lines.positionAt(text.indexOf('b'))).toEqual({ line: 0, character });
    expect(lines.offsetAt({ line: 0, character })).toBe(text.indexOf('b'));
  });

  it('ends lines at \\n, \\r\\n and \\r', () => {
    const lines = new TextLines(text, 'utf-16');
    expect(lines.positionAt(text.indexOf('second'))).toEqual({ line: 1, character: 0 });
    expect(lines.positionAt(text.indexOf('third'))).toEqual({ line: 2, character: 0 });
    expect(lines.positionAt(text.length)).toEqual({ line: 3, character: 0 });
  });

  it('takes a character beyond the end of its line for that end', () => {
    const lines = new TextLines(text, 'utf-16');
    expect(lines.offsetAt({ line: 0, character: 99 })).toBe(text.indexOf('\r\n'));
    expect(lines.offsetAt({ line: 1, character: 99 })).toBe(text.indexOf('\rthird'));
    expect(lines.offsetAt({ line: 9, character: 0 })).toBe(text.length);
  });

  it('never splits a code point', () => {
    const lines = new TextLines(text, 'utf-8');
    expect(lines.offsetAt({ line: 0, character: 4 })).toBe(2);
    expect(lines.offsetAt({ line: 0, character: 2 })).toBe(1);
  });

  it('gives a span back for its range', () => {
    const lines = new TextLines(text, 'utf-8');
    expect(lines.span(lines.range({ start: 4, end: 9 }))).toEqual({ start: 4, end: 9 });
  });
});

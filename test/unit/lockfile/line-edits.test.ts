import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/lockfile/edits';
import { lineEdits } from '../../../server/lockfile/line-edits';
import fc from '../../support/fast-check';

describe('lineEdits', () => {
  it('is one edit for each place that differs, of what differs there', () => {
    const from = 'packages:\n  a:\n    evr: 1-1\n  b:\n    evr: 1-1\n  c:\n    evr: 1-1\n';
    const to = 'packages:\n  a:\n    evr: 1-2\n  b:\n    evr: 1-1\n  bb:\n    evr: 3-1\n  c:\n    evr: 1-1\n';
    expect(lineEdits(from, to)).toEqual([
      { span: { start: 26, end: 27 }, newText: '2' },
      { span: { start: 46, end: 46 }, newText: '  bb:\n    evr: 3-1\n' },
    ]);
  });

  it('knows empty texts and a last line without a break', () => {
    expect(lineEdits('', '')).toEqual([]);
    expect(lineEdits('', 'a')).toEqual([{ span: { start: 0, end: 0 }, newText: 'a' }]);
    expect(lineEdits('a\nb', 'a\nb\n')).toEqual([{ span: { start: 3, end: 3 }, newText: '\n' }]);
    expect(lineEdits('a\n', '')).toEqual([{ span: { start: 0, end: 2 }, newText: '' }]);
  });

  it('is one edit over all where nearly everything differs', () => {
    const lines = (word: string) => Array.from({ length: 300 }, (_, i) => `${word} ${i}\n`).join('');
    const [from, to] = [lines('old'), lines('new')];
    const edits = lineEdits(from, to);
    expect(edits).toHaveLength(1);
    expect(applyEdits(from, edits)).toBe(to);
  });

  it('turns any text into any other and leaves lines alone that both have', () => {
    const text = fc
      .array(fc.constantFrom('a\n', 'b\n', 'ab\r\n', '\n', 'c'), { maxLength: 12 })
      .map(all => all.join(''));
    fc.assert(
      fc.property(text, text, (from, to) => {
        const edits = lineEdits(from, to);
        expect(applyEdits(from, edits)).toBe(to);
        expect(edits.every(({ span, newText }) => from.slice(span.start, span.end) !== newText)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(text, fc.nat(), (from, at) => {
        const place = from
          .split('\n')
          .slice(0, at % 5)
          .join('\n').length;
        const start = place === 0 ? 0 : place + 1;
        const to = `${from.slice(0, start)}x\n${from.slice(start)}`;
        // one line more is one insertion, whatever stands around it
        const edits = lineEdits(from, to);
        expect(edits.map(({ span }) => span.end - span.start)).toEqual([0]);
      }),
    );
  });
});

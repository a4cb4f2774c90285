import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../../../server/lockfile/model';
import { applyEdits, differingRegion, invertEdits } from '../../../server/lockfile/text-edits';
import fc from '../../support/fast-check';

const edit = (start: number, end: number, newText: string): TextEdit => ({ span: { start, end }, newText });

describe('applyEdits', () => {
  it('puts all edits in at once, in any order', () => {
    expect(applyEdits('abcdef', [edit(4, 5, 'EE'), edit(0, 1, ''), edit(2, 2, '-')])).toBe('b-cdEEf');
  });

  it('inserts before what is replaced at the same place', () => {
    expect(applyEdits('abc', [edit(1, 2, 'X'), edit(1, 1, '+')])).toBe('a+Xc');
  });

  it('keeps the order of insertions at the same place', () => {
    expect(applyEdits('ab', [edit(1, 1, '1'), edit(1, 1, '2')])).toBe('a12b');
  });

  it('refuses overlaps and places outside', () => {
    expect(() => applyEdits('abc', [edit(0, 2, ''), edit(1, 3, '')])).toThrow('Edits overlap at offset 1.');
    expect(() => applyEdits('abc', [edit(2, 4, '')])).toThrow('Edit [2, 4) lies outside the text of 3 characters.');
  });
});

describe('invertEdits', () => {
  it('gives the old text back', () => {
    expect(invertEdits('abcdef', [edit(4, 5, 'EE'), edit(0, 1, '')])).toEqual([edit(0, 0, 'a'), edit(3, 5, 'e')]);
  });

  it('always', () => {
    const sorted = fc.array(fc.nat(20), { minLength: 2, maxLength: 8 }).map(list => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(
        fc.string({ minLength: 20, maxLength: 20, unit: 'binary-ascii' }),
        sorted,
        fc.array(fc.string()),
        (text, at, news) => {
          const edits: TextEdit[] = [];
          for (let i = 0; i + 1 < at.length; i += 2) edits.push(edit(at[i] ?? 0, at[i + 1] ?? 0, news[i] ?? ''));
          expect(applyEdits(applyEdits(text, edits), invertEdits(text, edits))).toBe(text);
        },
      ),
    );
  });
});

describe('differingRegion', () => {
  it('is the shortest single edit', () => {
    expect(differingRegion('abcd', 'abXcd')).toEqual({ span: { start: 2, end: 2 }, newText: 'X' });
    expect(differingRegion('aaa', 'aa')).toEqual({ span: { start: 2, end: 3 }, newText: '' });
    expect(differingRegion('same', 'same')).toEqual({ span: { start: 4, end: 4 }, newText: '' });
  });
});

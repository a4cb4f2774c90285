import { expect, it } from 'vitest';
import { aligned, wrapped } from '../../../../server/operations/diff/text-layout';

it('aligns columns, but for what is too wide', () => {
  const wide = 'w'.repeat(60);
  const rows = [
    { cells: ['a', 'bb', 'c'], below: ['told'] },
    { cells: ['aaa', wide, 'c'], below: [] },
    { cells: ['aa', 'b', ''], below: [] },
  ];
  expect(aligned(rows)).toEqual(['a    bb  c', '    told', `aaa  ${wide}  c`, 'aa   b']);
});

it('wraps at blanks, and leaves what has none whole', () => {
  const word = 'x'.repeat(40);
  expect(wrapped(`${word} ${word} ${word}`, '  ')).toEqual([`  ${word} ${word}`, `  ${word}`]);
  expect(wrapped(`${word} ${word} ${word}`, '- ', '  ')).toEqual([`- ${word} ${word}`, `  ${word}`]);
  expect(wrapped('x'.repeat(120))).toEqual(['x'.repeat(120)]);
  expect(wrapped('', '- ')).toEqual(['- ']);
});

import { expect, it } from 'vitest';
import { diffNotes } from '../../../../server/operations/diff/diff-notes';
import { AARCH64, side, X86_64 } from '../../../support/sides';

const why = 'There is no base lock.';
const both = { [X86_64]: {}, [AARCH64]: {} };

it('says which basearches are not known, those of one reason together', () => {
  const rawhide = side('rawhide', both, {
    missing: new Map([
      ['x86_64', why],
      ['aarch64', why],
    ]),
    notes: ['It is odd.'],
  });
  expect(diffNotes(rawhide, side('stable', both), undefined)).toEqual([
    'rawhide, x86_64 and aarch64: There is no base lock.',
    'rawhide: It is odd.',
  ]);
  expect(diffNotes(rawhide, side('stable', both), ['aarch64'])[0]).toBe('rawhide, aarch64: There is no base lock.');
});

it('says what one side alone has, and what nobody has', () => {
  const one = side('testing', { ...both, 'manifest-lock.s390x.json': {} });
  const other = side('stable', { [X86_64]: {} });
  expect(diffNotes(one, other, undefined)).toEqual([
    'aarch64 and s390x are not compared: testing has them, stable does not.',
  ]);
  expect(diffNotes(other, one, ['aarch64'])).toEqual(['aarch64 is not compared: testing has it, stable does not.']);
  expect(diffNotes(one, other, ['riscv64'])).toEqual(['Neither testing nor stable has riscv64.']);
});

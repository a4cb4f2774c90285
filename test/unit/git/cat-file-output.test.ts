import { expect, it } from 'vitest';
import { type Answer, catFileOutput } from '../../../server/git/cat-file-output';

const ID = 'a'.repeat(40);
const OUTPUT = `${ID} blob 5\na\nb\n\n\nHEAD~9^{commit} missing\n${ID} tree 0\n\nabc ambiguous\n${ID} commit 3\nxyz\n`;

function answers(output: Buffer, pieceSize: number, maxBytes = 100): (string | undefined)[] {
  const found: Answer[] = [];
  const take = catFileOutput(maxBytes, answer => found.push(answer));
  for (let at = 0; at < output.length; at += pieceSize) take(output.subarray(at, at + pieceSize));
  return found.map(answer => answer && `${answer.type} ${answer.size} ${answer.bytes?.toString()}`);
}

it.each([1, 2, 3, 7, 64, 1000])('cuts answers out of pieces of %i bytes', size => {
  const expected = ['blob 5 a\nb\n\n', undefined, 'tree 0 ', undefined, 'commit 3 xyz'];
  expect(answers(Buffer.from(OUTPUT), size)).toEqual(expected);
});

it.each([1, 1000])('passes over what is too large, in pieces of %i bytes', size => {
  expect(answers(Buffer.from(OUTPUT), size, 4)[0]).toBe('blob 5 undefined');
  expect(answers(Buffer.from(OUTPUT), size, 4)[4]).toBe('commit 3 xyz');
});

it('refuses what is no answer', () => {
  expect(() => answers(Buffer.from('hello\n'), 100)).toThrow('git cat-file answered "hello"');
});

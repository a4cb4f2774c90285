import { expect, it } from 'vitest';
import { hasByteOrderMark, textBytes } from '../../../server/git/byte-order-mark';

it.each([
  [[0xef, 0xbb, 0xbf, 0x61], true],
  [[0xef, 0xbb, 0xbf], true],
  [[0xef, 0xbb], false],
  [[], false],
  [[0x61, 0xef, 0xbb, 0xbf], false],
])('%j begins with one: %s', (bytes, expected) => {
  expect(hasByteOrderMark(Uint8Array.from(bytes))).toBe(expected);
});

it('puts one in front of the text, and nothing else', () => {
  expect([...textBytes('ü', true)]).toEqual([0xef, 0xbb, 0xbf, 0xc3, 0xbc]);
  expect([...textBytes('ü', false)]).toEqual([0xc3, 0xbc]);
});

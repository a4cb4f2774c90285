import { expect, it } from 'vitest';
import { decodeText, MAX_BYTES, tooLarge } from '../../../server/config-repo/file-text';

it('decodes UTF-8 without its byte order mark, and nothing else', () => {
  expect(decodeText(Buffer.from('\uFEFFä\r\n'))).toBe('ä\r\n');
  expect(decodeText(Buffer.alloc(0))).toBe('');
  for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82]]) {
    expect(() => decodeText(Buffer.from(bytes))).toThrow('it is not UTF-8 text');
  }
});

it('says how large is too large', () => {
  expect(tooLarge(MAX_BYTES + 1).message).toBe('it has 67108865 bytes, more than the 67108864 that are read');
});

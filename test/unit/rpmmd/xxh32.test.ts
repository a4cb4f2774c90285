import { describe, expect, it } from 'vitest';
import { xxh32 } from '../../../server/rpmmd/xxh32';

/** Aligned, as the function asks. */
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

describe('xxh32', () => {
  // judged by the reference implementation (python xxhash), seed 0
  it.each([
    ['', 0x02cc5d05],
    ['a', 0x550d7456],
    ['abc', 0x32d153ff],
    ['Nobody inspects the spammish repetition', 0xe2293b2f],
    ['0123456789abcdef', 0xc2c45b69],
    ['0123456789abcdef0', 0xaa9118bd],
    [`${'x'.repeat(1000)}yz`, 0xa010126e],
  ])('of %j', (text, expected) => {
    expect(xxh32(bytes(text))).toBe(expected);
  });
});

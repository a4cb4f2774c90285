import { describe, expect, it } from 'vitest';
import { zstdFallbackChunks } from '../../../server/rpmmd/decompress-zst';
import { COMPRESSED, TWO_PACKAGES } from '../../support/primary-xml';

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];

function all(data: Uint8Array): string {
  return Buffer.concat([...zstdFallbackChunks(data, () => undefined)].map(chunk => Buffer.from(chunk))).toString();
}

/** A frame of run-length blocks of 128 KiB each, after RFC 8878. */
function runs(blocks: number): Buffer {
  const frame = Buffer.alloc(6 + blocks * 4);
  frame.set([...MAGIC, 0, 7 << 3]);
  for (let i = 0; i < blocks; i++) {
    frame.writeUIntLE((131_072 << 3) | (1 << 1) | (i === blocks - 1 ? 1 : 0), 6 + i * 4, 3);
    frame[9 + i * 4] = 0x20;
  }
  return frame;
}

describe('zstdFallbackChunks', () => {
  it('gives the whole document', () => {
    expect(all(COMPRESSED.zst)).toBe(TWO_PACKAGES);
  });

  it('reads several frames, skippable ones too', () => {
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);
    expect(all(Buffer.concat([skippable, COMPRESSED.zst, skippable, COMPRESSED.zst]))).toBe(TWO_PACKAGES.repeat(2));
  });

  it('reports every truncation', () => {
    for (let length = 5; length < COMPRESSED.zst.length; length++) {
      expect(() => all(COMPRESSED.zst.subarray(0, length)), `${length} bytes`).toThrow('unexpected EOF');
    }
  });

  it('asks before it keeps a block', () => {
    const account = (bytes: number) => {
      expect(bytes).toBe(131_072);
      throw new Error('too much');
    };
    expect(() => [...zstdFallbackChunks(runs(4), account)]).toThrow('too much');
  });

  it('does not pile up what a few bytes become', () => {
    expect(all(runs(8))).toHaveLength(8 * 131_072);
    expect(() => all(runs(1000))).toThrow('zstd data that grows a thousandfold');
  });

  it('refuses a window beyond 128 MiB before it makes one', () => {
    const wide = Buffer.concat([Buffer.from([...MAGIC, 0, 18 << 3]), Buffer.alloc(20)]);
    expect(() => all(wide)).toThrow('the zstd window of 268435456 bytes is beyond 128 MiB');
    const singleSegment = Buffer.concat([Buffer.from([...MAGIC, 0xa0, 0, 0, 0, 0x40]), Buffer.alloc(20)]);
    expect(() => all(singleSegment)).toThrow('the zstd window of 1073741824 bytes is beyond 128 MiB');
  });
});

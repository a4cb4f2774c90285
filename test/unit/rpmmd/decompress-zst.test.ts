import { describe, expect, it } from 'vitest';
import { zstdFallbackChunks } from '../../../server/rpmmd/decompress-zst';
import { COMPRESSED, TWO_PACKAGES } from '../../support/primary-xml';

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];

async function all(data: Uint8Array): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of zstdFallbackChunks(data)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
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
  it('gives the whole document', async () => {
    expect(await all(COMPRESSED.zst)).toBe(TWO_PACKAGES);
  });

  it('reads several frames, skippable ones too', async () => {
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);
    const frames = Buffer.concat([skippable, COMPRESSED.zst, skippable, COMPRESSED.zst]);
    expect(await all(frames)).toBe(TWO_PACKAGES.repeat(2));
  });

  it('reads thousands of frames without a byte in them', async () => {
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]);
    expect(await all(Buffer.concat([...Array<Buffer>(20_000).fill(skippable), COMPRESSED.zst]))).toBe(TWO_PACKAGES);
  });

  it('reports every truncation', async () => {
    for (let length = 5; length < COMPRESSED.zst.length; length++) {
      await expect(all(COMPRESSED.zst.subarray(0, length)), `${length} bytes`).rejects.toThrow('Incomplete stream');
    }
  });

  it('reports what zstd refuses, and comes to an end', async () => {
    const corrupt = Buffer.from(COMPRESSED.zst);
    corrupt.fill(0xa5, 20);
    await expect(all(corrupt)).rejects.toThrow('zstd refuses it');
    await expect(all(Buffer.concat([COMPRESSED.zst, Buffer.from('garbage')]))).rejects.toThrow('zstd refuses it');
  });

  it('hands on what a few bytes become piece by piece', async () => {
    let largest = 0;
    let total = 0;
    for await (const chunk of zstdFallbackChunks(runs(1000))) {
      largest = Math.max(largest, chunk.length);
      total += chunk.length;
    }
    expect(total).toBe(1000 * 131_072);
    expect(largest).toBe(131_072);
  });

  it('refuses a window beyond 128 MiB before it makes one', async () => {
    const wide = Buffer.concat([Buffer.from([...MAGIC, 0, 18 << 3]), Buffer.alloc(20)]);
    await expect(all(wide)).rejects.toThrow('zstd refuses it');
  });
});

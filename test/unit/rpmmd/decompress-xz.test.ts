import { describe, expect, it } from 'vitest';
import { xzChunks } from '../../../server/rpmmd/decompress-xz';
import { COMPRESSED, TWO_PACKAGES } from '../../support/primary-xml';

async function all(data: Uint8Array): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of xzChunks(data)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('xzChunks', () => {
  it('gives the whole document, several at a time too', async () => {
    const documents = await Promise.all([1, 2, 3].map(() => all(COMPRESSED.xz)));
    expect(documents).toEqual([TWO_PACKAGES, TWO_PACKAGES, TWO_PACKAGES]);
  });

  it('says what is wrong, and works again after that', async () => {
    await expect(all(COMPRESSED.xz.subarray(0, 300))).rejects.toThrow('unexpected end');
    const corrupt = Buffer.from(COMPRESSED.xz);
    corrupt.fill(0xa5, 40, 400);
    await expect(all(corrupt)).rejects.toThrow('corrupt data');
    await expect(all(Buffer.from('no xz at all, but long enough'))).rejects.toThrow('no xz header');
    expect(await all(COMPRESSED.xz)).toBe(TWO_PACKAGES);
  });

  it('lets go when its reader stops early', async () => {
    const many = Buffer.concat(Array<Buffer>(200).fill(COMPRESSED.xz));
    for await (const chunk of xzChunks(many)) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(await all(COMPRESSED.xz)).toBe(TWO_PACKAGES);
  });
});

import { describe, expect, it } from 'vitest';
import { indexOf } from '../../../server/rpmmd/index-file';
import { Header, MAGIC } from '../../../server/rpmmd/index-format';
import { IndexBuilder } from '../../../server/rpmmd/index-writer';
import { readPrimary } from '../../../server/rpmmd/primary';
import { pieces, TWO_PACKAGES } from '../../support/primary-xml';

describe('IndexBuilder', () => {
  it('writes the same bytes for the same packages', async () => {
    const image = async () => {
      const builder = new IndexBuilder();
      await readPrimary(pieces(TWO_PACKAGES, 100), builder);
      return builder.finish('sha256:0');
    };
    const first = await image();
    expect(first.equals(await image())).toBe(true);
    const header = new Uint32Array(first.buffer, first.byteOffset, 8);
    expect(header[Header.magic]).toBe(MAGIC);
    expect(header[Header.length]).toBe(first.length);
    expect(header[Header.packages]).toBe(2);
  });

  it('forgets on restart', async () => {
    const builder = new IndexBuilder();
    await readPrimary(pieces(TWO_PACKAGES, 100), builder);
    expect(builder.size).toBe(2);
    builder.restart();
    expect(builder.size).toBe(0);
    expect(indexOf(builder.finish('x:1')).has('plain')).toBe(false);
  });

  it('writes an index of nothing', () => {
    const index = indexOf(new IndexBuilder().finish('md5:00'));
    expect(index).toMatchObject({ size: 0, checksum: 'md5:00' });
    expect(index.find('')).toEqual([]);
    expect([...index.newest()]).toEqual([]);
  });
});

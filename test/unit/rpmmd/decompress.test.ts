import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type DecompressOptions, decompress, detectCompression } from '../../../server/rpmmd/decompress';
import { MetadataError } from '../../../server/rpmmd/metadata-error';
import { COMPRESSED, TWO_PACKAGES } from '../../support/primary-xml';

type Kind = keyof typeof COMPRESSED;
const KINDS: Kind[] = ['gz', 'zst', 'xz'];

async function all(data: Uint8Array, options: Partial<DecompressOptions> = {}): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of decompress(data, { location: 'repodata/primary.xml', ...options })) {
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString();
}

async function failure(data: Uint8Array, options: Partial<DecompressOptions> = {}): Promise<MetadataError> {
  const error = await all(data, options).then(
    () => new Error('was accepted'),
    (error: unknown) => error,
  );
  if (error instanceof MetadataError) return error;
  throw error;
}

describe.each(KINDS)('decompress %s', kind => {
  const data = COMPRESSED[kind];
  const location = `repodata/primary.xml.${kind}`;

  it('gives the whole document', async () => {
    expect(await all(data, { location, openSize: TWO_PACKAGES.length })).toBe(TWO_PACKAGES);
  });

  it('reads several streams in one file', async () => {
    expect(await all(Buffer.concat([data, data, data]), { location })).toBe(TWO_PACKAGES.repeat(3));
  });

  it('reports every truncation', async () => {
    for (let length = 6; length < data.length; length += 7) {
      const error = await failure(data.subarray(0, length), { location });
      expect(error).toMatchObject({
        kind: 'truncated',
        message: `primary.xml.${kind}: ends inside its ${kind} stream`,
      });
    }
  });

  it('reports corrupt data', async () => {
    const corrupt = Buffer.from(data);
    // all of the data, but for the header
    corrupt.fill(0xa5, 20, data.length);
    const error = await failure(corrupt, { location });
    expect(error.kind).toBe('malformed');
    expect(error.message).toMatch(new RegExp(`^primary\\.xml\\.${kind}: bad ${kind} data \\(.+\\)$`));
  });

  it('goes by the bytes where the name says something else', async () => {
    expect(await all(data, { location: 'primary.xml' })).toBe(TWO_PACKAGES);
    expect(await all(data, { location: 'primary.xml.gz' })).toBe(TWO_PACKAGES);
  });

  it('stops where the announced size is passed', async () => {
    const large = kind === 'gz' ? gzipSync(Buffer.alloc(4 * 1024 * 1024, TWO_PACKAGES)) : repeated(data, 2048);
    const error = await failure(large, { location, openSize: 1024 });
    expect(error).toMatchObject({
      kind: 'too-large',
      message: `primary.xml.${kind} decompresses to more than 1.0 MiB, though repomd.xml announces 1024 bytes`,
    });
  });

  it('stops once aborted', async () => {
    const abort = new AbortController();
    const chunks = decompress(repeated(data, 2048), { location, signal: abort.signal });
    expect((await chunks.next()).done).toBe(false);
    abort.abort(new Error('enough'));
    await expect(chunks.next()).rejects.toThrow('enough');
  });

  it('does not begin when already aborted', async () => {
    await expect(all(data, { location, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});

function repeated(data: Buffer, times: number): Buffer {
  return Buffer.concat(Array<Buffer>(times).fill(data));
}

describe('decompress', () => {
  it('hands plain XML through', async () => {
    expect(await all(Buffer.from(TWO_PACKAGES))).toBe(TWO_PACKAGES);
    expect((await failure(Buffer.alloc(2 * 1024 * 1024, ' '), { openSize: 10 })).kind).toBe('too-large');
  });

  it('stops a bomb that announces nothing', async () => {
    const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024));
    expect(await failure(bomb, { location: 'primary.xml.gz' })).toMatchObject({
      kind: 'too-large',
      message: 'primary.xml.gz decompresses to more than 16.0 MiB',
    });
  });

  it('stops a bomb that announces itself, by its ratio', async () => {
    const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024));
    const error = await failure(bomb, { location: 'primary.xml.gz', openSize: 40 * 1024 * 1024 });
    expect(error.message).toMatch(
      /^primary\.xml\.gz decompresses to more than 16\.0 MiB, too much for \d+ bytes of compressed data$/,
    );
  });

  it('refuses to begin with what is announced beyond 2 GiB', async () => {
    const error = await failure(COMPRESSED.gz, { location: 'primary.xml.gz', openSize: 3 * 2 ** 30 });
    expect(error.message).toBe('primary.xml.gz is announced with 3072.0 MiB, more than 2 GiB');
  });
});

describe('detectCompression', () => {
  it('knows the first bytes', () => {
    expect(KINDS.map(kind => detectCompression(COMPRESSED[kind], 'primary.xml'))).toEqual(KINDS);
    // a skippable frame, as pzstd and zstd:chunked write them
    expect(detectCompression(Buffer.from('502a4d1804000000', 'hex'), 'primary.xml.zst')).toBe('zst');
    expect(detectCompression(Buffer.from(TWO_PACKAGES), 'primary.xml')).toBe('none');
  });

  it.each([
    ['BZh91AY&SY', 'primary.xml.bz2', 'unsupported', 'primary.xml.bz2: bzip2 compression is not supported'],
    ['\0ZCK1', 'primary.xml.zck', 'unsupported', 'primary.xml.zck: zchunk compression is not supported'],
    ['', 'a/primary.xml.gz', 'truncated', 'primary.xml.gz is empty'],
    ['<html>', 'a/primary.xml.gz', 'malformed', 'primary.xml.gz is not gz data'],
    ['<html>', 'a/primary.xml.zst', 'malformed', 'primary.xml.zst is not zst data'],
  ])('refuses %j as %s', (bytes, location, kind, message) => {
    expect(() => detectCompression(Buffer.from(bytes), location)).toThrow(expect.objectContaining({ kind, message }));
  });
});

/** Decompression of metadata files, streamed in pieces and bounded in size. */
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { MetadataError, type MetadataErrorKind, messageOf } from './metadata-error';

export type Compression = 'gz' | 'xz' | 'zst' | 'none';

export interface DecompressOptions {
  /** Name of the file, for its suffix and for errors. */
  readonly location: string;
  /** Bytes repomd.xml announces for the decompressed file. */
  readonly openSize?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

// a quarter of the throughput is lost with node's default of 16 KiB
const CHUNK = 256 * 1024;
// how much the decompressor may run ahead of the scanner: they work side by side
const READ_AHEAD = 4 * CHUNK;

const MIB = 1024 * 1024;
const MAX_BYTES = 2048 * MIB;
// real primaries shrink by 6 to 15
const MAX_RATIO = 250;
const ALWAYS_ALLOWED = 16 * MIB;

/**
 * The decompressed bytes of a whole file in memory, in pieces. Rejects with MetadataError for data that is not what
 * its name and first bytes say, that is cut off, or that grows beyond what repomd.xml announced (an eighth and 1 MiB
 * more are tolerated), 250 times the compressed size, or 2 GiB. Rejects with `signal.reason` once aborted. A piece
 * is valid until the next one is asked for.
 */
export async function* decompress(data: Uint8Array, options: DecompressOptions): AsyncGenerator<Uint8Array, void> {
  const { location, signal } = options;
  signal?.throwIfAborted();
  const compression = detectCompression(data, location);
  const limit = limitOf(data.length, options);
  let total = 0;
  const account = (bytes: number) => {
    signal?.throwIfAborted();
    total += bytes;
    if (total > limit)
      throw new MetadataError('too-large', `${nameOf(location)} ${excess(limit, data.length, options)}`);
  };
  try {
    if (compression === 'none') {
      for (let from = 0; from < data.length; from += CHUNK) {
        const chunk = data.subarray(from, from + CHUNK);
        account(chunk.length);
        yield chunk;
      }
    } else {
      for await (const chunk of await chunksOf(data, compression)) {
        account(chunk.length);
        yield chunk;
      }
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw explain(error, location, compression);
  }
}

/** What the first bytes say; a known suffix that they contradict is only reported where they say nothing. */
export function detectCompression(data: Uint8Array, location: string): Compression {
  const name = nameOf(location);
  const magic = (...bytes: number[]) => bytes.every((byte, i) => data[i] === byte);
  if (magic(0x1f, 0x8b)) return 'gz';
  if (magic(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00)) return 'xz';
  // a frame, or a skippable frame before one
  if (magic(0x28, 0xb5, 0x2f, 0xfd) || (((data[0] ?? 0) & 0xf0) === 0x50 && data[1] === 0x2a && data[2] === 0x4d)) {
    return 'zst';
  }
  if (magic(0x42, 0x5a, 0x68)) throw new MetadataError('unsupported', `${name}: bzip2 compression is not supported`);
  if (magic(0x00, 0x5a, 0x43, 0x4b)) {
    throw new MetadataError('unsupported', `${name}: zchunk compression is not supported`);
  }
  if (data.length === 0) throw new MetadataError('truncated', `${name} is empty`);
  const suffix = /\.(gz|xz|zst|zstd|bz2|zck)$/.exec(name)?.[1];
  if (suffix) throw new MetadataError('malformed', `${name} is not ${suffix} data`);
  return 'none';
}

interface ZlibWithZstd {
  readonly createZstdDecompress?: (options: ZlibStreamOptions) => Transform & { readonly bytesWritten: number };
}

interface ZlibStreamOptions {
  readonly chunkSize: number;
  readonly readableHighWaterMark: number;
}

const STREAM: ZlibStreamOptions = { chunkSize: CHUNK, readableHighWaterMark: READ_AHEAD };

// from Node 22.15 on; VS Code's own Node has it
const nativeZstd = (zlib as ZlibWithZstd).createZstdDecompress;

function gzChunks(data: Uint8Array): AsyncIterable<Uint8Array> {
  return zlib.createGunzip(STREAM).end(data);
}

/** Node's zstd stream stops without a word after the first frame: the others get streams of their own. */
async function* nativeZstdChunks(data: Uint8Array): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < data.length; ) {
    const stream = nativeZstd?.(STREAM);
    if (!stream) return;
    yield* stream.end(data.subarray(at)) as AsyncIterable<Uint8Array>;
    if (stream.bytesWritten === 0) throw new Error('nothing more can be read');
    at += stream.bytesWritten;
  }
}

async function chunksOf(data: Uint8Array, compression: 'gz' | 'xz' | 'zst'): Promise<AsyncIterable<Uint8Array>> {
  if (compression === 'gz') return gzChunks(data);
  if (compression === 'zst' && nativeZstd) return nativeZstdChunks(data);
  // decoders and the strict reader are loaded when first wanted: they would be a third of the worker's start
  if (compression === 'zst') return (await import('./decompress-zst')).zstdFallbackChunks(data);
  return (await import('./decompress-xz')).xzChunks(data);
}

function limitOf(compressed: number, { location, openSize }: DecompressOptions): number {
  const ratio = Math.max(ALWAYS_ALLOWED, compressed * MAX_RATIO);
  if (openSize === undefined) return Math.min(MAX_BYTES, ratio);
  if (openSize > MAX_BYTES) {
    throw new MetadataError('too-large', `${nameOf(location)} is announced with ${mib(openSize)}, more than 2 GiB`);
  }
  return Math.min(MAX_BYTES, ratio, openSize + openSize / 8 + MIB);
}

function excess(limit: number, compressed: number, { openSize }: DecompressOptions): string {
  if (openSize !== undefined && limit < openSize) {
    return `decompresses to more than ${mib(limit)}, too much for ${mib(compressed)} of compressed data`;
  }
  const announced = openSize === undefined ? '' : `, though repomd.xml announces ${mib(openSize)}`;
  return `decompresses to more than ${mib(limit)}${announced}`;
}

/** node:zlib's codes for input that ends inside a stream. */
const TRUNCATED = new Set(['Z_BUF_ERROR', 'ERR_TRUNCATED']);

function explain(error: unknown, location: string, compression: Compression): unknown {
  if (error instanceof MetadataError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const truncated = TRUNCATED.has(code) || /unexpected end|unexpected EOF|incomplete stream/i.test(messageOf(error));
  const kind: MetadataErrorKind = truncated ? 'truncated' : 'malformed';
  const cause = truncated ? `ends inside its ${compression} stream` : `bad ${compression} data (${messageOf(error)})`;
  return new MetadataError(kind, `${nameOf(location)}: ${cause}`, { cause: error });
}

function nameOf(location: string): string {
  return location.slice(location.lastIndexOf('/') + 1);
}

function mib(bytes: number): string {
  return bytes < MIB ? `${Math.ceil(bytes)} bytes` : `${(bytes / MIB).toFixed(1)} MiB`;
}

/** zstd for a Node without it (before 22.15), in JavaScript. */
import { Decompress } from 'fzstd';
import { MetadataError } from './metadata-error';

const INPUT = 64 * 1024;
// what so little input may become before it is handed on: hostile run-length blocks would make it 2 GiB
const MAX_PENDING = 64 * 1024 * 1024;
// zstd's own default limit (ZSTD_WINDOWLOG_LIMIT_DEFAULT)
const MAX_WINDOW = 2 ** 27;

/** `account` is called with each block's length before it is kept, and throws to stop. */
export function* zstdFallbackChunks(data: Uint8Array, account: (bytes: number) => void): Generator<Uint8Array, void> {
  const window = windowSize(data);
  if (window > MAX_WINDOW) throw new MetadataError('too-large', `the zstd window of ${window} bytes is beyond 128 MiB`);
  let blocks: Uint8Array[] = [];
  let pending = 0;
  const decoder = new Decompress(block => {
    account(block.length);
    pending += block.length;
    if (pending > MAX_PENDING) throw new MetadataError('too-large', 'zstd data that grows a thousandfold');
    blocks.push(block);
  });
  for (let from = 0; from < data.length; from += INPUT) {
    const to = Math.min(from + INPUT, data.length);
    decoder.push(data.subarray(from, to), to === data.length);
    yield* blocks;
    blocks = [];
    pending = 0;
  }
}

/** The window the first frame asks for (RFC 8878, section 3.1.1.1), 0 where a skippable frame comes first. */
function windowSize(data: Uint8Array): number {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (data.length < 18 || view.getUint32(0, true) !== 0xfd2fb528) return 0;
  const descriptor = view.getUint8(4);
  const singleSegment = (descriptor & 0x20) !== 0;
  if (!singleSegment) {
    const byte = view.getUint8(5);
    const base = 2 ** (10 + (byte >> 3));
    return base + (base / 8) * (byte & 7);
  }
  // without a window of its own a frame is one segment as large as its content
  const dictionaryId = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const at = 5 + dictionaryId;
  switch (descriptor >> 6) {
    case 0:
      return view.getUint8(at);
    case 1:
      return view.getUint16(at, true) + 256;
    case 2:
      return view.getUint32(at, true);
    default:
      return Number(view.getBigUint64(at, true));
  }
}

/** zstd for a Node without it (before 22.15): the reference decoder as WebAssembly. */
import { ZSTDDecoder } from 'zstddec/stream';

const INPUT = 64 * 1024;

/** Rejects for data that is corrupt, cut off, or asks for a window beyond zstd's own limit of 128 MiB. */
export async function* zstdFallbackChunks(data: Uint8Array): AsyncGenerator<Uint8Array, void> {
  const decoder = new ZSTDDecoder();
  await decoder.init();
  let empty = 0;
  function* pieces(): Generator<Uint8Array, void> {
    for (let from = 0; from < data.length; from += INPUT) {
      empty = 0;
      yield data.subarray(from, from + INPUT);
    }
  }
  for (const chunk of decoder.decodeStreaming(pieces())) {
    if (chunk.length > 0) yield chunk;
    // without output a byte of the piece was taken; the library asks on for ever where zstd refuses the data
    else if (++empty > INPUT) throw new Error('zstd refuses it');
  }
}

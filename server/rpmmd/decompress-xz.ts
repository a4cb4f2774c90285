/** xz through WebAssembly (xz-embedded: CRC32 and CRC64 checks, dictionaries up to 64 MiB). */
import { ReadableStream } from 'node:stream/web';
import { XzReadableStream } from 'xz-decompress';

/** xz-embedded's `enum xz_ret`. */
const REASONS: Readonly<Record<string, string>> = {
  '3': 'out of memory',
  '4': 'its dictionary is beyond 64 MiB',
  '5': 'no xz header',
  '6': 'it uses options that are not supported',
  '7': 'corrupt data',
  '8': 'unexpected end',
};

export async function* xzChunks(data: Uint8Array): AsyncGenerator<Uint8Array, void> {
  const input = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(data);
      controller.close();
    },
  });
  try {
    for await (const chunk of new XzReadableStream(input)) if (chunk.length > 0) yield chunk;
  } catch (error) {
    const code = error instanceof Error ? /error code (\d+)/.exec(error.message)?.[1] : undefined;
    const reason = code === undefined ? undefined : REASONS[code];
    throw reason === undefined ? error : new Error(reason, { cause: error });
  }
}

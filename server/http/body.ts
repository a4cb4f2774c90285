/** Reads an answer's body into one buffer, within bounds. */
import { seconds } from './failure';
import { HttpError } from './http';

export interface BodyLimits {
  /** Without password, for messages. */
  readonly url: string;
  readonly maxBytes: number;
  /** Announced length (`Content-Length`). */
  readonly announced: number | undefined;
  /** A body that stays below this many bytes a second for a whole `window` is given up (dnf's `minrate`). */
  readonly minRate: number;
  /** Milliseconds. */
  readonly window: number;
  readonly now: () => number;
  readonly onProgress?: ((received: number, total: number | undefined) => void) | undefined;
}

/** Throws HttpError `too-large` or `timeout`; what the stream throws comes through. */
export async function readBody(stream: AsyncIterable<Buffer>, limits: BodyLimits): Promise<Buffer> {
  const { announced, maxBytes, onProgress } = limits;
  if (announced !== undefined && announced > maxBytes) throw tooLarge(limits, announced);
  const body = new GrowingBuffer(announced);
  let windowStart = limits.now();
  let windowBytes = 0;
  for await (const chunk of stream) {
    if (body.length + chunk.length > maxBytes) throw tooLarge(limits, undefined);
    body.append(chunk);
    onProgress?.(body.length, announced);
    windowBytes += chunk.length;
    const elapsed = limits.now() - windowStart;
    if (elapsed >= limits.window) {
      if (windowBytes < (limits.minRate * elapsed) / 1000) {
        const words = `less than ${limits.minRate} bytes a second for ${seconds(elapsed)}`;
        throw new HttpError('timeout', limits.url, `${limits.url}: ${words}`);
      }
      windowStart += elapsed;
      windowBytes = 0;
    }
  }
  return body.take();
}

function tooLarge(limits: BodyLimits, announced: number | undefined): HttpError {
  const size = announced === undefined ? 'more' : `${announced} bytes, more`;
  return new HttpError(
    'too-large',
    limits.url,
    `${limits.url}: ${size} than the expected ${limits.maxBytes} bytes at most`,
  );
}

/** Bytes in one piece; where the length is known beforehand nothing is copied twice. */
class GrowingBuffer {
  length = 0;
  #bytes: Buffer;

  constructor(expected: number | undefined) {
    this.#bytes = Buffer.allocUnsafe(expected ?? 64 * 1024);
  }

  append(chunk: Buffer): void {
    const needed = this.length + chunk.length;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.length);
      this.#bytes = larger;
    }
    chunk.copy(this.#bytes, this.length);
    this.length = needed;
  }

  take(): Buffer {
    return this.#bytes.subarray(0, this.length);
  }
}

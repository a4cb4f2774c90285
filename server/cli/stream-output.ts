/** A stream of the process as an Output. */
import type { Output } from './ports';

type Stream = NodeJS.WritableStream & { readonly isTTY?: boolean };

export class StreamOutput implements Output {
  readonly #stream: Stream;
  #closed = false;
  #failure: Error | undefined;

  constructor(stream: Stream) {
    this.#stream = stream;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.#closed = true;
      if (error.code !== 'EPIPE') this.#failure ??= error;
    });
  }

  get isTerminal(): boolean {
    return this.#stream.isTTY === true;
  }

  /** Why what was written did not arrive, such as a full disk. A reader that went away is no failure. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  write(text: string): Promise<boolean> {
    if (this.#closed || text === '') return Promise.resolve(!this.#closed);
    // the callback comes when the text is handed on: whoever waits for it writes no faster than the reader reads
    return new Promise(resolve => {
      this.#stream.write(text, error => resolve(!error));
    });
  }
}

/** Tells the client what the server is doing: at most every 50 ms, and only what differs from what it was last told. */
import type { StatusParams } from '../protocol';

const INTERVAL_MS = 50;

export class StatusReporter {
  readonly #current: () => StatusParams;
  readonly #send: (status: StatusParams) => void;
  #last = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(current: () => StatusParams, send: (status: StatusParams) => void) {
    this.#current = current;
    this.#send = send;
  }

  /** Something may have changed. */
  touch(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.flush();
    }, INTERVAL_MS);
  }

  flush(): void {
    const status = this.#current();
    const text = JSON.stringify(status);
    if (text === this.#last) return;
    this.#last = text;
    this.#send(status);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}

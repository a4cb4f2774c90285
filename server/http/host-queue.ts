/** At most so many at a time of what has the same key (a host), first come first served. */
export class HostQueue {
  readonly #limit: number;
  readonly #hosts = new Map<string, { running: number; waiting: (() => void)[] }>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Runs `work` when its turn comes. Rejects with the signal's reason if that is aborted while waiting. */
  async run<T>(host: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    await this.#enter(host, signal);
    try {
      return await work();
    } finally {
      this.#leave(host);
    }
  }

  #enter(host: string, signal: AbortSignal | undefined): Promise<void> {
    const queue = this.#hosts.get(host) ?? { running: 0, waiting: [] };
    this.#hosts.set(host, queue);
    if (queue.running < this.#limit) {
      queue.running++;
      return Promise.resolve();
    }
    // one that is aborted already would not tell it any more
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const start = (): void => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const stop = (): void => {
        queue.waiting.splice(queue.waiting.indexOf(start), 1);
        reject(signal?.reason);
      };
      queue.waiting.push(start);
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  #leave(host: string): void {
    const queue = this.#hosts.get(host);
    if (!queue) return;
    const next = queue.waiting.shift();
    // the place passes straight to the next in line
    if (next) next();
    else if (--queue.running === 0) this.#hosts.delete(host);
  }
}

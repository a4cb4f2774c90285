/** Work that several callers may ask for at once and that is done once: each can leave, the last one ends it. */
import type { LoadProgress } from './repositories';

type Progress = Omit<LoadProgress, 'repository'>;

/** What the work sees of those who wait for it. */
export interface Flight {
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
  readonly force: boolean;
  readonly onProgress: (progress: Progress) => void;
  /** Tells that the work goes beyond what is cached: then it serves those who want it forced, too. */
  asks(): void;
}

export interface Joiner {
  readonly signal: AbortSignal | undefined;
  readonly force: boolean;
  readonly onProgress: (progress: Progress) => void;
  /** Called where no such work is under way. */
  readonly run: (flight: Flight) => Promise<void>;
}

class Running implements Flight {
  readonly controller = new AbortController();
  readonly joiners = new Set<Joiner>();
  asked = false;
  done: Promise<void> = Promise.resolve();

  constructor(readonly force: boolean) {}

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  readonly onProgress = (progress: Progress): void => {
    for (const joiner of this.joiners) joiner.onProgress(progress);
  };

  asks(): void {
    this.asked = true;
  }
}

export class Flights {
  readonly #running = new Map<string, Running>();

  has(key: string): boolean {
    return this.#running.has(key);
  }

  /** Fulfilled when the work is done. Rejects with the work's error, or with the joiner's signal's reason. */
  async join(key: string, joiner: Joiner): Promise<void> {
    const { signal } = joiner;
    for (let flight = this.#running.get(key); flight; flight = this.#running.get(key)) {
      const suits = !joiner.force || flight.force || flight.asked;
      // one that nobody wants any more is only waited for
      const useful = suits && !flight.signal.aborted;
      if (useful) return this.#wait(flight, joiner);
      await settled(flight.done, signal);
    }
    signal?.throwIfAborted();
    const flight = new Running(joiner.force);
    this.#running.set(key, flight);
    flight.done = joiner.run(flight).finally(() => this.#running.delete(key));
    return this.#wait(flight, joiner);
  }

  async #wait(flight: Running, joiner: Joiner): Promise<void> {
    const { signal } = joiner;
    flight.joiners.add(joiner);
    let leave = (): void => undefined;
    const left = new Promise<void>(resolve => {
      leave = resolve;
    });
    signal?.addEventListener('abort', leave, { once: true });
    if (signal?.aborted) leave();
    try {
      await Promise.race([flight.done, left]);
      if (!signal?.aborted) return;
      flight.joiners.delete(joiner);
      if (flight.joiners.size === 0) {
        flight.controller.abort(signal.reason);
        // what it was writing is gone when this returns
        await settled(flight.done, undefined);
      }
      signal.throwIfAborted();
    } finally {
      signal?.removeEventListener('abort', leave);
      flight.joiners.delete(joiner);
    }
  }
}

/** Waits for the end, whatever it is; rejects only with the signal's reason. */
async function settled(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  await work.then(
    () => undefined,
    () => undefined,
  );
  signal?.throwIfAborted();
}

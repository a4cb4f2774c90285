/** How data of repositories is brought up to date: once for all who ask, few at a time, and not again right after a failure. */
import { HostQueue } from '../http/host-queue';
import { type Flight, Flights } from './flights';
import { type Failure, failureOf, isFresh, isLeftAlone, PARALLEL } from './manners';
import type { LoadOptions, RepositoryRequest } from './repositories';
import type { RepositorySource } from './repository-source';

/** What is known of a source; `checkedAt` in Unix milliseconds. */
interface Known {
  readonly cached: { readonly checkedAt: number };
}

export interface SourceWork<K extends Known> {
  /** What is cached and can be used. */
  readonly known: (source: RepositorySource) => Promise<K | undefined>;
  /** Asks the source, and keeps what it answers. */
  readonly refresh: (source: RepositorySource, known: K | undefined, flight: Flight) => Promise<void>;
}

export class SourceLoads<K extends Known> {
  readonly #failures = new Map<string, Failure>();
  readonly #flights = new Flights();
  readonly #queue = new HostQueue(PARALLEL);

  /** @param now Unix milliseconds */
  constructor(
    private readonly now: () => number,
    private readonly work: SourceWork<K>,
  ) {}

  /** Why the last load failed; undefined after one that did not. */
  failure(source: RepositorySource): Failure | undefined {
    return this.#failures.get(source.key);
  }

  isLoading(source: RepositorySource): boolean {
    return this.#flights.has(source.key);
  }

  /** Fulfilled when the source is up to date, or `failure` says why not. Rejects only with the signal's reason. */
  async load(request: RepositoryRequest, source: RepositorySource, options: LoadOptions): Promise<void> {
    const repository = `${source.id} ${source.basearch}`;
    await this.#flights.join(source.key, {
      signal: options.signal,
      force: options.force === true,
      onProgress: progress => options.onProgress?.({ repository, ...progress }),
      run: flight =>
        this.#queue.run('', flight.signal, async () => {
          const failed = await this.#bringUpToDate(request, source, flight);
          flight.onProgress({ phase: failed ? 'failed' : 'done' });
        }),
    });
  }

  /** True where it failed. Rejects only once the flight's signal is aborted. */
  async #bringUpToDate(request: RepositoryRequest, source: RepositorySource, flight: Flight): Promise<boolean> {
    try {
      if (source.problem !== undefined) throw new Error(source.problem);
      const known = await this.work.known(source);
      if (!flight.force) {
        if (known && isFresh(request, source, known.cached.checkedAt, this.now())) return false;
        if (isLeftAlone(this.failure(source), this.now())) return true;
      }
      flight.asks();
      await this.work.refresh(source, known, flight);
      this.#failures.delete(source.key);
      return false;
    } catch (error) {
      flight.signal.throwIfAborted();
      this.#failures.set(source.key, failureOf(source, error, this.now()));
      return true;
    }
  }
}

/** The answers of several loads. Rejects with the signal's reason, once none of them is still writing. */
export async function allLoads<T>(loads: readonly Promise<T>[], signal: AbortSignal | undefined): Promise<T[]> {
  await Promise.allSettled(loads);
  signal?.throwIfAborted();
  return Promise.all(loads);
}

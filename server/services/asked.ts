/** The questions of one load of facts, and what became of them. */
import { HttpError } from '../http/http';
import type { News } from './fact-store';

/** The services that facts are of. */
export type FactService = 'koji' | 'bodhi';

export const SERVICE_NAMES = { koji: 'Koji', bodhi: 'Bodhi' } as const satisfies Record<FactService, string>;

/** A question to a service. */
export interface FactsStep {
  readonly service: FactService;
  /** For a human: "builds", "tags", "updates". */
  readonly question: string;
  /** About how many things. */
  readonly count: number;
  readonly done: boolean;
}

export interface AskedFailure {
  /** In the service's own words. */
  readonly message: string;
  /** What is concerned: one of the things that were asked about, a whole question, or everything that one would ask. */
  readonly scope: 'thing' | 'question' | 'service';
  /** For how long the service asks to be left alone, milliseconds. */
  readonly retryAfter: number | undefined;
}

export interface AskedOptions {
  readonly signal?: AbortSignal | undefined;
  /** Facts say something else now, be it only of some entries; newer ages alone are not told. */
  readonly onFacts?: () => void;
  readonly onProgress?: (step: FactsStep) => void;
}

const SCOPES: readonly AskedFailure['scope'][] = ['thing', 'question', 'service'];

export class Asked {
  readonly answered = new Set<FactService>();
  /** Since that was last told. */
  news: News = 'nothing';
  readonly #failures = new Map<FactService, AskedFailure>();

  constructor(readonly options: AskedOptions) {}

  get signal(): AbortSignal | undefined {
    return this.options.signal;
  }

  /** The first of those that concern most. */
  failureOf(service: FactService): AskedFailure | undefined {
    return this.#failures.get(service);
  }

  /**
   * Never rejects. `take` says whether something else is known by the answer, and tells `failed` what has none, though the
   * rest has.
   */
  async ask<K>(
    service: FactService,
    question: string,
    keys: readonly K[],
    take: (keys: readonly K[], failed: (error: Error) => void) => Promise<News>,
  ): Promise<void> {
    if (keys.length === 0 || this.signal?.aborted) return;
    const step = { service, question, count: keys.length };
    this.options.onProgress?.({ ...step, done: false });
    try {
      const news = await take(keys, error => this.#fail(service, 'thing', error));
      if (this.news !== 'values' && news !== 'nothing') this.news = news;
      this.answered.add(service);
    } catch (error) {
      const unreachable = error instanceof Error && error.cause instanceof HttpError;
      this.#fail(service, unreachable ? 'service' : 'question', error);
    } finally {
      this.options.onProgress?.({ ...step, done: true });
    }
  }

  #fail(service: FactService, scope: AskedFailure['scope'], error: unknown): void {
    const before = this.#failures.get(service);
    if (before && SCOPES.indexOf(before.scope) >= SCOPES.indexOf(scope)) return;
    const message = error instanceof Error ? error.message : String(error);
    const retryAfter = error instanceof Error && error.cause instanceof HttpError ? error.cause.retryAfter : undefined;
    this.#failures.set(service, { message, scope, retryAfter });
  }
}

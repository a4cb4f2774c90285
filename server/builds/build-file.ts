/** One kind of file of the build service: asked for by its address, kept as long as it can be expected to hold. */
import type * as v from 'valibot';
import { AnswerCache } from '../http/answer-cache';
import type { Answered, AnswerStore } from '../http/answer-store';
import { findJson, type JsonAnswer, type JsonService, ofShape } from '../http/json-service';

export interface FileKind<W, K, T> {
  /** For the keys of the store. */
  readonly name: string;
  /** What is read of the file. */
  readonly schema: v.GenericSchema<unknown, W>;
  /** What is kept of it; never undefined. */
  readonly keep: (answer: JsonAnswer<W>) => K;
  /** Null for a file that is not there. */
  readonly kept: v.GenericSchema<unknown, K | null>;
  readonly convert: (kept: K) => T;
  /** Milliseconds. */
  readonly lifetime: number;
  /** Bytes. */
  readonly maxBytes: number;
  /** Statuses for a file that is not there. */
  readonly absent: readonly number[];
  /** Files in memory at most. */
  readonly capacity: number;
}

export interface FileContext {
  readonly service: JsonService;
  readonly store: AnswerStore;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** Milliseconds: what is not there may come, builds of further arches hours after the first. */
const ABSENT = 5 * 60_000;

export class BuildFiles<W, K, T> {
  readonly #cache: AnswerCache<K | null, T | undefined>;

  constructor(
    private readonly kind: FileKind<W, K, T>,
    private readonly context: FileContext,
  ) {
    this.#cache = new AnswerCache<K | null, T | undefined>({
      store: context.store,
      now: context.now,
      name: `builds ${kind.name}`,
      revive: ofShape(kind.kept),
      convert: kept => (kept === null ? undefined : kind.convert(kept)),
      lifetime: value => (value === undefined ? ABSENT : kind.lifetime),
      capacity: kind.capacity,
    });
  }

  /** A value of undefined: it is not there. */
  async get(url: string, signal: AbortSignal | undefined): Promise<Answered<T | undefined>> {
    const answers = await this.#cache.get([url], (_, until) => this.#ask(url, until), signal);
    const answer = answers.get(url);
    if (!answer) throw new Error('one key, one answer');
    return answer;
  }

  async #ask(url: string, signal: AbortSignal): Promise<Map<string, K | null>> {
    const { schema, maxBytes, absent, keep } = this.kind;
    const answer = await findJson(this.context.service, { url, schema, maxBytes, signal }, absent);
    return new Map([[url, answer ? keep(answer) : null]]);
  }
}

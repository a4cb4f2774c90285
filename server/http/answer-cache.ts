/** Answers to one kind of question, by key: in memory, in the store, and asked once where several want the same at a time. */
import type { Answered, AnswerStore } from './answer-store';

export interface AnswerCacheOptions<W, T> {
  readonly store: AnswerStore;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Service, address and kind of question: what the keys of the store begin with. */
  readonly name: string;
  /** What the store has kept, where it is of the present shape (an earlier version may have written it). */
  readonly revive: (kept: unknown) => W | undefined;
  /** What is kept (JSON) as what is handed out. */
  readonly convert: (kept: W) => T;
  /** Milliseconds for which it holds; infinite for what never changes. */
  readonly lifetime: (value: T) => number;
  /** Answers in memory at most. */
  readonly capacity: number;
}

/**
 * Gives an answer for every key it is called with; an Error for one that failed by itself, which is told to whoever asked
 * for that key, and is not kept.
 */
export type Question<W> = (keys: readonly string[], signal: AbortSignal) => Promise<ReadonlyMap<string, W | Error>>;

/** One question under way. */
interface Flight<T> {
  readonly keys: readonly string[];
  readonly controller: AbortController;
  readonly answers: Promise<ReadonlyMap<string, Answered<T> | Error>>;
  waiting: number;
}

export class AnswerCache<W, T> {
  // a Map keeps its order: the first key is the one not asked for longest
  readonly #known = new Map<string, Answered<T>>();
  readonly #flights = new Map<string, Flight<T>>();

  constructor(private readonly options: AnswerCacheOptions<W, T>) {}

  /**
   * Answers to all keys, asking only for those that are not known and that nobody is asking for already. Rejects with the
   * question's error, or with the signal's reason; the question goes on while anybody waits for it. A key that failed by
   * itself is told to `onFailure` and missing in the answers; without one, its error is that of all.
   */
  async get(
    keys: readonly string[],
    question: Question<W>,
    signal?: AbortSignal,
    onFailure?: (error: Error) => void,
  ): Promise<ReadonlyMap<string, Answered<T>>> {
    signal?.throwIfAborted();
    const answers = new Map<string, Answered<T> | Error>();
    const flights = new Set<Flight<T>>();
    const missing: string[] = [];
    for (const key of new Set(keys)) {
      const known = this.#fresh(key);
      const flight = this.#flights.get(key);
      if (known) answers.set(key, known);
      else if (flight) flights.add(flight);
      else missing.push(key);
    }
    if (missing.length > 0) flights.add(this.#start(missing, question));
    for (const found of await Promise.all([...flights].map(flight => this.#join(flight, signal)))) {
      for (const [key, answer] of found) answers.set(key, answer);
    }
    // in the order of the keys, and without what a joined flight had besides
    const given = new Map<string, Answered<T>>();
    for (const key of new Set(keys)) {
      const answer = answerOf(answers, key);
      if (!(answer instanceof Error)) given.set(key, answer);
      else if (onFailure) onFailure(answer);
      else throw answer;
    }
    return given;
  }

  /** What was learnt along with something else. In memory only. */
  learn(key: string, kept: W, at: number): void {
    const known = this.#known.get(key);
    if (!known || known.at < at) this.#keep(key, { value: this.options.convert(kept), at });
  }

  #fresh(key: string): Answered<T> | undefined {
    const known = this.#known.get(key);
    if (!known || !this.#holds(known)) return undefined;
    this.#known.delete(key);
    this.#known.set(key, known);
    return known;
  }

  /** An answer of the future comes from a clock that was put back: nothing says how old it is. */
  #holds({ at, value }: Answered<T>): boolean {
    const age = this.options.now() - at;
    return age >= 0 && age < this.options.lifetime(value);
  }

  #keep(key: string, answer: Answered<T>): void {
    this.#known.delete(key);
    this.#known.set(key, answer);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= this.options.capacity) return;
      this.#known.delete(oldest);
    }
  }

  #start(keys: readonly string[], question: Question<W>): Flight<T> {
    const controller = new AbortController();
    const flight: Flight<T> = { keys, controller, answers: this.#ask(keys, question, controller.signal), waiting: 0 };
    for (const key of keys) this.#flights.set(key, flight);
    const end = (): void => this.#forget(flight);
    flight.answers.then(end, end);
    return flight;
  }

  #forget(flight: Flight<T>): void {
    for (const key of flight.keys) if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }

  async #ask(
    keys: readonly string[],
    question: Question<W>,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Answered<T> | Error>> {
    const answers = new Map<string, Answered<T> | Error>();
    await Promise.all(
      keys.map(async key => {
        const stored = await this.#stored(key);
        if (stored) answers.set(key, stored);
      }),
    );
    const missing = keys.filter(key => !answers.has(key));
    if (missing.length > 0) {
      signal.throwIfAborted();
      const said = await question(missing, signal);
      const at = this.options.now();
      const written: Promise<void>[] = [];
      for (const key of missing) {
        const kept = answerOf(said, key);
        if (kept instanceof Error) {
          answers.set(key, kept);
          continue;
        }
        answers.set(key, { value: this.options.convert(kept), at });
        written.push(this.options.store.write(this.#storeKey(key), { value: kept, at }));
      }
      await Promise.all(written);
    }
    for (const [key, answer] of answers) if (!(answer instanceof Error)) this.#keep(key, answer);
    return answers;
  }

  async #stored(key: string): Promise<Answered<T> | undefined> {
    const stored = await this.options.store.read(this.#storeKey(key));
    const kept = stored && this.options.revive(stored.value);
    if (stored === undefined || kept === undefined) return undefined;
    const answer = { value: this.options.convert(kept), at: stored.at };
    return this.#holds(answer) ? answer : undefined;
  }

  #storeKey(key: string): string {
    return `${this.options.name} ${key}`;
  }

  async #join(flight: Flight<T>, signal: AbortSignal | undefined): Promise<ReadonlyMap<string, Answered<T> | Error>> {
    flight.waiting++;
    let leave = (): void => undefined;
    const left = new Promise<undefined>(resolve => {
      leave = () => resolve(undefined);
    });
    signal?.addEventListener('abort', leave, { once: true });
    try {
      const answers = await Promise.race([flight.answers, left]);
      if (answers) return answers;
      throw signal?.reason;
    } finally {
      signal?.removeEventListener('abort', leave);
      flight.waiting--;
      if (signal?.aborted && flight.waiting === 0) {
        // who comes now must not get the end of what nobody wanted
        this.#forget(flight);
        flight.controller.abort(signal.reason);
      }
    }
  }
}

function answerOf<A>(answers: ReadonlyMap<string, A>, key: string): A {
  const answer = answers.get(key);
  if (answer === undefined) throw new Error(`no answer for ${key}`);
  return answer;
}

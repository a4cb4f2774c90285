/** Puts one kind of question to a hub for many keys: in batches, each key's failure its own. */
import * as v from 'valibot';
import { AnswerCache } from '../http/answer-cache';
import type { Answered, AnswerStore } from '../http/answer-store';
import { faultWords, type Hub, type Outcome } from './hub';
import { KojiError, type OnFailure } from './koji';
import type { Lookup } from './lookups';
import type { XmlRpcValue } from './xmlrpc-value';

/** In memory. */
const CAPACITY = 20_000;
/** Requests for one question in progress at a time. */
const AT_A_TIME = 3;

/** Of one key: the hub answers others. */
class OwnFailure extends KojiError {}

export interface AnswersOptions {
  readonly hub: Hub;
  readonly store: AnswerStore;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export class Answers<K, W> {
  readonly #hub: Hub;
  readonly #cache: AnswerCache<W, W>;

  constructor(
    private readonly lookup: Lookup<K, W>,
    { hub, store, now }: AnswersOptions,
  ) {
    const { method, form, freshFor } = lookup;
    this.#hub = hub;
    this.#cache = new AnswerCache({
      store,
      now,
      name: `koji ${hub.shownUrl} ${method}`,
      revive: kept => {
        const value = v.safeParse(form, kept);
        return value.success ? value.output : undefined;
      },
      convert: kept => kept,
      lifetime: freshFor,
      capacity: CAPACITY,
    });
  }

  /**
   * One answer a key, in the keys' order. Rejects with a KojiError, or with the signal's reason. A key that fails by itself
   * is told to `onFailure`, where there is one, and has no answer.
   */
  async ask(keys: readonly K[], signal: AbortSignal | undefined, onFailure?: OnFailure): Promise<Map<K, Answered<W>>> {
    const named = [...new Map(keys.map(key => [JSON.stringify(key), key]))];
    const failures: Error[] = [];
    const answers = await this.#cache.get(
      named.map(([name]) => name),
      (names, going) => {
        const missing = new Set(names);
        return this.#question(
          named.filter(([name]) => missing.has(name)),
          going,
        );
      },
      signal,
      error => failures.push(error),
    );
    for (const error of failures) {
      if (!(error instanceof OwnFailure && onFailure))
        throw failures.find(one => !(one instanceof OwnFailure)) ?? error;
      onFailure(error);
    }
    const byKey = new Map<K, Answered<W>>();
    for (const [name, key] of named) {
      const answer = answers.get(name);
      if (answer) byKey.set(key, answer);
    }
    return byKey;
  }

  /** Where a request fails, so do the keys of the batches that were not asked any more; what is known by then stays known. */
  async #question(keys: readonly (readonly [string, K])[], signal: AbortSignal): Promise<Map<string, W | Error>> {
    const answers = new Map<string, W | Error>();
    let failure: Error | undefined;
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < keys.length && !failure) {
        const batch = keys.slice(next, next + this.lookup.batch);
        next += batch.length;
        try {
          for (const [name, answer] of await this.#ask(batch, signal)) answers.set(name, answer);
        } catch (error) {
          if (!(error instanceof KojiError)) throw error;
          failure = error;
        }
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
    if (failure) for (const [name] of keys) if (!answers.has(name)) answers.set(name, failure);
    return answers;
  }

  async #ask(batch: readonly (readonly [string, K])[], signal: AbortSignal): Promise<[string, W | KojiError][]> {
    const calls = batch.map(([, key]) => this.lookup.calls(key));
    const outcomes = await this.#hub.ask(calls.flat(), signal);
    let next = 0;
    return batch.map(([name], index) => {
      const from = next;
      next += calls[index]?.length ?? 0;
      return [name, this.#read(name, outcomes.slice(from, next))];
    });
  }

  /** The answer to one key, or what is wrong with it. */
  #read(name: string, outcomes: readonly Outcome[]): W | KojiError {
    const { method, join, form } = this.lookup;
    const results: XmlRpcValue[] = [];
    for (const outcome of outcomes) {
      if (outcome.kind === 'value') results.push(outcome.value);
      else if (meansNothingThere(outcome)) results.push(null);
      else return new OwnFailure(this.#hub.words(`${method} ${name}: ${faultWords(outcome)}`));
    }
    const answer = v.safeParse(form, join(results));
    return answer.success
      ? answer.output
      : new OwnFailure(this.#hub.words(`${method} ${name} answered ${whatIsWrong(answer.issues[0])}`));
  }
}

/** GenericError (of a tag TagError, too) with these words: what was asked for does not exist, or is no name of a build or RPM at all. */
function meansNothingThere({ code, message }: { readonly code: number; readonly message: string }): boolean {
  if (/^(?:No such|Invalid) tag(?:Info)?\b/.test(message)) return code === 1000 || code === 1003;
  return code === 1000 && /^(?:No such (?:build|rpm|package)\b|invalid format: )/.test(message);
}

const MAX_SHOWN = 80;

/** `epoch = "x" where number was expected` */
function whatIsWrong(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  if (issue.received === 'undefined' && path !== null) return `without ${path}`;
  const received = issue.received.slice(0, MAX_SHOWN);
  return `${path === null ? received : `${path} = ${received}`} where ${issue.expected ?? 'something else'} was expected`;
}

/** A client of one Bodhi: its answers are kept for as long as they can be expected to hold. */
import * as v from 'valibot';
import { AnswerCache } from '../http/answer-cache';
import type { Answered, AnswerStore } from '../http/answer-store';
import type { HttpFetch } from '../http/http';
import { ofShape, statusOf } from '../http/json-service';
import { type Bodhi, type BodhiAnswers, BodhiError, type BodhiRelease, type BodhiUpdate } from './bodhi';
import { ReleaseJson, UpdateJson } from './bodhi-json';
import { aliasOf, bySubmission, toRelease, toUpdate } from './convert';
import { backTo, NEWEST, newestUpdates, type Reach } from './newest-updates';
import { BodhiQueries, inBatches, isAskable } from './query';

export interface BodhiOptions {
  /** `https://bodhi.fedoraproject.org`, with or without slash at the end. */
  readonly url: string;
  readonly fetch: HttpFetch;
  readonly store: AnswerStore;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** Milliseconds. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const LISTS = 5 * MINUTE;
/** Of an update that may change at any moment, or come to be. */
const MOVING = 5 * MINUTE;
const LIFETIMES = { pending: MOVING, testing: MOVING, stable: DAY, obsolete: HOUR, unpushed: HOUR } as const;

type Updates = readonly BodhiUpdate[];

export function createBodhi(options: BodhiOptions): Bodhi {
  return new CachedBodhi(options);
}

class CachedBodhi implements Bodhi {
  readonly url: string;
  readonly #now: () => number;
  readonly #queries: BodhiQueries;
  /** By alias; null: there is none. */
  readonly #updates: AnswerCache<UpdateJson | null, BodhiUpdate | undefined>;
  /** By NVR. */
  readonly #ofBuilds: AnswerCache<readonly UpdateJson[], Updates>;
  /** By release and name, with a blank between. */
  readonly #ofPackages: AnswerCache<readonly UpdateJson[], Updates>;
  /** By release, name, and version and release, with blanks between. */
  readonly #since: AnswerCache<readonly UpdateJson[], Updates>;
  readonly #releases: AnswerCache<readonly ReleaseJson[], readonly BodhiRelease[]>;

  constructor({ url, fetch, store, now }: BodhiOptions) {
    this.url = url.replace(/\/+$/, '');
    this.#now = now;
    const failure = (message: string, options: ErrorOptions) => new BodhiError(message, options);
    this.#queries = new BodhiQueries(this.url, { name: 'Bodhi', fetch, failure });
    const common = (question: string) => ({ store, now, name: `bodhi ${this.url} ${question}`, capacity: 5000 });
    const update = (json: UpdateJson): BodhiUpdate => toUpdate(json, alias => this.page(alias));
    const list = {
      revive: ofShape(v.array(UpdateJson)),
      convert: (updates: readonly UpdateJson[]) => updates.map(update).sort(bySubmission),
      lifetime: () => LISTS,
    };
    this.#updates = new AnswerCache({
      ...common('update'),
      revive: ofShape(v.nullable(UpdateJson)),
      convert: json => (json ? update(json) : undefined),
      lifetime: known => (known ? LIFETIMES[known.status] : MOVING),
    });
    this.#ofBuilds = new AnswerCache<readonly UpdateJson[], Updates>({ ...common('build'), ...list });
    this.#ofPackages = new AnswerCache<readonly UpdateJson[], Updates>({ ...common('package'), ...list });
    this.#since = new AnswerCache<readonly UpdateJson[], Updates>({ ...common('since'), ...list });
    this.#releases = new AnswerCache<readonly ReleaseJson[], readonly BodhiRelease[]>({
      ...common('releases'),
      revive: ofShape(v.array(ReleaseJson)),
      convert: releases => releases.map(toRelease),
      lifetime: () => DAY,
    });
  }

  async updates(aliases: readonly string[], signal?: AbortSignal): Promise<BodhiAnswers<BodhiUpdate>> {
    const { askable, rest } = this.#split(aliases, undefined);
    const known = await this.#updates.get(
      askable,
      (keys, until) =>
        this.#inBatches(keys, async batch => {
          const found = await this.#queries.allUpdates({ updateid: batch }, until);
          const byAlias = new Map(found.map(json => [aliasOf(json), json]));
          return batch.map(alias => [alias, byAlias.get(alias) ?? null]);
        }),
      signal,
    );
    return new Map([...known, ...rest]);
  }

  async updatesOfBuilds(
    nvrs: readonly string[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, Answered<Updates>>> {
    const { askable, rest } = this.#split<Updates>(nvrs, []);
    const known = await this.#ofBuilds.get(
      askable,
      (keys, until) =>
        this.#inBatches(keys, async batch => {
          const found = once(await this.#queries.allUpdates({ builds: batch }, until));
          this.#learn(found);
          return batch.map(nvr => [nvr, found.filter(({ builds }) => builds.some(build => build.nvr === nvr))]);
        }),
      signal,
    );
    return new Map([...known, ...rest]);
  }

  async updatesOfPackages(
    names: readonly string[],
    release: string,
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, Answered<Updates>>> {
    const keyed = new Map(names.map(name => [`${release} ${name}`, name]));
    return this.#ofRelease(this.#ofPackages, keyed, release, NEWEST, signal);
  }

  async updatesSince(
    since: ReadonlyMap<string, string>,
    release: string,
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, Answered<Updates>>> {
    const keyed = new Map([...since].map(([name, vr]) => [`${release} ${name} ${vr}`, name]));
    return this.#ofRelease(this.#since, keyed, release, backTo(since), signal);
  }

  /** `keyed`: names of source packages by the keys of the cache. */
  async #ofRelease(
    cache: AnswerCache<readonly UpdateJson[], Updates>,
    keyed: ReadonlyMap<string, string>,
    release: string,
    reach: Reach,
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<string, Answered<Updates>>> {
    if (!isAskable(release)) throw this.#noRelease(release);
    const { askable, rest } = this.#split<Updates>([...keyed.values()], []);
    const names = new Set(askable);
    const keys = [...keyed].filter(([, name]) => names.has(name));
    const keyOf = new Map(keys.map(([key, name]) => [name, key]));
    const known = await cache.get(
      [...keyOf.values()],
      (missing, until) =>
        this.#inBatches(
          missing.map(key => keyed.get(key) ?? key),
          async batch => {
            const found = await this.#newest(batch, release, reach, until);
            this.#learn([...found.values()].flat());
            return [...found].map(([name, updates]) => [keyOf.get(name) ?? name, updates]);
          },
        ),
      signal,
    );
    return new Map([...[...known].map(([key, answer]) => [keyed.get(key) ?? key, answer] as const), ...rest]);
  }

  async releases(signal?: AbortSignal): Promise<Answered<readonly BodhiRelease[]>> {
    const question = async (_: unknown, until: AbortSignal) =>
      new Map([['all', await this.#queries.allReleases(until)]]);
    const [answer] = (await this.#releases.get(['all'], question, signal)).values();
    if (!answer) throw new Error('one key, one answer');
    return answer;
  }

  page(alias: string): string {
    return `${this.url}/updates/${encodeURIComponent(alias)}`;
  }

  /** Bodhi refuses a question about a release that it does not know (400) and says only in its body that this is why. */
  async #newest(
    names: readonly string[],
    release: string,
    reach: Reach,
    signal: AbortSignal,
  ): Promise<Map<string, UpdateJson[]>> {
    try {
      return await newestUpdates(this.#queries, names, release, signal, reach);
    } catch (error) {
      if (statusOf(error) !== 400) throw error;
      const { value: releases } = await this.releases(signal);
      const known = releases.some(
        ({ name, version }) => [release, release.toUpperCase()].includes(name) || version === release,
      );
      throw known ? error : this.#noRelease(release);
    }
  }

  #noRelease(release: string): BodhiError {
    return new BodhiError(`Bodhi (${this.url}) knows no release ${JSON.stringify(release)}`);
  }

  /** What cannot be a name of Bodhi's is not asked for: there is none. */
  #split<T>(keys: readonly string[], none: T): { askable: string[]; rest: [string, Answered<T>][] } {
    const unknown = { value: none, at: this.#now() };
    return {
      askable: keys.filter(isAskable),
      rest: keys.filter(key => !isAskable(key)).map(key => [key, unknown]),
    };
  }

  async #inBatches<W>(
    keys: readonly string[],
    ask: (batch: readonly string[]) => Promise<(readonly [string, W])[]>,
  ): Promise<Map<string, W>> {
    return new Map((await Promise.all(inBatches(keys).map(ask))).flat());
  }

  #learn(updates: readonly UpdateJson[]): void {
    const at = this.#now();
    for (const json of updates) this.#updates.learn(aliasOf(json), json, at);
  }
}

/** The list may have shifted between two pages. */
function once(updates: readonly UpdateJson[]): UpdateJson[] {
  return [...new Map(updates.map(json => [aliasOf(json), json])).values()];
}

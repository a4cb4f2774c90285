/** A client of one Bodhi: its answers are kept for as long as they can be expected to hold. */
import * as v from 'valibot';
import { AnswerCache } from '../http/answer-cache';
import type { Answered, AnswerStore } from '../http/answer-store';
import type { HttpFetch } from '../http/http';
import { ofShape, statusOf } from '../http/json-service';
import { type Bodhi, type BodhiAnswers, BodhiError, type BodhiRelease, type BodhiUpdate, type OnUnread } from './bodhi';
import { ReleaseJson, UpdateJson } from './bodhi-json';
import { aliasOf, bySubmission, toRelease, toUpdate } from './convert';
import { backTo, NEWEST, newestUpdates, type Reach, type UpdateList } from './newest-updates';
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

/** A list, with a line for each record of it that cannot be read: whoever asks again is told again. */
interface List<T> {
  readonly rows: readonly T[];
  readonly unread: readonly string[];
}

const UpdateListJson = v.object({ updates: v.array(UpdateJson), unread: v.array(v.string()) });
const ReleaseListJson = v.object({ releases: v.array(ReleaseJson), unread: v.array(v.string()) });
type ReleaseListJson = v.InferOutput<typeof ReleaseListJson>;

const UPDATES = '/updates/';

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
  readonly #ofBuilds: AnswerCache<UpdateList, List<BodhiUpdate>>;
  /** By release and name, with a blank between. */
  readonly #ofPackages: AnswerCache<UpdateList, List<BodhiUpdate>>;
  /** By release, name, and version and release, with blanks between. */
  readonly #since: AnswerCache<UpdateList, List<BodhiUpdate>>;
  readonly #releases: AnswerCache<ReleaseListJson, List<BodhiRelease>>;

  constructor({ url, fetch, store, now }: BodhiOptions) {
    this.url = url.replace(/\/+$/, '');
    this.#now = now;
    const failure = (message: string, options: ErrorOptions) => new BodhiError(message, options);
    this.#queries = new BodhiQueries(this.url, { name: 'Bodhi', fetch, failure });
    const common = (question: string) => ({ store, now, name: `bodhi ${this.url} ${question}`, capacity: 5000 });
    const update = (json: UpdateJson): BodhiUpdate => toUpdate(json, alias => this.page(alias));
    const list = {
      revive: ofShape(UpdateListJson),
      convert: ({ updates, unread }: UpdateList) => ({ rows: updates.map(update).sort(bySubmission), unread }),
      lifetime: () => LISTS,
    };
    this.#updates = new AnswerCache({
      ...common('update'),
      revive: ofShape(v.nullable(UpdateJson)),
      convert: json => (json ? update(json) : undefined),
      lifetime: known => (known ? LIFETIMES[known.status] : MOVING),
    });
    this.#ofBuilds = new AnswerCache<UpdateList, List<BodhiUpdate>>({ ...common('build'), ...list });
    this.#ofPackages = new AnswerCache<UpdateList, List<BodhiUpdate>>({ ...common('package'), ...list });
    this.#since = new AnswerCache<UpdateList, List<BodhiUpdate>>({ ...common('since'), ...list });
    this.#releases = new AnswerCache<ReleaseListJson, List<BodhiRelease>>({
      ...common('releases'),
      revive: ofShape(ReleaseListJson),
      convert: ({ releases, unread }) => ({ rows: releases.map(toRelease), unread }),
      lifetime: () => DAY,
    });
  }

  async updates(
    aliases: readonly string[],
    signal?: AbortSignal,
    onUnread?: OnUnread,
  ): Promise<BodhiAnswers<BodhiUpdate>> {
    const { askable, rest } = this.#split(aliases, undefined);
    const known = await this.#updates.get(
      askable,
      (keys, until) =>
        this.#inBatches(keys, async batch => {
          const { rows, unread } = await this.#queries.allUpdates({ updateid: batch }, until);
          const byAlias = new Map(rows.map(json => [aliasOf(json), json]));
          // one without an alias may be any of those that are missing
          const unreadOf = (alias: string) =>
            unread.find(({ name }) => name === alias) ?? unread.find(({ name }) => name === undefined);
          return batch.map((alias): [string, UpdateJson | BodhiError | null] => {
            const record = byAlias.has(alias) ? undefined : unreadOf(alias);
            if (record) return [alias, new BodhiError(this.#queries.unreadText(UPDATES, record))];
            return [alias, byAlias.get(alias) ?? null];
          });
        }),
      signal,
      onUnread,
    );
    return new Map([...known, ...rest]);
  }

  async updatesOfBuilds(
    nvrs: readonly string[],
    signal?: AbortSignal,
    onUnread?: OnUnread,
  ): Promise<ReadonlyMap<string, Answered<Updates>>> {
    const { askable, rest } = this.#split<Updates>(nvrs, []);
    const known = await this.#ofBuilds.get(
      askable,
      (keys, until) =>
        this.#inBatches(keys, async batch => {
          const { rows, unread } = await this.#queries.allUpdates({ builds: batch }, until);
          const found = once(rows);
          this.#learn(found);
          return batch.map(nvr => {
            const ofBuild = unread.filter(({ builds }) => builds?.includes(nvr));
            // some of a build's updates would pass for all of them
            const updates =
              ofBuild.length > 0 ? [] : found.filter(({ builds }) => builds.some(build => build.nvr === nvr));
            const told = [...ofBuild, ...unread.filter(({ builds }) => builds === undefined)];
            return [nvr, { updates, unread: told.map(record => this.#queries.unreadText(UPDATES, record)) }];
          });
        }),
      signal,
    );
    return new Map([...readOf(known, onUnread), ...rest]);
  }

  async updatesOfPackages(
    names: readonly string[],
    release: string,
    signal?: AbortSignal,
    onUnread?: OnUnread,
  ): Promise<ReadonlyMap<string, Answered<Updates>>> {
    const keyed = new Map(names.map(name => [`${release} ${name}`, name]));
    return this.#ofRelease(this.#ofPackages, keyed, release, NEWEST, { signal, onUnread });
  }

  async updatesSince(
    since: ReadonlyMap<string, string>,
    release: string,
    signal?: AbortSignal,
    onUnread?: OnUnread,
  ): Promise<ReadonlyMap<string, Answered<Updates>>> {
    const keyed = new Map([...since].map(([name, vr]) => [`${release} ${name} ${vr}`, name]));
    return this.#ofRelease(this.#since, keyed, release, backTo(since), { signal, onUnread });
  }

  /** `keyed`: names of source packages by the keys of the cache. */
  async #ofRelease(
    cache: AnswerCache<UpdateList, List<BodhiUpdate>>,
    keyed: ReadonlyMap<string, string>,
    release: string,
    reach: Reach,
    { signal, onUnread }: { readonly signal: AbortSignal | undefined; readonly onUnread: OnUnread | undefined },
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
            this.#learn([...found.values()].flatMap(({ updates }) => updates));
            return [...found].map(([name, list]) => [keyOf.get(name) ?? name, list]);
          },
        ),
      signal,
    );
    const read = [...readOf(known, onUnread)].map(([key, answer]) => [keyed.get(key) ?? key, answer] as const);
    return new Map([...read, ...rest]);
  }

  async releases(signal?: AbortSignal, onUnread?: OnUnread): Promise<Answered<readonly BodhiRelease[]>> {
    const question = async (_: unknown, until: AbortSignal) => {
      const { rows, unread } = await this.#queries.allReleases(until);
      const told = unread.map(record => this.#queries.unreadText('/releases/', record));
      return new Map([['all', { releases: [...rows], unread: told }]]);
    };
    const [answer] = (await this.#releases.get(['all'], question, signal)).values();
    if (!answer) throw new Error('one key, one answer');
    tell(answer.value.unread, onUnread);
    return { value: answer.value.rows, at: answer.at };
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
  ): Promise<Map<string, UpdateList>> {
    try {
      return await newestUpdates(this.#queries, names, release, signal, reach);
    } catch (error) {
      if (statusOf(error) !== 400) throw error;
      const unread: Error[] = [];
      const { value: releases } = await this.releases(signal, one => unread.push(one));
      const known = releases.some(
        ({ name, version }) => [release, release.toUpperCase()].includes(name) || version === release,
      );
      // one that cannot be read may be it
      throw known || unread.length > 0 ? error : this.#noRelease(release);
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
    ask: (batch: readonly string[]) => Promise<(readonly [string, W | Error])[]>,
  ): Promise<Map<string, W | Error>> {
    return new Map((await Promise.all(inBatches(keys).map(ask))).flat());
  }

  #learn(updates: readonly UpdateJson[]): void {
    const at = this.#now();
    for (const json of updates) this.#updates.learn(aliasOf(json), json, at);
  }
}

/** What can be read. No answer where nothing is left of one: that there is nothing would say too much. */
function readOf<T>(
  known: ReadonlyMap<string, Answered<List<T>>>,
  onUnread: OnUnread | undefined,
): Map<string, Answered<readonly T[]>> {
  tell(
    [...known.values()].flatMap(({ value }) => value.unread),
    onUnread,
  );
  const read = new Map<string, Answered<readonly T[]>>();
  for (const [key, { value, at }] of known) {
    if (value.rows.length > 0 || value.unread.length === 0) read.set(key, { value: value.rows, at });
  }
  return read;
}

/** Each line once. Throws the first where nobody wants to be told. */
function tell(lines: readonly string[], onUnread: OnUnread | undefined): void {
  for (const line of new Set(lines)) {
    if (!onUnread) throw new BodhiError(line);
    onUnread(new BodhiError(line));
  }
}

/** The list may have shifted between two pages. */
function once(updates: readonly UpdateJson[]): UpdateJson[] {
  return [...new Map(updates.map(json => [aliasOf(json), json])).values()];
}

/** The advisories of repositories: what is known, what is being loaded, when to ask again. */
import { HostQueue } from '../http/host-queue';
import type { HttpFetch } from '../http/http';
import { decompress } from './decompress';
import { createDownload } from './download';
import { checksumText, downloadRecord, urlOfRecord } from './download-record';
import { type Flight, Flights } from './flights';
import { describe, type Failure, failureOf, isFresh, isLeftAlone, mayShow, PARALLEL } from './manners';
import { located } from './metadata-error';
import type { RepomdRecord } from './repomd';
import type { RepositoryRequest, UpdateinfoOptions } from './repositories';
import type { RefreshOptions } from './repository-places';
import { type RepositorySource, sourceOf } from './repository-source';
import type { RepositoryUpdateinfo } from './updateinfo';
import { UpdateinfoCache } from './updateinfo-cache';
import { type Advisories, type KnownUpdateinfo, refreshUpdateinfo } from './updateinfo-refresh';
import { readUpdateinfo } from './updateinfo-xml';

export interface UpdateinfoLoaderOptions {
  readonly fetch: HttpFetch;
  /** Absolute path. Made when something is written. */
  readonly cacheFolder: string;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Whether file:// repositories may be read: not in an untrusted workspace. */
  readonly trustFileUrls: () => boolean;
}

const MIB = 1024 * 1024;
/** As served; Fedora's is about 2. */
const MAX_UPDATEINFO = 64 * MIB;

export class UpdateinfoLoader {
  readonly #cache: UpdateinfoCache;
  readonly #failures = new Map<string, Failure>();
  readonly #flights = new Flights();
  readonly #queue = new HostQueue(PARALLEL);
  /** By checksum: basearches mostly have the same file, which is loaded once. */
  readonly #files = new Flights();
  readonly #read = new Map<string, WeakRef<Advisories>>();

  constructor(private readonly options: UpdateinfoLoaderOptions) {
    this.#cache = new UpdateinfoCache(options.cacheFolder);
  }

  async load(requests: readonly RepositoryRequest[], options: UpdateinfoOptions): Promise<RepositoryUpdateinfo[]> {
    options.signal?.throwIfAborted();
    const loads = requests.map(request => this.#load(request, options));
    // one rejection, that of the signal, must not leave the others' unheard or still writing
    await Promise.allSettled(loads);
    options.signal?.throwIfAborted();
    return Promise.all(loads);
  }

  async #load(request: RepositoryRequest, options: UpdateinfoOptions): Promise<RepositoryUpdateinfo> {
    const source = sourceOf(request);
    const { id, basearch } = source;
    if (options.offline && !source.local) return { id, basearch, ...(await this.#whatIsCached(source)) };
    await this.#flights.join(source.key, {
      signal: options.signal,
      force: options.force === true,
      onProgress: progress => options.onProgress?.({ repository: `${id} ${basearch}`, ...progress }),
      run: flight =>
        this.#queue.run('', flight.signal, async () => {
          const failed = await this.#bringUpToDate(request, source, flight);
          flight.onProgress({ phase: failed ? 'failed' : 'done' });
        }),
    });
    return { id, basearch, ...(await this.#whatIsKnown(source)) };
  }

  /** True where it failed. Rejects only once the flight's signal is aborted. */
  async #bringUpToDate(request: RepositoryRequest, source: RepositorySource, flight: Flight): Promise<boolean> {
    const { now, fetch, trustFileUrls } = this.options;
    try {
      if (source.problem !== undefined) throw new Error(source.problem);
      const known = await this.#known(source);
      if (!flight.force) {
        if (known && isFresh(request, source, known.cached.checkedAt, now())) return false;
        if (isLeftAlone(this.#failures.get(source.key), now())) return true;
      }
      flight.asks();
      const download = createDownload(fetch, trustFileUrls);
      const read = (filesUrl: string, record: RepomdRecord, options: RefreshOptions): Promise<Advisories> =>
        this.#file(record, options, reading => this.#download(filesUrl, record, reading));
      const refreshed = await refreshUpdateinfo(source, known, { download, read, now }, flight);
      flight.signal.throwIfAborted();
      await this.#cache.writeState(source, refreshed.cached);
      this.#failures.delete(source.key);
      if (refreshed.cached.updateinfo?.checksum !== known?.cached.updateinfo?.checksum) await this.#cache.prune(now());
      return false;
    } catch (error) {
      flight.signal.throwIfAborted();
      this.#failures.set(source.key, failureOf(source, error, now()));
      return true;
    }
  }

  /** What a file holds: from memory, from the cache, else as `load` gives it, which then stands in both. */
  async #file(
    record: RepomdRecord,
    { signal, onProgress }: RefreshOptions,
    load: (options: RefreshOptions) => Promise<Advisories>,
  ): Promise<Advisories> {
    const checksum = checksumText(record.checksum);
    let loaded = await this.#advisories(checksum);
    if (loaded) return loaded;
    for (let own = false; !own; ) {
      try {
        await this.#files.join(checksum, {
          signal,
          force: false,
          onProgress,
          run: async flight => {
            own = true;
            loaded = await load(flight);
            flight.signal.throwIfAborted();
            await this.#cache.writeAdvisories(checksum, loaded);
            this.#read.set(checksum, new WeakRef(loaded));
          },
        });
        break;
      } catch (error) {
        // that another place does not have it as it should says nothing of this one
        signal.throwIfAborted();
        if (own) throw error;
      }
    }
    loaded ??= await this.#advisories(checksum);
    if (!loaded) throw new Error('the advisories that were cached a moment ago are gone');
    return loaded;
  }

  async #download(filesUrl: string, record: RepomdRecord, options: RefreshOptions): Promise<Advisories> {
    const { location, openSize } = record;
    const download = createDownload(this.options.fetch, this.options.trustFileUrls);
    const { data } = await downloadRecord(filesUrl, record, MAX_UPDATEINFO, download, options);
    options.onProgress({ phase: 'index' });
    try {
      const what = location.slice(location.lastIndexOf('/') + 1);
      return await readUpdateinfo(decompress(data, { location, openSize, signal: options.signal }), what);
    } catch (error) {
      throw located(urlOfRecord(filesUrl, record), error);
    }
  }

  /** Of the cache; undefined where that has nothing that can be used. */
  async #known(source: RepositorySource): Promise<KnownUpdateinfo | undefined> {
    const cached = await this.#cache.readState(source);
    if (!cached) return undefined;
    const advisories = cached.updateinfo ? await this.#advisories(cached.updateinfo.checksum) : [];
    return advisories && { cached, advisories };
  }

  async #advisories(checksum: string): Promise<Advisories | undefined> {
    const read = this.#read.get(checksum)?.deref();
    if (read) return read;
    const cached = await this.#cache.readAdvisories(checksum);
    if (cached) this.#read.set(checksum, new WeakRef(cached));
    return cached;
  }

  async #whatIsKnown(source: RepositorySource): Promise<Pick<RepositoryUpdateinfo, 'advisories' | 'error'>> {
    const failure = this.#failures.get(source.key);
    const { known, error } = await this.#shown(source);
    // another process may have had more luck since, and old advisories while nothing may be asked are what the user chose
    if (known && failure && (failure.gate || known.cached.checkedAt > failure.at)) {
      return { advisories: known.advisories, error: undefined };
    }
    return { advisories: known?.advisories ?? [], error: failure?.message ?? error };
  }

  async #whatIsCached(source: RepositorySource): Promise<Pick<RepositoryUpdateinfo, 'advisories' | 'error'>> {
    const { known, error } = await this.#shown(source);
    if (known) return { advisories: known.advisories, error: undefined };
    const words = source.problem ?? 'its advisories are not cached, and nothing is asked (offline)';
    return { advisories: [], error: error ?? describe(source, words) };
  }

  async #shown(
    source: RepositorySource,
  ): Promise<{ readonly known?: KnownUpdateinfo | undefined; readonly error?: string }> {
    if (source.problem !== undefined || !mayShow(source, this.options.trustFileUrls())) return {};
    try {
      return { known: await this.#known(source) };
    } catch (error) {
      return { error: describe(source, error) };
    }
  }
}

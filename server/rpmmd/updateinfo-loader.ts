/** The advisories of repositories: what is known, what is being loaded, when to ask again. */
import type { HttpFetch } from '../http/http';
import { decompress } from './decompress';
import { createDownload } from './download';
import { checksumText, downloadRecord, urlOfRecord } from './download-record';
import { type Flight, Flights } from './flights';
import { describe, mayShow } from './manners';
import { located } from './metadata-error';
import type { RepomdRecord } from './repomd';
import type { RepositoryRequest, UpdateinfoOptions } from './repositories';
import type { RefreshOptions } from './repository-places';
import { type RepositorySource, sourceOf } from './repository-source';
import { allLoads, SourceLoads } from './source-loads';
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
  readonly #loads: SourceLoads<KnownUpdateinfo>;
  /** By checksum: basearches mostly have the same file, which is loaded once. */
  readonly #files = new Flights();
  readonly #read = new Map<string, WeakRef<Advisories>>();

  constructor(private readonly options: UpdateinfoLoaderOptions) {
    this.#cache = new UpdateinfoCache(options.cacheFolder);
    this.#loads = new SourceLoads(options.now, {
      known: source => this.#known(source),
      refresh: (source, known, flight) => this.#refresh(source, known, flight),
    });
  }

  async load(requests: readonly RepositoryRequest[], options: UpdateinfoOptions): Promise<RepositoryUpdateinfo[]> {
    options.signal?.throwIfAborted();
    const loads = requests.map(request => this.#load(request, options));
    return allLoads(loads, options.signal);
  }

  async #load(request: RepositoryRequest, options: UpdateinfoOptions): Promise<RepositoryUpdateinfo> {
    const source = sourceOf(request);
    const { id, basearch } = source;
    if (options.offline && !source.local) return { id, basearch, ...(await this.#whatIsCached(source)) };
    await this.#loads.load(request, source, options);
    return { id, basearch, ...(await this.#whatIsKnown(source)) };
  }

  async #refresh(source: RepositorySource, known: KnownUpdateinfo | undefined, flight: Flight): Promise<void> {
    const { now, fetch, trustFileUrls } = this.options;
    const download = createDownload(fetch, trustFileUrls);
    const read = (filesUrl: string, record: RepomdRecord, options: RefreshOptions): Promise<Advisories> =>
      this.#file(record, options, reading => this.#download(filesUrl, record, reading));
    const refreshed = await refreshUpdateinfo(source, known, { download, read, now }, flight);
    flight.signal.throwIfAborted();
    await this.#cache.writeState(source, refreshed.cached);
    if (refreshed.cached.updateinfo?.checksum !== known?.cached.updateinfo?.checksum) await this.#cache.prune(now());
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
    const failure = this.#loads.failure(source);
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

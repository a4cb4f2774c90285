/** The Repositories of a process: what is known, what is being loaded, when to ask again. */
import type { HttpFetch } from '../http/http';
import { CacheFolder } from './cache-folder';
import { createDownload } from './download';
import type { Flight } from './flights';
import { openIndex } from './index-file';
import type { RunIndexer } from './index-job';
import { describe, mayShow } from './manners';
import { CorruptIndexError } from './metadata-error';
import { filterPackages } from './package-filter';
import type { PackageIndex } from './package-index';
import type { LoadOptions, Repositories, RepositoryRequest, RepositoryState, UpdateinfoOptions } from './repositories';
import { type KnownRepository, refreshRepository } from './repository-refresh';
import { type RepositorySource, sourceOf } from './repository-source';
import { allLoads, SourceLoads } from './source-loads';
import type { RepositoryUpdateinfo } from './updateinfo';
import { UpdateinfoLoader } from './updateinfo-loader';

export interface RepositoriesOptions {
  readonly fetch: HttpFetch;
  /** Absolute path. Made when something is written. */
  readonly cacheFolder: string;
  readonly runIndexer: RunIndexer;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Whether file:// repositories may be read: not in an untrusted workspace. */
  readonly trustFileUrls: () => boolean;
}

export function createRepositories(options: RepositoriesOptions): Repositories {
  return new LoadedRepositories(options);
}

class LoadedRepositories implements Repositories {
  readonly #open = new Map<string, KnownRepository>();
  readonly #filtered = new WeakMap<PackageIndex, Map<string, PackageIndex>>();

  readonly #cache: CacheFolder;
  readonly #updateinfo: UpdateinfoLoader;
  readonly #loads: SourceLoads<KnownRepository>;

  constructor(private readonly options: RepositoriesOptions) {
    this.#cache = new CacheFolder(options.cacheFolder);
    this.#updateinfo = new UpdateinfoLoader(options);
    this.#loads = new SourceLoads(options.now, {
      known: source => this.#known(source),
      refresh: (source, known, flight) => this.#refresh(source, known, flight),
    });
  }

  snapshot(requests: readonly RepositoryRequest[]): Promise<RepositoryState[]> {
    return Promise.all(requests.map(request => this.#snapshot(request, sourceOf(request))));
  }

  async load(requests: readonly RepositoryRequest[], options: LoadOptions): Promise<RepositoryState[]> {
    options.signal?.throwIfAborted();
    const load = async (request: RepositoryRequest): Promise<RepositoryState> => {
      const source = sourceOf(request);
      await this.#loads.load(request, source, options);
      return this.#snapshot(request, source);
    };
    return allLoads(requests.map(load), options.signal);
  }

  updateinfo(requests: readonly RepositoryRequest[], options: UpdateinfoOptions): Promise<RepositoryUpdateinfo[]> {
    return this.#updateinfo.load(requests, options);
  }

  async #refresh(source: RepositorySource, known: KnownRepository | undefined, flight: Flight): Promise<void> {
    const { now, fetch, trustFileUrls, runIndexer } = this.options;
    const download = createDownload(fetch, trustFileUrls);
    const refreshed = await refreshRepository(source, known, { download, cache: this.#cache, runIndexer, now }, flight);
    flight.signal.throwIfAborted();
    await this.#cache.writeState(source, refreshed.cached);
    this.#open.set(source.key, refreshed);
    if (refreshed.index !== known?.index) await this.#cache.prune(now());
  }

  async #snapshot(request: RepositoryRequest, source: RepositorySource): Promise<RepositoryState> {
    const { config, role } = request;
    let failure = this.#loads.failure(source);
    let known: KnownRepository | undefined;
    if (source.problem === undefined && mayShow(source, this.options.trustFileUrls())) {
      try {
        known = await this.#known(source);
      } catch (error) {
        const message = describe(source, error);
        failure ??= { message, status: 'failed', at: this.options.now(), gate: false };
      }
    }
    // another process may have had more luck since
    if (known && failure && known.cached.checkedAt > failure.at) failure = undefined;
    const loading = this.#loads.isLoading(source);
    return {
      id: source.id,
      basearch: source.basearch,
      role,
      priority: config.priority,
      cost: config.cost,
      skipIfUnavailable: config.skipIfUnavailable,
      status: known ? 'ready' : loading ? 'loading' : (failure?.status ?? 'missing'),
      index: known && this.#filter(known.index, request),
      checkedAt: known?.cached.checkedAt,
      revision: known?.cached.revision,
      // old data while nothing may be asked is what the user chose: their age says enough
      error: known && failure?.gate ? undefined : failure?.message,
    };
  }

  /** What the cache holds, its index opened; undefined where it has nothing that can be used. */
  async #known(source: RepositorySource): Promise<KnownRepository | undefined> {
    const cache = this.#cache;
    const cached = await cache.readState(source);
    if (!cached) return undefined;
    const { checksum } = cached.primary;
    const open = this.#open.get(source.key);
    if (open?.cached.primary.checksum === checksum) return { cached, index: open.index };
    try {
      const known = { cached, index: await openIndex(cache.indexFile(checksum), { checksum }) };
      this.#open.set(source.key, known);
      return known;
    } catch (error) {
      if (error instanceof CorruptIndexError) await cache.removeIndex(checksum);
      else if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      return undefined;
    }
  }

  #filter(index: PackageIndex, { config }: RepositoryRequest): PackageIndex {
    const key = JSON.stringify([config.includepkgs, config.excludepkgs]);
    const known = this.#filtered.get(index) ?? new Map<string, PackageIndex>();
    this.#filtered.set(index, known);
    const filtered = known.get(key) ?? filterPackages(index, config);
    known.set(key, filtered);
    return filtered;
  }
}

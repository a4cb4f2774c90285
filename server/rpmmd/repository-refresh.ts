/** Brings one repository up to date: takes the primary of the first place that works and has it indexed. */
import { dirname } from 'node:path';
import type { CacheFolder } from './cache-folder';
import type { CachedRepository } from './cached-repository';
import type { Download } from './download';
import { checksumText, downloadRecord } from './download-record';
import { openIndex } from './index-file';
import type { RunIndexer } from './index-job';
import { CorruptIndexError, located, MetadataError, messageOf, prefixed } from './metadata-error';
import type { PackageIndex } from './package-index';
import { primaryOf, type RepomdRecord } from './repomd';
import { type FoundRepomd, fromPlaces, type RefreshOptions, refuseOlder } from './repository-places';
import { isFileUrl, type RepositorySource } from './repository-source';

export interface RefreshPorts {
  readonly download: Download;
  readonly cache: CacheFolder;
  readonly runIndexer: RunIndexer;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** A repository's cached state together with its open index. */
export interface KnownRepository {
  readonly cached: CachedRepository;
  readonly index: PackageIndex;
}

const MIB = 1024 * 1024;
/** Fedora's is about 25. */
const MAX_PRIMARY = 256 * MIB;

/**
 * What the repository has now. Rejects with an Error whose message names every place asked and its failure; with the
 * HttpError itself where nothing may be asked (`network-off`, `untrusted`); with the signal's reason once aborted.
 * Nothing is written but the index.
 */
export function refreshRepository(
  source: RepositorySource,
  known: KnownRepository | undefined,
  ports: RefreshPorts,
  options: RefreshOptions,
): Promise<KnownRepository> {
  return fromPlaces(source, known, ports.download, options, {
    take: found => take(source, known, found, ports, options),
    unchanged: ({ cached, index }, seen) => ({ index, cached: { ...cached, ...seen, checkedAt: ports.now() } }),
  });
}

async function take(
  source: RepositorySource,
  known: KnownRepository | undefined,
  { repomd, url, filesUrl, place }: FoundRepomd,
  ports: RefreshPorts,
  options: RefreshOptions,
): Promise<KnownRepository> {
  const primary = prefixed(url, () => primaryOf(repomd));
  const checksum = checksumText(primary.checksum);
  if (known && !options.force && !isFileUrl(url) && known.cached.primary.checksum !== checksum) {
    refuseOlder(url, primary.timestamp, known.cached);
  }
  const cached: CachedRepository = {
    format: 1,
    repository: `${source.id} ${source.basearch}`,
    ...place,
    revision: repomd.revision,
    timestamp: primary.timestamp,
    primary: { checksum, size: primary.size },
    checkedAt: ports.now(),
  };
  if (known?.cached.primary.checksum === checksum) return { cached, index: known.index };
  const index = await cachedIndex(checksum, ports.cache);
  return { cached, index: index ?? (await build(filesUrl, primary, checksum, ports, options)) };
}

/** Another repository or process may have indexed the same primary. */
async function cachedIndex(checksum: string, cache: CacheFolder): Promise<PackageIndex | undefined> {
  try {
    return await openIndex(cache.indexFile(checksum), { checksum });
  } catch (error) {
    if (error instanceof CorruptIndexError || (error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      return undefined;
    }
    throw error;
  }
}

async function build(
  filesUrl: string,
  primary: RepomdRecord,
  checksum: string,
  { download, cache, runIndexer }: RefreshPorts,
  options: RefreshOptions,
): Promise<PackageIndex> {
  const { signal, onProgress } = options;
  const { location, openSize } = primary;
  const { data, url } = await downloadRecord(filesUrl, primary, MAX_PRIMARY, download, options);
  onProgress({ phase: 'index' });
  const outFile = cache.indexFile(checksum);
  try {
    await runIndexer({ data, location, openSize, checksum, outFile }, signal);
  } catch (error) {
    if (error instanceof MetadataError) throw located(url, error);
    signal.throwIfAborted();
    throw new Error(`${url}: no index could be made in ${dirname(outFile)}: ${messageOf(error)}`, { cause: error });
  }
  return openIndex(outFile, { checksum });
}

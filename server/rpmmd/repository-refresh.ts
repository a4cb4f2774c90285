/** Brings one repository up to date: asks its places in order, verifies what they give, has it indexed. */
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { HttpError } from '../http/http';
import type { CacheFolder } from './cache-folder';
import type { CachedRepository, Validators } from './cached-repository';
import { documentOf, MAX_DOCUMENT } from './document';
import type { Download } from './download';
import { openIndex } from './index-file';
import type { RunIndexer } from './index-job';
import { CorruptIndexError, MetadataError, messageOf } from './metadata-error';
import { type Metalink, metalinkFileOf, parseMetalink } from './metalink';
import { parseMirrorlist } from './mirrorlist';
import type { PackageIndex } from './package-index';
import { parseRepomd, primaryOf, type RepomdRecord } from './repomd';
import type { LoadProgress } from './repositories';
import { below, isFileUrl, type RepositorySource, withSlash } from './repository-source';

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

export interface RefreshOptions {
  readonly signal: AbortSignal;
  /** Take what the repository has even where it is older than what is cached, and forget which places lacked it. */
  readonly force: boolean;
  readonly onProgress: (progress: Omit<LoadProgress, 'repository'>) => void;
}

const MIB = 1024 * 1024;
/** Fedora's is about 25. */
const MAX_PRIMARY = 256 * MIB;
/** Of a metalink or mirror list: if so many fail, it is not the mirrors. */
const MAX_MIRRORS = 5;
const REPOMD = 'repodata/repomd.xml';

/**
 * What the repository has now. Rejects with an Error whose message names every place asked and its failure; with the
 * HttpError itself where nothing may be asked (`network-off`, `untrusted`); with the signal's reason once aborted.
 * Nothing is written but the index.
 */
export async function refreshRepository(
  source: RepositorySource,
  known: KnownRepository | undefined,
  ports: RefreshPorts,
  options: RefreshOptions,
): Promise<KnownRepository> {
  return new Refresh(source, known, ports, options).run();
}

class Refresh {
  readonly #failures: string[] = [];
  readonly #absent: string[] = [];

  constructor(
    private readonly source: RepositorySource,
    private readonly known: KnownRepository | undefined,
    private readonly ports: RefreshPorts,
    private readonly options: RefreshOptions,
  ) {}

  async run(): Promise<KnownRepository> {
    const { place } = this.source;
    this.options.onProgress({ phase: 'repomd' });
    switch (place.kind) {
      case 'baseurl':
        return (await this.#firstOf(this.#ordered(place.urls))) ?? this.#fail();
      case 'mirrorlist':
        return this.#throughMirrorlist(place.url);
      case 'metalink':
        return (await this.#attempt(() => this.#throughMetalink(place.url))) ?? this.#fail();
    }
  }

  /** In the order of the configuration, but without those that were found not to have it. */
  #ordered(urls: readonly string[]): string[] {
    const cached = this.known?.cached;
    if (!cached || this.options.force || !urls.includes(cached.baseUrl)) return [...urls];
    const absent = urls.filter(url => cached.absent.includes(url));
    this.#absent.push(...absent);
    // they may have it by now if nobody else has
    return [...urls.filter(url => !absent.includes(url)), ...absent];
  }

  /** The mirror that answered last time first: the list costs a request of its own. */
  async #throughMirrorlist(url: string): Promise<KnownRepository> {
    const last = this.options.force ? undefined : this.known?.cached.baseUrl;
    if (last !== undefined) {
      const found = await this.#firstOf([last]);
      if (found) return found;
    }
    const found = await this.#attempt(async () => {
      const { signal } = this.options;
      const { body } = await this.ports.download({ url, maxBytes: MAX_DOCUMENT, signal });
      const text = textOf(url, body);
      if (text.trimStart().startsWith('<?xml')) return this.#viaMetalink(url, text, {});
      const mirrors = parseMirrorlist(this.source.expand(text));
      if (mirrors.length === 0) throw new MetadataError('malformed', `${url}: the list names no http or https mirror`);
      return this.#firstOf(mirrors.map(withSlash).filter(mirror => mirror !== last));
    });
    return found ?? this.#fail();
  }

  async #throughMetalink(url: string): Promise<KnownRepository | undefined> {
    const { known } = this;
    const { signal } = this.options;
    const validators = known?.cached.validators;
    const { body, validators: fresh } = await this.ports.download({ url, maxBytes: MAX_DOCUMENT, validators, signal });
    if (body === undefined && known) return this.#unchanged(known, fresh);
    return this.#viaMetalink(url, textOf(url, body), fresh);
  }

  async #viaMetalink(url: string, text: string, validators: Validators): Promise<KnownRepository | undefined> {
    const metalink = prefixed(url, () => parseMetalink(text));
    const { known } = this;
    const current = { ...metalink, files: metalink.files.slice(0, 1) };
    if (known?.cached.repomd !== undefined && metalinkFileOf(Buffer.from(known.cached.repomd, 'base64'), current)) {
      return this.#unchanged(known, validators);
    }
    return this.#firstOf(metalink.baseUrls, { metalink, validators });
  }

  async #firstOf(
    baseUrls: readonly string[],
    via?: { readonly metalink: Metalink; readonly validators: Validators },
  ): Promise<KnownRepository | undefined> {
    const limit = this.source.place.kind === 'baseurl' ? baseUrls.length : MAX_MIRRORS;
    for (const baseUrl of baseUrls.slice(0, limit)) {
      const found = await this.#attempt(() => this.#from(baseUrl, via), baseUrl);
      if (found) return found;
    }
    return undefined;
  }

  /** Undefined where it failed in a way that leaves the next place to try. */
  async #attempt<T>(work: () => Promise<T | undefined>, baseUrl?: string): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.options.signal.throwIfAborted();
      if (error instanceof HttpError) {
        if (error.kind === 'network-off' || error.kind === 'untrusted') throw error;
        if (
          baseUrl !== undefined &&
          (error.status === 404 || error.status === 410) &&
          !this.#absent.includes(baseUrl)
        ) {
          this.#absent.push(baseUrl);
        }
      } else if (!(error instanceof MetadataError)) {
        throw error;
      }
      this.#failures.push(error.message);
      return undefined;
    }
  }

  #fail(): never {
    throw new Error(this.#failures.join('; '));
  }

  async #from(
    baseUrl: string,
    via: { readonly metalink: Metalink; readonly validators: Validators } | undefined,
  ): Promise<KnownRepository> {
    const { known } = this;
    const { signal, force } = this.options;
    const url = below(baseUrl, REPOMD);
    const validators = !via && known?.cached.baseUrl === baseUrl ? known.cached.validators : undefined;
    const answer = await this.ports.download({ url, maxBytes: MAX_DOCUMENT, validators, signal });
    if (answer.body === undefined) {
      if (!known) throw new MetadataError('malformed', `${url}: unchanged, but nothing is cached`);
      return this.#unchanged(known, answer.validators);
    }
    const body = prefixed(url, () => documentOf(answer.body ?? Buffer.alloc(0)));
    if (via && !metalinkFileOf(body, via.metalink)) {
      throw new MetadataError('unsafe', `${url}: not the repomd.xml the metalink names`);
    }
    const { repomd, primary } = prefixed(url, () => {
      const parsed = parseRepomd(body);
      return { repomd: parsed, primary: primaryOf(parsed) };
    });
    const checksum = `${primary.checksum.type}:${primary.checksum.value}`;
    if (known && !force && !isFileUrl(baseUrl)) refuseOlder(url, primary, known.cached, checksum);
    const cached: CachedRepository = {
      format: 1,
      repository: `${this.source.id} ${this.source.basearch}`,
      baseUrl,
      absent: this.#absent.filter(other => other !== baseUrl),
      validators: via ? via.validators : answer.validators,
      revision: repomd.revision,
      timestamp: primary.timestamp,
      primary: { checksum, size: primary.size },
      repomd: via ? body.toString('base64') : undefined,
      checkedAt: this.ports.now(),
    };
    if (known?.cached.primary.checksum === checksum) return { cached, index: known.index };
    // behind a redirect every file may come from another mirror: stay with the one that gave repomd.xml
    const actual = answer.url.endsWith(REPOMD) ? answer.url.slice(0, -REPOMD.length) : baseUrl;
    return { cached, index: (await this.#cachedIndex(checksum)) ?? (await this.#build(actual, primary, checksum)) };
  }

  #unchanged(known: KnownRepository, validators: Validators): KnownRepository {
    const absent = this.#absent.length > 0 ? this.#absent : known.cached.absent;
    return { index: known.index, cached: { ...known.cached, absent, validators, checkedAt: this.ports.now() } };
  }

  /** Another repository or process may have indexed the same primary. */
  async #cachedIndex(checksum: string): Promise<PackageIndex | undefined> {
    try {
      return await openIndex(this.ports.cache.indexFile(checksum), { checksum });
    } catch (error) {
      if (
        error instanceof CorruptIndexError ||
        (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      ) {
        return undefined;
      }
      throw error;
    }
  }

  async #build(baseUrl: string, primary: RepomdRecord, checksum: string): Promise<PackageIndex> {
    const { signal, onProgress } = this.options;
    const { location, openSize, size } = primary;
    const url = below(primary.locationBase ?? baseUrl, location);
    if (size !== undefined && size > MAX_PRIMARY) {
      throw new MetadataError('too-large', `${url}: ${size} bytes announced, more than ${MAX_PRIMARY} are not read`);
    }
    onProgress({ phase: 'download', received: 0, total: size });
    const { body } = await this.ports.download({
      url,
      maxBytes: size ?? MAX_PRIMARY,
      signal,
      onProgress: (received, total) => onProgress({ phase: 'download', received, total: size ?? total }),
    });
    const data = body ?? Buffer.alloc(0);
    verify(url, data, primary);
    onProgress({ phase: 'index' });
    const outFile = this.ports.cache.indexFile(checksum);
    try {
      await this.ports.runIndexer({ data, location, openSize, checksum, outFile }, signal);
    } catch (error) {
      if (error instanceof MetadataError) throw located(url, error);
      signal.throwIfAborted();
      throw new Error(`${url}: no index could be made in ${dirname(outFile)}: ${messageOf(error)}`, { cause: error });
    }
    return openIndex(outFile, { checksum });
  }
}

/** Throws where the bytes are not those repomd.xml announces. */
function verify(url: string, data: Buffer, { size, checksum }: RepomdRecord): void {
  if (size !== undefined && data.length !== size) {
    throw new MetadataError('truncated', `${url}: ${data.length} bytes, but repomd.xml announces ${size}`);
  }
  const actual = createHash(checksum.type).update(data).digest('hex');
  if (actual === checksum.value) return;
  const words = `its ${checksum.type} is ${actual}, but repomd.xml announces ${checksum.value}`;
  throw new MetadataError('unsafe', `${url}: wrong checksum: ${words}`);
}

/** A mirror that lags behind must not take back what is known already. */
function refuseOlder(url: string, primary: RepomdRecord, cached: CachedRepository, checksum: string): void {
  const { timestamp } = primary;
  if (timestamp === undefined || cached.timestamp === undefined) return;
  if (timestamp >= cached.timestamp || checksum === cached.primary.checksum) return;
  const words = `its metadata of ${date(timestamp)} is older than the cached of ${date(cached.timestamp)}`;
  throw new MetadataError('malformed', `${url}: ${words} (a stale mirror? a forced refresh takes it)`);
}

/** `2024-10-21 16:00 UTC` */
function date(seconds: number): string {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? `${seconds}` : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

const textOf = (url: string, body: Buffer | undefined): string =>
  prefixed(url, () => documentOf(body ?? Buffer.alloc(0)).toString());

function prefixed<T>(url: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw located(url, error);
  }
}

/** A MetadataError with the URL of the file in place of its mere name; anything else as it is. */
function located(url: string, error: unknown): unknown {
  if (!(error instanceof MetadataError)) return error;
  const name = url.slice(url.lastIndexOf('/') + 1);
  const message = error.message.startsWith(name) ? url + error.message.slice(name.length) : `${url}: ${error.message}`;
  return new MetadataError(error.kind, message, { cause: error });
}

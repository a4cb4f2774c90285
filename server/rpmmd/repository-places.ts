/** Finds a repository at one of its places (base URLs, a mirror list, a metalink) and gets its repomd.xml, verified as far as that can be. */
import { HttpError } from '../http/http';
import type { CachedPlace, Validators } from './cached-repository';
import { documentOf, MAX_DOCUMENT } from './document';
import type { Download } from './download';
import { MetadataError, prefixed } from './metadata-error';
import { type Metalink, metalinkFileOf, parseMetalink } from './metalink';
import { parseMirrorlist } from './mirrorlist';
import { parseRepomd, type Repomd } from './repomd';
import type { LoadProgress } from './repositories';
import { below, type RepositorySource, withSlash } from './repository-source';

/** What the next request to a place begins with. */
export type Place = Pick<CachedPlace, 'baseUrl' | 'absent' | 'validators' | 'repomd'>;

export interface RefreshOptions {
  readonly signal: AbortSignal;
  /** Take what the repository has even where it is older than what is cached, and forget which places lacked it. */
  readonly force: boolean;
  readonly onProgress: (progress: Omit<LoadProgress, 'repository'>) => void;
}

export interface FoundRepomd {
  readonly repomd: Repomd;
  /** Of repomd.xml as it was asked for. */
  readonly url: string;
  /** Where the other files are, with a slash at the end: behind a redirect every file may come from another mirror, so stay with the one that gave repomd.xml. */
  readonly filesUrl: string;
  readonly place: Place;
}

/** What is made of it. `K`: what is known already. */
export interface PlaceUse<K, T> {
  /** Where it rejects with a MetadataError or HttpError the next place is tried. */
  take(found: FoundRepomd): Promise<T>;
  /** The repository has not changed since `known`. */
  unchanged(known: K, seen: Pick<Place, 'absent' | 'validators'>): T;
}

/** Of a metalink or mirror list: if so many fail, it is not the mirrors. */
const MAX_MIRRORS = 5;
const REPOMD = 'repodata/repomd.xml';

/**
 * What the first place that works gives. Rejects with an Error whose message names every place asked and its failure; with
 * the HttpError itself where nothing may be asked (`network-off`, `untrusted`); with the signal's reason once aborted.
 */
export async function fromPlaces<K extends { readonly cached: Place }, T extends object>(
  source: RepositorySource,
  known: K | undefined,
  download: Download,
  options: RefreshOptions,
  use: PlaceUse<K, T>,
): Promise<T> {
  return new Search(source, known, download, options, use).run();
}

class Search<K extends { readonly cached: Place }, T extends object> {
  readonly #failures: string[] = [];
  readonly #absent: string[] = [];

  constructor(
    private readonly source: RepositorySource,
    private readonly known: K | undefined,
    private readonly download: Download,
    private readonly options: RefreshOptions,
    private readonly use: PlaceUse<K, T>,
  ) {}

  async run(): Promise<T> {
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
  async #throughMirrorlist(url: string): Promise<T> {
    const last = this.options.force ? undefined : this.known?.cached.baseUrl;
    if (last !== undefined) {
      const found = await this.#firstOf([last]);
      if (found) return found;
    }
    const found = await this.#attempt(async () => {
      const { signal } = this.options;
      const { body } = await this.download({ url, maxBytes: MAX_DOCUMENT, signal });
      const text = textOf(url, body);
      if (text.trimStart().startsWith('<?xml')) return this.#viaMetalink(url, text, {});
      const mirrors = parseMirrorlist(this.source.expand(text));
      if (mirrors.length === 0) throw new MetadataError('malformed', `${url}: the list names no http or https mirror`);
      return this.#firstOf(mirrors.map(withSlash).filter(mirror => mirror !== last));
    });
    return found ?? this.#fail();
  }

  async #throughMetalink(url: string): Promise<T | undefined> {
    const { known } = this;
    const { signal } = this.options;
    const validators = known?.cached.validators;
    const { body, validators: fresh } = await this.download({ url, maxBytes: MAX_DOCUMENT, validators, signal });
    if (body === undefined && known) return this.#unchanged(known, fresh);
    return this.#viaMetalink(url, textOf(url, body), fresh);
  }

  async #viaMetalink(url: string, text: string, validators: Validators): Promise<T | undefined> {
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
  ): Promise<T | undefined> {
    const limit = this.source.place.kind === 'baseurl' ? baseUrls.length : MAX_MIRRORS;
    for (const baseUrl of baseUrls.slice(0, limit)) {
      const found = await this.#attempt(() => this.#from(baseUrl, via), baseUrl);
      if (found) return found;
    }
    return undefined;
  }

  /** Undefined where it failed in a way that leaves the next place to try. */
  async #attempt(work: () => Promise<T | undefined>, baseUrl?: string): Promise<T | undefined> {
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
  ): Promise<T> {
    const { known } = this;
    const { signal } = this.options;
    const url = below(baseUrl, REPOMD);
    const validators = !via && known?.cached.baseUrl === baseUrl ? known.cached.validators : undefined;
    const answer = await this.download({ url, maxBytes: MAX_DOCUMENT, validators, signal });
    if (answer.body === undefined) {
      if (!known) throw new MetadataError('malformed', `${url}: unchanged, but nothing is cached`);
      return this.#unchanged(known, answer.validators);
    }
    const body = prefixed(url, () => documentOf(answer.body ?? Buffer.alloc(0)));
    if (via && !metalinkFileOf(body, via.metalink)) {
      throw new MetadataError('unsafe', `${url}: not the repomd.xml the metalink names`);
    }
    return this.use.take({
      repomd: prefixed(url, () => parseRepomd(body)),
      url,
      filesUrl: answer.url.endsWith(REPOMD) ? answer.url.slice(0, -REPOMD.length) : baseUrl,
      place: {
        baseUrl,
        absent: this.#absent.filter(other => other !== baseUrl),
        validators: via ? via.validators : answer.validators,
        repomd: via ? body.toString('base64') : undefined,
      },
    });
  }

  #unchanged(known: K, validators: Validators): T {
    const absent = this.#absent.length > 0 ? this.#absent : known.cached.absent;
    return this.use.unchanged(known, { absent, validators });
  }
}

const textOf = (url: string, body: Buffer | undefined): string =>
  prefixed(url, () => documentOf(body ?? Buffer.alloc(0)).toString());

/** A mirror that lags behind must not take back what is known already. Timestamps in Unix seconds. */
export function refuseOlder(url: string, timestamp: number | undefined, cached: CachedPlace): void {
  if (timestamp === undefined || cached.timestamp === undefined || timestamp >= cached.timestamp) return;
  const words = `its metadata of ${date(timestamp)} is older than the cached of ${date(cached.timestamp)}`;
  throw new MetadataError('malformed', `${url}: ${words} (a stale mirror? a forced refresh takes it)`);
}

/** `2024-10-21 16:00 UTC` */
function date(seconds: number): string {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? `${seconds}` : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

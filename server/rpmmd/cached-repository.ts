/** What the cache keeps of one repository and basearch, beside the index. */

/** Answers of a server that make the next request conditional (RFC 9110 section 13.1). */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

export interface CachedRepository {
  readonly format: 1;
  /** For human readers: the file's name is what counts. */
  readonly repository: string;
  /** Base URL the metadata came from, with a final slash. */
  readonly baseUrl: string;
  /** Base URLs before it that said they have no such repository. Not asked again as long as `baseUrl` answers. */
  readonly absent: readonly string[];
  /** Of the document that is asked first: the metalink where there is one, else repomd.xml below `baseUrl`. */
  readonly validators: Validators;
  readonly revision: string | undefined;
  /** `timestamp` of the primary, Unix seconds. */
  readonly timestamp: number | undefined;
  readonly primary: {
    /** `type:hex` */
    readonly checksum: string;
    /** Bytes as served. */
    readonly size: number | undefined;
  };
  /** The repomd.xml in base64, where a metalink says what it must be. */
  readonly repomd: string | undefined;
  /** Unix milliseconds of the last verified answer. */
  readonly checkedAt: number;
}

/** Undefined for anything that this version did not write: then the repository counts as never fetched. */
export function parseCachedRepository(text: string): CachedRepository | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isCachedRepository(value) ? value : undefined;
}

function isCachedRepository(value: unknown): value is CachedRepository {
  if (!isObject(value) || !isObject(value['validators']) || !isObject(value['primary'])) return false;
  const { primary, validators, absent } = value;
  return (
    value['format'] === 1 &&
    typeof value['repository'] === 'string' &&
    typeof value['baseUrl'] === 'string' &&
    Array.isArray(absent) &&
    absent.every(url => typeof url === 'string') &&
    isOptional(validators['etag'], 'string') &&
    isOptional(validators['lastModified'], 'string') &&
    isOptional(value['revision'], 'string') &&
    isOptional(value['timestamp'], 'number') &&
    typeof primary['checksum'] === 'string' &&
    /^[a-z0-9]+:[0-9a-f]+$/.test(primary['checksum']) &&
    isOptional(primary['size'], 'number') &&
    isOptional(value['repomd'], 'string') &&
    typeof value['checkedAt'] === 'number'
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isOptional(value: unknown, type: 'string' | 'number'): boolean {
  return value === undefined || typeof value === type;
}

/** What the cache keeps of one repository and basearch, beside the index. */

/** Answers of a server that make the next request conditional (RFC 9110 section 13.1). */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

/** What is remembered of one repository and basearch, whatever of it is cached. */
export interface CachedPlace {
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
  /** `timestamp` of the metadata that is cached, Unix seconds. */
  readonly timestamp: number | undefined;
  /** The repomd.xml in base64, where a metalink says what it must be. */
  readonly repomd: string | undefined;
  /** Unix milliseconds of the last verified answer. */
  readonly checkedAt: number;
}

/** A metadata file as repomd.xml names it. */
export interface CachedRecord {
  /** `type:hex` */
  readonly checksum: string;
  /** Bytes as served. */
  readonly size: number | undefined;
}

export interface CachedRepository extends CachedPlace {
  readonly primary: CachedRecord;
}

/** The same of its advisories. */
export interface CachedUpdateinfo extends CachedPlace {
  /** Null: the repository has none. */
  readonly updateinfo: CachedRecord | null;
}

/** Undefined for anything that this version did not write: then the repository counts as never fetched. */
export function parseCachedRepository(text: string): CachedRepository | undefined {
  const value = parseJson(text);
  return isCachedPlace(value) && 'primary' in value && isRecord(value.primary)
    ? { ...value, primary: value.primary }
    : undefined;
}

/** The same of its advisories. */
export function parseCachedUpdateinfo(text: string): CachedUpdateinfo | undefined {
  const value = parseJson(text);
  if (!isCachedPlace(value) || !('updateinfo' in value)) return undefined;
  const { updateinfo } = value;
  return updateinfo === null || isRecord(updateinfo) ? { ...value, updateinfo } : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isCachedPlace(value: unknown): value is CachedPlace {
  if (!isObject(value) || !isObject(value['validators'])) return false;
  const { validators, absent } = value;
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
    isOptional(value['repomd'], 'string') &&
    typeof value['checkedAt'] === 'number'
  );
}

function isRecord(value: unknown): value is CachedRecord {
  return (
    isObject(value) &&
    typeof value['checksum'] === 'string' &&
    /^[a-z0-9]+:[0-9a-f]+$/.test(value['checksum']) &&
    isOptional(value['size'], 'number')
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isOptional(value: unknown, type: 'string' | 'number'): boolean {
  return value === undefined || typeof value === type;
}

/** repomd.xml: the table of contents of a repository (createrepo_c(8), librepo's repomd.c). */
import { percentDecoded } from '../http/url';
import { CHECKSUM_DIGITS } from '../rpm/checksum';
import { MetadataError } from './metadata-error';
import { StrictXml } from './xml-strict';

export interface Checksum {
  /** As `node:crypto` names it: `sha256`, `sha1` (repomd's old `sha` too), `md5`, ... */
  readonly type: string;
  /** Lower-case hexadecimal. */
  readonly value: string;
}

/** One `data` element: a metadata file of the repository. */
export interface RepomdRecord {
  readonly type: string;
  /** Of the file as it is served. */
  readonly checksum: Checksum;
  /** Of the file once decompressed. */
  readonly openChecksum: Checksum | undefined;
  /** Relative to the repository (the folder above `repodata/`), never outside it. */
  readonly location: string;
  /** `location/@xml:base`: an http(s) URL that takes the repository's place for this file. */
  readonly locationBase: string | undefined;
  /** Bytes as served. */
  readonly size: number | undefined;
  /** Bytes once decompressed. */
  readonly openSize: number | undefined;
  /** Unix seconds. */
  readonly timestamp: number | undefined;
}

export interface Repomd {
  readonly revision: string | undefined;
  /** The usable records, in file order. */
  readonly data: readonly RepomdRecord[];
  /** Why the other `data` elements are unusable, by type; those without a type are left out, as librepo does. */
  readonly problems: ReadonlyMap<string, MetadataError>;
}

const FILE = 'repomd.xml';

/** Texts and attributes of one `data` element, as they come. */
interface RawRecord {
  type: string | undefined;
  readonly texts: Map<string, string>;
  readonly attributes: Map<string, Readonly<Record<string, string>>>;
}

/** Reads a repomd.xml. Throws MetadataError where it is no well-formed repomd document or has a DTD or entities. */
export function parseRepomd(xml: Uint8Array | string): Repomd {
  let revision: string | undefined;
  let current: RawRecord | undefined;
  const data: RepomdRecord[] = [];
  const problems = new Map<string, MetadataError>();
  const parser = new StrictXml(FILE, {
    open(path, attributes) {
      const name = path[path.length - 1] ?? '';
      if (path.length === 1 && name !== 'repomd') throw parser.error(`the root element is <${name}>, not <repomd>`);
      if (path.length === 2 && name === 'data') {
        current = { type: attributes['type'], texts: new Map(), attributes: new Map() };
      } else if (path.length === 3 && current && !current.attributes.has(name)) {
        current.attributes.set(name, attributes);
      }
    },
    text(path, text) {
      if (path.length === 2 && path[1] === 'revision') revision = (revision ?? '') + text;
      const name = path[2];
      if (path.length === 3 && current && name) current.texts.set(name, (current.texts.get(name) ?? '') + text);
    },
    close(path) {
      if (path.length !== 2 || !current) return;
      const { type } = current;
      if (type) {
        try {
          data.push(toRecord(type, current));
        } catch (error) {
          if (!(error instanceof MetadataError)) throw error;
          problems.set(type, error);
        }
      }
      current = undefined;
    },
  });
  parser.write(typeof xml === 'string' ? xml : new TextDecoder().decode(xml));
  parser.end();
  return { revision: revision?.trim() || undefined, data, problems };
}

/** The record of that type, undefined where there is none. Throws MetadataError where it is there but unusable. */
export function recordOf(repomd: Repomd, type: string): RepomdRecord | undefined {
  const record = repomd.data.find(candidate => candidate.type === type);
  if (record) return record;
  const problem = repomd.problems.get(type);
  if (problem) throw problem;
  return undefined;
}

/** The XML primary metadata (not its `_db` and `_zck` forms). Throws MetadataError where there is none to use. */
export function primaryOf(repomd: Repomd): RepomdRecord {
  const record = recordOf(repomd, 'primary');
  if (!record) throw new MetadataError('malformed', `${FILE} names no primary metadata`);
  return record;
}

function toRecord(type: string, raw: RawRecord): RepomdRecord {
  const checksum = checksumOf(type, 'checksum', raw);
  if (!checksum) throw new MetadataError('malformed', `${FILE} has no checksum for ${type}`);
  const location = raw.attributes.get('location') ?? {};
  return {
    type,
    checksum,
    openChecksum: checksumOf(type, 'open-checksum', raw),
    location: checkLocation(type, location['href'] ?? ''),
    locationBase: checkBase(type, location['xml:base']),
    size: numberOf(type, 'size', raw),
    openSize: numberOf(type, 'open-size', raw),
    timestamp: timestampOf(raw),
  };
}

function checksumOf(data: string, element: string, raw: RawRecord): Checksum | undefined {
  const value = raw.texts.get(element)?.trim().toLowerCase();
  if (value === undefined) return undefined;
  const name = raw.attributes.get(element)?.['type']?.toLowerCase() ?? '';
  const type = name === 'sha' ? 'sha1' : name;
  const length = Object.hasOwn(CHECKSUM_DIGITS, type) ? CHECKSUM_DIGITS[type] : undefined;
  if (length === undefined) {
    throw new MetadataError('unsupported', `${FILE} gives an unknown ${element} type '${name}' for ${data}`);
  }
  if (value.length !== length || !/^[0-9a-f]+$/.test(value)) {
    throw new MetadataError('malformed', `${FILE} gives a ${element} for ${data} that is no ${type}: '${value}'`);
  }
  return { type, value };
}

function numberOf(data: string, element: string, raw: RawRecord): number | undefined {
  const text = raw.texts.get(element)?.trim();
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new MetadataError('malformed', `${FILE} gives a ${element} for ${data} that is no number of bytes: '${text}'`);
}

/** Old yum wrote fractions of seconds. Only shown, so an unreadable one is none. */
function timestampOf(raw: RawRecord): number | undefined {
  const value = Math.floor(Number.parseFloat(raw.texts.get('timestamp') ?? ''));
  return Number.isFinite(value) ? value : undefined;
}

/** The location as it stands; throws where it could lead out of the repository. */
function checkLocation(data: string, href: string): string {
  if (href === '') throw new MetadataError('malformed', `${FILE} gives no location for ${data}`);
  const segments = percentDecoded(href).split(/[/\\]/);
  if (
    /^[a-z][a-z0-9+.-]*:/i.test(href) ||
    segments[0] === '' ||
    segments.includes('..') ||
    hasControl(percentDecoded(href))
  ) {
    const shown = JSON.stringify(href);
    throw new MetadataError('unsafe', `${FILE} gives a location outside the repository for ${data}: ${shown}`);
  }
  return href;
}

function checkBase(data: string, base: string | undefined): string | undefined {
  if (base === undefined || base === '') return undefined;
  if (/^https?:\/\//i.test(base) && URL.canParse(base)) return base;
  const shown = JSON.stringify(base);
  throw new MetadataError('unsafe', `${FILE} gives an xml:base for ${data} that is no http(s) URL: ${shown}`);
}

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 0x20) return true;
  return false;
}

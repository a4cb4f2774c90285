/** Metalinks of MirrorManager: where a repository's mirrors are and what its repomd.xml must be (librepo's metalink.c). */
import { createHash } from 'node:crypto';
import { MetadataError } from './metadata-error';
import { StrictXml } from './xml-strict';

/** One repomd.xml that counts as right. */
export interface MetalinkFile {
  /** Unix seconds. */
  readonly timestamp: number | undefined;
  /** Bytes. */
  readonly size: number | undefined;
  /** By `node:crypto` name (`sha512`, `sha256`, `sha1`, `md5`), lower-case hexadecimal. */
  readonly hashes: Readonly<Record<string, string>>;
}

export interface Metalink {
  /** http(s) base URLs with a final slash, most preferred first. */
  readonly baseUrls: readonly string[];
  /** The current repomd.xml, then its accepted predecessors (`mm0:alternates`). */
  readonly files: readonly MetalinkFile[];
}

interface FileDraft {
  timestamp: number | undefined;
  size: number | undefined;
  hashes: Record<string, string>;
}

const WHAT = 'metalink';
const REPOMD = /repodata\/repomd\.xml$/;
/** Strongest first: only the strongest that is there is compared. */
const ALGORITHMS = ['sha512', 'sha384', 'sha256', 'sha224', 'sha1', 'md5'];

/** Throws MetadataError where there is no `repomd.xml` in it, no hash for it, or no http(s) mirror. */
export function parseMetalink(xml: string): Metalink {
  const files: FileDraft[] = [];
  const urls: { url: string; preference: number }[] = [];
  let inRepomd = false;
  let text = '';
  let attributes: Readonly<Record<string, string>> = {};
  const parser = new StrictXml(WHAT, {
    open(path, given) {
      text = '';
      attributes = given;
      const name = path.at(-1);
      if (path.length === 1 && name !== 'metalink') throw parser.error(`the root element is <${name}>, not <metalink>`);
      if (name === 'file' && path.length === 3) inRepomd = given['name'] === 'repomd.xml';
      if (inRepomd && (name === 'file' || name === 'alternate')) {
        files.push({ timestamp: undefined, size: undefined, hashes: {} });
      }
    },
    text(_, piece) {
      text += piece;
    },
    close(path) {
      const name = path.at(-1);
      const parent = path.at(-2);
      const file = files.at(-1);
      if (!inRepomd || !file) return;
      const value = text.trim();
      if (name === 'file' && path.length === 3) inRepomd = false;
      else if (name === 'hash' && parent === 'verification') addHash(file, attributes['type'] ?? '', value);
      else if (name === 'size' && /^\d+$/.test(value)) file.size = Number(value);
      else if (name === 'timestamp' && /^\d+$/.test(value)) file.timestamp = Number(value);
      else if (name === 'url' && parent === 'resources' && /^https?:\/\//i.test(value) && REPOMD.test(value)) {
        urls.push({ url: value.replace(REPOMD, ''), preference: preferenceOf(attributes['preference']) });
      }
    },
  });
  parser.write(xml);
  parser.end();
  const usable = files.filter(file => Object.keys(file.hashes).length > 0);
  if (files.length === 0) throw new MetadataError('malformed', 'the metalink does not speak of repomd.xml');
  if (usable.length === 0) throw new MetadataError('malformed', 'the metalink gives no hash for repomd.xml');
  // sort() is stable: equal preferences stay in their order
  const baseUrls = [...new Set(urls.sort((a, b) => b.preference - a.preference).map(({ url }) => url))];
  if (baseUrls.length === 0) throw new MetadataError('malformed', 'the metalink names no http or https mirror');
  return { baseUrls, files: usable };
}

/** Which of the metalink's files these bytes are; undefined: none, so that they are not to be used. */
export function metalinkFileOf(repomd: Uint8Array, metalink: Metalink): MetalinkFile | undefined {
  return metalink.files.find(file => {
    const algorithm = ALGORITHMS.find(name => file.hashes[name] !== undefined);
    if (algorithm === undefined || (file.size !== undefined && file.size !== repomd.length)) return false;
    return createHash(algorithm).update(repomd).digest('hex') === file.hashes[algorithm];
  });
}

function addHash(file: FileDraft, type: string, value: string): void {
  const algorithm = type.toLowerCase().replace(/^(sha|md)-/, '$1');
  if (ALGORITHMS.includes(algorithm) && /^[0-9a-f]+$/i.test(value)) file.hashes[algorithm] = value.toLowerCase();
}

/** 1 to 100, 100 the best; anything else counts as the least. */
function preferenceOf(text: string | undefined): number {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= 100 ? value : 0;
}

/** A metadata file that repomd.xml names: downloaded whole and verified against what is announced. */
import { createHash } from 'node:crypto';
import type { Download } from './download';
import { MetadataError } from './metadata-error';
import type { Checksum, RepomdRecord } from './repomd';
import type { RefreshOptions } from './repository-places';
import { below } from './repository-source';

export interface DownloadedRecord {
  readonly data: Buffer;
  readonly url: string;
}

/** `type:hex` */
export const checksumText = ({ type, value }: Checksum): string => `${type}:${value}`;

/** The URL of the record's file below that of the repository's files. */
export const urlOfRecord = (filesUrl: string, { location, locationBase }: RepomdRecord): string =>
  below(locationBase ?? filesUrl, location);

/**
 * Rejects with a MetadataError for a file of more than `maxBytes`, or of another size or checksum than announced, with an HttpError where it
 * cannot be had, with the signal's reason once aborted.
 */
export async function downloadRecord(
  filesUrl: string,
  record: RepomdRecord,
  maxBytes: number,
  download: Download,
  { signal, onProgress }: RefreshOptions,
): Promise<DownloadedRecord> {
  const url = urlOfRecord(filesUrl, record);
  const { size } = record;
  if (size !== undefined && size > maxBytes) {
    throw new MetadataError('too-large', `${url}: ${size} bytes announced, more than ${maxBytes} are not read`);
  }
  onProgress({ phase: 'download', received: 0, total: size });
  const { body } = await download({
    url,
    maxBytes: size ?? maxBytes,
    signal,
    onProgress: (received, total) => onProgress({ phase: 'download', received, total: size ?? total }),
  });
  const data = body ?? Buffer.alloc(0);
  verify(url, data, record);
  return { data, url };
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

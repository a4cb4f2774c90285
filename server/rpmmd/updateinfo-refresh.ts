/** Brings the advisories of one repository up to date: its repomd.xml, and updateinfo where that names one. */
import type { CachedUpdateinfo } from './cached-repository';
import type { Download } from './download';
import { checksumText } from './download-record';
import { prefixed } from './metadata-error';
import { type RepomdRecord, recordOf } from './repomd';
import { type FoundRepomd, fromPlaces, type RefreshOptions, refuseOlder } from './repository-places';
import { isFileUrl, type RepositorySource } from './repository-source';
import type { UpdateinfoAdvisory } from './updateinfo';

export type Advisories = readonly UpdateinfoAdvisory[];

export interface KnownUpdateinfo {
  readonly cached: CachedUpdateinfo;
  readonly advisories: Advisories;
}

export interface UpdateinfoPorts {
  readonly download: Download;
  /** What is in the file that repomd.xml names, wherever it comes from. Rejects as `downloadRecord`. */
  readonly read: (filesUrl: string, record: RepomdRecord, options: RefreshOptions) => Promise<Advisories>;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** Errors as those of `refreshRepository`. A repository without updateinfo has no advisories. */
export function refreshUpdateinfo(
  source: RepositorySource,
  known: KnownUpdateinfo | undefined,
  ports: UpdateinfoPorts,
  options: RefreshOptions,
): Promise<KnownUpdateinfo> {
  return fromPlaces(source, known, ports.download, options, {
    take: found => take(source, known, found, ports, options),
    unchanged: ({ cached, advisories }, seen) => ({
      advisories,
      cached: { ...cached, ...seen, checkedAt: ports.now() },
    }),
  });
}

async function take(
  source: RepositorySource,
  known: KnownUpdateinfo | undefined,
  { repomd, url, filesUrl, place }: FoundRepomd,
  { read, now }: UpdateinfoPorts,
  options: RefreshOptions,
): Promise<KnownUpdateinfo> {
  const record = prefixed(url, () => recordOf(repomd, 'updateinfo'));
  const checksum = record && checksumText(record.checksum);
  const same = known?.cached.updateinfo?.checksum === checksum;
  if (known && !same && !options.force && !isFileUrl(url)) refuseOlder(url, record?.timestamp, known.cached);
  const cached: CachedUpdateinfo = {
    format: 1,
    repository: `${source.id} ${source.basearch}`,
    ...place,
    revision: repomd.revision,
    timestamp: record?.timestamp,
    updateinfo: checksum === undefined ? null : { checksum, size: record?.size },
    checkedAt: now(),
  };
  if (!record) return { cached, advisories: [] };
  return { cached, advisories: known && same ? known.advisories : await read(filesUrl, record, options) };
}

/** What it takes to index one primary. */
import { randomUUID } from 'node:crypto';

export interface IndexJob {
  /** The primary as served, its checksum already verified. */
  readonly data: Uint8Array;
  /** Its location in the repository: names it in errors and gives its suffix. */
  readonly location: string;
  /** Bytes repomd.xml announces for it once decompressed. */
  readonly openSize: number | undefined;
  /** Its checksum in repomd.xml, `type:hex`: what `openIndex` will expect. */
  readonly checksum: string;
  /** Where the index is to stand. Written beside, then renamed: whoever has the old one open keeps it. */
  readonly outFile: string;
}

export interface IndexResult {
  /** Packages in the index. */
  readonly packages: number;
  /** `package` elements that primary.xml announces, where that is not how many it has. */
  readonly announced?: number;
  readonly milliseconds: number;
}

/** Rejects with MetadataError for bad metadata, with `signal.reason` once aborted, else with the file system's error. */
export type RunIndexer = (job: IndexJob, signal?: AbortSignal) => Promise<IndexResult>;

/** A name of its own for every writer, in the folder of the file it is to become. */
export function temporaryName(outFile: string): string {
  return `${outFile}.${randomUUID()}.tmp`;
}

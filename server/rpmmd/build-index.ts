/** From a primary as it was downloaded to an index file on disk. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { decompress } from './decompress';
import { type IndexJob, type IndexResult, temporaryName } from './index-job';
import { IndexBuilder } from './index-writer';
import { readPrimary } from './primary';

/** An index that is not yet anywhere but in memory. */
export interface IndexImage {
  /** What `indexOf` reads, and what the file will hold. */
  readonly image: Buffer;
  readonly result: Omit<IndexResult, 'milliseconds'>;
}

/** Indexes in this thread and keeps the index in memory. Errors as RunIndexer's. */
export async function indexImage(job: Omit<IndexJob, 'outFile'>, signal?: AbortSignal): Promise<IndexImage> {
  const { data, location, openSize } = job;
  const builder = new IndexBuilder();
  const what = location.slice(location.lastIndexOf('/') + 1);
  const { packages, declared } = await readPrimary(
    () => decompress(data, { location, openSize, signal }),
    builder,
    what,
  );
  const announced = declared === undefined || declared === packages ? {} : { announced: declared };
  return { image: builder.finish(job.checksum), result: { packages: builder.size, ...announced } };
}

/** Indexes in this thread; the file is written as `temporaryFile` first. Errors as RunIndexer's. */
export async function buildIndex(
  job: IndexJob,
  signal?: AbortSignal,
  temporaryFile = temporaryName(job.outFile),
): Promise<IndexResult> {
  const started = performance.now();
  const { image, result } = await indexImage(job, signal);
  signal?.throwIfAborted();
  try {
    await mkdir(dirname(job.outFile), { recursive: true });
    await writeFile(temporaryFile, image, { signal });
    await rename(temporaryFile, job.outFile);
  } catch (error) {
    await rm(temporaryFile, { force: true });
    signal?.throwIfAborted();
    throw error;
  }
  return { ...result, milliseconds: performance.now() - started };
}

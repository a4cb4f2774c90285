/** From a primary as it was downloaded to an index file on disk. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { decompress } from './decompress';
import { type IndexJob, type IndexResult, temporaryName } from './index-job';
import { IndexBuilder } from './index-writer';
import { readPrimary } from './primary';

/** Indexes in this thread; the file is written as `temporaryFile` first. Errors as RunIndexer's. */
export async function buildIndex(
  job: IndexJob,
  signal?: AbortSignal,
  temporaryFile = temporaryName(job.outFile),
): Promise<IndexResult> {
  const started = performance.now();
  const { data, location, openSize } = job;
  const builder = new IndexBuilder();
  const what = location.slice(location.lastIndexOf('/') + 1);
  const counts = await readPrimary(() => decompress(data, { location, openSize, signal }), builder, what);
  const image = builder.finish(job.checksum);
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
  const { packages, declared } = counts;
  return {
    packages: builder.size,
    ...(declared === undefined || declared === packages ? {} : { announced: declared }),
    milliseconds: performance.now() - started,
  };
}

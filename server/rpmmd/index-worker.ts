/** Entry point of the worker thread that indexes one primary. */
import { parentPort, workerData } from 'node:worker_threads';
import { buildIndex } from './build-index';
import { MetadataError, messageOf } from './metadata-error';
import type { IndexWorkerInput, IndexWorkerOutput } from './worker-indexer';

async function run({ job, temporaryFile }: IndexWorkerInput): Promise<IndexWorkerOutput> {
  try {
    return { result: await buildIndex(job, undefined, temporaryFile) };
  } catch (error) {
    return { error: { message: messageOf(error), kind: error instanceof MetadataError ? error.kind : undefined } };
  }
}

void run(workerData as IndexWorkerInput).then(output => parentPort?.postMessage(output));

/** Indexing in worker threads, so that whoever asked stays responsive and the memory is given back. */
import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { type IndexJob, type IndexResult, type RunIndexer, temporaryName } from './index-job';
import { MetadataError, type MetadataErrorKind } from './metadata-error';

/** `workerData` of the worker. */
export interface IndexWorkerInput {
  readonly job: IndexJob;
  readonly temporaryFile: string;
}

/** The one message the worker sends. */
export type IndexWorkerOutput =
  | { readonly result: IndexResult }
  | { readonly error: { readonly message: string; readonly kind: MetadataErrorKind | undefined } };

// several times what 65,000 packages take; its own share of the heap, so that nothing else dies of a bad repository
const HEAP_MIB = 256;

/**
 * Runs each job in a worker of its own from `workerFile` (the bundled index-worker.ts), at most `atOnce` together: one
 * by default, as each takes two cores and about 100 MB. `job.data` is handed over: where it fills its ArrayBuffer, the
 * caller can no longer use it. Aborting ends the worker at once and leaves no file behind.
 */
export function workerIndexer(workerFile: string, atOnce = 1): RunIndexer {
  let running = 0;
  const waiting: (() => void)[] = [];
  const release = () => {
    const next = waiting.shift();
    if (next) next();
    else running--;
  };
  return async (job, signal) => {
    signal?.throwIfAborted();
    if (running < atOnce) running++;
    else await turn(waiting, signal);
    try {
      return await runWorker(workerFile, job, signal);
    } finally {
      release();
    }
  };
}

/** Resolves when a finished job passes its place on; rejects once aborted, giving the turn up. */
function turn(waiting: (() => void)[], signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const start = () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    };
    const abort = () => {
      waiting.splice(waiting.indexOf(start), 1);
      reject(signal?.reason);
    };
    waiting.push(start);
    signal?.addEventListener('abort', abort, { once: true });
  });
}

async function runWorker(workerFile: string, job: IndexJob, signal: AbortSignal | undefined): Promise<IndexResult> {
  const temporaryFile = temporaryName(job.outFile);
  const input: IndexWorkerInput = { job, temporaryFile };
  const worker = new Worker(workerFile, {
    workerData: input,
    transferList: transferable(job.data),
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
  });
  const abort = () => void worker.terminate();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const output = await outputOf(worker);
    if ('result' in output) return output.result;
    const { kind, message } = output.error;
    throw kind === undefined ? new Error(message) : new MetadataError(kind, message);
  } catch (error) {
    await rm(temporaryFile, { force: true });
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
    await worker.terminate();
  }
}

function outputOf(worker: Worker): Promise<IndexWorkerOutput> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', code => reject(new Error(`the indexing worker ended with code ${code}`)));
  });
}

/** The memory of `data`, where it is its alone: small buffers share a pool, which must stay. */
function transferable(data: Uint8Array): ArrayBuffer[] {
  const { buffer } = data;
  return buffer instanceof ArrayBuffer && data.byteLength === buffer.byteLength ? [buffer] : [];
}

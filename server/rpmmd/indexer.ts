/** Indexing, here (`buildIndex`) or in a worker (`workerIndexer`). */
export { buildIndex } from './build-index';
export { type IndexJob, type IndexResult, type RunIndexer, temporaryName } from './index-job';
export { workerIndexer } from './worker-indexer';

/** What was read of commits. A commit never changes, so nothing here is ever out of date. */
import { BoundedMap } from './bounded-map';
import type { EntryOrigin } from './branches';
import type { CommitLockfiles } from './snapshot';

type Origins = ReadonlyMap<string, EntryOrigin>;

/** For one git repository; whoever loads branches again and again keeps one. */
export class BranchCache {
  readonly #commits: BoundedMap<string, Promise<CommitLockfiles>>;
  readonly #origins: BoundedMap<string, Promise<Origins>>;

  /** How many commits, and how many files' origins, are kept. */
  constructor(commits = 16, origins = 32) {
    this.#commits = new BoundedMap(commits);
    this.#origins = new BoundedMap(origins);
  }

  /** What `load` resolves to; a failure is not kept. */
  commit(commit: string, root: string, load: () => Promise<CommitLockfiles>): Promise<CommitLockfiles> {
    return remember(this.#commits, `${commit}:${root}`, load);
  }

  /** What `load` resolves to; a failure is not kept. */
  origins(commit: string, path: string, load: () => Promise<Origins>): Promise<Origins> {
    return remember(this.#origins, `${commit}:${path}`, load);
  }
}

function remember<V>(cache: BoundedMap<string, Promise<V>>, key: string, load: () => Promise<V>): Promise<V> {
  const promise = cache.get(key, load);
  return promise.catch(error => {
    cache.delete(key, promise);
    throw error;
  });
}

/** What versions of lockfiles say of packages, kept between questions. A blob never changes, so nothing here is ever out of date. */
import { BoundedMap } from '../../config-repo/bounded-map';
import type { GitRepository } from '../../git/git';
import type { LockfileFormat } from '../../lockfile/model';
import { type EntryFact, entryFact } from './entry-fact';

/** A version of a lockfile. */
export interface LockfileBlob {
  readonly id: string;
  readonly format: LockfileFormat;
}

type Facts = Map<string, EntryFact>;

/** Base locks have 60 KB each: that many are held at a time. */
const BATCH = 64;

/** For all git repositories of a process: blobs are named by their content. */
export class HistoryMemory {
  readonly #byPackage: BoundedMap<string, Facts>;

  /** How many packages are kept, and how many versions of lockfiles of each. */
  constructor(
    packages = 32,
    private readonly blobs = 50_000,
  ) {
    this.#byPackage = new BoundedMap(packages);
  }

  /** What those blobs say of a package, by id; each is read once. Rejects where git cannot read one. */
  async facts(
    git: GitRepository,
    name: string,
    wanted: readonly LockfileBlob[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, EntryFact>> {
    const known = this.#of(name);
    const missing = [...new Map(wanted.filter(({ id }) => !known.has(id)).map(blob => [blob.id, blob])).values()];
    const batches = Array.from({ length: Math.ceil(missing.length / BATCH) }, (_, i) =>
      missing.slice(i * BATCH, (i + 1) * BATCH),
    );
    const read = (batch: readonly LockfileBlob[]) => {
      const reading = git.blobs(batch.map(({ id }) => id));
      // the one ahead may fail while nobody waits for it
      reading.catch(() => undefined);
      return reading;
    };
    let ahead = batches[0] && read(batches[0]);
    for (const [i, batch] of batches.entries()) {
      signal?.throwIfAborted();
      const contents = await ahead;
      const next = batches[i + 1];
      ahead = next && read(next);
      for (const { id, format } of batch) {
        const bytes = contents?.get(id);
        if (bytes) known.set(id, entryFact(bytes, format, name));
      }
    }
    return known;
  }

  #of(name: string): Facts {
    const known = this.#byPackage.get(name, () => new Map());
    if (known.size <= this.blobs) return known;
    // somebody may be reading the old one
    this.#byPackage.delete(name, known);
    return this.#byPackage.get(name, () => new Map());
  }
}

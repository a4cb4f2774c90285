/**
 * The metadata cache on disk. Several processes may share it: every file is written beside and renamed, and names say
 * what is inside.
 *
 *     repositories/<id>-<basearch>-<hash>.json   what is known of one repository and basearch (CachedRepository)
 *     index/<algorithm>-<hex>.idx                the index of the primary with that checksum
 *     updateinfo/                                advisories (UpdateinfoCache)
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KEEP_REPOSITORY, KEEP_UNUSED, list, readText, stateName, writeBeside } from './cache-files';
import { type CachedRepository, parseCachedRepository } from './cached-repository';
import type { RepositorySource } from './repository-source';

export class CacheFolder {
  constructor(readonly path: string) {}

  /** Path of a repository's state. */
  stateFile(source: RepositorySource): string {
    return join(this.path, 'repositories', stateName(source));
  }

  /** Path of the index of a primary. `checksum`: `type:hex` as parseRepomd lets it through. */
  indexFile(checksum: string): string {
    return join(this.path, 'index', `${checksum.replace(':', '-')}.idx`);
  }

  /** Undefined where nothing (or nothing readable) is there. Rejects where the folder cannot be read. */
  async readState(source: RepositorySource): Promise<CachedRepository | undefined> {
    const text = await readText(this.stateFile(source));
    return text === undefined ? undefined : parseCachedRepository(text);
  }

  async writeState(source: RepositorySource, state: CachedRepository): Promise<void> {
    await writeBeside(this.stateFile(source), `${JSON.stringify(state, undefined, 1)}\n`);
  }

  async removeIndex(checksum: string): Promise<void> {
    await rm(this.indexFile(checksum), { force: true });
  }

  /** Deletes what nobody has used for long. `now` in Unix milliseconds. */
  async prune(now: number): Promise<void> {
    const used = new Set<string>();
    const repositories = join(this.path, 'repositories');
    for (const { name, age } of await list(repositories, now)) {
      const state = name.endsWith('.json')
        ? parseCachedRepository((await readText(join(repositories, name))) ?? '')
        : undefined;
      if (state && now - state.checkedAt < KEEP_REPOSITORY) used.add(this.indexFile(state.primary.checksum));
      else if (age > KEEP_UNUSED) await rm(join(repositories, name), { force: true });
    }
    const folder = join(this.path, 'index');
    for (const { name, age } of await list(folder, now)) {
      if (!used.has(join(folder, name)) && age > KEEP_UNUSED) await rm(join(folder, name), { force: true });
    }
  }
}

/**
 * The metadata cache on disk. Several processes may share it: every file is written beside and renamed, and names say
 * what is inside.
 *
 *     repositories/<id>-<basearch>-<hash>.json   what is known of one repository and basearch (CachedRepository)
 *     index/<algorithm>-<hex>.idx                the index of the primary with that checksum
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type CachedRepository, parseCachedRepository } from './cached-repository';
import type { RepositorySource } from './repository-source';

const HOUR = 3_600_000;
/** An index no repository refers to, or a file somebody left half written, may still be in somebody's hands. */
const KEEP_UNUSED = 24 * HOUR;
/** A repository nobody has asked for in this time is forgotten. */
const KEEP_REPOSITORY = 90 * 24 * HOUR;

export class CacheFolder {
  constructor(readonly path: string) {}

  /** Path of a repository's state. The hash tells apart repositories of one id in different config repositories. */
  stateFile({ id, basearch, key }: RepositorySource): string {
    const hash = createHash('sha256').update(key).digest('hex').slice(0, 16);
    const label = `${id}-${basearch}`.replace(/[^A-Za-z0-9_.-]/g, '_').slice(0, 100);
    return join(this.path, 'repositories', `${label}-${hash}.json`);
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
    const file = this.stateFile(source);
    const temporary = `${file}.${randomUUID()}.tmp`;
    await mkdir(dirname(file), { recursive: true });
    try {
      await writeFile(temporary, `${JSON.stringify(state, undefined, 1)}\n`);
      await rename(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
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

/** Ages in milliseconds, by the time of the last change. */
async function list(folder: string, now: number): Promise<{ name: string; age: number }[]> {
  const entries: { name: string; age: number }[] = [];
  for (const name of await ifThere(readdir(folder), [])) {
    const status = await ifThere(stat(join(folder, name)), undefined);
    if (status?.isFile()) entries.push({ name, age: now - status.mtimeMs });
  }
  return entries;
}

const readText = (file: string): Promise<string | undefined> => ifThere(readFile(file, 'utf8'), undefined);

/** Another process may have deleted it meanwhile. */
async function ifThere<T, U>(result: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise;
    throw error;
  }
}

/** Files of the cache: written beside and renamed, so that nobody ever reads half of one. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RepositorySource } from './repository-source';

const HOUR = 3_600_000;
/** What nothing refers to, or a file somebody left half written, may still be in somebody's hands. Milliseconds. */
export const KEEP_UNUSED = 24 * HOUR;
/** A repository nobody has asked for in this time is forgotten. Milliseconds. */
export const KEEP_REPOSITORY = 90 * 24 * HOUR;

/** Name of what is kept of one repository and basearch. The hash tells apart repositories of one id in different config repositories. */
export function stateName({ id, basearch, key }: RepositorySource): string {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 16);
  const label = `${id}-${basearch}`.replace(/[^A-Za-z0-9_.-]/g, '_').slice(0, 100);
  return `${label}-${hash}.json`;
}

export async function writeBeside(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeFile(temporary, text);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Names and ages of the files in a folder. Ages in milliseconds, by the time of the last change. */
export async function list(folder: string, now: number): Promise<{ name: string; age: number }[]> {
  const entries: { name: string; age: number }[] = [];
  for (const name of await ifThere(readdir(folder), [])) {
    const status = await ifThere(stat(join(folder, name)), undefined);
    if (status?.isFile()) entries.push({ name, age: now - status.mtimeMs });
  }
  return entries;
}

export const readText = (file: string): Promise<string | undefined> => ifThere(readFile(file, 'utf8'), undefined);

/** Another process may have deleted it meanwhile. */
async function ifThere<T, U>(result: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise;
    throw error;
  }
}

/** Where the history of a shallow clone ends. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Commits whose parents are not there though they name some; empty in a full clone. A fetch may move them. */
export async function shallowEdges(commonFolder: string): Promise<ReadonlySet<string>> {
  try {
    const text = await readFile(join(commonFolder, 'shallow'), 'utf8');
    return new Set(text.split('\n').filter(line => line !== ''));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Set();
    throw error;
  }
}

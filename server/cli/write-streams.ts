/** Writes what several streams get: commits on the branches of others, and files of the working tree. */
import { join } from 'node:path';
import { GitWriteError, type MadeCommit } from '../git/git-writer';
import type { PlannedFile } from '../operations/override-request';
import type { StreamCommit } from '../operations/stream-commits';
import { InputError, type Ports } from './ports';
import { writeFiles } from './write-files';

export interface StreamChanges {
  /** Of the config repository in the working tree, absolute. */
  readonly folder: string;
  readonly commits: readonly StreamCommit[];
  /** Of the working tree; paths relative to `folder`. */
  readonly files: readonly Pick<PlannedFile, 'path' | 'before' | 'after'>[];
  /** The files are written as ci/overrides.py does: a byte order mark goes. */
  readonly canonical: boolean;
}

/**
 * The ids of the commits, by stream. Throws an InputError where something is in the way: with nothing written, or, where the
 * working tree fails after all, saying what is committed.
 */
export async function writeStreams(
  { folder, commits, files, canonical: dropsMark }: StreamChanges,
  ports: Pick<Ports, 'openGitWriter'>,
): Promise<ReadonlyMap<string, string>> {
  let made: readonly MadeCommit[] = [];
  const commitAll = async (): Promise<void> => {
    if (commits.length > 0) made = await commit(commits, folder, ports);
  };
  const ids = (): (readonly [StreamCommit, string])[] => {
    return commits.flatMap(one =>
      made.filter(({ ref }) => ref === one.ref).map(({ commit: id }) => [one, id] as const),
    );
  };
  const changes = files.map(({ path, before, after }) => ({ path: join(folder, path), before, after, dropsMark }));
  try {
    await writeFiles(changes, { alongside: commitAll });
  } catch (error) {
    if (!(error instanceof InputError) || made.length === 0) throw error;
    const those = ids().map(([{ branch }, id]) => `${id} on ${branch}`);
    throw new InputError(`the working tree: ${error.message}; committed already: ${those.join(', ')}`, {
      cause: error,
    });
  }
  return new Map(ids().map(([{ stream }, id]) => [stream, id]));
}

async function commit(
  commits: readonly StreamCommit[],
  folder: string,
  ports: Pick<Ports, 'openGitWriter'>,
): Promise<readonly MadeCommit[]> {
  try {
    return await ports.openGitWriter(folder).commit(commits);
  } catch (error) {
    if (error instanceof GitWriteError) throw new InputError(`nothing is written: ${error.message}`, { cause: error });
    throw error;
  }
}

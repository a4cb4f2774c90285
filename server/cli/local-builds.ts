/** Builds of RPMs and repositories on this machine. */
import { resolve } from 'node:path';
import type { LocalBuild } from '../operations/local-build';
import { readLocalBuilds } from '../operations/read-local-builds';
import type { Ports } from './ports';
import type { Settings } from './settings';

/** Paths are relative to the working directory. Nothing is opened before the first is read. */
export function localBuilds(
  { cacheFolder, offline }: Settings,
  ports: Ports,
  basearches: readonly string[],
): (paths: readonly string[]) => Promise<readonly LocalBuild[]> {
  return async paths => {
    const opened = await ports.openRepositories({ cacheFolder, offline, log: () => undefined });
    try {
      const absolute = paths.map(path => resolve(ports.cwd, path));
      return await readLocalBuilds(absolute, { basearches, repositories: opened.repositories });
    } finally {
      await opened.close();
    }
  };
}

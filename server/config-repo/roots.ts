/**
 * What makes a folder the root of a config repository.
 *
 * 1. A folder with a manifest is a root when a lockfile, a `build-args*.conf` or a `.repo` file stands beside it, or when
 *    a child folder of rule 2 does. A lone `manifest.yaml` is not: many other programs have one.
 * 2. A folder with lockfiles and no manifest belongs to its parent folder when that has a manifest or is a root itself
 *    (`overlay/manifest-lock.overrides.x86_64.yaml` of a derivative). Otherwise it is a root of its own.
 * 3. A folder with a manifest of its own never belongs to its parent: a submodule is a root beside the one around it.
 */
import { dirname, join } from 'node:path';
import { isBuildArgs, isLockfile, isManifest, isRepoFile, isSkippedFolder } from './names';

/** Names in a folder (absolute path); empty where there is no such folder. */
export type ListFolder = (folder: string) => Promise<readonly string[]>;

/** A child folder whose lockfiles belong to the folder around it (rule 2). */
export function lendsLockfiles(names: readonly string[]): boolean {
  return names.some(isLockfile) && !names.some(isManifest);
}

/** Whether `folder` is a root. `within` is the folder beyond which nothing is looked at. */
export async function isRoot(folder: string, within: string | undefined, list: ListFolder): Promise<boolean> {
  const names = await list(folder);
  if (names.some(isManifest)) {
    if (names.some(name => isLockfile(name) || isBuildArgs(name) || isRepoFile(name))) return true;
    for (const name of names) {
      if (!isSkippedFolder(name) && lendsLockfiles(await list(join(folder, name)))) return true;
    }
    return false;
  }
  return names.some(isLockfile) && !(await parentTakesLockfiles(folder, within, list));
}

async function parentTakesLockfiles(folder: string, within: string | undefined, list: ListFolder): Promise<boolean> {
  const parent = dirname(folder);
  if (folder === within || parent === folder) return false;
  return (await list(parent)).some(isManifest) || (await isRoot(parent, within, list));
}

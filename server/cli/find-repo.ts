/** Finds the config repository that a subcommand is about. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { discoverRoots, rootOf } from '../config-repo/discover';
import { isManifest } from '../config-repo/names';
import { InputError } from './ports';

/** The config repository that `dir` (absolute) is, or is a folder of. Throws an InputError where there is none. */
export async function findRepo(dir: string): Promise<string> {
  const isFolder = await stat(dir).then(
    found => found.isDirectory(),
    () => undefined,
  );
  if (isFolder === undefined) throw new InputError(`${dir}: no such folder`);
  if (!isFolder) throw new InputError(`${dir} is no folder`);
  const root = await rootAround(dir);
  if (root !== undefined) return root;
  throw new InputError((await wrongFolderText(dir)) ?? `${dir} is no config repository: no manifest-lock.* is there`);
}

/** Which folders below `dir` (absolute) should have been named in its place; undefined where it is or is in a config repository, or none is below it. */
export async function wrongFolderText(dir: string): Promise<string | undefined> {
  if ((await rootAround(dir)) !== undefined) return undefined;
  const { roots } = await discoverRoots(dir, { maxDepth: 3, maxFolders: 500 });
  if (roots.length === 0) return undefined;
  const found = roots.map(({ path }) => path).join(', ');
  return `${dir} is no config repository: name one of those below it with --repo: ${found}`;
}

// rootOf asks for a file, which need not exist
const rootAround = (dir: string): Promise<string | undefined> => rootOf(join(dir, 'manifest.yaml'));

/** The same, and a folder with a manifest that has no lockfile yet. */
export async function findManifest(dir: string): Promise<string> {
  try {
    return await findRepo(dir);
  } catch (error) {
    const names = error instanceof InputError ? await readdir(dir).catch(() => []) : [];
    if (names.some(isManifest)) return dir;
    throw error;
  }
}

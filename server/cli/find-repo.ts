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
  // rootOf asks for a file, which need not exist
  const root = await rootOf(join(dir, 'manifest.yaml'));
  if (root !== undefined) return root;
  const { roots } = await discoverRoots(dir, { maxDepth: 3, maxFolders: 500 });
  const found = roots.map(({ path }) => path).join(', ');
  const hint = found === '' ? 'no manifest-lock.* is there' : `name one of those below it with --repo: ${found}`;
  throw new InputError(`${dir} is no config repository: ${hint}`);
}

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

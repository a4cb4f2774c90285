/** Which lockfiles belong to a config repository, and which basearches they lock. */
import { BASEARCHES, parseLockfileName } from '../lockfile/name';
import type { ConfigProblem, FileTree, LockfileRef } from './model';
import { isLockfile, isSkippedFolder } from './names';
import { joinPath } from './paths';
import { lendsLockfiles } from './roots';

/** What Fedora CoreOS builds for. */
const DEFAULT_BASEARCHES: readonly string[] = ['x86_64', 'aarch64', 'ppc64le', 's390x'];

export interface FoundLockfiles {
  readonly lockfiles: readonly LockfileRef[];
  /** Names in the root that begin like a lockfile's and name neither a layer nor an arch. */
  readonly strays: readonly string[];
  /** Folders that cannot be listed. */
  readonly problems: readonly ConfigProblem[];
}

/**
 * Lockfiles in the root, then those of child folders that have no manifest of their own (`overlay/`). A name in the root
 * hides the same name in a child folder: the root's is then a copy of it or a link to it. `names` is the root's listing.
 */
export async function findLockfiles(tree: FileTree, names: readonly string[]): Promise<FoundLockfiles> {
  const problems: ConfigProblem[] = [];
  const found = new Map<string, LockfileRef>();
  const add = (folder: string, name: string): void => {
    const parsed = parseLockfileName(name);
    if (parsed && !found.has(name)) found.set(name, { path: joinPath(folder, name), name: parsed });
  };
  for (const name of names) add('', name);
  for (const folder of names.filter(name => !isSkippedFolder(name) && !/\.(?:repo|ya?ml|json|conf|md)$/.test(name))) {
    try {
      const below = await tree.list(folder);
      if (lendsLockfiles(below)) for (const name of below) add(folder, name);
    } catch (error) {
      problems.push({ path: folder, span: undefined, message: error instanceof Error ? error.message : String(error) });
    }
  }
  const strays = names.filter(name => isLockfile(name) && parseLockfileName(name) === undefined);
  return { lockfiles: [...found.values()], strays, problems };
}

/**
 * Basearches that the lockfiles' names say, in Fedora CoreOS's order: those of base locks and arch overrides. Where a
 * common overrides file has no base lock beside it (rawhide, branched) it stands for all of Fedora CoreOS's four.
 */
export function basearchesOf(lockfiles: readonly LockfileRef[]): string[] {
  const layers = lockfiles.map(file => file.name).filter(name => !name.generated);
  const named = layers.flatMap(name => name.arch ?? []);
  const hasBase = layers.some(name => name.layer === 'base' && name.arch !== undefined);
  const forAll = !hasBase && layers.some(name => name.arch === undefined);
  const all = new Set(forAll || named.length === 0 ? [...DEFAULT_BASEARCHES, ...named] : named);
  return [...BASEARCHES.filter(arch => all.has(arch)), ...[...all].filter(arch => !BASEARCHES.includes(arch)).sort()];
}

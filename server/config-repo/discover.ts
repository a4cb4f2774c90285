/** Finds config repositories on disk: several in a workspace folder, nested, renamed, reached through symbolic links. */
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { isLockfile, isSkippedFolder } from './names';
import { isRoot, type ListFolder } from './roots';

export interface ConfigRoot {
  /** Absolute, as reached from the folder that was searched. */
  readonly path: string;
  /** The same with all symbolic links resolved. */
  readonly realPath: string;
}

export interface Discovery {
  /** Sorted by path; each real folder once. */
  readonly roots: readonly ConfigRoot[];
  /** True where a limit ended the search before everything was seen. */
  readonly truncated: boolean;
  /** Folders that could not be read, and why. */
  readonly unreadable: readonly { readonly path: string; readonly message: string }[];
}

export interface DiscoverOptions {
  readonly signal?: AbortSignal | undefined;
  /** Levels below the searched folder; 10 where not said. */
  readonly maxDepth?: number;
  /** Folders looked into at most; 20,000 where not said. */
  readonly maxFolders?: number;
}

interface Visit {
  readonly path: string;
  readonly depth: number;
}

// Folders of a coreos-assembler working directory that hold copies and results of builds, beside its src/config
const COSA_OUTPUT = new Set(['builds', 'cache', 'tmp']);
const AT_ONCE = 16;

/**
 * Config repositories in `folder` (absolute). Real folders are walked before links, so a repository that is there both
 * ways is reported where it really stands; a link back to a folder already seen is not followed.
 * Rejects where `folder` itself cannot be read, and with the signal's reason when aborted.
 */
export async function discoverRoots(folder: string, options: DiscoverOptions = {}): Promise<Discovery> {
  const { signal, maxDepth = 10, maxFolders = 20_000 } = options;
  signal?.throwIfAborted();
  const top = await realpath(folder);
  const listed = new Map<string, readonly string[]>();
  const list: ListFolder = async path => {
    const names = listed.get(path) ?? (await listFolder(path));
    listed.set(path, names);
    return names;
  };
  const seen = new Set<string>();
  const found: ConfigRoot[] = [];
  const unreadable: { path: string; message: string }[] = [];
  let truncated = false;

  const visit = async ({ path, depth }: Visit): Promise<{ folders: Visit[]; links: Visit[] }> => {
    signal?.throwIfAborted();
    const none = { folders: [], links: [] };
    let entries: Dirent[];
    try {
      const real = await realpath(path);
      if (seen.has(real) || isAbove(real, top)) return none;
      if (seen.size >= maxFolders) {
        truncated = true;
        return none;
      }
      seen.add(real);
      entries = await readdir(path, { withFileTypes: true });
      listed.set(
        path,
        entries.map(entry => entry.name),
      );
      if (await isRoot(path, folder, list)) found.push({ path, realPath: real });
    } catch (error) {
      if (path === folder) throw error;
      unreadable.push({ path, message: String(error instanceof Error ? error.message : error) });
      return none;
    }
    const wanted = entries.filter(entry => !isSkippedFolder(entry.name) && !isCosaOutput(entry.name, entries));
    const folders = wanted.filter(entry => entry.isDirectory());
    const links = await onlyFolders(
      path,
      wanted.filter(entry => entry.isSymbolicLink()),
    );
    if (depth === maxDepth) {
      truncated ||= folders.length + links.length > 0;
      return none;
    }
    const below = (entry: Dirent): Visit => ({ path: join(path, entry.name), depth: depth + 1 });
    return { folders: folders.map(below), links: links.map(below) };
  };

  const folders: Visit[] = [{ path: folder, depth: 0 }];
  let links: Visit[] = [];
  while (folders.length > 0 || links.length > 0) {
    // One link at a time: what it leads to must be walked before the next one may lead there too
    const now = folders.length > 0 ? folders.splice(0, AT_ONCE) : links.splice(0, 1);
    for (const more of await Promise.all(now.map(visit))) {
      folders.push(...more.folders);
      links = links.concat(more.links);
    }
  }
  found.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { roots: found, truncated, unreadable };
}

/**
 * The root of the config repository that `file` (absolute; it need not exist yet) belongs to: the nearest root around
 * it. `within` is where the search upwards ends. Undefined where there is none.
 */
export async function rootOf(file: string, within?: string): Promise<string | undefined> {
  const own = dirname(file);
  const list: ListFolder = async folder => {
    const names = await listFolder(folder);
    return folder === own && isLockfile(file.slice(own.length + 1)) ? [...names, file.slice(own.length + 1)] : names;
  };
  for (let folder = own; ; folder = dirname(folder)) {
    if (await isRoot(folder, within, list)) return folder;
    if (folder === within || dirname(folder) === folder) return undefined;
  }
}

function isAbove(folder: string, other: string): boolean {
  return folder !== other && other.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function isCosaOutput(name: string, siblings: readonly Dirent[]): boolean {
  return COSA_OUTPUT.has(name) && ['src', 'builds'].every(needed => siblings.some(entry => entry.name === needed));
}

async function onlyFolders(parent: string, links: readonly Dirent[]): Promise<Dirent[]> {
  const areFolders = await Promise.all(
    links.map(link =>
      stat(join(parent, link.name)).then(
        target => target.isDirectory(),
        // A dangling or circular link leads to no folder
        () => false,
      ),
    ),
  );
  return links.filter((_, index) => areFolders[index]);
}

async function listFolder(path: string): Promise<readonly string[]> {
  try {
    return await readdir(path);
  } catch {
    // Not a folder, gone, or not readable: no lockfiles to be seen; the walk itself reports unreadable folders
    return [];
  }
}

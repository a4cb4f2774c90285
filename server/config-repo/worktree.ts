/** The working tree of a config repository, seen through the editor: what is open and unsaved there counts. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeText, MAX_BYTES, tooLarge } from './file-text';
import type { FileTree } from './model';
import { insideRoot } from './paths';

export interface WorktreeOptions {
  /** The text of an open document by its absolute path (as named, or with links resolved); undefined where not open. */
  readonly overlay?: (absolutePath: string) => string | undefined;
}

/**
 * Files below `root` (absolute). Paths that lead outside by `..` are refused; symbolic links are the user's and followed.
 * `read` rejects, naming file and cause, for what is no regular file, too large, not UTF-8 or not readable.
 */
export function worktree(root: string, options: WorktreeOptions = {}): FileTree {
  const absolute = (path: string): string => {
    const inside = insideRoot(path);
    if (inside === undefined) throw new Error(`${path} is outside the repository`);
    return join(root, inside);
  };
  return {
    read: async path => {
      const file = absolute(path);
      const open = options.overlay?.(file);
      if (open !== undefined) return open;
      try {
        const real = await realpath(file);
        const openElsewhere = real === file ? undefined : options.overlay?.(real);
        return openElsewhere ?? (await readText(real));
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw new Error(`cannot read ${path}: ${reason(error)}`, { cause: error });
      }
    },
    list: async folder => {
      try {
        return (await readdir(absolute(folder))).sort();
      } catch (error) {
        if (isAbsent(error)) return [];
        throw new Error(`cannot list ${folder === '' ? root : folder}: ${reason(error)}`, { cause: error });
      }
    },
  };
}

async function readText(file: string): Promise<string> {
  const { size, ...kind } = await stat(file).then(found => ({ size: found.size, regular: found.isFile() }));
  if (!kind.regular) throw new Error('it is not a regular file');
  if (size > MAX_BYTES) throw tooLarge(size);
  return decodeText(await readFile(file));
}

function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

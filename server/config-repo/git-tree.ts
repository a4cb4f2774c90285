/** A config repository as it is in a commit: read from git's objects, nothing is checked out. */
import { posix } from 'node:path';
import type { GitEntry, GitRepository } from '../git/git';
import { decodeText } from './file-text';
import type { FileTree } from './model';
import { insideRoot } from './paths';

/**
 * Files below `root`: the config repository's folder, relative to the top of the commit's tree. Paths that lead outside
 * it by `..` are refused; symbolic links are followed anywhere in the tree, and one that leads to nothing is no file, as
 * in the working tree. `read` and `list` reject, naming file and cause, for what lies in a submodule or outside the
 * repository, is no file, too large, not UTF-8 or not readable, and where the commit is not there.
 */
export function gitTree(git: GitRepository, commit: string, root: string = git.prefix): FileTree {
  const entryAt = (path: string): Promise<GitEntry | undefined> => {
    const inside = insideRoot(path);
    if (inside === undefined) throw new Error(`${path} is outside the repository`);
    return git.entry(commit, inside === '' ? root : posix.join(root, inside));
  };
  return {
    read: async path => {
      const entry = await entryAt(path);
      return saying(`cannot read ${path}`, () => {
        if (entry === undefined) return undefined;
        if (entry.kind === 'folder') throw new Error('it is not a regular file');
        return entry.kind === 'file' ? decodeText(entry.bytes) : noneOrElsewhere(entry);
      });
    },
    list: async folder => {
      const entry = await entryAt(folder);
      return saying(`cannot list ${folder || root || 'the top folder'}`, () => {
        if (entry === undefined || entry.kind === 'file') return [];
        return entry.kind === 'folder' ? [...entry.names].sort() : (noneOrElsewhere(entry) ?? []);
      });
    },
  };
}

function saying<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** Undefined for a link to nothing; throws for what would have to be looked for elsewhere. */
function noneOrElsewhere(entry: Exclude<GitEntry, { kind: 'file' | 'folder' }>): undefined {
  if (entry.kind === 'submodule') {
    throw new Error(`it lies in a submodule (at commit ${entry.commit.slice(0, 12)}), which is another repository`);
  }
  if (entry.why === 'outside') throw new Error(`a symbolic link leads outside the repository, to ${entry.target}`);
  if (entry.why === 'circular') throw new Error(`a symbolic link leads in a circle, to ${entry.target}`);
  return undefined;
}

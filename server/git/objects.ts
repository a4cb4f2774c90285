/** Commits, trees and blobs by id. What an id names never changes, so trees that were parsed are kept. */
import { catFile, MAX_OBJECT_BYTES } from './cat-file';
import type { GitObject } from './cat-file-output';
import type { GitCommit } from './git';
import { isObjectId, parseCommit, parseTree, type TreeItem } from './object';
import { notFetched } from './partial-clone';
import type { GitProgram } from './run-git';

export interface Objects {
  /** The commit a revision leads to; undefined where there is none. */
  resolve(revision: string): Promise<string | undefined>;
  /** With the parents the commit itself names; undefined where it is not there. */
  commit(id: string): Promise<GitCommit | undefined>;
  /** Id of the tree of a commit; a tree is its own. Rejects where either is not there, as the next two do. */
  rootTree(commit: string): Promise<string>;
  tree(id: string): Promise<ReadonlyMap<string, TreeItem>>;
  blob(id: string): Promise<Buffer>;
}

/** Trees and commits remembered at most. A config repository has two or three trees a commit. */
const REMEMBERED = 512;

export function objects(git: GitProgram): Objects {
  const { read } = catFile(git);
  const trees = new Map<string, Promise<ReadonlyMap<string, TreeItem>>>();
  const rootTrees = new Map<string, Promise<string>>();

  const wanted = async (name: string, type: string, what: string): Promise<GitObject & { readonly bytes: Buffer }> => {
    const found = await read(name).catch(async (error: unknown) => {
      throw (await notFetched(git, what, error)) ?? error;
    });
    if (found === undefined) {
      throw (await notFetched(git, what)) ?? new Error(`${what} is not in the repository`);
    }
    const { bytes, ...object } = found;
    if (object.type !== type) throw new Error(`${name} is a ${object.type}, not a ${type}`);
    if (bytes === undefined) {
      throw new Error(`it has ${object.size} bytes, more than the ${MAX_OBJECT_BYTES} that are read`);
    }
    return { ...object, bytes };
  };

  return {
    resolve: async revision => {
      if (!isRevision(revision)) return undefined;
      return (await read(`${revision}^{commit}`))?.id;
    },
    commit: async id => {
      const found = isObjectId(id) ? await read(id) : undefined;
      return found?.type === 'commit' && found.bytes ? parseCommit(id, found.bytes) : undefined;
    },
    rootTree: commit =>
      remember(rootTrees, commit, async () => {
        if (!isObjectId(commit)) throw new Error(`${JSON.stringify(commit)} is not the full id of a commit`);
        return (await wanted(`${commit}^{tree}`, 'tree', `commit ${commit}`)).id;
      }),
    tree: id =>
      remember(trees, id, async () => parseTree((await wanted(id, 'tree', `tree ${id}`)).bytes, id.length / 2)),
    blob: async id => (await wanted(id, 'blob', `blob ${id}`)).bytes,
  };
}

/** Whether git may be asked for it on a line of its own: no option, no second line. */
function isRevision(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the characters that end a request
  return text !== '' && !text.startsWith('-') && !/[\u0000\n\r]/.test(text);
}

/** The least recently used is forgotten first, and what failed at once. */
function remember<T>(memory: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = memory.get(key);
  const value = known ?? make();
  if (known === undefined) value.catch(() => memory.delete(key));
  memory.delete(key);
  memory.set(key, value);
  const [oldest] = memory.keys();
  if (memory.size > REMEMBERED && oldest !== undefined) memory.delete(oldest);
  return value;
}

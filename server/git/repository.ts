/** The GitRepository port over the git program. */
import { blame } from './blame';
import type { GitEntry, GitRef, GitRepository } from './git';
import { locate } from './locate';
import { log } from './log';
import { isObjectId } from './object';
import { objects } from './objects';
import { listRefs, readHead } from './refs';
import { GitFailure, type GitProgram, runGit } from './run-git';
import { shallowEdges } from './shallow';
import { treeChanges } from './tree-changes';
import { watchRefs } from './watch-refs';

/** Where a repository is, as `git rev-parse` says. Folders are absolute. */
export interface RepositoryPlace {
  readonly prefix: string;
  readonly topFolder: string | undefined;
  readonly shallow: boolean;
  /** Of this working tree. */
  readonly gitFolder: string;
  /** Shared by all working trees. */
  readonly commonFolder: string;
}

/** `close` is what ends the program's signal. */
export function repository(git: GitProgram, place: RepositoryPlace, close: () => void): GitRepository {
  const { prefix, topFolder, shallow, gitFolder, commonFolder } = place;
  const store = objects(git);

  const wholeId = (id: string): string => {
    if (!isObjectId(id)) throw new Error(`${JSON.stringify(id)} is not the full id of a commit`);
    return id;
  };

  const head = () => readHead(git, () => store.resolve('HEAD'));

  const peeled = async (name: string): Promise<GitRef[]> => {
    const commit = await store.commit((await store.resolve(name)) ?? '');
    return commit ? [{ name, commit: commit.id, committed: commit.committed }] : [];
  };

  const refs = async (): Promise<readonly GitRef[]> => {
    const listed = await listRefs(git);
    return (await Promise.all(listed.map(ref => ('nested' in ref ? peeled(ref.name) : [ref])))).flat();
  };

  const inCommit = async <T>(verb: string, commit: string, path: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (git.signal.aborted) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`cannot ${verb} ${path || 'the top folder'} of commit ${commit.slice(0, 12)}: ${reason}`, {
        cause: error,
      });
    }
  };

  return {
    prefix,
    topFolder,
    shallow,
    head,
    refs,
    resolve: store.resolve,
    commit: async id => {
      const commit = await store.commit(id);
      if (commit === undefined || !(await shallowEdges(commonFolder)).has(id)) return commit;
      return { ...commit, parents: [] };
    },
    isAncestor: async (ancestor, descendant) => {
      if (ancestor === descendant) return true;
      try {
        await runGit(git, ['merge-base', '--is-ancestor', wholeId(ancestor), wholeId(descendant)]);
        return true;
      } catch (error) {
        if (error instanceof GitFailure && error.status === 1) return false;
        throw error;
      }
    },
    asOf: async (from, time) => {
      const seconds = Math.floor(time);
      if (!Number.isSafeInteger(seconds)) throw new Error(`${time} is not a time`);
      if (seconds < 0) return undefined;
      // On the one first-parent line git goes from child to parent and passes over what is too new, whatever the order
      // of dates; `@` and the zone make it take the number for seconds however small or large
      const options = ['--first-parent', '--max-count=1', `--before=@${seconds} +0000`];
      const found = (await runGit(git, ['rev-list', ...options, wholeId(from), '--'])).toString().trimEnd();
      return found === '' ? undefined : found;
    },
    entry: (commit, path) =>
      inCommit('read', commit, path, async (): Promise<GitEntry | undefined> => {
        const found = await locate(store, commit, path);
        if (found?.kind === 'file') return { kind: 'file', bytes: await store.blob(found.id) };
        if (found?.kind === 'folder') return { kind: 'folder', names: [...(await store.tree(found.id)).keys()] };
        if (found?.kind === 'submodule') return { kind: 'submodule', commit: found.commit };
        return found;
      }),
    treeChanges: async (from, to) => treeChanges(git, wholeId(from), wholeId(to)),
    log: async (from, paths, since) => log(git, wholeId(from), paths, since),
    blobs: async ids => {
      const wanted = [...new Set(ids)];
      const wrong = wanted.find(id => !isObjectId(id));
      if (wrong !== undefined) throw new Error(`${JSON.stringify(wrong)} is not the full id of a blob`);
      const contents = await Promise.all(wanted.map(store.blob));
      return new Map(contents.map((bytes, i) => [wanted[i] ?? '', bytes]));
    },
    blame: (commit, path) =>
      inCommit('blame', commit, path, async () => {
        const found = await locate(store, commit, path);
        if (found?.kind !== 'file') throw new Error('there is no such file');
        return blame(git, commit, found.path, await shallowEdges(commonFolder));
      }),
    watch: (onChange, onError = () => undefined) => {
      const fingerprint = async () => JSON.stringify(await Promise.all([head(), listRefs(git)]));
      const watch = watchRefs({ gitFolder, commonFolder, fingerprint, onChange, onError });
      git.signal.addEventListener('abort', watch.dispose, { once: true });
      return {
        dispose: () => {
          git.signal.removeEventListener('abort', watch.dispose);
          watch.dispose();
        },
      };
    },
    close,
  };
}

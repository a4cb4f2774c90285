/** The tree of a commit that takes another one's: that tree, but for the files that stay as they are. */
import type { TakenTree } from './git-writer';
import { isObjectId } from './object';
import type { Objects } from './objects';
import type { GitProgram } from './run-git';
import { linesAt, type TreePlace, writeTree } from './write-tree';

/**
 * Id of what `before`, the tree of the parent, becomes. Rejects, saying why, where the other commit is not there or has no such
 * folder.
 */
export async function takenTree(
  git: GitProgram,
  objects: Objects,
  before: string,
  { commit, folder, keep }: TakenTree,
): Promise<string> {
  if (!isObjectId(commit)) throw new Error(`${JSON.stringify(commit)} is not the full id of a commit`);
  if ((await objects.commit(commit)) === undefined) throw new Error(`commit ${commit} is not in the repository`);
  const source = await objects.rootTree(commit);
  const base = folder === '' ? source : await withFolder(git, before, source, folder);
  const kept = await linesAt(git, before, keep);
  const places = keep.map((path, i): TreePlace => ({ path, line: kept[i] }));
  return places.length === 0 ? base : writeTree(git, base, places);
}

/** `before` with the folder as `source` has it, and nothing else of that. */
async function withFolder(git: GitProgram, before: string, source: string, folder: string): Promise<string> {
  const [line] = await linesAt(git, source, [folder]);
  if (line?.type !== 'tree') throw new Error(`the other commit has no folder ${folder}`);
  return writeTree(git, before, [{ path: folder, line }]);
}

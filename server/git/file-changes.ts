/** What the files of a new commit become, byte for byte: where they really stand, and with the byte order marks they had. */
import { hasByteOrderMark, textBytes } from './byte-order-mark';
import type { FileInCommit, PlacedChange } from './git-writer';
import { locate } from './locate';
import type { Objects } from './objects';
import { placeInTree } from './place-in-tree';

/**
 * In the order of `files`, each real path once. `tree`: id of the commit or tree that the files are put into. Rejects, naming the
 * path, where one cannot be written there, and where two are the same file with different texts.
 */
export async function fileChanges(
  objects: Objects,
  tree: string,
  files: readonly FileInCommit[],
): Promise<readonly PlacedChange[]> {
  const placed = new Map<string, FileInCommit>();
  for (const file of files) {
    const real = await placeInTree(objects, tree, file.path);
    const other = placed.get(real);
    if (other && other.text !== file.text) throw new Error(`${other.path} and ${file.path} are one file, ${real}`);
    placed.set(real, file);
  }
  return Promise.all(
    [...placed].map(async ([path, { text, dropsMark = false }]) => {
      const found = await locate(objects, tree, path);
      const before = found?.kind === 'file' ? await objects.blob(found.id) : undefined;
      const marked = before !== undefined && hasByteOrderMark(before);
      return { path, before, after: textBytes(text, marked && !dropsMark) };
    }),
  );
}

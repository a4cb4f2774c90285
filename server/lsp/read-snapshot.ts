/** Reads a config repository, and keeps the texts of its files for conversions of places in them. */
import { type LoadConfigOptions, loadConfigRepo } from '../config-repo/load';
import { loadLockfiles, type ParseLockfile } from '../config-repo/load-lockfiles';
import type { FileTree } from '../config-repo/model';
import type { Snapshot } from './config-repository';

/** Rejects only where the root cannot be listed. */
export async function readSnapshot(
  tree: FileTree,
  parse: ParseLockfile,
  options: LoadConfigOptions,
): Promise<Snapshot> {
  const read = new Map<string, string>();
  const remembering: FileTree = {
    list: folder => tree.list(folder),
    read: async path => {
      const text = await tree.read(path);
      if (text !== undefined) read.set(path, text);
      return text;
    },
  };
  const config = await loadConfigRepo(remembering, options);
  const { files, problems } = await loadLockfiles(tree, config.lockfiles, parse);
  const texts = new Map(
    config.sources.flatMap(path => {
      const text = read.get(path);
      return text === undefined ? [] : [[path, text]];
    }),
  );
  return { config, files, texts, problems: [...config.problems, ...problems] };
}

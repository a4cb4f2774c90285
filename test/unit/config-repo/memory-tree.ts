import type { FileTree } from '../../../server/config-repo/model';

/** A file tree of the given texts by path. */
export function memoryTree(files: Readonly<Record<string, string>>): FileTree {
  return {
    read: async path => files[path],
    list: async folder => {
      const prefix = folder === '' ? '' : `${folder}/`;
      const names = Object.keys(files)
        .filter(path => path.startsWith(prefix))
        .map(path => path.slice(prefix.length).split('/')[0] ?? '');
      return [...new Set(names)].sort();
    },
  };
}

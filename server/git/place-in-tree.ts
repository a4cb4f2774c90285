/** Where the file of a new commit really goes: links on the way are followed, what leads nowhere is refused. */
import { locate } from './locate';
import type { Objects } from './objects';

/**
 * The path that holds, or will hold, the bytes of `path` (relative to the top, with `/`) in `tree`, the id of a commit or of a tree. Rejects, with
 * words that name the path, where nothing can be written there.
 */
export async function placeInTree(objects: Objects, tree: string, path: string): Promise<string> {
  const parts = path.split('/');
  if (parts.some(isForbidden)) throw new Error(`${JSON.stringify(path)} is no path that a commit can have`);
  const missing: string[] = [];
  for (;;) {
    const asked = parts.join('/');
    const found = await locate(objects, tree, asked);
    if (found === undefined) {
      missing.unshift(parts.pop() ?? '');
      continue;
    }
    switch (found.kind) {
      case 'file':
        if (missing.length === 0) return found.path;
        throw new Error(`${path} cannot be written: ${asked} is a file, not a folder`);
      case 'folder':
        if (missing.length === 0) throw new Error(`${path} cannot be written: it is a folder`);
        return [...(found.path === '' ? [] : [found.path]), ...missing].join('/');
      case 'submodule':
        throw new Error(
          `${path} cannot be written: ${found.path} is a submodule, whose files are in another repository`,
        );
      case 'broken-link':
        throw new Error(
          `${path} cannot be written: a symbolic link on the way, to ${found.target}, ${WHERE[found.why]}`,
        );
    }
  }
}

const WHERE = {
  outside: 'leads out of the repository',
  circular: 'leads in a circle',
  dangling: 'leads to nothing',
} as const;

/** As git's own checks of paths in a tree have it; where nothing is said the top would be meant. */
function isForbidden(part: string): boolean {
  return part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git' || part.includes('\0');
}

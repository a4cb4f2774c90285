/** Where a config repository stands in its git repository. */
import { posix, relative, sep } from 'node:path';

/** `folder` from the top of the tree, given that of `dir`, which is the same or below it. */
export function rootBelow(prefix: string, dir: string, folder: string): string {
  const root = posix.join(prefix, relative(dir, folder).replaceAll(sep, '/'));
  return root === '.' ? '' : root.replace(/\/$/, '');
}

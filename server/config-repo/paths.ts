/** Paths relative to a config repository's root, with `/`. The root itself is the empty string. */
import { posix } from 'node:path';

/** The folder a file stands in; empty for one in the root. */
export function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : folder;
}

export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Where `target`, written in `file`, leads; undefined where that is outside the root (absolute, or too many `..`). */
export function resolveFrom(file: string, target: string): string | undefined {
  return insideRoot(posix.isAbsolute(target) ? target : joinPath(folderOf(file), target));
}

/** The path without `.` and `..`; undefined where it leads outside the root. */
export function insideRoot(path: string): string | undefined {
  const normal = posix.normalize(path === '' ? '.' : path);
  if (posix.isAbsolute(normal) || normal === '..' || normal.startsWith('../')) return undefined;
  const trimmed = normal.replace(/\/$/, '');
  return trimmed === '.' ? '' : trimmed;
}

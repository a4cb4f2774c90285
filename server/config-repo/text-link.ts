/**
 * Symbolic links that came as text: git writes a link's target as the file's only content where the platform or the
 * source of the tree has no links (`core.symlinks=false`). Repositories with variants link `manifest.yaml` and
 * `build-args.conf` to the default variant's file.
 */
import type { FileTree } from './model';
import { resolveFrom } from './paths';

export interface LinkedText {
  /** The file the text is from. */
  readonly path: string;
  readonly text: string;
  /** Every file that was read on the way, the last one included. */
  readonly read: readonly string[];
}

const MAX_LINKS = 8;
// A relative path and nothing else; no `:` or `=`, which would make it YAML or a build argument
const TARGET = /^[^\s:=#"'{}[\]]+\n?$/;

/** The text of `path`, or of what it links to as text. Undefined where there is no such file. Rejects as `read` does. */
export async function readThroughLinks(tree: FileTree, path: string): Promise<LinkedText | undefined> {
  const text = await tree.read(path);
  if (text === undefined) return undefined;
  let current: LinkedText = { path, text, read: [path] };
  for (let links = 0; links < MAX_LINKS && TARGET.test(current.text); links++) {
    const target = resolveFrom(current.path, current.text.trimEnd());
    if (target === undefined || target === '' || current.read.includes(target)) break;
    const linked = await tree.read(target);
    if (linked === undefined) break;
    current = { path: target, text: linked, read: [...current.read, target] };
  }
  return current;
}

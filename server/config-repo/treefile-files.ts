/** Reads a treefile and everything it may include on any basearch, so that it can be flattened without further I/O. */
import type { FileTree } from './model';
import { folderOf, resolveFrom } from './paths';
import { readThroughLinks } from './text-link';
import { parseTreefile, type TreefileBody, type TreefileDocument } from './treefile-document';

/** A treefile that was read, or, in words that follow its path, why it could not be. */
export type TreefileFile = TreefileDocument | { readonly error: string };

export interface TreefileFiles {
  /** By the path it was asked for. */
  readonly files: ReadonlyMap<string, TreefileFile>;
  /** Every file that was read. */
  readonly sources: readonly string[];
}

/** More than that is a loop through symbolic links; Fedora CoreOS has about 20. */
const MAX_FILES = 1000;

/** Starts at `entry`. Files that only conditions lead to are read too. Never rejects: errors are in `files`. */
export async function readTreefiles(tree: FileTree, entry: string): Promise<TreefileFiles> {
  const files = new Map<string, TreefileFile>();
  const sources: string[] = [];
  let waiting = [entry];
  while (waiting.length > 0) {
    const now = [...new Set(waiting)].filter(path => !files.has(path));
    waiting = [];
    const read = await Promise.all(now.map(path => readOne(tree, path)));
    for (const [index, path] of now.entries()) {
      const result = read[index];
      if (!result) continue;
      if (files.size >= MAX_FILES) {
        files.set(path, { error: `is not read: more than ${MAX_FILES} treefiles are included` });
        continue;
      }
      files.set(path, result.file);
      sources.push(...result.sources);
      if ('error' in result.file) continue;
      for (const target of targetsOf(result.file.body)) {
        const next = resolveFrom(path, target);
        if (next !== undefined) waiting.push(next);
      }
    }
  }
  return { files, sources };
}

/** Every file a treefile names in any kind of include. */
function targetsOf(body: TreefileBody): string[] {
  const conditional = body.conditionalInclude.flatMap(({ include }) => ('packages' in include ? [] : include));
  return [...body.include, ...[...body.archInclude.values()].flat(), ...conditional].map(target => target.value);
}

async function readOne(tree: FileTree, path: string): Promise<{ file: TreefileFile; sources: readonly string[] }> {
  if (path.endsWith('.ks')) return { file: { error: 'is a kickstart file; only treefiles are read' }, sources: [] };
  try {
    const found = await readThroughLinks(tree, path);
    if (!found) return { file: { error: `is not there${await submoduleHint(tree, path)}` }, sources: [] };
    return { file: parseTreefile(found.text, found.path), sources: found.read };
  } catch (error) {
    return { file: { error: `cannot be read: ${error instanceof Error ? error.message : error}` }, sources: [] };
  }
}

/** The usual reason why a derivative's include is missing. */
async function submoduleHint(tree: FileTree, path: string): Promise<string> {
  const modules = (await tree.read('.gitmodules')) ?? '';
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    const listed = modules.split('\n').some(line => line.replace(/\s/g, '') === `path=${folder}`);
    if (listed && (await tree.list(folder)).length === 0) return `: the git submodule ${folder} is not checked out`;
  }
  return '';
}

/** Reads and parses the lockfiles of a config repository. */
import type { LayerFile } from '../lockfile/layers';
import type { Lockfile, LockfileFormat } from '../lockfile/model';
import type { ConfigProblem, FileTree, LockfileRef } from './model';

/** Parses the text of one file; the path lets an implementation remember what it parsed before. */
export type ParseLockfile = (text: string, format: LockfileFormat, path: string) => Lockfile;

export interface LoadedLockfiles {
  /** Layers only: what a build generated is not part of the configuration. */
  readonly files: readonly LayerFile[];
  /** Lockfiles that are listed and cannot be read. */
  readonly problems: readonly ConfigProblem[];
}

/** Reads all of `lockfiles` from `tree`. Never rejects for a file that cannot be read: it is a problem. */
export async function loadLockfiles(
  tree: FileTree,
  lockfiles: readonly LockfileRef[],
  parse: ParseLockfile,
): Promise<LoadedLockfiles> {
  const loaded = await Promise.all(lockfiles.filter(ref => !ref.name.generated).map(ref => loadOne(tree, ref, parse)));
  return {
    files: loaded.flatMap(result => ('lockfile' in result ? [result] : [])),
    problems: loaded.flatMap(result => ('message' in result ? [result] : [])),
  };
}

async function loadOne(tree: FileTree, ref: LockfileRef, parse: ParseLockfile): Promise<LayerFile | ConfigProblem> {
  const { path, name } = ref;
  try {
    const text = await tree.read(path);
    if (text === undefined) {
      return { path, span: undefined, message: `${path} is gone, or a link to a file that is not there.` };
    }
    return { path, layer: name.layer, arch: name.arch, lockfile: parse(text, name.format, path) };
  } catch (error) {
    return { path, span: undefined, message: error instanceof Error ? error.message : String(error) };
  }
}

/** The way from the top of a commit's tree to a path, through the symbolic links that are on it. */
import type { BrokenLink } from './git';
import type { Objects } from './objects';

/** What stands at a path; `path` is where it really stands, links resolved. */
export type Located =
  | { readonly kind: 'file'; readonly id: string; readonly path: string }
  | { readonly kind: 'folder'; readonly id: string; readonly path: string }
  | { readonly kind: 'submodule'; readonly commit: string; readonly path: string }
  | BrokenLink;

/** As Linux: links on the way to one file. */
const MAX_LINKS = 40;
/** As Linux: a target is a path, in bytes. */
const MAX_TARGET = 4096;

/**
 * Undefined where nothing stands at `path` (relative, with `/`; empty is the top). A path below a submodule is the
 * submodule. Rejects for a path that leads above the top by itself, and where an object cannot be read.
 */
export async function locate(objects: Objects, commit: string, path: string): Promise<Located | undefined> {
  /** Folders from the top to where we are. */
  const folders: { readonly name: string; readonly id: string }[] = [{ name: '', id: await objects.rootTree(commit) }];
  let ahead = parts(path);
  /** How many of the parts ahead a link has put there, and the target of that link. */
  let linked = 0;
  let target = '';
  let links = 0;
  const broken = (why: BrokenLink['why']): BrokenLink => ({ kind: 'broken-link', target, why });
  const here = (name?: string): string =>
    [...folders.slice(1).map(folder => folder.name), ...(name === undefined ? [] : [name])].join('/');

  for (;;) {
    const folder = folders.at(-1);
    const [name, ...rest] = ahead;
    if (folder === undefined) {
      if (linked === 0 && links === 0) throw new Error(`${path} is outside the repository`);
      return broken('outside');
    }
    if (name === undefined) return { kind: 'folder', id: folder.id, path: here() };
    const byLink = linked > 0;
    if (byLink) linked--;
    ahead = rest;
    if (name === '..') {
      folders.pop();
      continue;
    }
    const item = (await objects.tree(folder.id)).get(name);
    if (item === undefined) return byLink ? broken('dangling') : undefined;
    if (item.kind === 'submodule') return { kind: 'submodule', commit: item.id, path: here(name) };
    if (item.kind === 'folder') {
      folders.push({ name, id: item.id });
    } else if (item.kind === 'link') {
      const bytes = await objects.blob(item.id);
      target = bytes.subarray(0, MAX_TARGET).toString();
      if (++links > MAX_LINKS) return broken('circular');
      if (bytes.length > MAX_TARGET || target === '') return broken('dangling');
      if (target.startsWith('/')) return broken('outside');
      const added = parts(target);
      linked += added.length;
      ahead = [...added, ...ahead];
    } else {
      if (ahead.length === 0) return { kind: 'file', id: item.id, path: here(name) };
      return linked > 0 ? broken('dangling') : undefined;
    }
  }
}

function parts(path: string): readonly string[] {
  return path.split('/').filter(part => part !== '' && part !== '.');
}

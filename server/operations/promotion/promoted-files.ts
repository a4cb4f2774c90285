/** Files of the target that a promotion adds, changes and removes. */
import type { FileTree } from '../../config-repo/model';
import { joinPath } from '../../config-repo/paths';
import type { GitTreeChange } from '../../git/git';
import { type Adaptation, KEPT_FILE } from './adapt-files';
import type { Promotion } from './promotion';

/**
 * Paths are relative to the config repository, sorted. `changes`: what differs between target and source; `target`: the target's
 * files; only what stands below `root` comes.
 */
export async function promotedFiles(
  changes: readonly GitTreeChange[],
  { texts }: Pick<Adaptation, 'texts'>,
  target: FileTree,
  root: string,
): Promise<Promotion['files']> {
  const files = { added: [] as string[], changed: [] as string[], removed: [] as string[] };
  const inside = new Map(
    changes.flatMap(change => {
      const path = pathInside(change.path, root);
      return path === undefined || path === KEPT_FILE ? [] : [[path, change] as const];
    }),
  );
  for (const path of [...new Set([...inside.keys(), ...texts.keys()])].sort()) {
    const change = inside.get(path);
    const text = texts.get(path);
    if (change && !change.from) files.added.push(path);
    else if (change && !change.to) files.removed.push(path);
    else if (text === undefined || change?.from?.mode !== change?.to?.mode) files.changed.push(path);
    else if (text !== (await target.read(path))) files.changed.push(path);
  }
  return files;
}

/** Said where a promotion would change nothing. */
export function nothingToPromote({ from, to, files }: Pick<Promotion, 'from' | 'to' | 'files'>): string | undefined {
  const { added, changed, removed } = files;
  if (added.length + changed.length + removed.length > 0) return undefined;
  return `nothing to promote: ${to.label} has all that ${from.label} has`;
}

function pathInside(path: string, root: string): string | undefined {
  const prefix = joinPath(root, '');
  if (root === '') return path;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

/** The working tree as a side, with open editors in front of its files. */
import { layeredSide } from './layered-side';
import type { DiffSide } from './side';
import { inputFailure, type SideContext, type SideFailure, wordsOf } from './side-context';

export async function worktreeSide(spec: string, context: SideContext): Promise<DiffSide | SideFailure> {
  const { worktree } = context;
  if (!worktree) return inputFailure('there is no working tree here: name a stream or a revision');
  const { config, files, problems } = worktree;
  const { stream, releasever, lockfiles } = config;
  const { commit, committed, problems: ofHead } = await readHead(context);
  return layeredSide(
    { spec, kind: 'worktree', label: 'working tree', commit, committed, stream, releasever },
    { lockfiles, files, problems: [...problems, ...ofHead] },
    context,
  );
}

interface Head {
  readonly commit: string | undefined;
  /** Unix seconds. */
  readonly committed: number | undefined;
  readonly problems: readonly string[];
}

/** A damaged HEAD takes nothing from the files. */
async function readHead(context: SideContext): Promise<Head> {
  const { git } = context;
  try {
    const commit = await git?.resolve('HEAD');
    const found = commit === undefined ? undefined : await git?.commit(commit);
    return { commit, committed: found?.committed, problems: [] };
  } catch (error) {
    return { commit: undefined, committed: undefined, problems: [`HEAD cannot be read: ${wordsOf(error, context)}`] };
  }
}

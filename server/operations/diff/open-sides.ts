/** Opens both sides of a comparison: a branch, a commit, the working tree, a build, or a Koji tag. */
import type { GitRepository } from '../../git/git';
import { buildSide } from './build-side';
import { refSide } from './ref-side';
import type { DiffSide } from './side';
import { inputFailure, isFailure, type SideContext, type SideFailure } from './side-context';
import { parseSideSpec, type SideSpec } from './side-spec';
import { tagSide } from './tag-side';
import { worktreeSide } from './worktree-side';

export { isFailure, type SideContext, type SideFailure, type WorktreeState } from './side-context';

export interface OpenedSides {
  readonly from: DiffSide | SideFailure;
  readonly to: DiffSide | SideFailure;
}

/**
 * Both at a time, but for a tag, which is asked about what the other side has. What keeps one from opening is its own failure; rejects only with
 * the signal's reason once that is aborted.
 */
export async function openSides(from: string, to: string, given: SideContext): Promise<OpenedSides> {
  const context = given.git ? { ...given, git: refsOnce(given.git) } : given;
  const [left, right] = [parseSideSpec(from), parseSideSpec(to)];
  if (left.kind === 'tag' && right.kind === 'tag') {
    const both = inputFailure(
      'a Koji tag is asked about the packages of the other side, so one side must be a stream, a revision, the working tree or a build',
    );
    return { from: both, to: both };
  }
  context.signal?.throwIfAborted();
  const [first, second] = await Promise.all([openOne(from, left, context), openOne(to, right, context)]);
  const opened = {
    from: first ?? (await openTag(from, left, second, context)),
    to: second ?? (await openTag(to, right, first, context)),
  };
  context.signal?.throwIfAborted();
  return opened;
}

/** Listing refs is a run of git, and both sides may want it. */
function refsOnce(git: GitRepository): GitRepository {
  let refs: ReturnType<GitRepository['refs']> | undefined;
  return {
    ...git,
    refs: () => {
      refs ??= git.refs();
      return refs;
    },
  };
}

/** Undefined for a tag. */
async function openOne(
  given: string,
  spec: SideSpec,
  context: SideContext,
): Promise<DiffSide | SideFailure | undefined> {
  const name = given.trim();
  switch (spec.kind) {
    case 'worktree':
      return worktreeSide(name, context);
    case 'ref':
      return refSide({ spec: name, revision: spec.revision }, context);
    case 'build':
      return buildSide({ spec: name, stream: spec.stream, id: spec.id }, context);
    case 'bad':
      return inputFailure(spec.message);
    case 'tag':
      return undefined;
  }
}

async function openTag(
  given: string,
  spec: SideSpec,
  other: DiffSide | SideFailure | undefined,
  context: SideContext,
): Promise<DiffSide | SideFailure> {
  if (spec.kind !== 'tag' || !other) throw new Error(`${given} is no tag beside another side`);
  const name = given.trim();
  if (isFailure(other)) {
    const message = `${name} is asked about the packages of the other side, which cannot be opened`;
    return { failed: other.failed, message };
  }
  return tagSide({ spec: name, tag: spec.tag }, other, context);
}

/** Where a stream's branch is: its local branch and the newest of its remote ones, and how the two stand to each other. */
import type { GitRef, GitRepository } from '../git/git';
import type { StreamPolicy } from './repo-settings';
import { type StreamRef, streamRef } from './streams';

export interface StreamTip {
  /** What everything else is built on: the one that has all commits of the other, of diverged ones the newest. */
  readonly tip: StreamRef;
  readonly local: GitRef | undefined;
  readonly remote: StreamRef | undefined;
  /** Where the local branch is, seen from the remote one; `only`: one of them is not there. */
  readonly line: 'only' | 'same' | 'ahead' | 'behind' | 'diverged';
}

/** Undefined where it has no branch here. */
export async function streamTip(
  git: Pick<GitRepository, 'isAncestor'>,
  policy: StreamPolicy,
  refs: readonly GitRef[],
): Promise<StreamTip | undefined> {
  const newest = streamRef(policy, refs);
  if (!newest) return undefined;
  const ref = `refs/heads/${policy.branch}`;
  const local = refs.find(({ name }) => name === ref);
  const others = refs.filter(({ name }) => name !== ref);
  const remote = streamRef(policy, others);
  if (!local || !remote) return { tip: newest, local, remote, line: 'only' };
  if (local.commit === remote.ref.commit) return { tip: newest, local, remote, line: 'same' };
  if (await git.isAncestor(remote.ref.commit, local.commit)) {
    return { tip: { ref: local, label: policy.branch }, local, remote, line: 'ahead' };
  }
  const behind = await git.isAncestor(local.commit, remote.ref.commit);
  return { tip: behind ? remote : newest, local, remote, line: behind ? 'behind' : 'diverged' };
}

/** Of branches that have diverged, for a human: "stable and origin/stable each have commits that the other lacks". */
export function divergenceWords(
  { branch }: Pick<StreamPolicy, 'branch'>,
  { remote }: Pick<StreamTip, 'remote'>,
  { shallow }: Pick<GitRepository, 'shallow'>,
): string {
  const far = shallow ? ' (as far as the history of this shallow clone goes)' : '';
  return `${branch} and ${remote?.label} each have commits that the other lacks${far}`;
}

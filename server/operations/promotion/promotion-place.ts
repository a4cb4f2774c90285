/** Where the commit of a promotion goes, or why none can be made. */
import type { StreamTarget } from '../../config-repo/stream-targets';
import { divergenceWords } from '../../config-repo/stream-tip';
import type { GitRef, GitRepository } from '../../git/git';
import type { NewCommit } from '../../git/git-writer';
import { newBranch } from '../stream-commits';
import type { NamedCommit } from './find-promoted';

export interface PlaceRequest {
  readonly git: Pick<GitRepository, 'shallow'>;
  readonly from: NamedCommit;
  readonly to: NamedCommit;
  readonly targets: readonly StreamTarget[];
  readonly refs: readonly GitRef[];
  /** The commit goes to a branch of its own: `promote/stable/from-testing-49943e6fb7a8`. */
  readonly onNewBranch: boolean;
}

export type PromotionPlace = Pick<NewCommit, 'ref' | 'expected'> | { readonly obstacle: string };

const BRANCHES = 'refs/heads/';
const HINT = 'run it where another branch is checked out, or with --new-branch';

export function promotionPlace({ git, from, to, targets, refs, onNewBranch }: PlaceRequest): PromotionPlace {
  const { policy, tip, spec, isStream } = to;
  const { name, branch } = policy;
  if (!isStream || !tip) return { obstacle: `${spec} is a revision: a promotion goes to the branch of a stream` };
  const { line, local } = tip;
  if (line === 'diverged') {
    return { obstacle: `${divergenceWords(policy, tip, git)}: reconcile them first` };
  }
  if (onNewBranch) {
    const subject = `from-${from.policy.branch}-${from.commit.slice(0, 12)}`;
    return { ref: `${BRANCHES}${newBranch(name, { folder: 'promote', subject, refs })}`, expected: undefined };
  }
  const place = targets.find(target => target.policy.name === name)?.place;
  if (place?.kind === 'worktree') return { obstacle: `${name} is what is checked out here: ${HINT}` };
  // one that has no parent cannot be read: a promotion may be what mends it
  if (place?.kind === 'none' && place.parent !== undefined) return { obstacle: `${place.message}: ${HINT}` };
  return { ref: `${BRANCHES}${branch}`, expected: local?.commit };
}

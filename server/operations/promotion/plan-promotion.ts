/** The plan of a promotion: what it changes, what is lost, and the commit that makes it. */
import { gitTree } from '../../config-repo/git-tree';
import { loadConfigRepo } from '../../config-repo/load';
import type { ParseLockfile } from '../../config-repo/load-lockfiles';
import { joinPath } from '../../config-repo/paths';
import type { StreamPolicy } from '../../config-repo/repo-settings';
import type { StreamTarget } from '../../config-repo/stream-targets';
import { divergenceWords } from '../../config-repo/stream-tip';
import { candidateFeeders } from '../../config-repo/streams';
import type { GitRepository } from '../../git/git';
import type { NewCommit } from '../../git/git-writer';
import type { StreamDiff } from '../diff/diff';
import { diffSides } from '../diff/diff-sides';
import { type Adaptation, adaptFiles, KEPT_FILE, promotedTree } from './adapt-files';
import { downgradeReason } from './downgrade-reason';
import { findPromoted, type NamedCommit } from './find-promoted';
import { nothingToPromote, promotedFiles } from './promoted-files';
import type { Promotion, PromotionDowngrade } from './promotion';
import {
  type Checked,
  feederWarnings,
  identityFault,
  releaseWarnings,
  sourceFault,
  sourceWarnings,
} from './promotion-checks';
import { promotionMessage } from './promotion-message';
import { promotionPlace } from './promotion-place';
import { sideAfter, sideBefore } from './promotion-sides';
import { watchUnfetched } from './watch-unfetched';

export interface PromotionRequest {
  readonly git: GitRepository;
  /** Every stream that has a branch (`loadStreamTargets`). */
  readonly targets: readonly StreamTarget[];
  readonly policies: ReadonlyMap<string, StreamPolicy>;
  /** A stream, by its name or branch, or a revision. */
  readonly from: string;
  /** Likewise; there is no commit where it is a revision. */
  readonly to: string;
  /** Best one that remembers (`rememberParse`). */
  readonly parse: ParseLockfile;
  /** The config repository's folder, relative to the top of the tree; where not said, the one git was opened for. */
  readonly root?: string;
  /** What the pipeline says of next-devel; missing: it is told from the branches. */
  readonly nextDevelEnabled?: boolean | undefined;
  /** The commit goes to a branch of its own. */
  readonly newBranch?: boolean;
  /** Also from a stream that is not promoted there by the settings: testing takes next's tree when it moves to a new release. */
  readonly anySource?: boolean;
  /** Nothing is to be written: that no commit can go to the target's branch right now is no refusal, but a warning. */
  readonly preview?: boolean;
}

/** Writes nothing. Rejects with a PromotionError where an end of it is not there, the source cannot be read, or a partial clone lacks files of either. */
export async function planPromotion(request: PromotionRequest): Promise<Promotion> {
  const watch = watchUnfetched(request.git);
  try {
    return await planned({ ...request, git: watch.git });
  } finally {
    // before any other words of what it has come to
    watch.requireFetched();
  }
}

async function planned(request: PromotionRequest): Promise<Promotion> {
  const { git, policies, targets, parse, root = git.prefix, newBranch = false } = request;
  const refs = await git.refs();
  const context = { git, refs, policies, root };
  const to = await findPromoted(request.to, context);
  const from = await findPromoted(request.from, { ...context, preferred: candidateFeeders(to.policy, policies) });
  const [source, target] = [gitTree(git, from.commit, root), gitTree(git, to.commit, root)];
  const adaptation = await adaptFiles(
    { label: from.label, tree: source },
    { label: to.label, tree: target, stream: to.config.stream },
  );
  const config = await loadConfigRepo(promotedTree(source, target, adaptation), { defaultRepositories: [] });
  const reader = { git, parse, root };
  const [before, after] = await Promise.all([sideBefore(to, reader), sideAfter(from, to, reader)]);
  const diff = diffSides(before, after.side);
  const files = await promotedFiles(await git.treeChanges(to.commit, from.commit), adaptation, target, root);
  const checked: Checked = { from, to, policies, targets, nextDevelEnabled: request.nextDevelEnabled };
  const overrides = diff.overrides.filter(({ kind }) => kind !== 'gained');
  const downgrades = downgradesOf(diff);
  const message = promotionMessage({ diff, overrides, downgrades }, from.policy.branch, from.commit);
  const place = promotionPlace({ git, from, to, targets, refs, onNewBranch: newBranch });
  const fault = sourceFault(checked);
  const refusals = [
    request.anySource && from.policy.name !== to.policy.name ? undefined : fault,
    divergence(from, git),
    adaptation.refused ?? identityFault(checked, config),
    nothingToPromote({ from, to, files }),
    'obstacle' in place && !request.preview ? place.obstacle : undefined,
  ];
  const refused = refusals.find(refusal => refusal !== undefined);
  return {
    ...{ from: endOf(from), to: endOf(to), diff, overrides, downgrades, files, message, refused },
    adapted: adaptation.adapted,
    warnings: [
      ...releaseWarnings(checked, config),
      ...(request.anySource && fault !== undefined ? [fault] : []),
      ...feederWarnings(checked),
      ...(await sourceWarnings(checked, after.files, git)),
      ...adaptation.warnings,
      ...('obstacle' in place && request.preview && to.isStream ? [place.obstacle] : []),
    ],
    commit:
      refused === undefined && !('obstacle' in place)
        ? commitOf(from, to, place, adaptation, message, root)
        : undefined,
  };
}

function endOf({ policy, label, commit }: NamedCommit): Promotion['from'] {
  return { policy, label, commit };
}

function divergence({ isStream, tip, policy }: NamedCommit, git: GitRepository): string | undefined {
  if (!isStream || tip?.line !== 'diverged') return undefined;
  return `${divergenceWords(policy, tip, git)}: name which one is promoted (${tip.remote?.label})`;
}

function downgradesOf({ changes }: StreamDiff): PromotionDowngrade[] {
  const lower = changes.filter(({ kind }) => kind === 'downgraded');
  return lower.map(change => ({ change, reason: downgradeReason(change) }));
}

function commitOf(
  from: NamedCommit,
  to: NamedCommit,
  place: Pick<NewCommit, 'ref' | 'expected'>,
  { texts }: Adaptation,
  message: string,
  root: string,
): NewCommit {
  const { ref, expected } = place;
  return {
    ...{ ref, expected, parent: to.commit, message },
    files: [...texts].map(([path, text]) => ({ path: joinPath(root, path), text })),
    takes: { commit: from.commit, folder: root, keep: [joinPath(root, KEPT_FILE)] },
  };
}

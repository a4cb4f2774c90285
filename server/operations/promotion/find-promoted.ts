/** What a user names as the two ends of a promotion. */
import { gitTree } from '../../config-repo/git-tree';
import { loadConfigRepo } from '../../config-repo/load';
import type { ConfigRepo } from '../../config-repo/model';
import { isLockfile, isManifest } from '../../config-repo/names';
import type { StreamPolicy } from '../../config-repo/repo-settings';
import { type StreamTip, streamTip } from '../../config-repo/stream-tip';
import { streamOf } from '../../config-repo/streams';
import type { GitRef, GitRepository } from '../../git/git';
import { quoted } from '../diff/side-spec';
import { list } from '../words';

/** What was named cannot be promoted, or nothing be promoted to it; the message is for a human. */
export class PromotionError extends Error {
  override readonly name = 'PromotionError';
}

/** One end of a promotion. */
export interface NamedCommit {
  /** As it was named. */
  readonly spec: string;
  readonly policy: StreamPolicy;
  /** `testing`, `origin/testing`; of a revision what was named. */
  readonly label: string;
  readonly commit: string;
  /** Committer date, Unix seconds. */
  readonly committed: number;
  /** True where a stream was named, false for a revision. */
  readonly isStream: boolean;
  /** Of its stream; undefined where the stream has no branch here. */
  readonly tip: StreamTip | undefined;
  /** The config repository as it is in that commit. */
  readonly config: ConfigRepo;
}

export interface NamingContext {
  readonly git: GitRepository;
  readonly refs: readonly GitRef[];
  readonly policies: ReadonlyMap<string, StreamPolicy>;
  /** The config repository's folder, relative to the top of the tree. */
  readonly root: string;
  /** Names of streams; one of them is meant where several could be. */
  readonly preferred?: readonly string[];
}

/**
 * The newest commit of the stream of that name (or with that branch), else the commit of a revision, whose stream its files or
 * the branches that have it say. Rejects with a PromotionError.
 */
export async function findPromoted(spec: string, context: NamingContext): Promise<NamedCommit> {
  const { policies } = context;
  const policy = policies.get(spec) ?? [...policies.values()].find(({ branch }) => branch === spec);
  if (policy) return ofStream(spec, policy, context);
  const commit = await context.git.resolve(spec);
  if (commit === undefined) {
    const known = [...policies.values()].map(({ name }) => name);
    throw new PromotionError(`${quoted(spec)} is neither a stream nor a revision here; the streams are ${list(known)}`);
  }
  return ofRevision(spec, commit, context);
}

async function ofStream(spec: string, policy: StreamPolicy, context: NamingContext): Promise<NamedCommit> {
  const tip = await streamTip(context.git, policy, context.refs);
  if (!tip) {
    const { name, branch } = policy;
    const which = branch === name ? name : `${name} (${branch})`;
    throw new PromotionError(`${which} has no branch here, neither local nor remote: fetch it`);
  }
  const { label, ref } = tip.tip;
  const config = await configAt(label, ref.commit, context);
  return { spec, policy, label, commit: ref.commit, committed: ref.committed, isStream: true, tip, config };
}

async function ofRevision(spec: string, commit: string, context: NamingContext): Promise<NamedCommit> {
  const { git, refs } = context;
  const config = await configAt(spec, commit, context);
  const policy = await policyOf(commit, config, context);
  if (!policy) throw new PromotionError(`${spec} is of no stream: neither its files nor a stream's branch says which`);
  const { committed = 0 } = (await git.commit(commit)) ?? {};
  const tip = await streamTip(git, policy, refs);
  const label = spec === commit ? spec.slice(0, 12) : spec;
  return { spec, policy, label, commit, committed, isStream: false, tip, config };
}

async function configAt(label: string, commit: string, { git, root }: NamingContext): Promise<ConfigRepo> {
  const tree = gitTree(git, commit, root);
  try {
    const names = await tree.list('');
    if (names.some(name => isManifest(name) || isLockfile(name))) {
      return await loadConfigRepo(tree, { defaultRepositories: [] });
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PromotionError(`${label} cannot be read: ${reason}`, { cause: error });
  }
  throw new PromotionError(`${label} has no config repository${root === '' ? '' : ` in ${root}`}`);
}

async function policyOf(
  commit: string,
  config: ConfigRepo,
  { git, refs, policies, preferred = [] }: NamingContext,
): Promise<StreamPolicy | undefined> {
  if (config.stream !== undefined) {
    return streamOf({ stream: config.stream, settings: { ...config.settings, streams: policies } }, undefined);
  }
  const holding: StreamPolicy[] = [];
  for (const policy of policies.values()) {
    const found = await streamTip(git, policy, refs);
    if (found && (await git.isAncestor(commit, found.tip.ref.commit))) holding.push(policy);
  }
  // streams are branched off others, so that what is old is on many
  const meant = holding.length > 1 ? holding.filter(({ name }) => preferred.includes(name)) : holding;
  return meant.length === 1 ? meant[0] : undefined;
}

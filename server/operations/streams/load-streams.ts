/** Loads every stream of a repository to be compared: the working tree's own, and the branches of the others. */
import { BoundedMap } from '../../config-repo/bounded-map';
import { gitTree } from '../../config-repo/git-tree';
import type { ParseLockfile } from '../../config-repo/load-lockfiles';
import type { ConfigRepo } from '../../config-repo/model';
import { readStream } from '../../config-repo/read-stream';
import type { StreamPolicy } from '../../config-repo/repo-settings';
import { loadCommit } from '../../config-repo/snapshot';
import { type StreamRef, streamOf, streamRef } from '../../config-repo/streams';
import type { GitCommit, GitHead, GitRef, GitRepository } from '../../git/git';
import type { LayerFile } from '../../lockfile/layers';
import { hasBaseLock } from '../behind';
import { lockfileSide } from '../diff/lockfile-side';
import type { DiffSide } from '../diff/side';
import { promotionOrder } from './stream-order';

/** A stream at one moment. */
export interface StreamState {
  readonly policy: StreamPolicy;
  /** As a user names it: `stable`, `origin/stable`, `working tree`. */
  readonly label: string;
  /** What stands for it in a comparison: its name, or `worktree`. */
  readonly spec: string;
  readonly worktree: boolean;
  /** Of a working tree that of HEAD; undefined where there is none. */
  readonly commit: GitCommit | undefined;
  readonly files: readonly LayerFile[];
  /** Knows only the basearches with a base lock: what else is locked there a build says. */
  readonly side: DiffSide;
}

export interface LoadStreamsInput {
  /** Undefined where there is none: then the working tree is all there is. */
  readonly git: GitRepository | undefined;
  /** Of the working tree. */
  readonly config: ConfigRepo;
  /** Of the working tree, as they are to be seen. */
  readonly files: readonly LayerFile[];
  /** Best one that remembers (`rememberParse`): branches have many files alike. */
  readonly parse: ParseLockfile;
  /** Kept between calls for the same git repository. */
  readonly cache?: StreamCache;
}

export interface LoadedStreams {
  /** Those that have a branch, and the working tree's, in the order of promotion. */
  readonly streams: readonly StreamState[];
  /** Undefined without git. */
  readonly head: GitHead | undefined;
  readonly refs: readonly GitRef[];
  /** A sentence for everything that should be known and is not. */
  readonly problems: readonly string[];
}

type CommitState = Pick<StreamState, 'commit' | 'files' | 'side'>;

/** What was read of commits, which never change. */
export class StreamCache {
  readonly #states = new BoundedMap<string, Promise<CommitState>>(16);

  /** What `load` resolves to; a failure is not kept. */
  get(key: string, load: () => Promise<CommitState>): Promise<CommitState> {
    const state = this.#states.get(key, load);
    return state.catch(error => {
      this.#states.delete(key, state);
      throw error;
    });
  }
}

/** Never rejects for what cannot be read: it is a problem, and the rest is there. */
export async function loadStreams(input: LoadStreamsInput): Promise<LoadedStreams> {
  const { git, config, files } = input;
  const policies = config.settings.streams;
  const problems = files.flatMap(brokenText);
  const alone = { streams: [worktreeState(input, undefined, undefined)], head: undefined, refs: [] };
  if (!git) return { ...alone, problems };
  let read: readonly [GitHead, readonly GitRef[]];
  try {
    read = await Promise.all([git.head(), git.refs()]);
  } catch (error) {
    return { ...alone, problems: [...problems, `Branches cannot be read: ${messageOf(error)}`] };
  }
  const [head, refs] = read;
  const own = git.topFolder === undefined ? undefined : await ownState(input, git, head, problems);
  const order = promotionOrder(policies);
  const others = order.filter(({ name }) => name !== own?.policy.name);
  const loaded = await Promise.all(others.map(policy => branchState(input, policy, git, refs, problems)));
  const found = [...(own ? [own] : []), ...loaded.filter(state => state !== undefined)];
  // one that no settings know comes first
  const place = ({ policy }: StreamState): number => order.findIndex(({ name }) => name === policy.name);
  return { streams: found.sort((a, b) => place(a) - place(b)), head, refs, problems };
}

async function ownState(
  input: LoadStreamsInput,
  git: GitRepository,
  head: GitHead,
  problems: string[],
): Promise<StreamState> {
  try {
    return worktreeState(input, head, head.commit === undefined ? undefined : await git.commit(head.commit));
  } catch (error) {
    problems.push(`HEAD cannot be read: ${messageOf(error)}`);
    return worktreeState(input, head, undefined);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function brokenText({ path, lockfile: { syntaxProblems } }: LayerFile): string[] {
  return syntaxProblems.length === 0 ? [] : [`${path} does not parse: what the working tree has is known in part.`];
}

function worktreeState(
  { config, files }: LoadStreamsInput,
  head: GitHead | undefined,
  commit: GitCommit | undefined,
): StreamState {
  const name = config.stream ?? head?.branch ?? 'working tree';
  const unknown: StreamPolicy = { name, branch: head?.branch ?? name, notBehind: [], promotesTo: [] };
  const policy = streamOf(config, head?.branch) ?? unknown;
  const label = 'working tree';
  const { releasever, basearches } = config;
  const side = lockfileSide({
    ...{ spec: 'worktree', kind: 'worktree', label, stream: policy.name, releasever, basearches, files },
    ...{ commit: commit?.id, committed: commit?.committed },
    missing: unlocked(files, basearches),
  });
  return { policy, label, spec: 'worktree', worktree: true, commit, files, side };
}

/** Undefined where it has no branch here, none that can be read, or one without lockfiles. */
async function branchState(
  input: LoadStreamsInput,
  policy: StreamPolicy,
  git: GitRepository,
  refs: readonly GitRef[],
  problems: string[],
): Promise<StreamState | undefined> {
  const found = streamRef(policy, refs);
  if (!found) return undefined;
  const { label, ref } = found;
  const { cache = new StreamCache() } = input;
  try {
    const key = JSON.stringify([policy.name, label, ref.commit, git.prefix]);
    const state = await cache.get(key, () => readBranch(input, policy, git, found));
    if (state.files.length === 0) return undefined;
    return { policy, label, spec: policy.name, worktree: false, ...state };
  } catch (error) {
    problems.push(`${label} cannot be read: ${messageOf(error)}`);
    return undefined;
  }
}

async function readBranch(
  { parse }: LoadStreamsInput,
  { name: spec }: StreamPolicy,
  git: GitRepository,
  { ref, label }: StreamRef,
): Promise<CommitState> {
  const { prefix: root } = git;
  const tree = gitTree(git, ref.commit, root);
  const [commit, { files, basearches }, { releasever }] = await Promise.all([
    git.commit(ref.commit),
    loadCommit(git, { commit: ref.commit, root }, parse),
    tree.list('').then(names => readStream(tree, names)),
  ]);
  const side = lockfileSide({
    ...{ spec, kind: 'ref', label, stream: spec, releasever, basearches, files },
    ...{ commit: ref.commit, committed: commit?.committed },
    missing: unlocked(files, basearches),
  });
  return { commit, files, side };
}

function unlocked(files: readonly LayerFile[], basearches: readonly string[]): ReadonlyMap<string, string> {
  const without = basearches.filter(arch => !hasBaseLock({ files }, arch));
  return new Map(without.map(arch => [arch, 'There is no base lock.']));
}

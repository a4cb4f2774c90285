/** Loads every stream of a repository as something that can be changed: the working tree, and the branches of the others. */
import type { GitHead, GitRef, GitRepository } from '../git/git';
import type { LayerFile } from '../lockfile/layers';
import { gitTree } from './git-tree';
import { loadLockfiles, type ParseLockfile } from './load-lockfiles';
import type { ConfigRepo, FileTree } from './model';
import { isLockfile, isManifest } from './names';
import type { StreamPolicy } from './repo-settings';
import type { StreamTarget, TargetPlace } from './stream-targets';
import { divergenceWords, type StreamTip, streamTip } from './stream-tip';
import { candidateFeeders, type StreamRef, streamOf, streamRef } from './streams';

export interface LoadStreamTargetsInput {
  readonly git: GitRepository;
  /** Short names of branches that are checked out in some worktree, with its folder (`GitWriter.checkedOut`). */
  readonly checkedOut: ReadonlyMap<string, string>;
  /** Of the working tree. */
  readonly config: ConfigRepo;
  /** Of the working tree. */
  readonly files: readonly LayerFile[];
  /** Best one that remembers (`rememberParse`): branches have many files alike. */
  readonly parse: ParseLockfile;
  /** Reads a config repository out of a tree. */
  readonly load: (tree: FileTree) => Promise<ConfigRepo>;
  /** The config repository's folder, relative to the top of the tree; where not said, the one git was opened for. */
  readonly root?: string;
}

export interface StreamTargets {
  /** The working tree's first (a bare repository has none), then in the order of promotion. */
  readonly targets: readonly StreamTarget[];
  /** A sentence for everything that should be among them and is not. */
  readonly problems: readonly string[];
}

/** Never rejects for a stream that cannot be read: it is a problem, and the others are there. */
export async function loadStreamTargets(input: LoadStreamTargetsInput): Promise<StreamTargets> {
  const { git, config } = input;
  const policies = config.settings.streams;
  const [head, refs] = await Promise.all([git.head(), git.refs()]);
  const own = git.topFolder === undefined ? undefined : worktreeTarget(input, head);
  const others = inPromotionOrder(policies).filter(({ name }) => name !== own?.policy.name);
  const loader = new Loader(input, refs);
  const loaded = await Promise.all(others.map(policy => loader.target(policy)));
  const targets = [...(own ? [own] : []), ...loaded.filter(target => target !== undefined)];
  const absent = absentStreams(own?.policy, policies, refs);
  return { targets, problems: [...loader.problems, ...absent] };
}

function worktreeTarget(
  { git, config, files, root = git.prefix }: LoadStreamTargetsInput,
  head: GitHead,
): StreamTarget {
  const label = head.branch ?? 'working tree';
  const name = config.stream ?? label;
  const unknown: StreamPolicy = { name, branch: head.branch ?? name, notBehind: [], promotesTo: [] };
  const policy = streamOf(config, head.branch) ?? unknown;
  return { policy, label, place: { kind: 'worktree' }, config, files, root };
}

class Loader {
  readonly problems: string[] = [];
  readonly #input: LoadStreamTargetsInput;
  readonly #root: string;

  constructor(
    input: LoadStreamTargetsInput,
    private readonly refs: readonly GitRef[],
  ) {
    this.#input = input;
    this.#root = input.root ?? input.git.prefix;
  }

  /** Undefined where it has no branch here, or none that can be read. */
  async target(policy: StreamPolicy): Promise<StreamTarget | undefined> {
    const newest = streamRef(policy, this.refs);
    if (!newest) return undefined;
    try {
      const found = await streamTip(this.#input.git, policy, this.refs);
      return found && (await this.#read(policy, this.#placeOf(policy, found), found.tip));
    } catch (error) {
      this.problems.push(`${newest.label} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  #placeOf(policy: StreamPolicy, found: StreamTip): TargetPlace {
    const { branch } = policy;
    const parent = found.tip.ref.commit;
    const none = (message: string) => ({ kind: 'none', message, parent }) as const;
    const folder = this.#input.checkedOut.get(branch);
    if (folder !== undefined) return none(`${branch} is checked out in ${folder}`);
    if (found.line === 'diverged') {
      return none(`${divergenceWords(policy, found, this.#input.git)}: reconcile them first`);
    }
    return { kind: 'branch', ref: `refs/heads/${branch}`, expected: found.local?.commit, parent };
  }

  async #read(policy: StreamPolicy, place: TargetPlace, { ref, label }: StreamRef): Promise<StreamTarget | undefined> {
    const { git, load, parse } = this.#input;
    const root = this.#root;
    const tree = gitTree(git, ref.commit, root);
    const names = await tree.list('');
    if (!names.some(name => isManifest(name) || isLockfile(name))) {
      const where = root === '' ? '' : ` in ${root}`;
      this.problems.push(`${label} has no config repository${where}: there is nothing to change on it.`);
      return undefined;
    }
    const config = await load(tree);
    const { files, problems } = await loadLockfiles(tree, config.lockfiles, parse);
    const [problem] = problems;
    const usable: TargetPlace = problem ? { kind: 'none', message: `${label}: ${problem.message}` } : place;
    return { policy, label, place: usable, config, files, root };
  }
}

/** Streams that nothing is promoted to first, then what they promote to; of equal ones as the settings have them. */
export function inPromotionOrder(policies: ReadonlyMap<string, StreamPolicy>): StreamPolicy[] {
  const depths = new Map<string, number>();
  const depthOf = (policy: StreamPolicy): number => {
    const known = depths.get(policy.name);
    if (known !== undefined) return known;
    // settings with a circle are refused where they are read; this ends for any
    depths.set(policy.name, 0);
    const feeders = candidateFeeders(policy, policies).flatMap(name => policies.get(name) ?? []);
    const depth = Math.max(0, ...feeders.map(feeder => depthOf(feeder) + 1));
    depths.set(policy.name, depth);
    return depth;
  };
  return [...policies.values()]
    .map(policy => ({ policy, depth: depthOf(policy) }))
    .sort((a, b) => a.depth - b.depth)
    .map(({ policy }) => policy);
}

/**
 * Streams without a branch of which a user would wonder: all that promotions connect with the one that is checked out, where
 * only that one has a branch (a clone of one branch); else those that would feed one that is there. A repository that does
 * not name its branches after streams has none of them, and one with fewer streams misses none.
 */
function absentStreams(
  own: StreamPolicy | undefined,
  policies: ReadonlyMap<string, StreamPolicy>,
  refs: readonly GitRef[],
): string[] {
  if (!own) return [];
  const connected = new Set([own.name]);
  // a set may grow while it is gone through
  for (const name of connected) {
    const policy = policies.get(name);
    if (!policy) continue;
    for (const other of [...policy.promotesTo, ...candidateFeeders(policy, policies)]) connected.add(other);
  }
  const streams = inPromotionOrder(policies).filter(({ name }) => connected.has(name));
  const branched = streams.filter(policy => streamRef(policy, refs) !== undefined);
  if (branched.length === 0) return [];
  const there = new Set([own.name, ...branched.map(({ name }) => name)]);
  const unfed = streams.flatMap(policy => {
    const feeders = there.has(policy.name) ? candidateFeeders(policy, policies) : [];
    return feeders.some(name => there.has(name)) ? [] : feeders;
  });
  const absent = streams.filter(({ name }) => !there.has(name) && (there.size === 1 || unfed.includes(name)));
  if (absent.length === 0) return [];
  const branches = absent.map(({ branch }) => branch);
  const has = branches.length === 1 ? 'has no branch' : 'have no branches';
  return [`${branches.join(', ')} ${has} here, neither local nor remote: fetch what is to be changed there.`];
}

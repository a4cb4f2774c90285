/** Loads what rules about branches look at: HEAD or the parent commit, the branches of other streams, origins of pins. */
import type { GitHead, GitRef, GitRepository } from '../git/git';
import { BranchCache } from './branch-cache';
import type { Branches, EntryOrigin, RefSnapshot } from './branches';
import { entryOrigins, hasOverrides, hasPins } from './entry-origins';
import type { ParseLockfile } from './load-lockfiles';
import type { ConfigRepo } from './model';
import { joinPath } from './paths';
import type { StreamPolicy } from './repo-settings';
import { type CommitLockfiles, loadCommit } from './snapshot';
import { candidateFeeders, likelyFeeders, pushedRef, type StreamRef, streamOf, streamRef } from './streams';

export interface LoadBranchesInput {
  readonly git: GitRepository;
  /** Of the tree under check. */
  readonly config: Pick<ConfigRepo, 'stream' | 'settings'>;
  /** Best one that remembers (`rememberParse`): branches have many files alike. */
  readonly parse: ParseLockfile;
  readonly checked: { readonly kind: 'worktree' } | { readonly kind: 'commit'; readonly commit: string };
  /** The config repository's folder, relative to the top of the tree; where not said, the one git was opened for. */
  readonly root?: string;
  /** Every stream that has a branch, for an editor to go to; where not said, those that rules compare with. */
  readonly allStreams?: boolean;
  /** Origins of every override, for a human to read; where not said, those of files with pins, which rules ask for. */
  readonly allOrigins?: boolean;
  /** Kept between calls for the same git repository. */
  readonly cache?: BranchCache;
}

export interface LoadedBranches {
  readonly branches: Branches;
  /** A sentence for everything that should be known and is not. */
  readonly problems: readonly string[];
}

/** Never rejects for what cannot be read: it is a problem, and everything else is there. */
export async function loadBranches(input: LoadBranchesInput): Promise<LoadedBranches> {
  const loader = new Loader(input);
  const branches = await loader.load();
  return { branches, problems: [...new Set(loader.problems)] };
}

/** The time other streams are looked at: of a commit that is history, Unix seconds; undefined: now. */
type At = number | undefined;

class Loader {
  readonly problems: string[] = [];
  readonly #git: GitRepository;
  readonly #root: string;
  readonly #cache: BranchCache;

  constructor(private readonly input: LoadBranchesInput) {
    this.#git = input.git;
    this.#root = input.root ?? input.git.prefix;
    this.#cache = input.cache ?? new BranchCache();
  }

  async load(): Promise<Branches> {
    const [head, refs] = await Promise.all([
      this.#attempt('HEAD', () => this.#git.head()),
      this.#attempt('branches', () => this.#git.refs()),
    ]);
    const { checked, config } = this.input;
    const commit = checked.kind === 'commit' ? checked.commit : head?.commit;
    const stream = streamOf(config, this.#branchOf(commit, head, refs ?? []));
    const [before, pushed, others, origins] = await Promise.all([
      this.#before(commit),
      this.#pushed(stream, refs ?? []),
      this.#others(stream, refs ?? [], commit),
      this.#origins(commit),
    ]);
    return { stream, before, pushed, ...others, origins: path => origins.get(path) ?? new Map() };
  }

  /** HEAD's branch; of another commit the one it is the tip of. */
  #branchOf(commit: string | undefined, head: GitHead | undefined, refs: readonly GitRef[]): string | undefined {
    if (this.input.checked.kind === 'worktree' || commit === head?.commit) return head?.branch;
    const policies = [...this.input.config.settings.streams.values()];
    const found = policies.filter(policy => streamRef(policy, refs)?.ref.commit === commit);
    return found.length === 1 ? found[0]?.branch : undefined;
  }

  async #before(commit: string | undefined): Promise<RefSnapshot | undefined> {
    if (commit === undefined) return undefined;
    if (this.input.checked.kind === 'worktree') return this.#snapshot(commit, 'HEAD');
    const found = await this.#attempt(short(commit), () => this.#git.commit(commit));
    const parent = found?.parents[0];
    if (parent !== undefined) return this.#snapshot(parent, short(parent));
    if (found && this.#git.shallow) {
      this.problems.push(
        `${short(commit)} is where the history of this shallow clone ends: what it changed is not known. Fetch one commit more.`,
      );
    }
    return undefined;
  }

  /** Broken lockfiles there are somebody else's: that branch's own check says so. */
  async #pushed(stream: StreamPolicy | undefined, refs: readonly GitRef[]): Promise<RefSnapshot | undefined> {
    const found = stream && pushedRef(stream, refs);
    if (!found) return undefined;
    const files = await this.#lockfiles(found.ref.commit).catch(() => undefined);
    return files && { ...files, label: found.label };
  }

  async #others(
    stream: StreamPolicy | undefined,
    refs: readonly GitRef[],
    commit: string | undefined,
  ): Promise<Pick<Branches, 'streams' | 'feeders'>> {
    if (!stream) return { streams: new Map(), feeders: [] };
    const policies = this.input.config.settings.streams;
    const candidates = candidateFeeders(stream, policies);
    const more = this.input.allStreams ? [...policies.keys()].filter(name => name !== stream.name) : [];
    const names = [...new Set([...stream.notBehind, ...candidates, ...more])];
    const at = await this.#timeOf(stream, refs, commit);
    const missing = new Set<string>();
    const loaded = await Promise.all(
      names.map(async name => {
        const policy = policies.get(name);
        const found = policy && streamRef(policy, refs);
        if (!found) missing.add(name);
        return found && this.#stream(found, at);
      }),
    );
    const streams = new Map<string, RefSnapshot>();
    for (const [i, name] of names.entries()) {
      const snapshot = loaded[i];
      if (snapshot === 'unknown') missing.add(name);
      else if (snapshot && snapshot.files.length > 0) streams.set(name, snapshot);
    }
    return { streams, feeders: likelyFeeders(candidates, streams, missing) };
  }

  /** Of a commit that its own stream's branch has gone beyond: when that was. */
  async #timeOf(stream: StreamPolicy, refs: readonly GitRef[], commit: string | undefined): Promise<At> {
    const own = streamRef(stream, refs);
    if (this.input.checked.kind === 'worktree' || commit === undefined || !own || own.ref.commit === commit) {
      return undefined;
    }
    return this.#attempt(own.label, async () => {
      const history = await this.#git.isAncestor(commit, own.ref.commit);
      return history ? (await this.#git.commit(commit))?.committed : undefined;
    });
  }

  /** Undefined where the branch was not there yet; `unknown` where it cannot be read. */
  async #stream({ ref, label }: StreamRef, at: At): Promise<RefSnapshot | 'unknown' | undefined> {
    if (at === undefined) return (await this.#snapshot(ref.commit, label)) ?? 'unknown';
    try {
      const then = await this.#git.asOf(ref.commit, at);
      if (then !== undefined) return (await this.#snapshot(then, label, ref.commit)) ?? 'unknown';
    } catch (error) {
      this.#problem(label, error);
      return 'unknown';
    }
    if (!this.#git.shallow) return undefined;
    this.problems.push(
      `How ${label} stood on ${date(at)} is not known: the history of this shallow clone ends before.`,
    );
    return 'unknown';
  }

  /** `tip`: where the branch is now; another commit of it is labelled with its date. */
  async #snapshot(commit: string, label: string, tip = commit): Promise<RefSnapshot | undefined> {
    const found = await this.#attempt(label, () => this.#lockfiles(commit));
    return found && { ...found, label: commit === tip ? label : `${label} of ${date(found.committed)}` };
  }

  async #origins(commit: string | undefined): Promise<ReadonlyMap<string, ReadonlyMap<string, EntryOrigin>>> {
    const snapshot = commit === undefined ? undefined : await this.#checked(commit);
    const blamed = snapshot?.files.filter(this.input.allOrigins ? hasOverrides : hasPins) ?? [];
    const found = await Promise.all(
      blamed.map(file => {
        const path = joinPath(this.#root, file.path);
        return this.#attempt(file.path, () =>
          this.#cache.origins(snapshot?.commit ?? '', path, () =>
            entryOrigins(this.#git, snapshot?.commit ?? '', path, file),
          ),
        );
      }),
    );
    return new Map(blamed.map((file, i) => [file.path, found[i] ?? new Map()]));
  }

  /** HEAD, or the commit under check: what of that cannot be read its own check says. */
  async #checked(commit: string): Promise<CommitLockfiles | undefined> {
    if (this.input.checked.kind === 'worktree') return this.#snapshot(commit, 'HEAD');
    return this.#lockfiles(commit).catch(() => undefined);
  }

  #lockfiles(commit: string): Promise<CommitLockfiles> {
    const place = { commit, root: this.#root };
    return this.#cache.commit(commit, this.#root, () => loadCommit(this.#git, place, this.input.parse));
  }

  async #attempt<T>(what: string, ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      this.#problem(what, error);
      return undefined;
    }
  }

  #problem(what: string, error: unknown): void {
    this.problems.push(`${what} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function short(commit: string): string {
  return commit.slice(0, 10);
}

/** Unix seconds as YYYY-MM-DD (UTC). */
function date(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

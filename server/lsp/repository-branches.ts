/** HEAD and the branches of one config repository: loaded in the background, again when HEAD or a ref changes. */
import type { Branches } from '../config-repo/branches';
import type { ConfigRepo } from '../config-repo/model';
import { type GitAbsence, type GitRepository, isAbsent } from '../git/git';
import { messageOf } from './message-of';

export interface BranchesOptions {
  /** Opens git around the config repository. */
  readonly open: () => Promise<GitRepository | GitAbsence>;
  readonly load: (
    git: GitRepository,
    config: ConfigRepo,
  ) => Promise<{ readonly branches: Branches; readonly problems: readonly string[] }>;
  /** `branches` or `absence` is another now. */
  readonly onChange: () => void;
  /** What is not known of git, once each. */
  readonly onLog: (message: string) => void;
}

/** Git is started that much after the repository was first read: the first answers go before it. */
const START_DELAY_MS = 50;

export class RepositoryBranches {
  readonly #options: BranchesOptions;
  readonly #logged = new Set<string>();
  #config: ConfigRepo | undefined;
  #git: Promise<GitRepository | GitAbsence> | undefined;
  #watch: { dispose(): void } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #loading = false;
  #again = false;
  #disposed = false;
  #branches: Branches | undefined;
  #absence: string | undefined;

  constructor(options: BranchesOptions) {
    this.#options = options;
  }

  /** Undefined while not known. While they are loaded again, those from before. */
  get branches(): Branches | undefined {
    return this.#branches;
  }

  /** Why there is no git, for a human. */
  get absence(): string | undefined {
    return this.#absence;
  }

  /** Says what the repository's files say now. */
  want(config: ConfigRepo): void {
    const same = this.#config !== undefined && relevant(this.#config) === relevant(config);
    this.#config = config;
    if (same) return;
    if (this.#git) this.#reload();
    else this.#timer ??= setTimeout(() => this.#reload(), START_DELAY_MS);
  }

  /** Looks for git again where there was none, and asks it anew. */
  retry(): void {
    if (!this.#git) return;
    if (this.#absence !== undefined) this.#git = undefined;
    this.#reload();
  }

  /** Opened at the first call. */
  repository(): Promise<GitRepository | GitAbsence> {
    this.#git ??= this.#open();
    return this.#git;
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#watch?.dispose();
    this.#git?.then(
      git => isAbsent(git) || git.close(),
      // what kept it from opening is told by #load
      () => undefined,
    );
  }

  async #open(): Promise<GitRepository | GitAbsence> {
    const git = await this.#options.open();
    if (isAbsent(git) || this.#disposed) return git;
    this.#watch?.dispose();
    this.#watch = git.watch(
      () => this.#reload(),
      error => this.#log(`branches are not watched any more: ${error.message}`),
    );
    return git;
  }

  /** Once more after the one under way. */
  #reload(): void {
    if (this.#disposed) return;
    this.#again = true;
    if (this.#loading) return;
    this.#loading = true;
    this.#load()
      .catch(error => this.#set(undefined, undefined, [messageOf(error)]))
      .finally(() => {
        this.#loading = false;
        if (this.#again) this.#reload();
      });
  }

  async #load(): Promise<void> {
    this.#again = false;
    const git = await this.repository();
    const config = this.#config;
    if (this.#disposed || !config) return;
    if (isAbsent(git)) {
      this.#set(undefined, git.message, [git.message]);
      return;
    }
    const { branches, problems } = await this.#options.load(git, config);
    this.#set(branches, undefined, problems);
  }

  #set(branches: Branches | undefined, absence: string | undefined, messages: readonly string[]): void {
    if (this.#disposed) return;
    for (const message of messages) this.#log(message);
    if (branches === this.#branches && absence === this.#absence) return;
    this.#branches = branches;
    this.#absence = absence;
    this.#options.onChange();
  }

  #log(message: string): void {
    if (this.#logged.has(message)) return;
    this.#logged.add(message);
    this.#options.onLog(message);
  }
}

/** What of the files decides which branches count. */
function relevant({ stream, settings }: ConfigRepo): string {
  return JSON.stringify([stream, [...settings.streams]]);
}

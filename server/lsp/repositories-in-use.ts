/** The config repositories around open documents and, for clients that ask about the workspace, those in its folders. */
import { sep } from 'node:path';
import type { LoadConfigOptions } from '../config-repo/load';
import type { ParseLockfile } from '../config-repo/load-lockfiles';
import type { FileTree } from '../config-repo/model';
import type { GitAbsence, GitRepository } from '../git/git';
import type { RepoContext } from '../rules/rule';
import { branchLoader } from './branch-loader';
import { ConfigRepository, type OpenLockfile, type Snapshot } from './config-repository';
import { messageOf } from './message-of';
import type { Ports } from './ports';
import { readSnapshot } from './read-snapshot';
import { RepositoryBranches } from './repository-branches';

export interface RepositoriesInUseOptions {
  readonly ports: Ports;
  /** As they are when asked. */
  readonly workspaceFolders: () => readonly string[];
  readonly loadOptions: () => LoadConfigOptions;
  /** The git program; undefined where git must not be asked. */
  readonly gitProgram: () => string | undefined;
  /** Text of an open file that is no lockfile, by its absolute path: it counts as if it were saved. */
  readonly overlay: (path: string) => string | undefined;
  readonly onChange: (folder: string) => void;
  /** The config repository was read (again). */
  readonly onLoaded: (folder: string, tree: FileTree, snapshot: Snapshot) => void;
  readonly onLog: (message: string) => void;
  readonly onError: (message: string) => void;
}

interface InUse {
  readonly repository: ConfigRepository;
  branches: RepositoryBranches | undefined;
  /** The last one that was read. */
  snapshot: Snapshot | undefined;
  /** What kept it from being read, told once. */
  complaint: string | undefined;
}

export class RepositoriesInUse {
  readonly #options: RepositoriesInUseOptions;
  readonly #repositories = new Map<string, InUse>();
  readonly #roots = new Map<string, Promise<string | undefined>>();

  constructor(options: RepositoriesInUseOptions) {
    this.#options = options;
  }

  folders(): string[] {
    return [...this.#repositories.keys()];
  }

  has(folder: string): boolean {
    return this.#repositories.has(folder);
  }

  /** The root around a file (absolute path); undefined where there is none. */
  rootOf(path: string): Promise<string | undefined> {
    let root = this.#roots.get(path);
    if (!root) {
      const within = this.#options
        .workspaceFolders()
        .filter(folder => path.startsWith(folder + sep))
        .sort((a, b) => a.length - b.length)[0];
      root = this.#options.ports.rootOf(path, within);
      this.#roots.set(path, root);
      // what makes a root may be put there where nobody watches: outside the workspace, or by an editor without watchers
      const forget = (): void => void this.#roots.delete(path);
      root.then(found => found ?? forget(), forget);
    }
    return root;
  }

  /** Takes the repository into use. Undefined where it cannot be read, which is logged. */
  async snapshotOf(folder: string): Promise<Snapshot | undefined> {
    const inUse = this.#use(folder);
    try {
      const snapshot = await inUse.repository.snapshot();
      inUse.complaint = undefined;
      return snapshot;
    } catch (error) {
      const complaint = `${folder}: ${messageOf(error)}`;
      if (complaint !== inUse.complaint) this.#options.onError(complaint);
      inUse.complaint = complaint;
      return undefined;
    }
  }

  /** True for what is still open though its file went away. */
  isGone(folder: string, snapshot: Snapshot, file: OpenLockfile): boolean {
    return this.#repositories.get(folder)?.repository.isGone(snapshot, file) ?? false;
  }

  /** The repository with its open lockfiles and what is known of its branches. */
  context(folder: string, snapshot: Snapshot, open: readonly OpenLockfile[]): RepoContext | undefined {
    const inUse = this.#repositories.get(folder);
    return inUse?.repository.context(snapshot, open, inUse.branches?.branches);
  }

  /** Undefined for a repository that is not in use, and where git must not be asked. */
  async git(folder: string): Promise<GitRepository | GitAbsence | undefined> {
    return this.#repositories.get(folder)?.branches?.repository();
  }

  /** Why there is no git, once for each reason. */
  gitAbsences(): string[] {
    const absences = [...this.#repositories.values()].map(({ branches }) => branches?.absence);
    return [...new Set(absences.filter(absence => absence !== undefined))];
  }

  /** Files were changed, made or deleted: the folders of the repositories that must be read again. */
  filesChanged(paths: readonly string[]): string[] {
    this.#roots.clear();
    const stale = [...this.#repositories].filter(([, { repository }]) =>
      paths.some(path => repository.dependsOn(path)),
    );
    for (const [, { repository }] of stale) repository.invalidate();
    return stale.map(([folder]) => folder);
  }

  /** All must be read again. */
  invalidate(): void {
    for (const { repository } of this.#repositories.values()) repository.invalidate();
  }

  /** Another git program, or leave to ask it. */
  restartGit(): void {
    for (const [folder, inUse] of this.#repositories) {
      inUse.branches?.dispose();
      inUse.branches = this.#branchesOf(folder);
      if (inUse.snapshot) inUse.branches?.want(inUse.snapshot.config);
    }
  }

  /** Asks git anew, also where there was none. */
  refreshGit(): void {
    for (const { branches } of this.#repositories.values()) branches?.retry();
  }

  close(folder: string): void {
    this.#repositories.get(folder)?.branches?.dispose();
    this.#repositories.delete(folder);
  }

  dispose(): void {
    for (const folder of this.folders()) this.close(folder);
  }

  #use(folder: string): InUse {
    const known = this.#repositories.get(folder);
    if (known) return known;
    const { ports, overlay } = this.#options;
    const tree = ports.tree(folder, overlay);
    const repository = new ConfigRepository(folder, tree, (from, parse) => this.#read(folder, from, parse));
    const inUse = { repository, branches: this.#branchesOf(folder), snapshot: undefined, complaint: undefined };
    this.#repositories.set(folder, inUse);
    return inUse;
  }

  async #read(folder: string, tree: FileTree, parse: ParseLockfile): Promise<Snapshot> {
    const snapshot = await readSnapshot(tree, parse, this.#options.loadOptions());
    const inUse = this.#repositories.get(folder);
    // closed meanwhile
    if (!inUse) return snapshot;
    inUse.snapshot = snapshot;
    inUse.branches?.want(snapshot.config);
    this.#options.onLoaded(folder, tree, snapshot);
    return snapshot;
  }

  #branchesOf(folder: string): RepositoryBranches | undefined {
    const { ports, gitProgram, onChange, onLog } = this.#options;
    const program = gitProgram();
    if (program === undefined) return undefined;
    return new RepositoryBranches({
      open: () => ports.openGit(program)(folder),
      load: branchLoader(),
      onChange: () => onChange(folder),
      onLog: message => onLog(`${folder}: git: ${message}`),
    });
  }
}

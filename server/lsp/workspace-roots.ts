/** The config repositories in the workspace's folders: searched for once, and again when one may have come or gone. */
import { basename } from 'node:path';
import type { Discovery } from '../config-repo/discover';
import { isBuildArgs, isLockfile, isManifest, isRepoFile } from '../config-repo/names';
import { messageOf } from './message-of';

export interface WorkspaceRootsOptions {
  readonly discover: (folder: string) => Promise<Discovery>;
  /** Absolute paths, as they are when asked. */
  readonly workspaceFolders: () => readonly string[];
  readonly onLog: (message: string) => void;
}

export class WorkspaceRoots {
  readonly #options: WorkspaceRootsOptions;
  readonly #logged = new Set<string>();
  #found: Promise<readonly string[]> | undefined;
  #known: readonly string[] = [];

  constructor(options: WorkspaceRootsOptions) {
    this.#options = options;
  }

  /** Absolute folders. The first call begins the search. */
  roots(): Promise<readonly string[]> {
    this.#found ??= this.#discover();
    return this.#found;
  }

  /** What the last search found, empty before the first. */
  get known(): readonly string[] {
    return this.#known;
  }

  /** Files were made or deleted (absolute paths). */
  filesCameOrWent(paths: readonly string[]): void {
    const names = paths.map(path => basename(path));
    if (names.some(name => [isLockfile, isManifest, isBuildArgs, isRepoFile].some(matters => matters(name)))) {
      this.forget();
    }
  }

  forget(): void {
    this.#found = undefined;
  }

  async #discover(): Promise<readonly string[]> {
    const byRealPath = new Map<string, string>();
    for (const folder of this.#options.workspaceFolders()) {
      try {
        const { roots, truncated, unreadable } = await this.#options.discover(folder);
        for (const { path, realPath } of roots) if (!byRealPath.has(realPath)) byRealPath.set(realPath, path);
        if (truncated) this.#log(`${folder} has too many folders: not all were searched for config repositories.`);
        for (const { path, message } of unreadable) this.#log(`${path} was not searched: ${message}`);
      } catch (error) {
        this.#log(`${folder} was not searched for config repositories: ${messageOf(error)}`);
      }
    }
    this.#known = [...byRealPath.values()];
    return this.#known;
  }

  #log(message: string): void {
    if (this.#logged.has(message)) return;
    this.#logged.add(message);
    this.#options.onLog(message);
  }
}

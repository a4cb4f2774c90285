/** A config repository as its files say: manifest, build arguments, `.repo` files, lockfiles. */
import type { Span } from '../lockfile/model';
import type { LockfileName } from '../lockfile/name';
import type { RepoConfig } from '../rpmmd/repo-config';
import type { RepoSettings } from './repo-settings';
import type { RpmsLock } from './rpms-lock';

/** Reads files of one tree: the working tree, or the tree of a git commit. Paths are relative, with `/`. */
export interface FileTree {
  /** Undefined where there is no such file. Rejects where it cannot be read. */
  read(path: string): Promise<string | undefined>;
  /** Names in a folder (files and folders, no `.`/`..`); empty where there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
}

/** A lockfile of the repository, not yet parsed. */
export interface LockfileRef {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly name: LockfileName;
}

/** Something in the manifest, a build-args or a .repo file that keeps us from reading the repository. */
export interface ConfigProblem {
  readonly path: string;
  readonly span: Span | undefined;
  readonly message: string;
  /** `info`: a healthy repository may have it (a repository that only the build defines). Otherwise a real mistake. */
  readonly severity?: 'info';
}

/** A package named by the manifest. */
export interface ManifestPackage {
  readonly name: string;
  readonly path: string;
  readonly span: Span;
}

/** What the manifest says for one basearch: the treefile with all its includes, flattened. */
export interface Treefile {
  readonly basearch: string;
  /** `repos`, in order. Empty in a production branch: see `ConfigRepo.repos`. */
  readonly repos: readonly string[];
  readonly lockfileRepos: readonly string[];
  readonly packages: readonly ManifestPackage[];
  readonly variables: Readonly<Record<string, string | number | boolean>>;
}

export interface ConfigRepo {
  /** `build-args.conf: STREAM` or `variables.stream`; undefined where neither says. */
  readonly stream: string | undefined;
  /** The release version as text (`40`, `9.8`); undefined where nothing says. */
  readonly releasever: string | undefined;
  /** Basearches the repository locks, from its lockfiles' names; Fedora CoreOS's four where none says. */
  readonly basearches: readonly string[];
  readonly lockfiles: readonly LockfileRef[];
  /** Files of the root that are called like a lockfile and are none by their full name, which no build reads: their paths. */
  readonly strays: readonly string[];
  /** Sections of all `.repo` files by id; the first of equal ids counts. */
  readonly repoConfigs: ReadonlyMap<string, RepoConfig>;
  /** What `.manifest-lock.yaml` says, over Fedora CoreOS's defaults. */
  readonly settings: RepoSettings;
  /** `rpms.lock.yaml`; undefined where there is none, or it cannot be read. */
  readonly rpmsLock?: RpmsLock | undefined;
  readonly problems: readonly ConfigProblem[];
  /** Every file that was read to know all this: a change to one of them makes the model stale. */
  readonly sources: readonly string[];
  /** The flattened treefile of one basearch. */
  treefile(basearch: string): Treefile;
  /**
   * Repositories to look for newer packages in: the treefile's `repos`; where it has none (a production branch),
   * the configured default (`fedora`, `fedora-updates`); then those of `.manifest-lock.yaml`. As far as `.repo` files define them.
   */
  repos(basearch: string): readonly RepoConfig[];
  /** The pool: `lockfile-repos`, as far as `.repo` files define them. */
  pool(basearch: string): readonly RepoConfig[];
}

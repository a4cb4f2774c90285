/** The seam between repository metadata and everything that asks it questions. */
import type { PackageIndex, PackageRecord } from './package-index';
import type { RepoConfig, RepoVariables } from './repo-config';
import type { RepositoryUpdateinfo } from './updateinfo';

export type { RepositoryUpdateinfo, UpdateinfoAdvisory } from './updateinfo';

/** `repo`: named by the manifest's `repos`; `pool`: by its `lockfile-repos`. */
export type RepositoryRole = 'repo' | 'pool';

/** One repository for one basearch. */
export interface RepositoryRequest {
  readonly config: RepoConfig;
  readonly variables: RepoVariables;
  readonly role: RepositoryRole;
}

/** What is known of one repository and basearch at one moment. */
export interface RepositoryState {
  readonly id: string;
  readonly basearch: string;
  readonly role: RepositoryRole;
  readonly priority: number;
  readonly cost: number;
  readonly skipIfUnavailable: boolean;
  /**
   * `ready`: verified data (perhaps old: see `checkedAt`); `loading`: nothing yet, a load is under way;
   * `missing`: never fetched (offline, untrusted, not asked for); `failed`: could not be had and nothing is cached.
   */
  readonly status: 'ready' | 'loading' | 'missing' | 'failed';
  /** Set when `ready`. Already filtered by includepkgs/excludepkgs. */
  readonly index: PackageIndex | undefined;
  /** When the repository was last asked and answered, Unix milliseconds. */
  readonly checkedAt: number | undefined;
  /** `revision` of the repomd.xml in use. */
  readonly revision: string | undefined;
  /** Why the last attempt failed: names repository and cause. Also set when `ready` with old data. */
  readonly error: string | undefined;
}

/** A package together with where it is available. */
export interface Candidate {
  readonly record: PackageRecord;
  readonly repository: RepositoryState;
}

/** Everything known about what one basearch can get. A snapshot: it does not change under its reader. */
export interface Availability {
  readonly basearch: string;
  readonly repositories: readonly RepositoryState[];
}

/** Loads and remembers repositories. One instance a process; several windows may share the cache folder. */
export interface Repositories {
  /** What is in memory or on disk now, without a network request. Opens cached indexes. */
  snapshot(requests: readonly RepositoryRequest[]): Promise<RepositoryState[]>;
  /**
   * Brings the repositories up to date: nothing for those within `metadata_expire`, one conditional request for the
   * others, a download where something changed. Never rejects for an unreachable repository: its state says so.
   * Rejects only when `signal` is aborted. `force` asks even within `metadata_expire`.
   */
  load(requests: readonly RepositoryRequest[], options: LoadOptions): Promise<RepositoryState[]>;
  /**
   * The advisories of the repositories, one answer a request: with the same manners, and no more than repomd.xml and updateinfo.
   * A file that several have is fetched once. Rejects only when `signal` is aborted.
   */
  updateinfo(requests: readonly RepositoryRequest[], options: UpdateinfoOptions): Promise<RepositoryUpdateinfo[]>;
}

export interface LoadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly force?: boolean | undefined;
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
}

export interface UpdateinfoOptions extends LoadOptions {
  /** What is cached, without a request; repositories on this machine's disk are read all the same. */
  readonly offline?: boolean | undefined;
}

export interface LoadProgress {
  /** `<id> <basearch>` of the repository that made progress. */
  readonly repository: string;
  readonly phase: 'repomd' | 'download' | 'index' | 'done' | 'failed';
  /** Bytes, of `phase: download`. */
  readonly received?: number;
  readonly total?: number | undefined;
}

/** What was made. Absolute paths. */
export interface Example {
  /** The tidy config repository: a git repository with a branch for each stream, testing-devel checked out. */
  readonly configRepo: string;
  /** The config repository with one of each kind of mistake: one branch, and edits that are not committed. */
  readonly mistakes: string;
  /** The one with a lockfile that does not parse, without git. */
  readonly syntaxError: string;
  /** Holds `<repository>/<release>/<basearch>/repodata`. */
  readonly repositories: string;
}

/** Addresses of services; one that is not given is off. */
export interface ExampleServices {
  readonly koji?: string;
  readonly bodhi?: string;
  readonly builds?: string;
}

/**
 * Copies examples/ to `outDir`, makes the repositories its `.repo` files name, and commits config repositories and streams to git.
 * Commit dates are counted back from `now` (Unix milliseconds). Replaces what an earlier run made there; throws where the folder
 * holds anything else. The config repositories ask only the services that are given.
 */
export function makeExample(outDir: string, now?: number, services?: ExampleServices): Example;

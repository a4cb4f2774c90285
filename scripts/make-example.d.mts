/** What was made. Absolute paths. */
export interface Example {
  /** The tidy config repository, a git repository with one commit. */
  readonly configRepo: string;
  /** The config repository with one of each kind of mistake, likewise. */
  readonly mistakes: string;
  /** Holds `<repository>/<release>/<basearch>/repodata`. */
  readonly repositories: string;
}

/**
 * Copies examples/ to `outDir`, makes the repositories its `.repo` files name, and commits the result to git. Replaces
 * what an earlier run made there; throws where the folder holds anything else.
 */
export function makeExample(outDir: string): Example;

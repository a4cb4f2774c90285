/** One section of a `.repo` file (dnf.conf(5)), variables not yet expanded. */
export interface RepoConfig {
  /** Section name. */
  readonly id: string;
  readonly name: string;
  /** File the section stands in, as given to the parser. */
  readonly file: string;
  /** Zero-based line of the section header. */
  readonly line: number;
  readonly enabled: boolean;
  /** Tried in this order. http(s):// and file:// URLs with `$releasever`, `$basearch`, `$arch`. */
  readonly baseurl: readonly string[];
  readonly metalink: string | undefined;
  readonly mirrorlist: string | undefined;
  /** Globs on name, name.arch or NEVRA, as libdnf matches them. Empty: everything. */
  readonly includepkgs: readonly string[];
  readonly excludepkgs: readonly string[];
  /** Lower is preferred; 99 where not said. */
  readonly priority: number;
  /** Lower is preferred between equal EVRs; 1000 where not said. */
  readonly cost: number;
  readonly skipIfUnavailable: boolean;
  /** Seconds; Infinity for `-1`/`never`; undefined where not said. */
  readonly metadataExpire: number | undefined;
}

export interface RepoVariables {
  readonly releasever: string;
  readonly basearch: string;
  /** `$arch`: the basearch for all our architectures. */
  readonly arch: string;
}

/** A mistake in a `.repo` file. */
export interface RepoConfigProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

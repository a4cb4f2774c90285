/** What the rest of the program asks of one repository's primary metadata. */

/** One package of a repository (primary.xml), as a plain value. */
export interface PackageRecord {
  readonly name: string;
  readonly arch: string;
  /** `[E:]V-R`; epoch 0 is left out, as lockfiles do. */
  readonly evr: string;
  /** Name of the source package (of `rpm:sourcerpm`); its own name where primary has none. */
  readonly source: string;
  /** The `rpm:sourcerpm` file name; empty where primary has none. */
  readonly sourceRpm: string;
  /** `location/@href`, relative to the repository unless `locationBase` is set. */
  readonly location: string;
  /** `location/@xml:base`; empty where there is none. */
  readonly locationBase: string;
  /** `checksum`: `algorithm:hex`, as a lockfile's `digest` writes it. */
  readonly checksum: string;
  /** `time/@file`: when the file came into the repository. Unix seconds. */
  readonly fileTime: number;
  /** `time/@build`. Unix seconds. */
  readonly buildTime: number;
  /** `size/@package`, in bytes. */
  readonly size: number;
  readonly summary: string;
  readonly license: string;
  /** Home page; empty where there is none. Untrusted text. */
  readonly url: string;
}

/** The index of one repository and basearch. All answers are newest EVR first. Lookups never throw. */
export interface PackageIndex {
  /** Number of packages. */
  readonly size: number;
  /** Every package of that name, newest EVR first (then by arch); restricted to `arch` where given. */
  find(name: string, arch?: string): PackageRecord[];
  /** Every package whose source package has that name. */
  findBySource(source: string): PackageRecord[];
  /** True where any package has that name. Cheaper than `find`. */
  has(name: string): boolean;
  /** Names with that prefix, in code point order, at most `limit`. */
  namesWithPrefix(prefix: string, limit: number): string[];
  /** Every `name.arch` with its newest EVR (`[E:]V-R`). */
  newest(): Iterable<{ readonly name: string; readonly arch: string; readonly evr: string }>;
}

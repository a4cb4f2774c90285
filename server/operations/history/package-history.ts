/** The versions of one package on each stream, as git remembers them. */

/** One stretch of time in which a package stood as it stood. */
export interface VersionSpan {
  /** `[E:]V-R`; undefined: not locked. */
  readonly evr: string | undefined;
  /** When it came, committer date, Unix seconds; not before the span before it (dates of commits do not always ascend). */
  readonly since: number;
  /** The commit that brought it. */
  readonly commit: string;
  readonly subject: string;
  readonly provenance: 'base' | 'override' | undefined;
  /** `metadata.type` and `reason` of an override. */
  readonly type: string | undefined;
  readonly reason: string | undefined;
}

export interface StreamHistory {
  readonly stream: string;
  /** `stable`, `origin/stable` */
  readonly label: string;
  /** Oldest first; the first began before the time that was asked about, or when the branch did. A span lasts until the next one begins. */
  readonly spans: readonly VersionSpan[];
  /** Set where the stream has no base lock now: what is not locked is then only not overridden. */
  readonly overridesOnly?: true;
}

/** What one stream has of the package now, by basearch. */
export interface MatrixRow {
  readonly stream: string;
  readonly label: string;
  /** A basearch that is not locked is missing. */
  readonly versions: ReadonlyMap<
    string,
    { readonly evr: string; readonly provenance: 'base' | 'override'; readonly type: string | undefined }
  >;
}

export interface PackageMatrix {
  readonly name: string;
  readonly basearches: readonly string[];
  /** In promotion order. */
  readonly rows: readonly MatrixRow[];
}

export interface PackageHistory {
  readonly name: string;
  /** Of which the spans tell. */
  readonly basearch: string;
  /** Unix seconds: the time that was asked about. */
  readonly since: number;
  readonly until: number;
  /** In promotion order. */
  readonly streams: readonly StreamHistory[];
  /** A sentence for everything that is not known (shallow clone, no branch, a commit that does not parse). */
  readonly notes: readonly string[];
}

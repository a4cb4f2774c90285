/** A package of a small repository. What is left out gets a plausible, deterministic value. */
export interface RepositoryPackage {
  readonly name: string;
  readonly arch: string;
  readonly version: string;
  readonly release: string;
  /** Digits; `0` where not given, which primary writes out. */
  readonly epoch?: string | number;
  /** Source package name; its own name where not given. */
  readonly source?: string;
  /** The whole `rpm:sourcerpm`; made of `source`, version and release where not given. May be empty. */
  readonly sourceRpm?: string;
  readonly summary?: string;
  readonly license?: string;
  readonly url?: string;
  /** Unix seconds. */
  readonly fileTime?: number;
  /** Unix seconds; `fileTime` where not given. */
  readonly buildTime?: number;
  /** `location/@href`; `Packages/<first letter>/N-V-R.A.rpm` where not given. */
  readonly location?: string;
  /** Hex SHA-256; that of the NEVRA where not given. */
  readonly checksum?: string;
  /** Bytes. */
  readonly size?: number;
}

export interface RepositoryOptions {
  /** `<revision>` of repomd.xml; 1729526400 where not given. */
  readonly revision?: number | string;
  /** `<timestamp>` of the primary; `revision` where not given. Unix seconds. */
  readonly timestamp?: number | string;
  /** `gz` where not given. `zst` is a frame of raw blocks: valid, but not small. */
  readonly compression?: 'gz' | 'zst' | 'none';
  /** The text of updateinfo.xml, valid or not; none where not given. */
  readonly updateinfo?: string;
}

/** An advisory of a repository, in Bodhi's words. */
export interface RepositoryAdvisory {
  readonly id: string;
  readonly title: string;
  readonly type: 'security' | 'bugfix' | 'enhancement' | 'newpackage' | 'unspecified';
  /** `None` where not given. */
  readonly severity?: 'None' | 'Low' | 'Moderate' | 'Important' | 'Critical';
  /** `stable` where not given. */
  readonly status?: string;
  /** `2024-10-21 16:00:00`, UTC. */
  readonly issued: string;
  /** `issued` where not given. */
  readonly updated?: string;
  readonly description?: string;
  readonly bugs?: readonly { readonly id: number; readonly title: string }[];
  /** `F40` */
  readonly release: string;
  /** Source packages (arch `src`) too. */
  readonly packages: readonly Pick<RepositoryPackage, 'name' | 'epoch' | 'version' | 'release' | 'arch'>[];
}

/** The text of updateinfo.xml. */
export function updateinfoXml(advisories: readonly RepositoryAdvisory[]): string;

/** The text of primary.xml. */
export function primaryXml(packages: readonly RepositoryPackage[]): string;

/** Path below the repository to content: `repodata/repomd.xml`, `repodata/<sha256>-primary.xml[.gz|.zst]`, and the same of updateinfo where that is given. */
export function repositoryFiles(
  packages: readonly RepositoryPackage[],
  options?: RepositoryOptions,
): Map<string, Buffer>;

/** The same around any text as primary.xml, valid or not. */
export function repositoryOfXml(xml: string, options?: RepositoryOptions): Map<string, Buffer>;

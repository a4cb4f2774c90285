/** updateinfo.xml: the advisories of a repository. */

/** Of one advisory in updateinfo.xml. Texts are as they stand, but for line breaks: untrusted. */
export interface UpdateinfoAdvisory {
  /** `FEDORA-2024-f0fd63c638`, `RHSA-2024:1234` */
  readonly id: string;
  readonly title: string;
  readonly type: 'security' | 'bugfix' | 'enhancement' | 'newpackage' | 'unspecified';
  readonly severity: 'critical' | 'important' | 'moderate' | 'low' | 'none';
  /** From references, titles and the description. By year and number, each once. */
  readonly cves: readonly string[];
  /** Unix milliseconds. */
  readonly issued: number | undefined;
  /** Where the advisory itself says that it is to be found (a reference of type `self`). */
  readonly url: string | undefined;
  /** Binary packages, each name and version once; none of those for debuggers. */
  readonly packages: readonly UpdateinfoPackage[];
  readonly sources: readonly UpdateinfoSource[];
}

export interface UpdateinfoPackage {
  readonly name: string;
  /** `[E:]V-R`, no epoch where it is 0. */
  readonly evr: string;
}

/** A source package that the advisory has a build of. */
export interface UpdateinfoSource {
  readonly name: string;
  /** `V-R` */
  readonly vr: string;
  /** `0` where there is none; undefined where it is not said (a mere file name). */
  readonly epoch: string | undefined;
}

/** The advisories of one repository for one basearch. */
export interface RepositoryUpdateinfo {
  readonly id: string;
  readonly basearch: string;
  /** Shared by the basearches for which the repository has the same file; none where it has no updateinfo. */
  readonly advisories: readonly UpdateinfoAdvisory[];
  /** Why they could not be had, or not brought up to date: names repository, basearch and cause. */
  readonly error: string | undefined;
}

/** NEVRA splitting as libdnf does it (hy_nevra_possibilities with HY_FORM_NEVRA), but for its 32-bit epoch. */
export interface Nevra {
  readonly name: string;
  /** Digits without leading zeros; "0" where none is written. */
  readonly epoch: string;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
}

// libdnf/nevra.cpp: name, version, release and arch each admit only these characters; the name is greedy
const NEVRA = /^([^:(/=<> ]+)-(?:(\d+):)?([^-:(/=<> ]+)-([^-:(/=<> ]+)\.([^-:.(/=<> ]+)$/;

/** Splits `name-[epoch:]version-release.arch`; undefined where libdnf refuses the text. */
export function splitNevra(text: string): Nevra | undefined {
  const match = NEVRA.exec(text);
  if (!match) return undefined;
  const [, name = '', epoch = '0', version = '', release = '', arch = ''] = match;
  return { name, epoch: epoch.replace(/^0+(?=\d)/, ''), version, release, arch };
}

/** The source package name of a `sourcerpm` file name (`podman-5.2.5-1.fc40.src.rpm` is `podman`). */
export function sourceName(sourcerpm: string): string {
  return splitNevra(sourcerpm.replace(/\.rpm$/, ''))?.name ?? sourcerpm;
}

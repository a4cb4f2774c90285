/** What a config repository says for itself in `.manifest-lock.yaml`. Every key is optional. */
import type { Span } from '../lockfile/model';

export const REPO_SETTINGS_FILE = '.manifest-lock.yaml';

export const CONFIGURED_SEVERITIES = ['off', 'error', 'warning', 'info', 'hint'] as const;

export type ConfiguredSeverity = (typeof CONFIGURED_SEVERITIES)[number];

export const SERVICES = ['koji', 'bodhi', 'builds'] as const;

export type Service = (typeof SERVICES)[number];

/** Where Fedora's are. */
export const FEDORA_SERVICES: Readonly<Record<Service, string>> = {
  koji: 'https://koji.fedoraproject.org/kojihub',
  bodhi: 'https://bodhi.fedoraproject.org',
  builds: 'https://builds.coreos.fedoraproject.org',
};

/** In place of a service's address. */
export const SERVICE_OFF = 'off';

/** What a short branch name looks like (git check-ref-format, and no full ref). */
export const BRANCH_NAME = /^(?!refs\/|[-/.])(?!.*(?:\.\.|\/\/|@\{|\/\.|\.lock(?:\/|$)))[^\s~^:?*[\\]*[^\s~^:?*[\\/.]$/;

/** The address of a service: https, or http on this machine, and nothing after its path. */
export const SERVICE_URL =
  /^(?:https:\/\/[^\s/?#@]+|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?)(?:\/[^\s?#]*)?$/;

/** What Koji takes for the name of a tag (its default RegexNameInternal), with `{releasever}` for the release version. */
export const KOJI_TAG = /^(?:[\w/.+-]|\{releasever\})+$/;

export const KOJI_TAG_KINDS = ['pool', 'signing'] as const;

/** A release stream and how it stands to others. */
export interface StreamPolicy {
  /** As `STREAM` in build-args.conf or `variables.stream` says it. */
  readonly name: string;
  /** Short name of its branch. */
  readonly branch: string;
  /** Streams it must not fall behind. */
  readonly notBehind: readonly string[];
  /** Streams that take this one's tree. */
  readonly promotesTo: readonly string[];
}

/** Findings that are not to be told. */
export interface IgnoredFinding {
  /** Rule code. */
  readonly rule: string;
  /** Package names, `*` and `?` as wildcards; undefined: all. */
  readonly packages: readonly string[] | undefined;
  /** Paths of lockfiles relative to the root, `*` and `?` as wildcards; undefined: all. */
  readonly files: readonly string[] | undefined;
  readonly reason: string;
  /** In `.manifest-lock.yaml`. */
  readonly span: Span;
}

export interface RepoSettings {
  /** By rule code. */
  readonly severity: Readonly<Record<string, ConfiguredSeverity>>;
  /** By name: Fedora CoreOS's, as far as the file does not say otherwise, and the file's own. */
  readonly streams: ReadonlyMap<string, StreamPolicy>;
  /** Repositories to look into beyond the manifest's, as far as `.repo` files define them. */
  readonly repositories: readonly string[];
  /** Addresses of services, where they are not Fedora's; `off`: not to be asked. */
  readonly services: { readonly [service in Service]?: string };
  /** Koji tags; `{releasever}` in them stands for the release version. */
  readonly kojiTags: {
    /** What the pool is made of. */
    readonly pool: string;
    /** Where a build waits for its signature before it gets into the pool. */
    readonly signing: string;
  };
  readonly ignore: readonly IgnoredFinding[];
}

const FEDORA_COREOS: readonly StreamPolicy[] = [
  stream('rawhide', [], []),
  stream('branched', [], []),
  stream('next-devel', ['testing-devel'], ['next']),
  // next is fed by testing-devel as long as next-devel is closed
  stream('testing-devel', [], ['testing', 'next']),
  stream('next', ['testing'], []),
  stream('testing', ['stable'], ['stable']),
  stream('stable', [], []),
];

function stream(name: string, notBehind: readonly string[], promotesTo: readonly string[]): StreamPolicy {
  return { name, branch: name, notBehind, promotesTo };
}

/** What counts where there is no file: Fedora CoreOS's own streams. */
export const DEFAULT_REPO_SETTINGS: RepoSettings = {
  severity: {},
  streams: new Map(FEDORA_COREOS.map(policy => [policy.name, policy])),
  repositories: [],
  services: {},
  kojiTags: { pool: 'coreos-pool', signing: 'f{releasever}-coreos-signing-pending' },
  ignore: [],
};

/** Repository metadata for a subcommand: what is cached, brought up to date unless offline. */
import { repositoryRequests } from '../config-repo/repository-requests';
import type { Availability, LoadProgress, RepositoryState } from '../rpmmd/repositories';
import type { RepoContext } from '../rules/rule';
import type { Ports } from './ports';
import { ProgressLine } from './progress-line';
import type { Settings } from './settings';

export interface Metadata {
  /** Undefined for a basearch that was not asked for, and where nothing at all is known. */
  availability(basearch: string): Availability | undefined;
  /** A line for each repository that could not be had or brought up to date. Names repository and cause. */
  readonly complaints: readonly string[];
  /** A line for each repository that was not asked because of `--offline`, and is not cached. */
  readonly notAsked: readonly string[];
  /** Basearches of which a repository the manifest names is not known, and may not be skipped. The pool does not count. */
  readonly incomplete: readonly string[];
}

export const NO_METADATA: Metadata = { availability: () => undefined, complaints: [], notAsked: [], incomplete: [] };

/** Reads the repositories of these basearches. Never rejects for one that cannot be reached. */
export type LoadMetadata = (repo: Pick<RepoContext, 'config'>, basearches: readonly string[]) => Promise<Metadata>;

/** For one config repository. */
export function loadMetadata(
  repo: Pick<RepoContext, 'config'>,
  basearches: readonly string[],
  settings: Settings,
  ports: Ports,
): Promise<Metadata> {
  return withMetadata(settings, ports, load => load(repo, basearches));
}

/** For several: what they have in common is read once, and asked for once where it cannot be reached. */
export async function withMetadata<T>(
  { offline, cacheFolder, verbose }: Settings,
  ports: Ports,
  use: (load: LoadMetadata) => Promise<T>,
): Promise<T> {
  const lines: string[] = [];
  const log = (line: string): void => {
    if (verbose) lines.push(line);
  };
  const opened = await ports.openRepositories({ cacheFolder, offline, log });
  try {
    return await use(async ({ config }, basearches) => {
      const progress = new ProgressLine(ports);
      const requests = basearches.flatMap(basearch => repositoryRequests(config, basearch));
      const states = await opened.repositories.load(requests, {
        onProgress: step => progress.show(progressText(step)),
      });
      await progress.clear();
      for (const line of lines.splice(0)) await ports.stderr.write(`${line}\n`);
      if (verbose) for (const state of states) await ports.stderr.write(`${describe(state)}\n`);
      return metadataOf(states, basearches, offline);
    });
  } finally {
    await opened.close();
  }
}

function metadataOf(states: readonly RepositoryState[], basearches: readonly string[], offline: boolean): Metadata {
  const known = new Map<string, Availability>();
  for (const basearch of basearches) {
    known.set(basearch, { basearch, repositories: states.filter(state => state.basearch === basearch) });
  }
  return {
    availability: basearch => {
      const availability = known.get(basearch);
      return availability?.repositories.some(({ index }) => index !== undefined) ? availability : undefined;
    },
    complaints: states.filter(state => !isNotAsked(state, offline)).flatMap(complaint),
    notAsked: states.filter(state => isNotAsked(state, offline)).flatMap(complaint),
    incomplete: basearches.filter(basearch => known.get(basearch)?.repositories.some(isMissed)),
  };
}

function isMissed({ role, index, skipIfUnavailable }: RepositoryState): boolean {
  return role === 'repo' && index === undefined && !skipIfUnavailable;
}

function isNotAsked({ status }: RepositoryState, offline: boolean): boolean {
  return offline && status === 'missing';
}

function complaint({ id, basearch, index, error }: RepositoryState): string[] {
  if (index === undefined) return [error ?? `${id} ${basearch}: no metadata`];
  return error === undefined ? [] : [`${error}; older metadata is used`];
}

function describe({ id, basearch, status, index, checkedAt, revision }: RepositoryState): string {
  const age = checkedAt === undefined ? '' : `, asked ${new Date(checkedAt).toISOString()}`;
  const content = index === undefined ? '' : `: ${index.size} packages, revision ${revision ?? 'not said'}${age}`;
  return `${id} ${basearch} ${status}${content}`;
}

export function progressText({ repository, phase, received = 0, total }: LoadProgress): string {
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  const amount = total === undefined ? megabytes(received) : `${megabytes(received)} of ${megabytes(total)}`;
  return phase === 'download' ? `${repository}: ${amount} MB` : `${repository}: ${phase}`;
}

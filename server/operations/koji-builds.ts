/** Builds of Koji with their packages, or why they are none that can be locked. */
import type { BuildKey, Koji, KojiBuild, KojiRpm } from '../koji/koji';
import { splitNvr } from '../rpm/nvr';
import type { SourceBuild } from './override-request';

export interface PackagedBuild {
  readonly build: SourceBuild;
  readonly koji: KojiBuild;
  readonly rpms: readonly KojiRpm[];
}

/** By what was asked for: the build, or a whole sentence that says why it cannot be locked; missing: Koji has no such build. */
export type FoundBuilds = ReadonlyMap<BuildKey, PackagedBuild | string>;

/** How many builds of a package a message names. */
const NAMED = 5;

/** Asks for state and packages of these builds, by NVR or number. Rejects where Koji does. */
export async function kojiBuilds(koji: Koji, keys: readonly BuildKey[], signal?: AbortSignal): Promise<FoundBuilds> {
  if (keys.length === 0) return new Map();
  const builds = await koji.builds(keys, signal);
  const complete = keys.filter(key => builds.get(key)?.value?.state === 'complete');
  const packages = complete.length === 0 ? new Map() : await koji.rpmsOfBuilds(complete, signal);
  const found = new Map<BuildKey, PackagedBuild | string>();
  for (const key of keys) {
    const build = builds.get(key)?.value;
    if (build) found.set(key, packaged(build, packages.get(key)?.value ?? []));
  }
  return found;
}

function packaged(build: KojiBuild, rpms: readonly KojiRpm[]): PackagedBuild | string {
  const fault = stateFault(build);
  if (fault !== undefined) return `${build.nvr} ${fault}.`;
  // what an image or a flatpak is made of has builds of its own
  if (rpms.length === 0) return `${build.nvr} has no RPMs in Koji.`;
  return { build: { nvr: build.nvr, name: build.name, rpms }, koji: build, rpms };
}

/** The end of a sentence that begins with the NVR; undefined for a build whose packages can be had. */
export function stateFault({ state }: Pick<KojiBuild, 'state'>): string | undefined {
  switch (state) {
    case 'complete':
      return undefined;
    case 'building':
      return 'is still being built in Koji';
    case 'deleted':
      return 'was deleted from Koji: its RPMs are gone';
    case 'failed':
      return 'failed to build in Koji';
    case 'canceled':
      return 'was canceled in Koji: it was never built';
  }
}

/** That there is no such build, and which others of its package there are. */
export async function unknownBuild(koji: Koji, key: BuildKey, signal?: AbortSignal): Promise<string> {
  if (typeof key === 'number') return `Koji has no build ${key}.`;
  const name = splitNvr(key)?.name ?? key;
  const { value: others } = await koji.buildsOf(name, NAMED, signal);
  if (!others || others.length === 0) return `Koji has no build ${key}, nor any other of a package ${name}.`;
  return `Koji has no build ${key}. The newest of ${name} are ${others.map(other => other.nvr).join(', ')}.`;
}

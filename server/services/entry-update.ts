/** The Bodhi update that a locked entry names, and how it stands to the entry's build. */
import type { BodhiUpdate } from '../bodhi/bodhi';
import type { BodhiFacts } from './facts';

/** An update's alias, as Bodhi makes them for Fedora, EPEL, modules, containers and flatpaks. */
export const ALIAS = /FEDORA-(?:[A-Z]+-)*\d{4}-[0-9a-f]{10}/;
const UPDATE_PATH = new RegExp(`^/updates/(?:[A-Za-z0-9]+/)?(${ALIAS.source})$`);

/** The alias in the link of an update, as `metadata.bodhi` has it; undefined for everything else (see `invalid-url`). */
export function updateAlias(link: string): string | undefined {
  if (!/^https?:\/\/\S+$/i.test(link) || !URL.canParse(link)) return undefined;
  const { pathname, search, hash } = new URL(link);
  return search === '' && hash === '' ? UPDATE_PATH.exec(pathname)?.[1] : undefined;
}

/** True while the update is on its way or there; false for one that was taken back or replaced. */
export function isLive({ status }: Pick<BodhiUpdate, 'status'>): boolean {
  return status !== 'obsolete' && status !== 'unpushed';
}

/**
 * The newest live update that contains a build (NVR of the source package): undefined while not known, null where Bodhi
 * has none. What the source package's newest updates say counts, too.
 */
export function liveUpdateOf(bodhi: BodhiFacts, { nvr, name }: SourceBuildName): BodhiUpdate | null | undefined {
  const known = bodhi.updatesOf(nvr)?.value;
  const found = (known ?? bodhi.newest(name)?.value ?? []).find(update => isLive(update) && hasBuild(update, nvr));
  return found ?? (known ? null : undefined);
}

/** The build of a source package. */
export interface SourceBuildName {
  /** Of the source package. */
  readonly nvr: string;
  /** Of the source package. */
  readonly name: string;
}

export function hasBuild({ builds }: BodhiUpdate, nvr: string): boolean {
  return builds.some(build => build.nvr === nvr);
}

/** What a build has locked on one basearch: its generated lockfile, or else its list of packages as one. */
import type { Builds, BuiltPackage, StreamBuild } from '../builds/builds';
import { faultOf } from '../lockfile/fault';
import type { Lockfile } from '../lockfile/model';
import { parseLockfile } from '../lockfile/parse';

export interface BuildPlace {
  readonly stream: string;
  /** Of the build. */
  readonly id: string;
  readonly basearch: string;
}

export interface BuiltLock extends BuildPlace {
  readonly lockfile: Lockfile;
  /** What it was read from: `list` is that of commitmeta.json, which says nothing of sources. */
  readonly from: 'lockfile' | 'list';
}

/** A sentence for a human. */
export interface NoBuiltLock {
  readonly message: string;
}

/** The newest build of each basearch, in the order of `basearches`; one that was never built is missing. `listed`: newest first. */
export function newestBuilds(
  listed: readonly StreamBuild[],
  basearches: readonly string[],
): ReadonlyMap<string, string> {
  const newest = new Map<string, string>();
  for (const basearch of basearches) {
    const build = listed.find(({ arches }) => arches.includes(basearch));
    if (build) newest.set(basearch, build.id);
  }
  return newest;
}

/** `manifest-lock.generated.<arch>.json` of the build. Rejects with a BuildsError, or with the signal's reason. */
export async function generatedLock(
  builds: Builds,
  place: BuildPlace,
  signal: AbortSignal | undefined,
): Promise<BuiltLock | NoBuiltLock> {
  const { stream, id, basearch } = place;
  const text = (await builds.generatedLock(stream, id, basearch, signal)).value;
  const name = `manifest-lock.generated.${basearch}.json of build ${id} of ${stream}`;
  if (text === undefined) return { message: `${builds.url} has no ${name}.` };
  const lockfile = parseLockfile(text, 'json');
  const fault = faultOf(lockfile);
  return fault === undefined ? { ...place, lockfile, from: 'lockfile' } : { message: `${name} ${fault}.` };
}

/** The same, or where that says nothing the package list of the build's `commitmeta.json`. */
export async function builtLock(
  builds: Builds,
  place: BuildPlace,
  signal: AbortSignal | undefined,
): Promise<BuiltLock | NoBuiltLock> {
  const generated = await generatedLock(builds, place, signal);
  if ('lockfile' in generated) return generated;
  const listed = (await builds.packages(place.stream, place.id, place.basearch, signal)).value;
  if (!listed) return { message: `${generated.message.replace(/\.$/, '')}, and no commitmeta.json beside it.` };
  return { ...place, lockfile: asLockfile(listed), from: 'list' };
}

/** As coreos-assembler makes the one of the other; keys of the RPM database are no packages. */
function asLockfile(listed: readonly BuiltPackage[]): Lockfile {
  const packages = listed.filter(({ name }) => name !== 'gpg-pubkey');
  const entries = packages.map(({ name, evr, arch }) => [name, { evra: `${evr}.${arch}` }]);
  return parseLockfile(JSON.stringify({ packages: Object.fromEntries(entries) }), 'json');
}

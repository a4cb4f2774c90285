/** What a stream locks without its overrides: its base locks, or where it has none (rawhide, branched) its newest build. */
import type { Builds, StreamBuild } from '../builds/builds';
import type { ConfigRepo } from '../config-repo/model';
import { faultOf } from '../lockfile/fault';
import type { LayerFile } from '../lockfile/layers';
import type { Lockfile } from '../lockfile/model';
import { generatedLock, newestBuilds } from './built-lock';

export type LockedPackages =
  | {
      readonly kind: 'locked';
      /** Name to EVR, by basearch. A basearch that nothing is known of is missing. */
      readonly locked: ReadonlyMap<string, ReadonlyMap<string, string>>;
      /** The build whose generated lockfile was read, by basearch; empty where base locks say it. */
      readonly builds: ReadonlyMap<string, string>;
    }
  /** A base lock that says nothing, or no build that would: the message is for a human. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The build service would have to say it, and is not asked. */
  | { readonly kind: 'unasked'; readonly message: string };

/**
 * Where one base lock is there the others are not looked for elsewhere: a basearch without one is not built.
 * Rejects with a BuildsError where the build service fails, and with the signal's reason once that is aborted.
 */
export async function lockedPackages(
  { stream, basearches }: Pick<ConfigRepo, 'stream' | 'basearches'>,
  files: readonly LayerFile[],
  builds: Builds | undefined,
  signal?: AbortSignal,
): Promise<LockedPackages> {
  const bases = files.filter(({ layer }) => layer === 'base');
  if (bases.length > 0) return ofBaseLocks(bases);
  const none = 'There are no base locks';
  if (stream === undefined) {
    return { kind: 'refused', message: `${none}, and neither build-args.conf nor the manifest names the stream.` };
  }
  if (!builds) return { kind: 'unasked', message: `${none}, and the build service of ${stream} is not asked.` };
  const listed = (await builds.builds(stream, signal)).value;
  if (!listed) return { kind: 'refused', message: `${none}, and ${builds.url} knows no builds of a stream ${stream}.` };
  return ofNewestBuilds(stream, basearches, listed, builds, signal);
}

function ofBaseLocks(bases: readonly LayerFile[]): LockedPackages {
  const locked = new Map<string, ReadonlyMap<string, string>>();
  for (const { path, arch, lockfile } of bases) {
    const fault = faultOf(lockfile);
    if (fault !== undefined) return { kind: 'refused', message: `${path} ${fault}.` };
    if (arch !== undefined) locked.set(arch, evrsOf(lockfile));
  }
  return { kind: 'locked', locked, builds: new Map() };
}

async function ofNewestBuilds(
  stream: string,
  basearches: readonly string[],
  listed: readonly StreamBuild[],
  builds: Builds,
  signal: AbortSignal | undefined,
): Promise<LockedPackages> {
  const newest = newestBuilds(listed, basearches);
  if (newest.size === 0) {
    return { kind: 'refused', message: `${builds.url} has no build of ${stream} for ${basearches.join(', ')}.` };
  }
  const locks = await Promise.all(
    [...newest].map(([basearch, id]) => generatedLock(builds, { stream, id, basearch }, signal)),
  );
  const locked = new Map<string, ReadonlyMap<string, string>>();
  for (const lock of locks) {
    if (!('lockfile' in lock)) return { kind: 'refused', message: lock.message };
    locked.set(lock.basearch, evrsOf(lock.lockfile));
  }
  return { kind: 'locked', locked, builds: newest };
}

function evrsOf({ byName }: Lockfile): Map<string, string> {
  const evrs = new Map<string, string>();
  for (const [name, { version }] of byName) if (version) evrs.set(name, version.evr);
  return evrs;
}

/** Base locks of a tree that has none (rawhide, branched): what the newest builds of its stream have locked. */
import { BuildsError, type StreamBuild } from '../../builds/builds';
import type { LayerFile } from '../../lockfile/layers';
import { type BuiltLock, builtLock, newestBuilds } from '../../services/built-lock';
import { list } from '../words';
import type { DiffSide, SidePackage } from './side';
import { notAsked, type SideContext, wordsOf } from './side-context';

/** What builds say of some basearches. */
export interface BuiltBases {
  /** Base locks, and the build each is of. */
  readonly files: ReadonlyMap<LayerFile, string>;
  /** The other basearches, and why: a sentence each. */
  readonly missing: ReadonlyMap<string, string>;
  /** A sentence for each thing that was to be asked and could not be. */
  readonly unavailable: readonly string[];
  /** Where the bases are from; undefined where there are none. */
  readonly note: string | undefined;
}

/** Never rejects for a service that fails; with the signal's reason once that is aborted. */
export async function newestBases(
  stream: string | undefined,
  basearches: readonly string[],
  context: SideContext,
): Promise<BuiltBases> {
  const none = 'There are no base locks';
  if (stream === undefined) {
    return nothing(basearches, `${none}, and neither build-args.conf nor the manifest names the stream.`);
  }
  const builds = context.services?.builds;
  if (!builds) {
    const message = `${none}, and ${notAsked('the build service', context)}.`;
    return { ...nothing(basearches, message), unavailable: [message] };
  }
  let listed: readonly StreamBuild[] | undefined;
  try {
    listed = (await builds.builds(stream, context.signal)).value;
  } catch (error) {
    const message = `${none}, and the builds of ${stream} are not known: ${serviceWords(error, context)}.`;
    return { ...nothing(basearches, message), unavailable: [message] };
  }
  if (!listed) return nothing(basearches, `${none}, and ${builds.url} knows no builds of a stream ${stream}.`);
  const newest = newestBuilds(listed, basearches);
  const unbuilt = basearches.filter(basearch => !newest.has(basearch));
  const bases = await builtBases(stream, newest, context);
  const missing = [
    ...unbuilt.map(basearch => [basearch, `${none}, and ${builds.url} has no build of ${stream} for it.`] as const),
    ...[...bases.missing].map(([basearch, why]) => [basearch, `${none}, and ${why}`] as const),
  ];
  return { ...bases, missing: new Map(missing), note: noteOf(stream, bases.files) };
}

/** What builds of a stream have locked, given the build by basearch. */
export async function builtBases(
  stream: string,
  builds: ReadonlyMap<string, string>,
  context: SideContext,
): Promise<Omit<BuiltBases, 'note'> & { readonly locks: readonly BuiltLock[] }> {
  const service = context.services?.builds;
  if (!service) throw new Error('no build service');
  const locks: BuiltLock[] = [];
  const missing = new Map<string, string>();
  const unavailable: string[] = [];
  await Promise.all(
    [...builds].map(async ([basearch, id]) => {
      try {
        const found = await builtLock(service, { stream, id, basearch }, context.signal);
        if ('lockfile' in found) locks.push(found);
        else missing.set(basearch, found.message);
      } catch (error) {
        const message = `what build ${id} of ${stream} has is not known: ${serviceWords(error, context)}.`;
        missing.set(basearch, message);
        unavailable.push(message);
      }
    }),
  );
  const order = [...builds.keys()];
  locks.sort((a, b) => order.indexOf(a.basearch) - order.indexOf(b.basearch));
  const files = new Map(locks.map(lock => [layerOf(lock), lock.id]));
  return { files, locks, missing, unavailable: [...new Set(unavailable)] };
}

/** The side with the packages of those base locks told as what they are: of a build. */
export function ofBuilds(side: DiffSide, bases: ReadonlyMap<LayerFile, string>): DiffSide {
  const sets = new Map<string, ReadonlyMap<string, SidePackage>>();
  const told = (found: SidePackage): SidePackage => {
    const { provenance } = found;
    const id = provenance.kind === 'base' ? bases.get(provenance.file) : undefined;
    return id === undefined ? found : { ...found, provenance: { kind: 'build', id } };
  };
  return {
    ...side,
    packages: basearch => {
      const known = sets.get(basearch);
      if (known) return known;
      const set = new Map([...side.packages(basearch)].map(([name, found]) => [name, told(found)]));
      sets.set(basearch, set);
      return set;
    },
  };
}

/** What a service says in its own words; anything else is no failure of the service and is thrown. */
export function serviceWords(error: unknown, context: SideContext): string {
  const words = wordsOf(error, context);
  if (!(error instanceof BuildsError)) throw error;
  return words.replace(/\.$/, '');
}

function nothing(basearches: readonly string[], why: string): BuiltBases {
  return { files: new Map(), missing: new Map(basearches.map(arch => [arch, why])), unavailable: [], note: undefined };
}

function layerOf({ basearch, lockfile }: BuiltLock): LayerFile {
  return { path: `manifest-lock.generated.${basearch}.json`, layer: 'base', arch: basearch, lockfile };
}

/** "There are no base locks: packages without override are those of build 42.20241021.91.0 of rawhide." */
function noteOf(stream: string, files: BuiltBases['files']): string | undefined {
  const byBuild = new Map<string, string[]>();
  for (const [{ arch = '' }, id] of files) byBuild.set(id, [...(byBuild.get(id) ?? []), arch]);
  if (byBuild.size === 0) return undefined;
  const named = [...byBuild].map(([id, arches]) => (byBuild.size === 1 ? id : `${id} (${arches.join(', ')})`));
  const builds = byBuild.size === 1 ? 'build' : 'builds';
  return `There are no base locks: what is not overridden is that of ${builds} ${list(named)} of ${stream}.`;
}

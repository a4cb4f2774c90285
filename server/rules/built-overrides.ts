/** The overrides of a file and the Koji builds they are of, for the rules with data K. */
import type { Entry, EntryVersion } from '../lockfile/model';
import { type FileScope, type Reach, reachOf } from '../operations/reach';
import { parseEvr } from '../rpm/evr';
import { evrFault } from '../rpm/evr-syntax';
import { findNevra } from '../rpmmd/candidates';
import { type EntryBuild, entryBuild } from '../services/entry-build';
import type { KojiFacts } from '../services/facts';
import type { RuleContext } from './rule';
import { isOverrides, liveEntries, scopeOf } from './support';

export interface BuiltOverride {
  readonly entry: Entry;
  readonly version: EntryVersion;
  readonly reach: Reach;
  /** Undefined while not known. */
  readonly build: EntryBuild | undefined;
}

export type FoundBuild = EntryBuild & { readonly kind: 'found' };

export interface BuiltOverrides {
  readonly scope: FileScope;
  readonly koji: KojiFacts;
  /** Live entries whose version some package may have. */
  readonly overrides: readonly BuiltOverride[];
}

/** Undefined for a file that is no overrides file, and where Koji is not asked. */
export function builtOverrides(context: RuleContext): BuiltOverrides | undefined {
  const scope = scopeOf(context);
  const koji = context.services?.koji;
  if (!scope || !koji || !isOverrides(context)) return undefined;
  const overrides = liveEntries(context).flatMap(entry => {
    const { version } = entry;
    if (!version || evrFault(version.evr) !== undefined) return [];
    const reach = reachOf(scope, entry);
    return [{ entry, version, reach, build: entryBuild(koji, entry, reach.basearches) }];
  });
  return { scope, koji, overrides };
}

/** Whether every one of the basearches whose metadata is known has the very package, in a repository or the pool; undefined where none is known. */
export function isAvailable(
  { availability }: FileScope,
  { name, version }: Pick<Entry, 'name' | 'version'>,
  basearches: readonly string[],
): boolean | undefined {
  const known = basearches
    .map(availability)
    .filter(found => found?.repositories.some(({ index }) => index !== undefined))
    .filter(found => found !== undefined);
  if (!version || known.length === 0) return undefined;
  return known.every(found => findNevra(found, name, version.evr, version.arch).length > 0);
}

/** False for an entry whose epoch is not that of the build, none being 0: nobody can have such a package (see `unknown-build`). */
export function hasEpochOf({ rpms }: FoundBuild, { evr }: EntryVersion): boolean {
  const [rpm] = rpms.values();
  return rpm === undefined || String(rpm.epoch ?? 0) === parseEvr(evr).epoch;
}

/** The tags on a build's way into the pool. */
export interface PoolTags {
  readonly pool: string;
  readonly signing: string;
  /** The stream that coreos-koji-tagger does this for. */
  readonly stream: string;
  /** Its branch. */
  readonly branch: string;
}

/** Undefined where there is no pool, no stream whose builds are tagged into one, or no release version to name the tags with. */
export function poolTags({ repo }: RuleContext): PoolTags | undefined {
  if (!repo) return undefined;
  const { settings, releasever, stream: name, basearches } = repo.config;
  const stream = repo.branches?.stream ?? (name === undefined ? undefined : settings.streams.get(name));
  const pooled = basearches.some(basearch => repo.config.treefile(basearch).lockfileRepos.length > 0);
  if (!stream || !pooled) return undefined;
  const { pool, signing } = settings.kojiTags;
  if (releasever === undefined && `${pool} ${signing}`.includes('{releasever}')) return undefined;
  const expand = (tag: string) => tag.replaceAll('{releasever}', () => releasever ?? '');
  return { pool: expand(pool), signing: expand(signing), stream: stream.name, branch: stream.branch };
}

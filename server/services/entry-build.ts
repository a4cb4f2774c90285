/** The Koji build that a locked entry is of. */
import type { KojiBuild, KojiRpm } from '../koji/koji';
import type { Entry } from '../lockfile/model';
import type { KojiFacts } from './facts';

export type EntryBuild =
  | {
      readonly kind: 'found';
      readonly build: KojiBuild;
      /** The entry's package by basearch; a basearch that the build has it not for is missing. */
      readonly rpms: ReadonlyMap<string, KojiRpm>;
      /** Every package of the build; undefined while not known. */
      readonly packages: readonly KojiRpm[] | undefined;
      /** When Koji said of the build what is told here, Unix milliseconds. */
      readonly at: number;
    }
  /** Koji has no RPM of that name, version and release on any of the basearches. */
  | { readonly kind: 'absent'; readonly at: number };

/** `N-V-R.A` names that an entry may be on one basearch: Koji's file names have no epoch. An `evr` may be noarch, too. */
export function nvrasOf({ name, version }: Pick<Entry, 'name' | 'version'>, basearch: string): string[] {
  if (!version) return [];
  const vr = version.evr.replace(/^\d*:/, '');
  const arches = version.arch === undefined ? [basearch, 'noarch'] : [version.arch];
  return arches.map(arch => `${name}-${vr}.${arch}`);
}

/** Undefined while not known. `basearches` are those that the entry concerns. */
export function entryBuild(
  koji: KojiFacts,
  entry: Pick<Entry, 'name' | 'version'>,
  basearches: readonly string[],
): EntryBuild | undefined {
  const rpms = new Map<string, KojiRpm>();
  let at = Number.POSITIVE_INFINITY;
  for (const basearch of basearches) {
    const known = nvrasOf(entry, basearch).map(nvra => koji.rpm(nvra));
    const found = known.find(answer => answer?.value !== undefined);
    if (found?.value) rpms.set(basearch, found.value);
    else if (known.length === 0 || known.some(answer => answer === undefined)) return undefined;
    for (const answer of found ? [found] : known) at = Math.min(at, answer?.at ?? at);
  }
  const [rpm] = rpms.values();
  if (!rpm) return basearches.length === 0 ? undefined : { kind: 'absent', at };
  const build = koji.build(rpm.buildId);
  if (!build?.value) return undefined;
  const packages = koji.packages(rpm.buildId)?.value;
  return { kind: 'found', build: build.value, rpms, packages, at: Math.min(at, build.at) };
}

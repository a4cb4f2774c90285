/** The Koji builds that both sides of a changed source package are of. */
import type { Koji, KojiBuild, KojiError, OnFailure } from '../../koji/koji';
import type { ArchChange, PackageChange, SourceChange } from './diff';
import type { SidePackage } from './side';

/** The change that stands for all: of the package called like the source, else of its first one; on its first basearch. */
export function mainChange({ source, packages }: SourceChange): ArchChange | undefined {
  const named = packages.find(({ name }) => name === source) ?? packages[0];
  const [first] = named?.arches.values() ?? [];
  return first;
}

/** `V-R` */
export const vrOf = ({ evr }: Pick<SidePackage, 'evr'>): string => evr.replace(/^\d+:/, '');

export interface BuildsOfChange {
  readonly from: KojiBuild | undefined;
  readonly to: KojiBuild | undefined;
}

/** A side of a change: the NVR that its build has where versions are those of the source, and the packages it has where not. */
interface Wanted {
  readonly nvr: string;
  readonly nvras: readonly string[];
}

/**
 * By source package. Two or three requests for a hundred of them: most builds go by the name of the source and the version of its packages; of the
 * others Koji is asked which build a package is of. Rejects where Koji does.
 */
export async function sourceBuilds(
  sources: readonly SourceChange[],
  koji: Koji,
  signal?: AbortSignal,
  onFailure: OnFailure = rethrow,
): Promise<ReadonlyMap<string, BuildsOfChange>> {
  const wanted = new Map(
    sources.map(change => [change.source, { from: wantedOf(change, 'from'), to: wantedOf(change, 'to') }]),
  );
  const sides = [...wanted.values()].flatMap(({ from, to }) => [from, to]).filter(side => side !== undefined);
  const byNvr = await koji.builds([...new Set(sides.map(({ nvr }) => nvr))], signal, onFailure);
  const unknown = sides.filter(({ nvr }) => byNvr.get(nvr)?.value === undefined);
  const nvras = [...new Set(unknown.flatMap(side => side.nvras))];
  const rpms = nvras.length === 0 ? new Map() : await koji.rpms(nvras, signal, onFailure);
  const idOf = ({ nvras: names }: Wanted): number | undefined =>
    names.map(nvra => rpms.get(nvra)?.value?.buildId).find(id => id !== undefined);
  const ids = [...new Set(unknown.map(idOf).filter(id => id !== undefined))];
  const byId = ids.length === 0 ? new Map() : await koji.builds(ids, signal, onFailure);
  const buildOf = (side: Wanted | undefined): KojiBuild | undefined =>
    side && (byNvr.get(side.nvr)?.value ?? byId.get(idOf(side) ?? -1)?.value);
  return new Map([...wanted].map(([source, { from, to }]) => [source, { from: buildOf(from), to: buildOf(to) }]));
}

function wantedOf({ source, packages }: SourceChange, side: 'from' | 'to'): Wanted | undefined {
  const named = packages.find(({ name }) => name === source);
  const found = (named ? [named, ...packages] : packages).flatMap(change => packagesOn(change, side));
  const [first] = found;
  return first && { nvr: `${source}-${vrOf(first.had)}`, nvras: first.nvras };
}

interface OnSide {
  readonly had: SidePackage;
  readonly nvras: readonly string[];
}

function packagesOn({ arches }: PackageChange, side: 'from' | 'to'): OnSide[] {
  return [...arches].flatMap(([basearch, change]) => {
    const had = change[side];
    if (!had) return [];
    const names = had.arch === undefined ? [basearch, 'noarch'] : [had.arch];
    return [{ had, nvras: names.map(arch => `${had.name}-${vrOf(had)}.${arch}`) }];
  });
}

function rethrow(error: KojiError): never {
  throw error;
}

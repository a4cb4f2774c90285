/** Which packages of builds a stream takes, and where: those that it locks already. */
import type { BuiltRpm, OverrideItem, OverrideTarget } from './override-request';

/** A package that is locked and built on one basearch. */
export interface AcceptedRpm {
  readonly name: string;
  /** `5:5.2.5-1.fc40`; epoch 0 is written, no epoch is not. */
  readonly evr: string;
  readonly noarch: boolean;
  readonly item: OverrideItem;
}

/** The basearches that the stream locks something on, in its order. */
export function lockedArches({ basearches, locked }: Pick<OverrideTarget, 'basearches' | 'locked'>): string[] {
  const known = [...locked].filter(([, packages]) => packages.size > 0).map(([arch]) => arch);
  return [...basearches.filter(arch => known.includes(arch)), ...known.filter(arch => !basearches.includes(arch))];
}

type ByName = ReadonlyMap<string, ReadonlyMap<string, AcceptedRpm>>;

/**
 * What the builds have for each basearch, by name in order of code points; noarch packages for every one. Of several rows or
 * builds the last one counts, as in the project's tool.
 */
export function builtRpms(arches: readonly string[], items: readonly OverrideItem[]): ByName {
  const found = new Map<string, Map<string, AcceptedRpm>>();
  for (const item of items) {
    for (const rpm of item.build.rpms) {
      const { name, arch } = rpm;
      for (const basearch of arch === 'noarch' ? arches : arches.filter(one => one === arch)) {
        const own = found.get(name) ?? new Map<string, AcceptedRpm>();
        found.set(name, own.set(basearch, { name, evr: evrOf(rpm), noarch: arch === 'noarch', item }));
      }
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, own]) => [name, inOrder(own, arches)]));
}

/** Those of them that the basearch locks. */
export function acceptedRpms({ locked }: Pick<OverrideTarget, 'locked'>, built: ByName): ByName {
  const found = new Map<string, ReadonlyMap<string, AcceptedRpm>>();
  for (const [name, rpms] of built) {
    const own = new Map([...rpms].filter(([arch]) => locked.get(arch)?.has(name)));
    if (own.size > 0) found.set(name, own);
  }
  return found;
}

function inOrder(own: ReadonlyMap<string, AcceptedRpm>, arches: readonly string[]): Map<string, AcceptedRpm> {
  return new Map(
    arches.flatMap(arch => {
      const rpm = own.get(arch);
      return rpm ? [[arch, rpm] as const] : [];
    }),
  );
}

function evrOf({ epoch, version, release }: BuiltRpm): string {
  return `${epoch === null ? '' : `${epoch}:`}${version}-${release}`;
}

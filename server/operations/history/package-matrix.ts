/** What every stream has of one package now, on every basearch. */

import type { EffectiveEntry } from '../../lockfile/layers';
import { metadataText } from '../../lockfile/metadata';
import { BASEARCHES } from '../../lockfile/name';
import type { MatrixRow, PackageMatrix } from './package-history';

/** A stream as it is now: its branch, or the working tree. */
export interface MatrixSource {
  readonly stream: string;
  readonly label: string;
  readonly basearches: readonly string[];
  effective(basearch: string): ReadonlyMap<string, EffectiveEntry>;
}

/** `sources` in promotion order. */
export function packageMatrix({
  name,
  sources,
}: {
  readonly name: string;
  readonly sources: readonly MatrixSource[];
}): PackageMatrix {
  const all = new Set(sources.flatMap(({ basearches }) => basearches));
  const basearches = [
    ...BASEARCHES.filter(arch => all.has(arch)),
    ...[...all].filter(arch => !BASEARCHES.includes(arch)).sort(),
  ];
  return { name, basearches, rows: sources.map(source => rowOf(name, source)) };
}

function rowOf(name: string, { stream, label, basearches, effective }: MatrixSource): MatrixRow {
  const versions = basearches.flatMap((basearch): [string, LockedVersion][] => {
    const entry = effective(basearch).get(name);
    return entry?.version ? [[basearch, lockedVersion(entry, entry.version.evr)]] : [];
  });
  return { stream, label, versions: new Map(versions) };
}

type LockedVersion = MatrixRow['versions'] extends ReadonlyMap<string, infer V> ? V : never;

function lockedVersion({ file, entry }: EffectiveEntry, evr: string): LockedVersion {
  return { evr, provenance: file.layer === 'base' ? 'base' : 'override', type: metadataText(entry, 'type') };
}

/** The overrides that come, go or change: packages of a source package that say the same stand together. */
import type { ComparedOverride, ComparedVersion, CompareResult } from '../../../../server/protocol';

export interface OverrideGroup {
  /** The first of them; the one that is called like its source package before others. */
  readonly override: ComparedOverride;
  readonly names: readonly string[];
}

const ORDER: readonly ComparedOverride['kind'][] = ['lost', 'changed', 'gained'];

/** Lost ones first. */
export function groupOverrides(overrides: readonly ComparedOverride[]): readonly OverrideGroup[] {
  const groups = new Map<string, ComparedOverride[]>();
  for (const override of overrides) {
    const { kind, source, effect, arches, from, to, caughtUp } = override;
    const key = JSON.stringify([kind, source, effect, arches, told(from), told(to), caughtUp]);
    const known = groups.get(key);
    if (known) known.push(override);
    else groups.set(key, [override]);
  }
  return [...groups.values()]
    .flatMap((some): readonly OverrideGroup[] => {
      const override = some.find(({ name, source }) => name === source) ?? some[0];
      return override === undefined ? [] : [{ override, names: some.map(({ name }) => name) }];
    })
    .sort((a, b) => rank(a) - rank(b));
}

/** What was caught up with needs nobody's attention. */
function rank({ override: { kind, caughtUp } }: OverrideGroup): number {
  return caughtUp ? ORDER.length : ORDER.indexOf(kind);
}

function told(version: ComparedVersion | undefined): unknown {
  return version && [version.evr, version.provenance, version.type, version.reason, version.bodhi];
}

/** `Overrides: 2 lost, 1 changed, 2 caught up` */
export function overridesTitle({ overrides }: Pick<CompareResult, 'overrides'>): string {
  return `Overrides: ${overrideParts(overrides)
    .map(({ text }) => text)
    .join(', ')}`;
}

export interface OverridePart {
  /** "2 lost" */
  readonly text: string;
  readonly count: number;
  readonly word: string;
}

/** Packages by what becomes of their overrides, lost ones first; without those that there are none of. */
export function overrideParts(overrides: readonly ComparedOverride[]): readonly OverridePart[] {
  const words = overrides.map(({ kind, caughtUp }) => (caughtUp ? 'caught up' : kind));
  return [...ORDER, 'caught up'].flatMap(word => {
    const count = words.filter(each => each === word).length;
    return count === 0 ? [] : [{ text: `${count} ${word}`, count, word }];
  });
}

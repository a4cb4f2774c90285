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
    const { kind, source, effect, arches, from, to } = override;
    const key = JSON.stringify([kind, source, effect, arches, told(from), told(to)]);
    const known = groups.get(key);
    if (known) known.push(override);
    else groups.set(key, [override]);
  }
  return [...groups.values()]
    .flatMap((some): readonly OverrideGroup[] => {
      const override = some.find(({ name, source }) => name === source) ?? some[0];
      return override === undefined ? [] : [{ override, names: some.map(({ name }) => name) }];
    })
    .sort((a, b) => ORDER.indexOf(a.override.kind) - ORDER.indexOf(b.override.kind));
}

function told(version: ComparedVersion | undefined): unknown {
  return version && [version.evr, version.provenance, version.type, version.reason, version.bodhi];
}

/** `Overrides: 2 lost, 1 changed` */
export function overridesTitle({ summary }: Pick<CompareResult, 'summary'>): string {
  const { overridesLost, overridesChanged, overridesGained } = summary;
  const counts = [
    [overridesLost, 'lost'],
    [overridesChanged, 'changed'],
    [overridesGained, 'gained'],
  ] as const;
  const told = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return `Overrides: ${told.join(', ')}`;
}

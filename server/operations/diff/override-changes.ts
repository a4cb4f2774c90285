/** Overrides that one side has and the other has not, or has otherwise. */
import { compareEvr } from '../../rpm/evr';
import type { OverrideChange } from './diff';
import type { DiffSide, SidePackage } from './side';

interface ArchOverride {
  readonly kind: OverrideChange['kind'];
  readonly from: SidePackage | undefined;
  readonly to: SidePackage | undefined;
  readonly effect: OverrideChange['effect'];
}

/**
 * By name. One that is not the same change on all basearches has several. Nothing where a side is a build or a tag, which has no overrides to
 * tell of: it has what came of them.
 */
export function overrideChanges(
  from: DiffSide,
  to: DiffSide,
  basearches: readonly string[],
  sourceOf: (name: string) => string,
): OverrideChange[] {
  if (!hasOverrides(from) || !hasOverrides(to)) return [];
  const names = new Set<string>();
  for (const side of [from, to]) {
    for (const arch of basearches) {
      for (const found of side.packages(arch).values()) if (isOverride(found)) names.add(found.name);
    }
  }
  return [...names].sort().flatMap(name => {
    const groups = new Map<string, { readonly change: ArchOverride; readonly arches: string[] }>();
    for (const arch of basearches) {
      const change = changeOf(from.packages(arch).get(name), to.packages(arch).get(name));
      if (!change) continue;
      const key = JSON.stringify([change.kind, change.effect, told(change.from), told(change.to)]);
      const group = groups.get(key);
      if (group) group.arches.push(arch);
      else groups.set(key, { change, arches: [arch] });
    }
    return [...groups.values()].map(({ change, arches }) => ({ name, source: sourceOf(name), ...change, arches }));
  });
}

function hasOverrides({ kind }: DiffSide): boolean {
  return kind === 'ref' || kind === 'worktree';
}

function isOverride(found: SidePackage | undefined): boolean {
  return found?.provenance.kind === 'override';
}

function changeOf(from: SidePackage | undefined, to: SidePackage | undefined): ArchOverride | undefined {
  const had = isOverride(from);
  const has = isOverride(to);
  if (!had && !has) return undefined;
  const effect = effectOf(from, to);
  if (had !== has) return { kind: had ? 'lost' : 'gained', from, to, effect };
  return effect === 'same' && sameSaying(from, to) ? undefined : { kind: 'changed', from, to, effect };
}

function effectOf(from: SidePackage | undefined, to: SidePackage | undefined): OverrideChange['effect'] {
  if (!from) return 'added';
  if (!to) return 'removed';
  const order = compareEvr(from.evr, to.evr);
  return order === 0 ? 'same' : order < 0 ? 'upgraded' : 'downgraded';
}

function sameSaying(from: SidePackage | undefined, to: SidePackage | undefined): boolean {
  const [a, b] = [from?.provenance, to?.provenance];
  return a?.kind === 'override' && b?.kind === 'override' && saying(a) === saying(b);
}

function told(found: SidePackage | undefined): unknown {
  if (!found) return undefined;
  const { provenance } = found;
  return [found.evr, provenance.kind, provenance.kind === 'override' ? saying(provenance) : ''];
}

function saying({ type, reason, bodhi }: Extract<SidePackage['provenance'], { kind: 'override' | 'base' }>): string {
  return JSON.stringify([type, reason, bodhi]);
}

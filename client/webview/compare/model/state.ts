/** What the panel shows beside the comparison itself, and what of it outlives a reload. */
import type { CompareState, CompareView } from '../../messages';

export const DEFAULT_VIEW: CompareView = {
  filter: '',
  kinds: [],
  arches: [],
  group: 'source',
  sort: 'name',
  securityOnly: false,
  overridesOnly: false,
  open: [],
  graph: true,
  overrides: true,
};

export interface Pair {
  /** Absolute path of the config repository. */
  readonly folder: string;
  readonly from: string;
  readonly to: string;
}

export function samePair(a: Pair | undefined, b: Pair | undefined): boolean {
  return a?.folder === b?.folder && a?.from === b?.from && a?.to === b?.to;
}

/** With it where it was missing, without where it was there. */
export function toggled(all: readonly string[], one: string): readonly string[] {
  return all.includes(one) ? all.filter(other => other !== one) : [...all, one];
}

/** Whether something is left out because the user asked for that. */
export function isNarrowed({ filter, kinds, arches, securityOnly, overridesOnly }: CompareView): boolean {
  return filter.trim() !== '' || kinds.length > 0 || arches.length > 0 || securityOnly || overridesOnly;
}

/** A kept state may be of another version of the extension: what it lacks, or has otherwise, is as it is at first. Without a pair: undefined. */
export function restoreState(kept: unknown): CompareState | undefined {
  if (!isRecord(kept)) return undefined;
  const { folder, from, to } = kept;
  if (typeof folder !== 'string' || typeof from !== 'string' || typeof to !== 'string') return undefined;
  return { folder, from, to, view: restoreView(kept['view']) };
}

function restoreView(kept: unknown): CompareView {
  if (!isRecord(kept)) return DEFAULT_VIEW;
  const flag = (name: keyof CompareView): boolean => {
    const value = kept[name];
    return typeof value === 'boolean' ? value : DEFAULT_VIEW[name] === true;
  };
  const { filter, group, sort } = kept;
  return {
    filter: typeof filter === 'string' ? filter : DEFAULT_VIEW.filter,
    kinds: texts(kept['kinds']),
    arches: texts(kept['arches']),
    group: group === 'flat' ? 'flat' : 'source',
    sort: sort === 'kind' || sort === 'severity' ? sort : 'name',
    securityOnly: flag('securityOnly'),
    overridesOnly: flag('overridesOnly'),
    open: texts(kept['open']),
    graph: flag('graph'),
    overrides: flag('overrides'),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];
}

/** A comparison of which some kinds of change are shown, and what of it fails a check. */
import type { ChangeKind, PackageChange, StreamDiff } from './diff';
import { isCaughtUp } from './diff-words';
import type { FailingKind } from './failing-kinds';

export { FAILING_KINDS, type FailingKind } from './failing-kinds';

/** The packages that change so on any basearch, and no overrides. The summary stays that of the whole. */
export function onlyKinds(diff: StreamDiff, kinds: readonly ChangeKind[]): StreamDiff {
  const wanted = (change: PackageChange): boolean => kinds.some(kind => has(change, kind));
  return {
    ...diff,
    changes: diff.changes.filter(wanted),
    sources: diff.sources.flatMap(source => {
      const packages = source.packages.filter(wanted);
      return packages.length === 0 ? [] : [{ ...source, packages }];
    }),
    overrides: [],
  };
}

/**
 * The names of what is of a failing kind on any basearch, by kind; without the kinds that have none. A lost override that the base lock has caught
 * up with has done its duty: it fails nothing.
 */
export function failing(diff: StreamDiff, kinds: readonly FailingKind[]): ReadonlyMap<FailingKind, readonly string[]> {
  const found = kinds.map(kind => [kind, namesOf(diff, kind)] as const);
  return new Map(found.filter(([, names]) => names.length > 0));
}

function namesOf({ changes, overrides }: StreamDiff, kind: FailingKind): readonly string[] {
  if (kind !== 'override-lost') return changes.filter(change => has(change, kind)).map(({ name }) => name);
  return [
    ...new Set(overrides.filter(change => change.kind === 'lost' && !isCaughtUp(change)).map(({ name }) => name)),
  ];
}

function has({ arches }: PackageChange, kind: ChangeKind): boolean {
  return [...arches.values()].some(change => change.kind === kind);
}

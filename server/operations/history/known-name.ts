/** Whether a package is anywhere, and what may have been meant by one that is not. */
import { nearest } from '../../config-repo/nearest';
import { metadataText } from '../../lockfile/metadata';
import { list } from '../words';
import { dayOf } from './day';
import type { PackageHistory, PackageMatrix } from './package-history';
import type { MatrixSource } from './package-matrix';

/** Suggestions at most. */
const MOST = 5;

/** True for a package that stood on a stream at any time that was looked at. */
export function isKnown(matrix: PackageMatrix, { streams }: Pick<PackageHistory, 'streams'>): boolean {
  return (
    matrix.rows.some(({ versions }) => versions.size > 0) ||
    streams.some(({ spans }) => spans.some(({ provenance }) => provenance !== undefined))
  );
}

/** A sentence about a package that is not known, with what may have been meant. */
export function unknownName(name: string, sources: readonly MatrixSource[], since: number): string {
  const sets = sources.flatMap(({ basearches, effective }) => basearches.map(effective));
  const built = new Set<string>();
  for (const set of sets) {
    for (const [other, { entry, replaces }] of set) {
      const recorded = [entry, ...replaces.map(below => below.entry)];
      if (recorded.some(one => metadataText(one, 'sourcerpm') === name)) built.add(other);
    }
  }
  const nowhere = `no stream locks ${name}, nor has one since ${dayOf(since)}`;
  if (built.size > 0) return `${nowhere}: it is a source package, of ${list(most([...built].sort()))}`;
  const names = [...new Set(sets.flatMap(set => [...set.keys()]))].sort();
  const near = nearest(name, names);
  const alike = names.filter(other => other.toLowerCase().includes(name.toLowerCase()));
  const meant = [...new Set([...(near === undefined ? [] : [near]), ...alike])];
  return meant.length === 0 ? nowhere : `${nowhere}; is it ${most(meant).join(' or ')}?`;
}

function most(names: readonly string[]): string[] {
  return names.length <= MOST ? [...names] : [...names.slice(0, MOST), `${names.length - MOST} more`];
}

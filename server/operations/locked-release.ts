/** The release that a stream is made of, read off what it locks. */
import { distTag } from '../rpm/dist-tag';
import type { LockedSet } from './behind';

/** The dist tag that most packages of the first base lock have (`fc40`): some packages are of an older release, or of none. Undefined without a base lock. */
export function lockedRelease({ files }: Pick<LockedSet, 'files'>): string | undefined {
  const entries = files.find(({ layer }) => layer === 'base')?.lockfile.byName.values() ?? [];
  return mostFrequentTag([...entries].flatMap(({ version }) => (version ? [version.evr] : [])));
}

/** The dist tag that most of the EVRs have. */
export function mostFrequentTag(evrs: Iterable<string>): string | undefined {
  const counts = new Map<string, number>();
  let most: string | undefined;
  for (const evr of evrs) {
    const tag = distTag(evr);
    if (tag === undefined) continue;
    counts.set(tag, (counts.get(tag) ?? 0) + 1);
    if ((counts.get(tag) ?? 0) > (counts.get(most ?? '') ?? 0)) most = tag;
  }
  return most;
}

/** True where a promotion from `feeder` can be meant: it never takes a stream back to an older release. False where one side has none. */
export function canBePromoted(feeder: Pick<LockedSet, 'files'>, to: Pick<LockedSet, 'files'>): boolean {
  const [from, own] = [lockedRelease(feeder), lockedRelease(to)];
  return from !== undefined && own !== undefined && releaseNumber(from) >= releaseNumber(own);
}

function releaseNumber(tag: string): number {
  return Number(tag.replace(/^\D+/, ''));
}

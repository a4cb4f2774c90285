/** Whether services need still be waited for. */
import { entryBuild } from './entry-build';
import type { Known, ServiceFacts } from './facts';
import type { WantedEntry } from './wanted-entry';

export interface WellKnownOptions {
  /** The release that newest updates are asked of; undefined: none are. */
  readonly release: string | undefined;
  /** What may change counts as known where it was said after that, Unix milliseconds. */
  readonly since: number;
}

/** True where `facts` have all that a load would ask of the entry, and nothing of it was said too long ago. */
export function isWellKnown(
  { koji, bodhi }: ServiceFacts,
  entry: WantedEntry,
  { release, since }: WellKnownOptions,
): boolean {
  const fresh = (known: Known<unknown>): boolean => known !== undefined && known.at >= since;
  const built = koji && entryBuild(koji, entry, entry.basearches);
  if (koji && entry.basearches.length > 0) {
    if (!built) return false;
    if (built.kind === 'found') {
      const answers = [koji.tags(built.build.id), ...[...built.rpms.values()].map(({ id }) => koji.signatures(id))];
      if (!answers.every(fresh)) return false;
    }
  }
  if (!bodhi) return true;
  if (entry.update !== undefined && !fresh(bodhi.update(entry.update))) return false;
  const build = built?.kind === 'found' ? built.build : undefined;
  if (build && !fresh(bodhi.updatesOf(build.nvr))) return false;
  const source = build?.name ?? entry.source;
  return release === undefined || source === undefined || fresh(bodhi.newest(source));
}

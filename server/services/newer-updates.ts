/** What Bodhi has of a source package that is newer than a build of it. */
import type { BodhiUpdate } from '../bodhi/bodhi';
import { compareEvr } from '../rpm/evr';
import { splitNvr } from '../rpm/nvr';
import { isLive, type SourceBuildName } from './entry-update';
import type { BodhiFacts } from './facts';

export interface NewerUpdate {
  readonly update: BodhiUpdate;
  /** The newer build. */
  readonly nvr: string;
  /** Its version and release. */
  readonly vr: string;
}

/** Live updates of the repository's release, in Bodhi's order: newest submitted first. Undefined while not known. */
export function newerUpdates(bodhi: BodhiFacts, source: SourceBuildName): readonly NewerUpdate[] | undefined {
  const own = splitNvr(source.nvr);
  const all = bodhi.newest(source.name)?.value;
  if (!own || !all) return undefined;
  return all.filter(isLive).flatMap(update => {
    for (const { nvr } of update.builds) {
      const build = splitNvr(nvr);
      if (build?.name === own.name && compareEvr(build.vr, own.vr) > 0) return [{ update, nvr, vr: build.vr }];
    }
    return [];
  });
}

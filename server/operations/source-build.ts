/** The build of the source package that an entry is of. */
import type { Entry } from '../lockfile/model';
import { splitNvr } from '../rpm/nvr';
import { findNevra } from '../rpmmd/candidates';
import { entryBuild } from '../services/entry-build';
import type { SourceBuildName } from '../services/entry-update';
import type { KojiFacts } from '../services/facts';
import { type FileScope, reachOf } from './reach';

/** As Koji says it, else as the metadata of the very package does. Undefined where neither knows: a binary may have a version of its own. */
export function sourceBuildOf(
  scope: FileScope,
  entry: Entry,
  koji: KojiFacts | undefined,
): SourceBuildName | undefined {
  const { basearches } = reachOf(scope, entry);
  const built = koji && entryBuild(koji, entry, basearches);
  if (built?.kind === 'found') return built.build;
  for (const basearch of basearches) {
    const availability = entry.version && scope.availability(basearch);
    if (!entry.version || !availability) continue;
    const [candidate] = findNevra(availability, entry.name, entry.version.evr, entry.version.arch);
    const found = candidate && sourceBuildName(candidate.record.sourceRpm);
    if (found) return found;
  }
  return undefined;
}

/** Of `podman-5.2.5-1.fc40.src.rpm`. */
export function sourceBuildName(sourceRpm: string): SourceBuildName | undefined {
  const nvr = /^(.+)\.(?:no)?src\.rpm$/.exec(sourceRpm)?.[1];
  const name = nvr === undefined ? undefined : splitNvr(nvr)?.name;
  return nvr === undefined || name === undefined ? undefined : { nvr, name };
}

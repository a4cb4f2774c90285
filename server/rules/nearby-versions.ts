/** Versions that an entry could name in place of one that nobody can have. */
import { setEvr } from '../lockfile/edits';
import type { Entry } from '../lockfile/model';
import { baseEntry, type FileScope, reachOf } from '../operations/reach';
import { lockedSources, SourceGroups, sourceOf } from '../operations/source';
import { updateTo } from '../operations/update-to';
import { compareEvr, formatEvr, parseEvr } from '../rpm/evr';
import { splitNvr } from '../rpm/nvr';
import { packagesOf } from '../rpmmd/candidates';
import type { Availability, Candidate } from '../rpmmd/repositories';
import { isLive } from '../services/entry-update';
import type { BodhiFacts } from '../services/facts';
import type { Fix } from './rule';

/** The same version with another epoch or arch, else the next newer and the next older one. */
export function nearby(availability: Availability, name: string, evr: string): Candidate[] {
  return nearest(packagesOf(availability, name), evr);
}

function otherVersions(availability: Availability, name: string, evr: string): Candidate[] {
  return nearest(
    packagesOf(availability, name).filter(({ record }) => compareEvr(record.evr, evr) !== 0),
    evr,
  );
}

function nearest(all: readonly Candidate[], evr: string): Candidate[] {
  const { version, release } = parseEvr(evr);
  const same = all.find(({ record }) => {
    const other = parseEvr(record.evr);
    return other.version === version && other.release === release;
  });
  if (same) return [same];
  return around(all, evr, ({ record }) => record.evr);
}

/** "Move podman and its sibling to 5:5.2.5-1.fc40 (fedora-updates)". */
export function moveFixes(
  scope: FileScope,
  sources: SourceGroups,
  entry: Entry,
  { record, repository }: Candidate,
): Fix[] {
  const plan = updateTo(scope, entry, record.evr, sources);
  if (plan.kind === 'refused' || plan.edits.length === 0) return [];
  const title = moveTitle(entry, plan.changes.length - 1, record.evr, repository.id);
  return [{ title, edits: plan.edits }];
}

/** Another build of the same source package. */
export interface OtherBuild {
  readonly evr: string;
  /** Repository, or Bodhi update. */
  readonly where: string;
  fixes(): readonly Fix[];
}

/** The nearest builds that the repositories have, or else Bodhi; the version itself and what is not known left out. */
export function otherBuilds(scope: FileScope, bodhi: BodhiFacts | undefined, entry: Entry): OtherBuild[] {
  const { version, name } = entry;
  if (!version) return [];
  const sources = new SourceGroups(scope);
  for (const basearch of reachOf(scope, entry).basearches) {
    const availability = scope.availability(basearch);
    const others = availability ? otherVersions(availability, name, version.evr) : [];
    if (others.length === 0) continue;
    return others.map(candidate => ({
      evr: candidate.record.evr,
      where: candidate.repository.id,
      fixes: () => moveFixes(scope, sources, entry, candidate),
    }));
  }
  return bodhi ? ofBodhi(scope, bodhi, entry) : [];
}

/** Bodhi knows source packages and no epochs: said only of packages that have the version of their source. */
function ofBodhi(scope: FileScope, bodhi: BodhiFacts, entry: Entry): OtherBuild[] {
  const [basearch] = reachOf(scope, entry).basearches;
  const base = basearch === undefined ? undefined : baseEntry(scope, entry.name, basearch)?.version?.evr;
  const source = sourceNameOf(scope, entry);
  const main = basearch === undefined ? undefined : baseEntry(scope, source, basearch)?.version?.evr;
  const own = entry.version?.evr;
  if (own === undefined || (source !== entry.name && (main === undefined || main !== base))) return [];
  const { epoch } = parseEvr(base ?? own);
  const builds = (bodhi.newest(source)?.value ?? []).filter(isLive).flatMap(update =>
    update.builds.flatMap(({ nvr }) => {
      const split = splitNvr(nvr);
      return split?.name === source ? [{ evr: formatEvr(parseEvr(`${epoch}:${split.vr}`)), where: update.alias }] : [];
    }),
  );
  builds.sort((a, b) => compareEvr(b.evr, a.evr));
  const others = builds.filter(({ evr }) => compareEvr(evr, own) !== 0);
  return around(others, own, ({ evr }) => evr).map(({ evr, where }) => ({
    evr,
    where,
    fixes: () => {
      const moved = [...scope.file.lockfile.byName.values()].filter(other => {
        return other.version?.evr === own && sourceNameOf(scope, other) === source;
      });
      const edits = moved.flatMap(one => setEvr(scope.file.lockfile, one, evr));
      edits.sort((a, b) => a.span.start - b.span.start);
      return [{ title: moveTitle(entry, moved.length - 1, evr, where), edits: [{ path: scope.file.path, edits }] }];
    },
  }));
}

function sourceNameOf(scope: FileScope, entry: Entry): string {
  const [basearch = ''] = reachOf(scope, entry).basearches;
  return sourceOf(scope, entry) ?? lockedSources(scope, basearch).get(entry.name) ?? entry.name;
}

/** The next newer and the next older one of what is sorted newest first. */
function around<T>(sorted: readonly T[], evr: string, evrOf: (one: T) => string): T[] {
  const newer = sorted.findLast(one => compareEvr(evrOf(one), evr) > 0);
  const older = sorted.find(one => compareEvr(evrOf(one), evr) <= 0);
  return [newer, older].filter(found => found !== undefined);
}

function moveTitle({ name }: Entry, siblings: number, evr: string, where: string): string {
  const those = siblings === 0 ? '' : ` and ${siblings === 1 ? 'its sibling' : `its ${siblings} siblings`}`;
  return `Move ${name}${those} to ${evr} (${where})`;
}

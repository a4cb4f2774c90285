/** Which packages of a basearch's repositories can stand in for a locked one. Pure functions over a snapshot. */
import { compareEvr, formatEvr, parseEvr } from '../rpm/evr';
import type { PackageRecord } from './package-index';
import type { Availability, Candidate, RepositoryRole, RepositoryState } from './repositories';

/**
 * Packages of that name from the repositories the manifest names (role `repo`), newest first. As in dnf the repositories
 * of the best (lowest) priority that have the package shut out the others; of equal EVRs the lower cost comes first,
 * then the order of the repositories.
 *
 * @param arch only this package arch; without it whatever the basearch installs: its own packages and noarch ones. A
 * lockfile has one entry per name, so that multilib packages (i686 on x86_64) count only when asked for.
 */
export function candidates(availability: Availability, name: string, arch?: string): Candidate[] {
  const all = packagesOf(availability, name, arch, 'repo');
  const best = Math.min(...all.map(candidate => candidate.repository.priority));
  return all.filter(candidate => candidate.repository.priority === best);
}

/** The candidates newer than `evr`, one of each EVR, newest first. */
export function newerCandidates(availability: Availability, name: string, evr: string, arch?: string): Candidate[] {
  const newer: Candidate[] = [];
  for (const candidate of candidates(availability, name, arch)) {
    if (compareEvr(candidate.record.evr, evr) <= 0) break;
    const last = newer[newer.length - 1];
    if (last === undefined || compareEvr(candidate.record.evr, last.record.evr) !== 0) newer.push(candidate);
  }
  return newer;
}

/**
 * Every place that has exactly this version, pool and shut-out repositories included (a lockfile names it, so that
 * priorities do not matter); repositories before the pool. EVRs are compared as text but for an epoch of 0: the
 * builder hands `name-evr` strings on, and `1.0` is another string than `1.00`.
 */
export function findNevra(availability: Availability, name: string, evr: string, arch?: string): Candidate[] {
  const wanted = formatEvr(parseEvr(evr));
  return packagesOf(availability, name, arch).filter(candidate => candidate.record.evr === wanted);
}

/** Every package of that name and arch in repositories and pool, priorities ignored, newest first. */
export function packagesOf(
  availability: Availability,
  name: string,
  arch?: string,
  role?: RepositoryRole,
): Candidate[] {
  const found: Candidate[] = [];
  for (const repository of availability.repositories) {
    if (repository.index === undefined || (role !== undefined && repository.role !== role)) continue;
    for (const record of repository.index.find(name, arch)) {
      if (arch !== undefined || installable(record, availability.basearch)) found.push({ record, repository });
    }
  }
  // sort() is stable: what compares equal stays in the order of the repositories
  return found.sort(newestFirst);
}

/** The binary packages of one source build (`podman-5.2.5-1.fc40.src.rpm`) that the basearch installs, by name. */
export function packagesOfBuild(availability: Availability, source: string, sourceRpm: string): Map<string, Candidate> {
  const found = new Map<string, Candidate>();
  if (sourceRpm === '') return found;
  for (const repository of availability.repositories) {
    for (const record of repository.index?.findBySource(source) ?? []) {
      if (record.sourceRpm !== sourceRpm || !installable(record, availability.basearch)) continue;
      const candidate = { record, repository };
      const known = found.get(record.name);
      if (known === undefined || newestFirst(candidate, known) < 0) found.set(record.name, candidate);
    }
  }
  return found;
}

/** True when any repository has a package of that name for the basearch. */
export function hasPackage(availability: Availability, name: string): boolean {
  return packagesOf(availability, name).length > 0;
}

/**
 * True when nothing that dnf would have is missing from the snapshot: every repository is ready, or failed and may be
 * skipped (`skip_if_unavailable`).
 */
export function complete(availability: Availability): boolean {
  return (
    availability.repositories.length > 0 &&
    availability.repositories.every(({ status, skipIfUnavailable }) => {
      return status === 'ready' || (status === 'failed' && skipIfUnavailable);
    })
  );
}

function installable(record: PackageRecord, basearch: string): boolean {
  return record.arch === basearch || record.arch === 'noarch';
}

function newestFirst(a: Candidate, b: Candidate): number {
  return compareEvr(b.record.evr, a.record.evr) || preference(a.repository, b.repository);
}

function preference(a: RepositoryState, b: RepositoryState): number {
  if (a.role !== b.role) return a.role === 'repo' ? -1 : 1;
  return a.cost - b.cost;
}

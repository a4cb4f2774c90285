/** What the repositories have that is newer than what is locked. */
import { effectiveSet, type LayerFile } from '../lockfile/layers';
import type { Layer } from '../lockfile/name';
import { newerCandidates } from '../rpmmd/candidates';
import type { Availability, Candidate } from '../rpmmd/repositories';
import { wantedArch } from './target';

export interface OutdatedPackage {
  readonly name: string;
  readonly basearch: string;
  /** Of the entry that counts on that basearch. */
  readonly layer: Layer;
  /** `[E:]V-R` as it is written in the lockfile. */
  readonly locked: string;
  readonly newer: Candidate;
}

/**
 * Every effective entry of a basearch that its repositories (not the pool) have something newer for, by name. Entries
 * without a usable version are left out.
 *
 * @param every one row for each newer EVR, newest first; else only the newest.
 */
export function outdatedPackages(
  files: readonly LayerFile[],
  availability: Availability,
  options: { readonly every: boolean },
): OutdatedPackage[] {
  const { basearch } = availability;
  const rows: OutdatedPackage[] = [];
  for (const { name, file, entry, version } of effectiveSet(basearch, files).values()) {
    if (!version) continue;
    const newer = newerCandidates(availability, name, version.evr, wantedArch(entry, basearch));
    for (const candidate of options.every ? newer : newer.slice(0, 1)) {
      rows.push({ name, basearch, layer: file.layer, locked: version.evr, newer: candidate });
    }
  }
  // a stable sort keeps the newest first within a name
  return rows.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

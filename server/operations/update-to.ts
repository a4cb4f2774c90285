/** Moves an entry to an EVR that the user names: newer, older, or not in any repository. */
import { setEvr } from '../lockfile/edits';
import type { Entry, FileEdit, TextEdit } from '../lockfile/model';
import { compareEvr } from '../rpm/evr';
import { evrFault, trailingArch } from '../rpm/evr-syntax';
import { complete, findNevra, packagesOfBuild } from '../rpmmd/candidates';
import type { Candidate } from '../rpmmd/repositories';
import { moveEdits } from './move-edits';
import { type FileScope, reachOf } from './reach';
import { SourceGroups } from './source';
import { wantedArch } from './target';

export interface Change {
  readonly entry: Entry;
  readonly from: string;
  readonly to: string;
}

export type UpdateToPlan =
  | {
      readonly kind: 'update';
      /** The entry asked for first, then its siblings. Empty where everything is there already. */
      readonly changes: readonly Change[];
      readonly edits: readonly FileEdit[];
      /** False where no known repository or pool has the EVR: then siblings move only if they were at the same EVR. */
      readonly found: boolean;
      /** Basearches the entry concerns whose repositories and pool are all known and lack the EVR. */
      readonly missing: readonly string[];
    }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * Plans `update NAME --to EVR`: the entry, and every sibling to the EVR that the same source build gives it.
 *
 * @param sources of the same scope, for who plans several moves.
 */
export function updateTo(
  scope: FileScope,
  entry: Entry,
  evr: string,
  sources: SourceGroups = new SourceGroups(scope),
): UpdateToPlan {
  const arch = trailingArch(evr);
  const fault = arch === undefined ? evrFault(evr) : `names the arch ${arch}: give the EVR alone`;
  if (fault !== undefined) return { kind: 'refused', message: `"${evr}" ${fault}.` };
  if (!entry.version) return { kind: 'refused', message: `${entry.name} has no usable version to replace.` };

  const { file } = scope;
  const { packages, missing } = locate(scope, entry, evr);
  const changes: Change[] = [];
  const edits: TextEdit[] = [];
  const move = (moved: Entry, to: ReadonlyMap<string, Candidate>) => {
    const [candidate] = to.values();
    const from = moved.version?.evr;
    if (!candidate || from === undefined || from === candidate.record.evr) return;
    changes.push({ entry: moved, from, to: candidate.record.evr });
    const before = [...locate(scope, moved, from).packages.values()];
    edits.push(...moveEdits(file.lockfile, file.arch === undefined, moved, to, before));
  };
  const set = (moved: Entry) => {
    if (!moved.version || moved.version.evr === evr) return;
    changes.push({ entry: moved, from: moved.version.evr, to: evr });
    edits.push(...setEvr(file.lockfile, moved, evr));
  };

  const found = packages.size > 0;
  if (found) move(entry, packages);
  else set(entry);
  for (const sibling of sources.siblings(entry)) {
    if (sibling === entry) continue;
    if (found) move(sibling, ofBuild(scope, sibling, packages));
    else if (sibling.version && compareEvr(sibling.version.evr, entry.version.evr) === 0) set(sibling);
  }
  edits.sort((a, b) => a.span.start - b.span.start);
  return { kind: 'update', changes, edits: edits.length > 0 ? [{ path: file.path, edits }] : [], found, missing };
}

/** The packages of that EVR, by basearch. */
function locate(scope: FileScope, entry: Entry, evr: string) {
  const packages = new Map<string, Candidate>();
  const missing: string[] = [];
  for (const basearch of reachOf(scope, entry).basearches) {
    const availability = scope.availability(basearch);
    if (!availability) continue;
    const [candidate] = findNevra(availability, entry.name, evr, wantedArch(entry, basearch));
    if (candidate) packages.set(basearch, candidate);
    else if (complete(availability)) missing.push(basearch);
  }
  return { packages, missing };
}

function ofBuild(scope: FileScope, sibling: Entry, leader: ReadonlyMap<string, Candidate>): Map<string, Candidate> {
  const packages = new Map<string, Candidate>();
  const { basearches } = reachOf(scope, sibling);
  for (const [basearch, { record }] of leader) {
    const availability = basearches.includes(basearch) ? scope.availability(basearch) : undefined;
    const found = availability && packagesOfBuild(availability, record.source, record.sourceRpm).get(sibling.name);
    if (found) packages.set(basearch, found);
  }
  return packages;
}

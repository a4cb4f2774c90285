/** Which entries can move to which newer EVR, whole source packages at a time, and the edits that move them. */
import type { LayerFile } from '../lockfile/layers';
import type { Entry, FileEdit } from '../lockfile/model';
import type { Candidate } from '../rpmmd/repositories';

/** One entry and the version it can move to. */
export interface Move {
  readonly file: LayerFile;
  readonly entry: Entry;
  readonly from: string;
  readonly to: Candidate;
}

/** Entries that must move together: one source package in one layer file. */
export interface UpdateGroup {
  readonly source: string;
  readonly moves: readonly Move[];
  readonly edits: readonly FileEdit[];
}

/** What services are to be asked of the entries of a file. */

import { parseUpdateReference } from '../bodhi/update-reference';
import { metadataText } from '../lockfile/metadata';
import type { Entry } from '../lockfile/model';
import type { WantedEntry } from '../services/wanted-entry';
import { type FileScope, reachOf } from './reach';
import { sourceOf } from './source';

/** Of every entry that counts. */
export function wantedFacts(scope: FileScope): WantedEntry[] {
  return [...scope.file.lockfile.byName.values()].map(entry => wantedFact(scope, entry));
}

export function wantedFact(scope: FileScope, entry: Entry): WantedEntry {
  const { name, version } = entry;
  const bodhi = metadataText(entry, 'bodhi');
  return {
    name,
    version,
    basearches: reachOf(scope, entry).basearches,
    update: bodhi === undefined ? undefined : parseUpdateReference(bodhi)?.alias,
    source: sourceOf(scope, entry),
  };
}

/** An entry of a view and what services are known to say of it, for tests of the parts of a hover. */

import type { Entry } from '../../server/lockfile/model';
import { type Told, toldOf } from '../../server/lsp/hover-told';
import type { EntryFacts } from '../../server/lsp/look-up';
import type { FileView } from '../../server/lsp/view';

export function entryOf(view: FileView, name: string): Entry {
  const entry = view.lockfile.byName.get(name);
  if (!entry) throw new Error(`${name} is not in the file`);
  return entry;
}

/** What is not given nobody knows. */
export function entryFacts(given: Partial<EntryFacts>): EntryFacts {
  return { facts: {}, basearches: ['x86_64', 'aarch64'], source: undefined, problems: new Map(), ...given };
}

export function told(view: FileView, name: string, given: Partial<EntryFacts>): Told {
  return toldOf(view, entryOf(view, name), entryFacts(given));
}

/** A fix must not take away what an alias elsewhere in the file stands for. */
import { applyEdits } from '../lockfile/edits';
import type { Lockfile } from '../lockfile/model';
import { parseLockfile } from '../lockfile/parse';
import type { Fix } from './rule';

const ANCHOR = /(?:^|[\s:[{,-])&[^\s,[\]{}]/;

/** False where the fix makes a file that parses one that does not: the removed lines held an anchor. */
export function keepsAnchors(path: string, { format, text, syntaxProblems }: Lockfile, { edits }: Fix): boolean {
  // files with anchors are rare: all others are not parsed again
  if (format !== 'yaml' || syntaxProblems.length > 0 || !ANCHOR.test(text)) return true;
  const here = edits.filter(edit => edit.path === path).flatMap(edit => edit.edits);
  return parseLockfile(applyEdits(text, here), format).syntaxProblems.length === 0;
}

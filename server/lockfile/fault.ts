/** What makes a lockfile one whose packages nobody can read. */
import type { Lockfile } from './model';
import { resolveAlias } from './view';

/** The end of a sentence that begins with the file's name; undefined where it parses and has a map of packages. */
export function faultOf(lockfile: Lockfile): string | undefined {
  const { text, byName } = lockfile;
  const [problem] = lockfile.syntaxProblems;
  if (problem) {
    const line = text.slice(0, problem.span.start).split('\n').length;
    return `has a syntax error: ${problem.message.replace(/\.$/, '')} (line ${line})`;
  }
  // what has entries need not be looked at more closely (which takes a while where they are parsed lazily)
  return byName.size > 0 || resolveAlias(lockfile.packages?.value)?.kind === 'map' ? undefined : 'has no packages';
}

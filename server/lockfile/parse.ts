/** The door to the format: text in, lockfile out. */
import type { Lockfile, LockfileFormat } from './model';
import { MAX_LENGTH, type ParsedTree } from './nodes';
import { parseJson } from './parse-json';
import { parseYaml } from './parse-yaml';
import { buildLockfile } from './view';

/**
 * Parses a lockfile. Never throws: everything parsable of a broken text is there, what is wrong with it is in
 * `syntaxProblems`. Texts over 8 Mi UTF-16 units are not read at all, and say so.
 */
export function parseLockfile(text: string, format: LockfileFormat): Lockfile {
  if (text.length > MAX_LENGTH) return buildLockfile(format, text, tooLarge(text.length));
  return buildLockfile(format, text, format === 'json' ? parseJson(text) : parseYaml(text));
}

function tooLarge(length: number): ParsedTree {
  const message = `Too large for a lockfile: ${length} characters, at most ${MAX_LENGTH} are read.`;
  return { root: undefined, syntaxProblems: [{ message, span: { start: 0, end: 1 } }], comments: [] };
}

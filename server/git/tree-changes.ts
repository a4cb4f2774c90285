/** Files that differ between two trees, as `git diff-tree` says. */
import type { GitTreeChange } from './git';
import { type GitProgram, runGit } from './run-git';

/** `from` and `to`: ids of commits that are there. Costs one run. */
export async function treeChanges(git: GitProgram, from: string, to: string): Promise<readonly GitTreeChange[]> {
  const options = ['-r', '-z', '--raw', '--no-renames', '--no-abbrev', '--ignore-submodules=none'];
  return parseRawDiff((await runGit(git, ['diff-tree', ...options, from, to, '--'])).toString());
}

/** Reads `:OLD-MODE NEW-MODE OLD-ID NEW-ID STATUS NUL PATH NUL ...`. */
export function parseRawDiff(output: string): readonly GitTreeChange[] {
  const parts = output.split('\0');
  const changes: GitTreeChange[] = [];
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const [before = '', after = '', old = '', now = ''] = (parts[i] ?? '').slice(1).split(' ');
    const side = (mode: string, id: string) => (/^0+$/.test(mode) ? undefined : { mode, id });
    changes.push({ path: parts[i + 1] ?? '', from: side(before, old), to: side(after, now) });
  }
  return changes;
}

/** The commits of a branch that changed some files, with what they changed, as one run of `git log --raw` tells. */
import type { GitLogEntry } from './git';
import { type GitProgram, runGit } from './run-git';

// `-m` for git before 2.31, which otherwise shows nothing of a merge; with --first-parent it is measured against its
// first parent by any git. The others undo what a user's configuration may say of `git log`.
const OPTIONS = [
  ...['--first-parent', '-m', '--root', '--raw', '--no-abbrev', '--no-renames', '-z'],
  ...['--no-color', '--no-show-signature', '--no-follow', '--no-notes'],
];

const FORMAT = '%H%n%P%n%ct%n%B';

/** Mode before and after, id before and after, what happened to the file. */
const CHANGE = /^\n?:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) [A-Z]/;

/** `from`: a whole id. Newest first; ends before the first commit that is older than `since` (Unix seconds). */
export async function log(
  git: GitProgram,
  from: string,
  paths: readonly string[],
  since: number,
): Promise<readonly GitLogEntry[]> {
  // git takes no path for all paths
  if (paths.length === 0) return [];
  const specs = paths.map(path => `:(top,literal)${path}`);
  const age = `--max-age=${Math.max(0, Math.ceil(since))}`;
  return parseLog((await runGit(git, ['log', ...OPTIONS, `--format=${FORMAT}`, age, from, '--', ...specs])).toString());
}

/** Commits, each followed by its changes: everything ends with NUL. Throws for what is no such output. */
function parseLog(output: string): GitLogEntry[] {
  const found: (GitLogEntry & { readonly changed: Map<string, string | undefined> })[] = [];
  const parts = output.split('\0');
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] ?? '';
    if (part === '' || part === '\n') continue;
    const change = CHANGE.exec(part);
    if (!change) {
      found.push(parseCommit(part));
      continue;
    }
    const [, mode = '', id] = change;
    found.at(-1)?.changed.set(parts[++i] ?? '', mode.startsWith('100') ? id : undefined);
  }
  return found;
}

function parseCommit(text: string) {
  const [id = '', parents = '', committed = '', ...message] = text.split('\n');
  if (!/^-?\d+$/.test(committed)) throw new Error(`git log gives an unexpected answer: ${text.slice(0, 100)}`);
  return {
    id,
    parents: parents.split(' ').filter(parent => parent !== ''),
    committed: Number(committed),
    subject: message.join('\n').trimStart().split('\n', 1)[0]?.trimEnd() ?? '',
    changed: new Map<string, string | undefined>(),
  };
}

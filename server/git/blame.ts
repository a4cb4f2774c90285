/** Who last changed each line of a file. */
import type { LineOrigin } from './git';
import { isObjectId } from './object';
import { type GitProgram, runGit } from './run-git';

/**
 * `git blame` of a file (relative to the top of the tree, no link) as it is in a commit; `edges` are the commits at
 * which a shallow clone's history ends. Rejects with git's words where it fails.
 */
export async function blame(
  git: GitProgram,
  commit: string,
  path: string,
  edges: ReadonlySet<string>,
): Promise<readonly LineOrigin[]> {
  // Textconv programs are not run, and the user's list of commits to pass over is emptied: it would hide true changes
  const options = ['--porcelain', '--no-textconv', '--ignore-revs-file=', '--no-progress', '--encoding=UTF-8'];
  const output = await runGit(git, ['blame', ...options, commit, '--', path]);
  return parseBlame(output.toString(), edges);
}

/** Reads `--porcelain`, which says of a commit what it has to say where the commit comes up first. */
export function parseBlame(text: string, edges: ReadonlySet<string> = new Set()): readonly LineOrigin[] {
  const commits = new Map<string, { committed: number; subject: string; author: string }>();
  const origins: LineOrigin[] = [];
  let id = '';
  for (const line of text.split('\n')) {
    const [word = ''] = line.split(' ', 1);
    const rest = line.slice(word.length + 1);
    if (line.startsWith('\t')) {
      const { committed = 0, subject = '', author = '' } = commits.get(id) ?? {};
      origins.push({ commit: id, committed, subject, author, ...(edges.has(id) ? { edge: true } : {}) });
    } else if (isObjectId(word)) {
      id = word;
      if (!commits.has(id)) commits.set(id, { committed: 0, subject: '', author: '' });
    } else if (word === 'committer-time' || word === 'summary' || word === 'author') {
      const known = commits.get(id);
      if (known && word === 'summary') known.subject = rest;
      else if (known && word === 'author') known.author = rest;
      else if (known) known.committed = Number(rest);
    }
  }
  return origins;
}

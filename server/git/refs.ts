/** HEAD, branches and tags, as git lists them. */
import type { GitHead, GitRef } from './git';
import { GitFailure, type GitProgram, runGit } from './run-git';

const BRANCH = 'refs/heads/';

const FIELDS = [
  'refname',
  'symref',
  'objecttype',
  'objectname',
  'committerdate:unix',
  '*objecttype',
  '*objectname',
  '*committerdate:unix',
];

/** A ref; one that leads to a tag of a tag is not yet peeled to the end. */
export type ListedRef = GitRef | { readonly name: string; readonly nested: true };

/** All that lead to commits, symbolic ones left out. Costs one run. */
export async function listRefs(git: GitProgram): Promise<readonly ListedRef[]> {
  const format = FIELDS.map(field => `%(${field})`).join('%00');
  const output = await runGit(git, ['for-each-ref', `--format=${format}`, 'refs/heads', 'refs/remotes', 'refs/tags']);
  return output
    .toString()
    .split('\n')
    .flatMap((line): ListedRef[] => {
      const [name = '', symbolic, type, id, date, tagged, taggedId, taggedDate] = line.split('\0');
      if (symbolic !== '') return [];
      if (type === 'commit') return [{ name, commit: id ?? '', committed: Number(date) }];
      if (tagged === 'commit') return [{ name, commit: taggedId ?? '', committed: Number(taggedDate) }];
      return tagged === 'tag' ? [{ name, nested: true }] : [];
    });
}

/** The short name of the branch that is checked out; undefined where HEAD is detached. */
export async function headBranch(git: GitProgram): Promise<string | undefined> {
  try {
    const ref = (await runGit(git, ['symbolic-ref', '--quiet', 'HEAD'])).toString().trimEnd();
    return ref.startsWith(BRANCH) ? ref.slice(BRANCH.length) : ref;
  } catch (error) {
    if (error instanceof GitFailure && error.status === 1) return undefined;
    throw error;
  }
}

/** HEAD, whose commit the caller has looked up. Rejects where HEAD names one that is not there: that is damage, no unborn branch. */
export async function readHead(git: GitProgram, lookUp: () => Promise<string | undefined>): Promise<GitHead> {
  const [branch, commit] = await Promise.all([headBranch(git), lookUp()]);
  if (commit === undefined) {
    const named = await runGit(git, ['rev-parse', '--verify', '--quiet', 'HEAD']).then(
      output => output.toString().trimEnd(),
      (error: unknown) => {
        if (error instanceof GitFailure && error.status === 1) return undefined;
        throw error;
      },
    );
    if (named !== undefined) throw new Error(`HEAD leads to ${named}, which is not in the repository`);
  }
  return { commit, branch };
}

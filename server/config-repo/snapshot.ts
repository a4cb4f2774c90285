/** The lockfiles of one commit. Nothing else of it is read: that is what makes many streams cheap. */
import type { GitRepository } from '../git/git';
import { effectiveSets, type LayerFile } from '../lockfile/layers';
import type { RefSnapshot } from './branches';
import { gitTree } from './git-tree';
import { loadLockfiles, type ParseLockfile } from './load-lockfiles';
import { basearchesOf, findLockfiles } from './lockfile-refs';
import { joinPath } from './paths';

/** What a commit has, whatever it is called. */
export type CommitLockfiles = Omit<RefSnapshot, 'label'>;

/** Reads the lockfiles below `root`. Rejects, naming the file, where one of them cannot be read or does not parse: half of them would mislead. */
export async function loadCommit(
  git: GitRepository,
  { commit, root }: { readonly commit: string; readonly root: string },
  parse: ParseLockfile,
): Promise<CommitLockfiles> {
  const tree = gitTree(git, commit, root);
  const found = await git.commit(commit);
  if (!found) throw new Error(`commit ${commit} is not there`);
  const { lockfiles, problems: unlisted } = await findLockfiles(tree, await tree.list(''));
  const { files, problems: unread } = await loadLockfiles(tree, lockfiles, parse);
  // a submodule has a manifest of its own, and so lends no lockfiles: in the working tree it would not even be looked at
  const folders = await Promise.all(unlisted.map(({ path }) => git.entry(commit, joinPath(root, path))));
  const [problem] = [...unlisted.filter((_, i) => folders[i]?.kind !== 'submodule'), ...unread];
  if (problem) throw new Error(problem.message);
  const broken = files.find(({ lockfile }) => lockfile.syntaxProblems.length > 0);
  if (broken) throw new Error(doesNotParse(broken));
  const { committed } = found;
  return { commit, committed, basearches: basearchesOf(lockfiles), files, effective: effectiveSets(files) };
}

function doesNotParse({ path, lockfile: { text, syntaxProblems } }: LayerFile): string {
  const line = text.slice(0, syntaxProblems[0]?.span.start).split('\n').length;
  return `${path} does not parse (line ${line})`;
}

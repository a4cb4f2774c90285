/** A side out of git: the lockfiles of one commit. */
import { gitTree } from '../../config-repo/git-tree';
import { loadLockfiles } from '../../config-repo/load-lockfiles';
import { findLockfiles } from '../../config-repo/lockfile-refs';
import { isLockfile, isManifest } from '../../config-repo/names';
import { joinPath } from '../../config-repo/paths';
import { readStream } from '../../config-repo/read-stream';
import type { GitRepository } from '../../git/git';
import { type FoundRef, findRef } from './find-ref';
import { layeredSide } from './layered-side';
import type { DiffSide } from './side';
import { inputFailure, type SideContext, type SideFailure, wordsOf } from './side-context';
import { quoted } from './side-spec';

/** `spec`: as the user named it, `revision`: without blanks around it. */
export async function refSide(
  { spec, revision }: { readonly spec: string; readonly revision: string },
  context: SideContext,
): Promise<DiffSide | SideFailure> {
  const { git, gitAbsence, policies } = context;
  if (!git) return inputFailure(`${quoted(revision)} needs git: ${gitAbsence ?? 'there is no git repository here'}`);
  try {
    const found = await findRef(revision, git, policies);
    return 'failed' in found ? found : await commitSide(spec, found, git, context);
  } catch (error) {
    return inputFailure(`${quoted(revision)} cannot be read: ${wordsOf(error, context)}`);
  }
}

async function commitSide(
  spec: string,
  { commit, label, stream: named }: FoundRef,
  git: GitRepository,
  context: SideContext,
): Promise<DiffSide | SideFailure> {
  const { root, parse } = context;
  const tree = gitTree(git, commit, root);
  const [info, names] = await Promise.all([git.commit(commit), tree.list('')]);
  const { lockfiles, problems: unlisted } = await findLockfiles(tree, names);
  if (lockfiles.length === 0 && !names.some(name => isManifest(name) || isLockfile(name))) {
    const where = root === '' ? '' : ` in ${root}`;
    const message = `${label} has no config repository${where}: neither a manifest nor a lockfile is there`;
    return { ...inputFailure(message), noConfigRepository: true };
  }
  // a submodule has a manifest of its own, and so lends no lockfiles
  const folders = await Promise.all(unlisted.map(({ path }) => git.entry(commit, joinPath(root, path))));
  const [{ files, problems }, { stream = named, releasever }] = await Promise.all([
    loadLockfiles(tree, lockfiles, parse),
    readStream(tree, names),
  ]);
  const said = [...unlisted.filter((_, i) => folders[i]?.kind !== 'submodule'), ...problems];
  return layeredSide(
    { spec, kind: 'ref', label, commit, committed: info?.committed, stream, releasever },
    { lockfiles, files, problems: said.map(({ message }) => message) },
    context,
  );
}

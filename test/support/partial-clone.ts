/** Clones without blobs, made with the real git. */
import { emptyFolder, runGit, type TestRepository } from './git';

export const REMEDY =
  'this is a partial clone, and nothing is fetched here (`git fetch --refetch --no-filter origin` gets everything; with git before 2.36 a new clone does)';

/** A new folder with a clone that has no blob but those of a checkout; `options` are those of `git clone`. */
export function partialClone(made: TestRepository, ...options: readonly string[]): string {
  made.git('config', 'uploadpack.allowFilter', 'true');
  const folder = emptyFolder();
  runGit(folder, ['clone', '--quiet', '--filter=blob:none', ...options, `file://${made.folder}`, '.']);
  return folder;
}

/** How many objects it lacks, as git says. */
export function lacking(folder: string): number {
  const listed = runGit(folder, ['rev-list', '--objects', '--all', '--missing=print']);
  return listed.split('\n').filter(line => line.startsWith('?')).length;
}

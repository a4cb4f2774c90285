/** The patches that `--dry-run` shows: what would be written, as `git apply` takes it. */
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { isAbsent } from '../git/git';
import { GitWriteError, type NewCommit } from '../git/git-writer';
import { patchOf } from '../git/patch';
import { printable } from '../http/printable';
import { InputError, type Output, type Ports } from './ports';
import type { ReportedPlace } from './stream-report';
import { type FileChange, previewFiles } from './write-files';
import type { StreamChanges } from './write-streams';

/**
 * Of files of the working tree; their paths in the patch are relative to the top of the git repository around `folder` (absolute), or
 * to the folder itself where there is none. Throws an InputError where the files could not be written.
 */
export async function worktreePatch(
  folder: string,
  changes: readonly FileChange[],
  ports: Pick<Ports, 'openGit'>,
): Promise<string> {
  if (changes.length === 0) return '';
  const top = await realpath(await topFolder(folder, ports));
  const files = await previewFiles(changes);
  const placed = files.map(async ({ path, before, after }) => {
    const real = join(await realpath(dirname(path)), basename(path));
    return { path: relative(top, real).split(sep).join('/'), before, after };
  });
  return patchOf(await Promise.all(placed));
}

async function topFolder(folder: string, { openGit }: Pick<Ports, 'openGit'>): Promise<string> {
  const git = await openGit(folder);
  if (isAbsent(git)) return folder;
  git.close();
  return git.topFolder ?? folder;
}

/** Of each stream. Throws an InputError where something could not be written. */
export async function withPatches<T extends ReportedPlace>(
  places: readonly T[],
  { folder, commits, files, canonical: dropsMark }: StreamChanges,
  ports: Pick<Ports, 'openGit' | 'openGitWriter'>,
): Promise<readonly T[]> {
  const changes = files.map(({ path, before, after }) => ({ path: join(folder, path), before, after, dropsMark }));
  const patches = places.map(place => {
    if (place.worktree) return worktreePatch(folder, changes, ports);
    const commit = commits.find(({ stream }) => stream === place.stream);
    return commit ? commitPatch(folder, commit, ports) : '';
  });
  return Promise.all(places.map(async (place, i) => ({ ...place, patch: await patches[i] })));
}

async function commitPatch(
  folder: string,
  commit: NewCommit,
  { openGitWriter }: Pick<Ports, 'openGitWriter'>,
): Promise<string> {
  try {
    return patchOf(await openGitWriter(folder).preview(commit));
  } catch (error) {
    if (error instanceof GitWriteError) throw new InputError(`nothing is written: ${error.message}`, { cause: error });
    throw error;
  }
}

/** `named`: say of which stream each one is. */
export function patchesText(
  places: readonly ReportedPlace[],
  { named }: { readonly named: boolean },
  stdout: Pick<Output, 'isTerminal'>,
): string {
  return places
    .map(({ stream, branch, worktree, patch = '' }) => {
      const where = worktree ? 'the working tree' : `the commit on ${branch}`;
      return patchText(patch, named ? `${stream}: patch of ${where}` : undefined, stdout);
    })
    .join('');
}

/** Behind an empty line and, where it has one, its title; nothing of an empty patch. What is before it, `git apply` skips. */
export function patchText(patch: string, title: string | undefined, stdout: Pick<Output, 'isTerminal'>): string {
  if (patch === '') return '';
  return `\n${title === undefined ? '' : `${printable(title)}:\n`}${stdout.isTerminal ? shown(patch) : patch}`;
}

/** A terminal acts on control characters; whatever reads a pipe or a file needs them as they are. */
function shown(patch: string): string {
  return patch
    .split('\n')
    .map(line => line.split('\t').map(printable).join('\t'))
    .join('\n');
}

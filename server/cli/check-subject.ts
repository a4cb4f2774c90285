/** What a `check` is about: the lockfiles of a working tree or of a commit, and what they are measured against. */
import { basename, join, normalize, resolve } from 'node:path';
import type { Branches } from '../config-repo/branches';
import type { ParseLockfile } from '../config-repo/load-lockfiles';
import { parseLockfileName } from '../lockfile/name';
import { parseLockfile } from '../lockfile/parse';
import { branchesOfCommit, branchesOfWorktree, type KnownBranches } from './check-branches';
import { type CheckedFile, filesNamed, filesOfRepo, pathFrom } from './check-files';
import { type OpenedCommit, openCommit } from './open-commit';
import { findRepo, type OpenedRepo, openRepo } from './open-repo';
import type { Ports } from './ports';

/** What was asked for. */
export interface Asked {
  /** Absolute folder. */
  readonly repo: string;
  /** Files; all of the repository where there are none. */
  readonly files: readonly string[];
  /** The commit instead of the working tree. */
  readonly ref: string | undefined;
}

export interface Subject {
  /** As messages name it. */
  readonly called: string;
  /** Set where all lockfiles of a repository are checked, if there are none. */
  readonly whole?: OpenedRepo;
  readonly files: readonly CheckedFile[];
  /** One message for each file that cannot be read. */
  readonly unreadable: readonly string[];
  branchesOf(repo: OpenedRepo): Promise<KnownBranches>;
  /** Unix milliseconds: of a commit its date. */
  readonly now: number;
  /** The file's path as text names it. */
  shown(file: CheckedFile): string;
  close(): void;
}

/** Throws an InputError where there is no repository, or no such commit. */
export async function subjectOf(asked: Asked, ports: Ports, parse: ParseLockfile): Promise<Subject> {
  const { files: names, repo: folder, ref } = asked;
  if (ref !== undefined) {
    const opened = await openCommit(folder, ref, ports, parse);
    return subjectInCommit(opened, asked, ports.cwd, parse);
  }
  const inWorktree = {
    branchesOf: (repo: OpenedRepo) => branchesOfWorktree(repo, ports, parse),
    now: ports.now(),
    shown: ({ absolute }: CheckedFile) => pathFrom(ports.cwd, absolute),
    close: () => undefined,
  };
  if (names.length > 0) return { ...(await filesNamed(names, folder, ports)), called: folder, ...inWorktree };
  const repo = await openRepo(await findRepo(folder), undefined, parse);
  return { ...wholeRepo(repo), called: repo.folder, ...inWorktree };
}

function subjectInCommit(
  opened: OpenedCommit,
  { files: names, repo: folder }: Asked,
  cwd: string,
  parse: ParseLockfile,
): Subject {
  const { repo, git, revision } = opened;
  const { whole, files, unreadable } = wholeRepo(repo);
  const isNamed = (name: string, { path, absolute }: CheckedFile): boolean =>
    normalize(name) === path || resolve(cwd, name) === absolute || resolve(folder, name) === absolute;
  const wanted = (file: CheckedFile): boolean => names.length === 0 || names.some(name => isNamed(name, file));
  const absent = names.filter(name => !files.some(file => isNamed(name, file)));
  return {
    called: revision,
    ...(names.length === 0 && { whole }),
    files: files.filter(wanted),
    unreadable: [
      ...(names.length === 0 ? unreadable : []),
      ...absent.map(name => `${name}: ${revision} has no such lockfile`),
    ],
    branchesOf: () => branchesOfCommit(git, repo, opened, parse),
    now: opened.committed * 1000,
    // a bare repository has no files to go to
    shown: ({ path, absolute }) => (git.topFolder === undefined ? path : pathFrom(cwd, absolute)),
    close: () => git.close(),
  };
}

function wholeRepo(repo: OpenedRepo) {
  return { whole: repo, files: filesOfRepo(repo), unreadable: repo.lockfileProblems.map(({ message }) => message) };
}

/** Where every lockfile was deleted: the place of one that is gone, for the rule that says so. */
export function goneFile(repo: OpenedRepo, branches: Branches | undefined): CheckedFile | undefined {
  const [gone] = branches?.before?.files ?? [];
  if (!gone) return undefined;
  const { path } = gone;
  const name = parseLockfileName(basename(path));
  return { path, absolute: join(repo.folder, path), name, lockfile: parseLockfile('', gone.lockfile.format), repo };
}

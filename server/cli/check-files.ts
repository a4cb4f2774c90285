/** The files a `check` is about, each with what there is to know of it. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { rootOf } from '../config-repo/discover';
import { worktree } from '../config-repo/worktree';
import type { Lockfile, LockfileFormat } from '../lockfile/model';
import { type LockfileName, parseLockfileName } from '../lockfile/name';
import { parseLockfile } from '../lockfile/parse';
import { type OpenedRepo, openRepo } from './open-repo';
import { InputError, type Ports } from './ports';

export interface CheckedFile {
  /** Relative to the repository; of a file on its own, to the working directory where it is below that. */
  readonly path: string;
  /** Absolute. */
  readonly absolute: string;
  readonly name: LockfileName | undefined;
  readonly lockfile: Lockfile;
  readonly repo: OpenedRepo | undefined;
}

/** All lockfiles of a repository, as its layers go, and what is only called like one. */
export function filesOfRepo(repo: OpenedRepo): CheckedFile[] {
  return [...repo.context.files, ...repo.strays].map(({ path, lockfile }) => {
    return { path, absolute: resolve(repo.folder, path), name: parseLockfileName(basename(path)), lockfile, repo };
  });
}

export interface NamedFiles {
  readonly files: readonly CheckedFile[];
  /** One message for each file that cannot be read. */
  readonly unreadable: readonly string[];
}

/**
 * The files named on the command line, from the working directory or else from `folder` (absolute), as JSON names them.
 * A file named like a lockfile is seen in the repository around it.
 */
export async function filesNamed(names: readonly string[], folder: string, ports: Ports): Promise<NamedFiles> {
  const repos = new Map<string, OpenedRepo>();
  const files: CheckedFile[] = [];
  const unreadable: string[] = [];
  for (const given of names) {
    try {
      const here = resolve(ports.cwd, given);
      const absolute = existsSync(here) ? here : resolve(folder, given);
      files.push(await readOne(absolute, given, repos, ports.cwd));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      unreadable.push(error.message);
    }
  }
  return { files, unreadable };
}

async function readOne(
  absolute: string,
  given: string,
  repos: Map<string, OpenedRepo>,
  cwd: string,
): Promise<CheckedFile> {
  const name = parseLockfileName(basename(absolute));
  const repo = name ? await repoAround(absolute, repos) : undefined;
  const known = repo && filesOfRepo(repo).find(file => file.absolute === absolute);
  if (known) return known;
  const found = await stat(absolute).catch(() => undefined);
  if (found?.isDirectory()) throw new InputError(`${given} is a folder: name files, or the repository with --repo`);
  const text = await worktree(dirname(absolute)).read(basename(absolute));
  if (text === undefined) throw new InputError(`${given}: no such file`);
  const lockfile = parseLockfile(text, name?.format ?? formatOf(absolute, text));
  const path = pathFrom(repo?.folder ?? cwd, absolute);
  return { path, absolute, name, lockfile, repo };
}

async function repoAround(absolute: string, repos: Map<string, OpenedRepo>): Promise<OpenedRepo | undefined> {
  const root = await rootOf(absolute);
  if (root === undefined) return undefined;
  const repo = repos.get(root) ?? (await openRepo(root));
  repos.set(root, repo);
  return repo;
}

/** As rpm-ostree goes by the extension; where there is neither, by what the text looks like. */
function formatOf(path: string, text: string): LockfileFormat {
  if (/\.ya?ml$/.test(path)) return 'yaml';
  return path.endsWith('.json') || text.trimStart().startsWith('{') ? 'json' : 'yaml';
}

/** With `/`, and absolute for what is not below `folder`. */
export function pathFrom(folder: string, absolute: string): string {
  const path = relative(folder, absolute);
  return (path === '..' || path.startsWith(`..${sep}`) ? absolute : path).split(sep).join('/');
}

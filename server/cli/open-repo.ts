/** Reads a config repository for a subcommand. */
import { loadConfigRepo } from '../config-repo/load';
import { loadLockfiles, type ParseLockfile } from '../config-repo/load-lockfiles';
import type { ConfigProblem, FileTree } from '../config-repo/model';
import { worktree } from '../config-repo/worktree';
import { effectiveSets } from '../lockfile/layers';
import type { Lockfile } from '../lockfile/model';
import { parseLockfile } from '../lockfile/parse';
import { DEFAULT_SETTINGS } from '../protocol/settings';
import { RULES } from '../rules/registry';
import type { RepoContext } from '../rules/rule';
import { InputError } from './ports';

export { findManifest, findRepo } from './find-repo';

interface StrayFile {
  readonly path: string;
  readonly lockfile: Lockfile;
}

export interface OpenedRepo {
  /** Absolute. */
  readonly folder: string;
  readonly tree: FileTree;
  readonly context: RepoContext;
  /** What is called like a lockfile and is read by no build. */
  readonly strays: readonly StrayFile[];
  /** What is wrong with manifest, `.repo` files and the like. */
  readonly problems: readonly ConfigProblem[];
  /** Lockfiles that cannot be read. */
  readonly lockfileProblems: readonly ConfigProblem[];
}

/** Reads the config repository in the working tree, or what `tree` has of it. `parse` may remember what it parsed before. */
export async function openRepo(
  folder: string,
  tree: FileTree = worktree(folder),
  parse: ParseLockfile = parseLockfile,
): Promise<OpenedRepo> {
  const config = await loadConfigRepo(tree, {
    defaultRepositories: DEFAULT_SETTINGS.defaultRepositories,
    ruleCodes: RULES.map(({ code }) => code),
  });
  const { files, problems } = await loadLockfiles(tree, config.lockfiles, parse);
  const others = await Promise.all(config.strays.map(path => readStray(tree, path, parse)));
  return {
    folder,
    tree,
    context: { config, files, effective: effectiveSets(files) },
    strays: others.filter(other => 'lockfile' in other),
    problems: config.problems,
    lockfileProblems: [...problems, ...others.filter(other => 'message' in other)],
  };
}

async function readStray(tree: FileTree, path: string, parse: ParseLockfile): Promise<StrayFile | ConfigProblem> {
  try {
    const text = (await tree.read(path)) ?? '';
    return { path, lockfile: parse(text, path.endsWith('.json') ? 'json' : 'yaml', path) };
  } catch (error) {
    return { path, span: undefined, message: error instanceof Error ? error.message : String(error) };
  }
}

/** Without one of its layers nobody can say what a repository locks. */
export function requireReadable({ lockfileProblems }: OpenedRepo): void {
  if (lockfileProblems.length > 0) throw new InputError(lockfileProblems.map(({ message }) => message).join('; '));
}

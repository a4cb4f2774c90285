/** Finds the repository around a folder, or says why there is none to read. */
import { setMaxListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Environment, readOnlyEnvironment } from './environment';
import type { GitAbsence, OpenGit } from './git';
import { type RepositoryPlace, repository } from './repository';
import { GitFailure, type GitProgram, runGit } from './run-git';

export interface OpenGitOptions {
  /** Name or path of the program; `git` where not said. */
  readonly program?: string;
  readonly environment: Environment;
}

/** The oldest git that has what is asked of it: the first with `rev-parse --show-object-format` (January 2020). */
const OLDEST_GIT = '2.25';

const QUESTIONS = [
  '--is-inside-work-tree',
  // asked for the sake of old git, which does not know it and repeats it
  '--show-object-format',
  '--is-shallow-repository',
  '--absolute-git-dir',
  '--git-common-dir',
  '--show-prefix',
  // the last: git fails on it where there is no working tree, after having answered the others
  '--show-toplevel',
];

/** Costs one run of git a folder. */
export function openGit({ program = 'git', environment }: OpenGitOptions): OpenGit {
  const readOnly = readOnlyEnvironment(environment);
  return async folder => {
    const closing = new AbortController();
    // one a running git, and there may be many
    setMaxListeners(0, closing.signal);
    const git: GitProgram = { program, environment: readOnly, folder, signal: closing.signal };
    const found = await findRepository(git);
    if ('absent' in found) return found;
    return repository(steadyIn(git, found), found, () =>
      closing.abort(new Error('the git repository has been closed')),
    );
  };
}

/**
 * Git in the repository that was found, whatever becomes of the folder: that may go with a checkout of a branch that lacks
 * it, and with `core.worktree` the top folder is not one below which git looks for this repository.
 */
export function steadyIn(git: GitProgram, { topFolder, gitFolder }: RepositoryPlace): GitProgram {
  return { ...git, folder: topFolder ?? gitFolder, environment: { ...git.environment, GIT_DIR: gitFolder } };
}

/** The repository around the program's folder, or why there is none. Costs one run. */
export async function findRepository(git: GitProgram): Promise<RepositoryPlace | GitAbsence> {
  try {
    const answers = (await ask(git)).replace(/\n$/, '').split('\n');
    return placeOf(git.folder, answers) ?? { absent: 'refused', message: await strangeAnswer(git) };
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    return absence(git, error);
  }
}

async function ask(git: GitProgram): Promise<string> {
  try {
    return (await runGit(git, ['rev-parse', ...QUESTIONS])).toString();
  } catch (error) {
    if (error instanceof GitFailure && error.output.startsWith('false\n')) return error.output;
    throw error;
  }
}

/** Undefined for answers to other questions: an old git repeats those it does not know, a path may have a line break. */
function placeOf(folder: string, answers: readonly string[]): RepositoryPlace | undefined {
  const [inside = '', objectFormat = '', shallow = '', gitFolder = '', commonFolder = '', prefix = '', topFolder] =
    answers;
  const isFlag = (text: string) => text === 'true' || text === 'false';
  if (!isFlag(inside) || objectFormat.startsWith('--') || !isFlag(shallow) || answers.length > QUESTIONS.length)
    return undefined;
  if (inside === 'true' && topFolder === undefined) return undefined;
  return {
    prefix: prefix.replace(/\/$/, ''),
    topFolder: inside === 'true' ? topFolder : undefined,
    shallow: shallow === 'true',
    gitFolder,
    commonFolder: resolve(folder, commonFolder),
  };
}

async function strangeAnswer(git: GitProgram): Promise<string> {
  const version = (await runGit(git, ['--version'])).toString().trim();
  const [, major, minor] = /^git version (\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined) return `${git.program} is not git: it calls itself ${JSON.stringify(version.slice(0, 100))}`;
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_GIT.split('.').map(Number);
  const tooOld = Number(major) < oldestMajor || (Number(major) === oldestMajor && Number(minor) < oldestMinor);
  return tooOld
    ? `${version} is too old: branches and history are read with git ${OLDEST_GIT} or newer`
    : `git rev-parse gives an unexpected answer about ${git.folder} (is there a line break in the path?)`;
}

function absence({ program, folder }: GitProgram, failure: GitFailure): GitAbsence {
  const { message } = failure;
  if (failure.noProgram) {
    return {
      absent: 'no-git',
      message: `git is not installed (there is no program ${program}): what needs branches and history is off`,
    };
  }
  if (!existsSync(folder)) return { absent: 'no-repository', message };
  // Git says "not a git repository" of a damaged one too, and of a .git file that leads nowhere
  if (!message.includes('not a git repository')) return { absent: 'refused', message };
  const damaged = nearestGit(folder);
  if (damaged === undefined) return { absent: 'no-repository', message: `${folder} is not in a git repository` };
  return { absent: 'refused', message: `git does not take ${damaged} for a repository: ${message}` };
}

function nearestGit(folder: string): string | undefined {
  const here = join(folder, '.git');
  if (existsSync(here)) return here;
  const above = dirname(folder);
  return above === folder ? undefined : nearestGit(above);
}

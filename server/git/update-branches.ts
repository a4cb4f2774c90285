/** Moving several branches at once, each from where it is known to be. */
import { GitFailure, type GitProgram, runGit } from './run-git';

export interface BranchMove {
  /** Full: `refs/heads/stable`. */
  readonly ref: string;
  /** Where it is now; undefined: it is not there yet. */
  readonly from: string | undefined;
  readonly to: string;
}

const BRANCH = 'refs/heads/';

/** `stable` of `refs/heads/stable`. */
export function shortName(ref: string): string {
  return ref.startsWith(BRANCH) ? ref.slice(BRANCH.length) : ref;
}

/** Rejects, naming the branch, where one of them is not (or no longer) where it is thought to be, or cannot have that name. */
export async function checkBranches(git: GitProgram, moves: readonly BranchMove[]): Promise<void> {
  const seen = new Set<string>();
  for (const { ref, from } of moves) {
    if (seen.has(ref)) throw new Error(`${shortName(ref)} would get two commits at once`);
    seen.add(ref);
    await checkName(git, ref);
    const other = await answer(git, ['symbolic-ref', '--quiet', ref]);
    if (other !== undefined) throw new Error(`${shortName(ref)} is another name of ${shortName(other)}`);
    const now = await answer(git, ['rev-parse', '--verify', '--quiet', ref]);
    if (now !== from) throw new Error(movedMessage(ref, from, now));
  }
}

/** All or none. `message` is for the reflog. Rejects, naming the branch, where one of them cannot be moved. */
export async function updateBranches(git: GitProgram, moves: readonly BranchMove[], message: string): Promise<void> {
  // git reads all of it before it does the first thing; `start` and `prepare` (git 2.27) would add nothing
  await updateRefs(git, moves, ['-m', message], linesOf(moves));
}

/**
 * Moves nothing: rejects as `updateBranches` would right now, a branch that is locked included. A git older than 2.27 cannot tell,
 * and lets all pass.
 */
export async function rehearseUpdate(git: GitProgram, moves: readonly BranchMove[]): Promise<void> {
  await updateRefs(git, moves, [], `start\n${linesOf(moves)}prepare\nabort\n`);
}

function linesOf(moves: readonly BranchMove[]): string {
  return moves
    .map(({ ref, from, to }) => (from === undefined ? `create ${ref} ${to}\n` : `update ${ref} ${to} ${from}\n`))
    .join('');
}

async function updateRefs(
  git: GitProgram,
  moves: readonly BranchMove[],
  options: readonly string[],
  input: string,
): Promise<void> {
  try {
    await runGit(git, ['update-ref', ...options, '--stdin'], { input });
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    if (error.message === 'unknown command: start') return;
    throw new Error(await whyNot(git, error, moves), { cause: error });
  }
}

async function checkName(git: GitProgram, ref: string): Promise<void> {
  const name = shortName(ref);
  const good = ref !== name && (await answer(git, ['check-ref-format', '--branch', name])) === name;
  if (!good) throw new Error(`${JSON.stringify(name)} is no name that a branch can have`);
}

async function whyNot(git: GitProgram, { message }: GitFailure, moves: readonly BranchMove[]): Promise<string> {
  const named = /cannot lock ref '([^']+)'/.exec(message)?.[1];
  const move = moves.find(({ ref }) => ref === named);
  if (move === undefined) return message;
  const { ref, from } = move;
  const now = await answer(git, ['rev-parse', '--verify', '--quiet', ref]);
  if (now !== from) return movedMessage(ref, from, now);
  const lock = /Unable to create '(.+\.lock)': File exists/.exec(message)?.[1];
  if (lock === undefined) return `${shortName(ref)} cannot be moved: ${message}`;
  return `${shortName(ref)} is locked: another git is at work on it, or one has crashed and left ${lock}`;
}

function movedMessage(ref: string, from: string | undefined, now: string | undefined): string {
  const name = shortName(ref);
  if (from === undefined) return `there is a branch ${name} already, at ${now?.slice(0, 12)}`;
  if (now === undefined) return `${name} is gone: it was at ${from.slice(0, 12)}`;
  return `${name} has moved meanwhile: it is at ${now.slice(0, 12)} and was at ${from.slice(0, 12)}`;
}

/** What git says on one line; undefined where it says by its exit status that there is nothing. */
async function answer(git: GitProgram, args: readonly string[]): Promise<string | undefined> {
  try {
    return (await runGit(git, args)).toString().replace(/\n$/, '');
  } catch (error) {
    if (error instanceof GitFailure && error.status !== undefined) return undefined;
    throw error;
  }
}

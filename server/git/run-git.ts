/** One run of git, without a shell. */
import { type ExecFileException, execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { READ_ONLY_OPTIONS } from './environment';

/** How git is started for one repository. */
export interface GitProgram {
  /** Name or path of the program. */
  readonly program: string;
  /** Made by `readOnlyEnvironment`, or `writingEnvironment`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute; git looks for the repository from here. */
  readonly folder: string;
  /** Ends what is running. */
  readonly signal: AbortSignal;
}

/** The most that one run may print, in bytes: thousands of refs or lines of blame take a few MB. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/** How long git may be silent before it is taken to hang (a network drive that is gone), in milliseconds. */
export const PATIENCE_MS = 60_000;

interface FailureDetails {
  readonly status?: number | undefined;
  readonly output?: Buffer;
  readonly noProgram?: boolean;
  readonly cause: unknown;
}

/** Git ended with a failure, or could not be started. The message is git's own where it said something. */
export class GitFailure extends Error {
  /** Exit status; undefined where it was not started, or was ended. */
  readonly status: number | undefined;
  /** What it wrote to stdout before. */
  readonly output: string;
  /** True where there is no such program. */
  readonly noProgram: boolean;

  constructor(message: string, { status, output, noProgram = false, cause }: FailureDetails) {
    super(message, { cause });
    this.status = status;
    this.output = output?.toString() ?? '';
    this.noProgram = noProgram;
  }
}

export interface RunOptions {
  /** All that it reads from stdin, which stays open where nothing is given. */
  readonly input?: string | Uint8Array;
  /** How long it may take, in milliseconds. */
  readonly patience?: number;
}

/** What git prints. Rejects with GitFailure, and with the signal's reason once that is aborted. */
export function runGit(
  git: GitProgram,
  args: readonly string[],
  { input, patience = PATIENCE_MS }: RunOptions = {},
): Promise<Buffer> {
  const { signal } = git;
  const options = {
    cwd: git.folder,
    env: git.environment,
    encoding: 'buffer',
    maxBuffer: MAX_OUTPUT,
    windowsHide: true,
    signal,
  } as const;
  return new Promise((resolve, reject) => {
    let hangs = false;
    const ended = (error: ExecFileException | null, output: Buffer, complaint: Buffer): void => {
      clearTimeout(timer);
      if (hangs) {
        reject(new GitFailure(tooSlow(args[0], patience), { cause: error }));
      } else if (error === null) {
        resolve(output);
      } else if (signal.aborted) {
        reject(signal.reason);
      } else if (error.syscall?.startsWith('spawn')) {
        reject(startFailure(git, error));
      } else {
        const status = typeof error.code === 'number' ? error.code : undefined;
        const end = status === undefined ? `failed: ${error.message.split('\n', 1)[0]}` : `ended with status ${status}`;
        const message = wordsOf(complaint.toString()) ?? `git ${args[0]} ${end}`;
        reject(new GitFailure(message, { status, output, cause: error }));
      }
    };
    const child = started(() => execFile(git.program, [...READ_ONLY_OPTIONS, ...args], options, ended), git);
    const timer = setTimeout(() => {
      hangs = true;
      child.kill('SIGKILL');
      // what it has started may hold its output open
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, patience);
    // a git that ends before it has read all says itself why
    child.stdin?.on('error', () => undefined);
    if (input !== undefined) child.stdin?.end(input);
  });
}

/** Some reasons are thrown (a file in place of the folder), others told later. */
function started<T>(start: () => T, git: GitProgram): T {
  try {
    return start();
  } catch (error) {
    throw error instanceof Error ? startFailure(git, error) : error;
  }
}

export function tooSlow(subcommand: string | undefined, patience = PATIENCE_MS): string {
  return `git ${subcommand} has not answered for ${patience / 1000} seconds and was ended`;
}

/** Why git could not be started: node says ENOENT of a missing program and of a missing folder alike. */
export function startFailure({ program, folder }: GitProgram, error: Error & { readonly code?: unknown }): GitFailure {
  const noFolder = !existsSync(folder);
  const message = noFolder
    ? `there is no folder ${folder}`
    : error.code === 'ENOENT'
      ? `there is no program ${program}`
      : `${program} could not be started in ${folder}: ${error.message}`;
  return new GitFailure(message, { noProgram: !noFolder && error.code === 'ENOENT', cause: error });
}

/** Git's complaint on one line, hints and warnings left out where it also says what was fatal; undefined where it says nothing. */
export function wordsOf(complaint: string): string | undefined {
  const lines = complaint.split('\n').filter(line => line.trim() !== '' && !/^(hint|warning): /.test(line));
  const fatal = lines.findIndex(line => line.startsWith('fatal: '));
  const words = (fatal < 0 ? lines : lines.slice(fatal))
    .map(line => line.trim())
    .join(' ')
    .replace(/^(fatal|error): /, '');
  return words === '' ? undefined : words;
}

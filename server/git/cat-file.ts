/** Objects of a repository by one long-lived `git cat-file --batch`. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { type Answer, catFileOutput } from './cat-file-output';
import { READ_ONLY_OPTIONS } from './environment';
import { type GitProgram, PATIENCE_MS, startFailure, tooSlow, wordsOf } from './run-git';

export interface CatFile {
  /**
   * What a name (an id, a revision, `ID^{tree}`) leads to; undefined where that is nothing. Rejects where git fails on
   * it, and once the program's signal is aborted.
   */
  read(name: string): Promise<Answer>;
}

interface Request {
  readonly name: string;
  /** Processes that ended while this was the request they were at. */
  deaths: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** The largest object that is held, in bytes. Real lockfiles are 60 KB. */
export const MAX_OBJECT_BYTES = 64 * 1024 * 1024;

const MAX_COMPLAINT = 10_000;

/**
 * The process is started at the first request and once more after it died; a request on which it dies twice is
 * rejected, and so are all it owes when it hangs. It keeps node alive only while it owes an answer.
 */
export function catFile(git: GitProgram): CatFile {
  const pending: Request[] = [];
  let process: ChildProcessWithoutNullStreams | undefined;
  let timer: NodeJS.Timeout | undefined;

  /** It has said something, or is asked the first thing. */
  const waitFor = (child: ChildProcessWithoutNullStreams): void => {
    clearTimeout(timer);
    if (pending.length === 0) return;
    timer = setTimeout(() => {
      process = undefined;
      child.kill('SIGKILL');
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      rejectAll(new Error(tooSlow('cat-file')));
    }, PATIENCE_MS);
  };

  const rejectAll = (reason: unknown): void => {
    clearTimeout(timer);
    for (const { reject } of pending.splice(0)) reject(reason);
  };
  git.signal.addEventListener('abort', () => rejectAll(git.signal.reason), { once: true });

  const answer = (found: Answer): void => {
    const request = pending.shift();
    if (request === undefined) throw new Error('git cat-file answered without having been asked');
    request.resolve(found);
  };

  const ended = (complaint: string, startError: Error | undefined): void => {
    process = undefined;
    if (startError) {
      rejectAll(startFailure(git, startError));
      return;
    }
    const [first] = pending;
    if (first === undefined) return;
    first.deaths++;
    // Git dies of an object that a partial clone has not fetched: there is no use in asking again
    if (first.deaths > 1 || complaint.includes('promisor')) {
      pending.shift();
      first.reject(new Error(wordsOf(complaint) ?? 'git cat-file ended'));
    }
    if (pending.length === 0) return;
    const child = start();
    waitFor(child);
    for (const { name } of pending) child.stdin.write(`${name}\n`);
  };

  const start = (): ChildProcessWithoutNullStreams => {
    const child = spawn(git.program, [...READ_ONLY_OPTIONS, 'cat-file', '--batch'], {
      cwd: git.folder,
      env: git.environment,
      windowsHide: true,
      signal: git.signal,
    });
    process = child;
    let complaint = '';
    let startError: Error | undefined;
    const take = catFileOutput(MAX_OBJECT_BYTES, answer);
    child.stdout.on('data', (piece: Buffer) => {
      try {
        take(piece);
      } catch (error) {
        complaint = error instanceof Error ? error.message : String(error);
        child.stdout.removeAllListeners('data');
        child.kill();
      }
      if (process === child) waitFor(child);
      if (pending.length === 0) hold(child, false);
    });
    child.stderr.on('data', (piece: Buffer) => {
      complaint = (complaint + piece.toString()).slice(-MAX_COMPLAINT);
    });
    // Writing to a process that has just died: its end is dealt with below
    child.stdin.on('error', () => undefined);
    child.on('error', error => {
      startError = child.pid === undefined ? error : undefined;
    });
    child.on('close', () => {
      if (process === child) ended(complaint, startError);
    });
    return child;
  };

  return {
    read: name =>
      new Promise((resolve, reject) => {
        git.signal.throwIfAborted();
        pending.push({ name, deaths: 0, resolve, reject });
        const child = process ?? start();
        if (pending.length === 1) {
          waitFor(child);
          // once: pipes of a process that is about to end take each call for one to be remembered
          hold(child, true);
        }
        child.stdin.write(`${name}\n`);
      }),
  };
}

/** Whether node stays alive for the process and its pipes. */
function hold(child: ChildProcessWithoutNullStreams, alive: boolean): void {
  for (const handle of [child, child.stdin, child.stdout, child.stderr]) {
    if (handle !== child && !(handle instanceof Socket)) continue;
    if (alive) handle.ref();
    else handle.unref();
  }
}

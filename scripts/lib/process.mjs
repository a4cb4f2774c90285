// Child processes that cannot outlive us: each in a process group of its own, bounded in time, ended with their whole group.
import { spawn } from 'node:child_process';
import { constants as access, accessSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @type {Set<import('node:child_process').ChildProcess>} */
const alive = new Set();
let watching = false;

/** Signals a child's whole process group; a group that is gone already is no error. */
function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // EPERM is what macOS says of a group of which only ended processes are left
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}

function endGroupsWithUs() {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const child of alive) signalGroup(child, 'SIGKILL');
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // Exiting runs the handler above; whoever wants to do more on a signal adds a listener of its own and exits itself.
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
    });
  }
}

/**
 * Starts a program as the leader of a new process group that ends with this process at the latest.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function start(command, args, options = {}) {
  endGroupsWithUs();
  const child = spawn(command, args, { ...options, detached: true });
  if (child.pid !== undefined) alive.add(child);
  return child;
}

/**
 * Ends a child and everything it started: asks first, and after `graceMs` no longer asks.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function stop(child, graceMs = 5_000) {
  if (child.pid === undefined) return;
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise(resolve => child.once('exit', resolve));
    signalGroup(child, 'SIGTERM');
    const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
    await gone;
    clearTimeout(timer);
  }
  signalGroup(child, 'SIGKILL');
  alive.delete(child);
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, capture?: boolean }} [options]
 *   `capture`: keep stdout and stderr instead of passing them through.
 * @returns {Promise<{ status: number, output: string, problem: string | undefined }>} never rejects; `problem` says in words why it failed
 */
export async function run(command, args, { cwd, env, timeoutMs = 600_000, capture = false } = {}) {
  const out = capture ? 'pipe' : 'inherit';
  const child = start(command, args, { cwd, env: env ?? process.env, stdio: ['ignore', out, out] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', text => {
      output += text;
    });
  }
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void stop(child);
  }, timeoutMs);
  try {
    const [status, signal] = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once(capture ? 'close' : 'exit', (...how) => resolve(how));
    });
    if (late) return { status: 124, output, problem: `did not end within ${timeoutMs / 1000} s` };
    if (signal) return { status: 1, output, problem: `was ended by ${signal}` };
    return { status, output, problem: status === 0 ? undefined : `exit status ${status}` };
  } catch (error) {
    return { status: 127, output, problem: error.message };
  } finally {
    clearTimeout(timer);
    await stop(child);
  }
}

/**
 * The first of these programs that can be run, or undefined.
 * @param {readonly string[]} names absolute, or looked up on the PATH
 */
export function which(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  for (const name of names) {
    for (const file of isAbsolute(name) ? [name] : folders.map(folder => join(folder, name))) {
      try {
        accessSync(file, access.X_OK);
        return file;
      } catch {
        // not here: look at the next
      }
    }
  }
  return undefined;
}

/** Whether this module is the program that was started, and not imported by it. @param {string} url its `import.meta.url` */
export function isMain(url) {
  return process.argv[1] !== undefined && url === pathToFileURL(realpathSync(process.argv[1])).href;
}

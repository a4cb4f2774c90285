/** The built command line as a process. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NO_INTERNET } from './no-internet';

export const CLI = join(__dirname, '../../dist/cli.js');

export interface CliResult {
  /** Undefined where a signal ended it. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly input?: string | Buffer;
  /** Besides the environment of the tests. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `manifest-lock ARGS...` to its end. */
export function cli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  if (!existsSync(CLI)) throw new Error(`${CLI} is not there: build it with "node esbuild.mjs"`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], {
      cwd: options.cwd,
      env: { ...process.env, ...NO_INTERNET, ...options.env },
      stdio: 'pipe',
    });
    const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    child.stdout.on('data', (data: Buffer) => output.stdout.push(data));
    child.stderr.on('data', (data: Buffer) => output.stderr.push(data));
    child.on('error', reject);
    child.on('close', status => {
      const [stdout, stderr] = [output.stdout, output.stderr].map(parts => Buffer.concat(parts).toString());
      resolve({ status: status ?? undefined, stdout: stdout ?? '', stderr: stderr ?? '' });
    });
    // a process that ends without reading its input closes the pipe
    child.stdin.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') reject(error);
    });
    child.stdin.end(options.input ?? '');
  });
}

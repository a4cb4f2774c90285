/** Other programs run to their end: how long they took, and the most memory they had. */
import { spawn } from 'node:child_process';
import { memoryOf } from './memory';

export interface Run {
  readonly milliseconds: number;
  /** Megabytes, looked at every 10 ms; 0 where there is no /proc. */
  readonly peak: number;
  readonly stdout: string;
}

/** Rejects where the exit status is none of `statuses`. */
export function runProcess(command: string, args: readonly string[], statuses: readonly number[] = [0]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text;
    });
    let peak = 0;
    const sampler = setInterval(() => {
      peak = Math.max(peak, memoryOf(child.pid ?? 0)?.peak ?? 0);
    }, 10);
    child.on('error', error => {
      clearInterval(sampler);
      reject(error);
    });
    child.on('close', status => {
      clearInterval(sampler);
      const milliseconds = performance.now() - started;
      if (status !== null && statuses.includes(status)) resolve({ milliseconds, peak, stdout: output.stdout });
      else
        reject(new Error(`${[command, ...args.slice(0, 4)].join(' ')} ...: exit status ${status}\n${output.stderr}`));
    });
  });
}

/** Memory of another process, as Linux counts it. */
import { readFileSync } from 'node:fs';

/** Megabytes. */
export interface Memory {
  /** VmRSS: now. */
  readonly now: number;
  /** VmHWM: the most it ever had. */
  readonly peak: number;
}

/** Undefined where there is no /proc, or no such process any more. */
export function memoryOf(pid: number): Memory | undefined {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return undefined;
  }
  const now = megabytes(status, 'VmRSS');
  const peak = megabytes(status, 'VmHWM');
  return now === undefined || peak === undefined ? undefined : { now, peak };
}

function megabytes(status: string, field: string): number | undefined {
  const kib = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
  return kib === undefined ? undefined : (Number(kib) * 1024) / 1e6;
}

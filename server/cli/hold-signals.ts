/** Keeps a signal from ending the process in the middle of what must not be left half done. */
import { InputError } from './ports';

/** What is needed of the process. */
export interface SignalSource {
  readonly pid: number;
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  kill(pid: number, signal: NodeJS.Signals): unknown;
}

const HELD: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs `work` while signals wait; one that came is raised again when the work has settled, so that the process ends as its
 * caller expects. `work` may call `check`, which throws an InputError once a signal has come, as long as it can still stop.
 */
export async function holdSignals<T>(source: SignalSource, work: (check: () => void) => Promise<T>): Promise<T> {
  let caught: NodeJS.Signals | undefined;
  const note = (signal: NodeJS.Signals): void => {
    caught ??= signal;
  };
  for (const signal of HELD) source.on(signal, note);
  try {
    return await work(() => {
      if (caught) throw new InputError(`interrupted (${caught}): nothing is written`);
    });
  } finally {
    for (const signal of HELD) source.off(signal, note);
    if (caught) source.kill(source.pid, caught);
  }
}

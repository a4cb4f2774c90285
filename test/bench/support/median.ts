/** The middle one; of an even number the upper of the two. NaN of none. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

type Measure = (round: number) => Promise<number>;

/**
 * Medians of several measurements, taken in turns, so that a busy moment of the machine hits all of them. The first round
 * only warms up.
 */
export async function inTurns(rounds: number, measurements: Readonly<Record<string, Measure | undefined>>) {
  const samples = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round++) {
    for (const [name, measure] of Object.entries(measurements)) {
      const value = await measure?.(round);
      if (value !== undefined && round > 0) samples.set(name, [...(samples.get(name) ?? []), value]);
    }
  }
  return {
    ours: median(samples.get('ours') ?? []),
    /** Undefined where the peer was not measured. */
    of: (name: string): number | undefined => {
      const values = samples.get(name);
      return values && median(values);
    },
  };
}

/** Milliseconds until `work` has ended. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

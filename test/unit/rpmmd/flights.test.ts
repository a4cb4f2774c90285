import { expect, it } from 'vitest';
import { type Flight, Flights } from '../../../server/rpmmd/flights';

/** Work that ends when told, or with its signal. */
function work() {
  const runs: { flight: Flight; finish: () => void }[] = [];
  const run = (flight: Flight): Promise<void> =>
    new Promise((resolve, reject) => {
      runs.push({ flight, finish: resolve });
      flight.signal.addEventListener('abort', () => reject(flight.signal.reason));
    });
  return { runs, run };
}

const joiner = (run: (flight: Flight) => Promise<void>, more: { signal?: AbortSignal; force?: boolean } = {}) => ({
  signal: more.signal,
  force: more.force ?? false,
  onProgress: () => undefined,
  run,
});

it('runs equal work once and tells all of them its progress', async () => {
  const flights = new Flights();
  const { runs, run } = work();
  const seen: string[] = [];
  const joins = ['a', 'b'].map(name =>
    flights.join('k', { ...joiner(run), onProgress: ({ phase }) => seen.push(`${name} ${phase}`) }),
  );
  expect(runs).toHaveLength(1);
  runs[0]?.flight.onProgress({ phase: 'repomd' });
  runs[0]?.finish();
  await Promise.all(joins);
  expect(seen).toEqual(['a repomd', 'b repomd']);
  expect(flights.has('k')).toBe(false);
});

it('ends the work only when the last one leaves', async () => {
  const flights = new Flights();
  const { runs, run } = work();
  const controllers = [new AbortController(), new AbortController()];
  const joins = controllers.map(({ signal }) => flights.join('k', joiner(run, { signal })));
  const results = Promise.allSettled(joins);
  controllers[0]?.abort(new Error('first'));
  await expect(joins[0]).rejects.toThrow('first');
  expect(runs[0]?.flight.signal.aborted).toBe(false);
  controllers[1]?.abort(new Error('second'));
  await expect(joins[1]).rejects.toThrow('second');
  expect(runs[0]?.flight.signal.aborted).toBe(true);
  await results;
});

it('serves a forced request by work that asks already, else by work of its own afterwards', async () => {
  const flights = new Flights();
  const { runs, run } = work();
  const plain = flights.join('k', joiner(run));
  const forced = flights.join('k', joiner(run, { force: true }));
  expect(runs).toHaveLength(1);
  runs[0]?.finish();
  await plain;
  while (runs.length < 2) await Promise.resolve();
  expect(runs[1]?.flight.force).toBe(true);
  runs[1]?.flight.asks();
  const joined = flights.join('k', joiner(run, { force: true }));
  runs[1]?.finish();
  await Promise.all([forced, joined]);
  expect(runs).toHaveLength(2);
});

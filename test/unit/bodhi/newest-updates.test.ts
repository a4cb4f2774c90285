import { afterEach, describe, expect, it } from 'vitest';
import { BodhiError } from '../../../server/bodhi/bodhi';
import { aliasOf } from '../../../server/bodhi/convert';
import { newestUpdates } from '../../../server/bodhi/newest-updates';
import { BodhiQueries } from '../../../server/bodhi/query';
import { createHttp } from '../../../server/http/create-http';
import {
  type BodhiData,
  type BodhiOptions,
  type JsonServer,
  startBodhi,
  type UpdateData,
} from '../../stand-ins/bodhi-server.mjs';

const http = createHttp({ version: '1.2.3' });
let server: JsonServer;

afterEach(async () => {
  await server.close();
});

async function newest(
  data: BodhiData,
  names: readonly string[],
  options?: BodhiOptions,
): Promise<Map<string, string[]>> {
  server = await startBodhi(data, undefined, options);
  const failure = (message: string, cause: ErrorOptions) => new BodhiError(message, cause);
  const queries = new BodhiQueries(server.url, { name: 'Bodhi', fetch: http.fetch, failure });
  const found = await newestUpdates(queries, names, 'F40', new AbortController().signal);
  return new Map([...found].map(([name, { updates, unread }]) => [name, [...updates.map(aliasOf), ...unread]]));
}

const alias = (number: number): string => `FEDORA-2024-${number.toString(16).padStart(10, '0')}`;

/** A date some minutes before 2024-10-21. */
const before = (minutes: number): string =>
  new Date(Date.UTC(2024, 9, 21) - minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');

/** `count` updates of each package, spread evenly over the half year. */
function halfYear(counts: Readonly<Record<string, number>>): BodhiData {
  const updates: [string, UpdateData][] = [];
  for (const [name, count] of Object.entries(counts)) {
    for (let i = 0; i < count; i++) {
      const date_submitted = before(Math.floor(((i + 0.5) / count) * 260_000) + name.length);
      const data = {
        status: 'stable',
        release: 'F40',
        builds: [{ nvr: `${name}-1.${count - i}-1.fc40` }],
        date_submitted,
      };
      updates.push([alias(updates.length), data]);
    }
  }
  return Object.fromEntries(updates);
}

describe('newestUpdates', () => {
  it('takes a handful of requests for 50 packages, of which some are updated every few days', async () => {
    const counts: Record<string, number> = { kernel: 60, 'selinux-policy': 40, systemd: 25, podman: 20, rust: 15 };
    for (let i = 0; i < 45; i++) counts[`library-${i}`] = i % 8;
    const data = halfYear(counts);
    const found = await newest(data, Object.keys(counts));
    expect(server.requests.length).toBeLessThanOrEqual(5);
    for (const [name, count] of Object.entries(counts)) {
      const all = Object.entries(data)
        .filter(([, { builds }]) => builds[0]?.nvr.startsWith(`${name}-1.`))
        .map(([key]) => key);
      expect(all).toHaveLength(count);
      const enough = Math.min(5, count);
      expect(found.get(name)?.slice(0, enough), name).toEqual(all.slice(0, enough));
      expect(found.get(name)).toEqual(all.slice(0, found.get(name)?.length));
      expect(found.get(name)?.length).toBeLessThanOrEqual(20);
    }
  });

  it('asks for one package with one short page', async () => {
    const found = await newest(halfYear({ kernel: 60 }), ['kernel']);
    expect(found.get('kernel')).toHaveLength(20);
    expect(server.requests.map(({ query }) => query)).toEqual([
      { rows_per_page: '20', packages: 'kernel', releases: 'F40', page: '1' },
    ]);
  });

  it('gives none for a package that has none, and leaves other releases out', async () => {
    const builds = [{ nvr: 'sudo-1.9.15-1.fc41' }];
    const data = { [alias(1)]: { status: 'stable', release: 'F41', builds } };
    expect(await newest(data, ['sudo', 'vim'], { releases: ['F40'] })).toEqual(
      new Map([
        ['sudo', []],
        ['vim', []],
      ]),
    );
    expect(server.requests).toHaveLength(1);
  });

  it('counts an update of several packages for each of them, by their whole names', async () => {
    const of = (...nvrs: string[]): UpdateData => ({
      status: 'stable',
      release: 'F40',
      builds: nvrs.map(nvr => ({ nvr })),
    });
    const data = {
      [alias(1)]: of('lvm2-2.03.25-1.fc40', 'device-mapper-persistent-data-1.1.0-1.fc40'),
      [alias(2)]: of('device-mapper-multipath-0.9.7-6.fc40'),
    };
    expect(await newest(data, ['lvm2', 'device-mapper', 'device-mapper-persistent-data'])).toEqual(
      new Map([
        ['lvm2', [alias(1)]],
        ['device-mapper', []],
        ['device-mapper-persistent-data', [alias(1)]],
      ]),
    );
  });

  it('misses none where pages are small and several were submitted in the same second', async () => {
    const dates = [0, 0, 0, 1, 1, 1, 1, 2, 2, 3].map(before);
    const data: Record<string, UpdateData> = {};
    for (const name of ['a', 'b']) {
      dates.forEach((date_submitted, i) => {
        const builds = [{ nvr: `${name}-1.${10 - i}-1.fc40` }];
        data[alias(Object.keys(data).length)] = { status: 'stable', release: 'F40', builds, date_submitted };
      });
    }
    data[alias(20)] = { status: 'stable', release: 'F40', builds: [{ nvr: 'c-1-1.fc40' }], date_submitted: before(5) };
    const found = await newest(data, ['a', 'b', 'c'], { pageSize: 3 });
    for (const [name, first] of [
      ['a', 0],
      ['b', 10],
    ] as const) {
      const all = dates.map((_, i) => alias(first + i));
      expect(found.get(name)?.length).toBeGreaterThanOrEqual(5);
      // those of one second in any order
      const submitted = (keys: readonly string[]) => keys.map(key => data[key]?.['date_submitted']);
      expect(submitted(found.get(name) ?? [])).toEqual(submitted(all.slice(0, found.get(name)?.length)));
    }
    expect(found.get('c')).toEqual([alias(20)]);
  });

  it('reads at most 50 pages', async () => {
    const data = halfYear({ a: 4, b: 90 });
    await expect(newest(data, ['a', 'none'], { pageSize: 1 })).resolves.toBeDefined();
    await server.close();
    const many = halfYear(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`p${i}`, 4])));
    const names = Array.from({ length: 30 }, (_, i) => `p${i}`);
    const read = newest(many, names, { pageSize: 1 });
    await expect(read).rejects.toThrow(/^Bodhi has too much to say: .*\/updates\/: more than 50 pages$/);
    expect(server.requests).toHaveLength(50);
  });
});

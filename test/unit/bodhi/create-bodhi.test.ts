import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bodhi, BodhiError, type BodhiUpdate } from '../../../server/bodhi/bodhi';
import { createBodhi } from '../../../server/bodhi/create-bodhi';
import type { Answered } from '../../../server/http/answer-store';
import { createHttp, type Http } from '../../../server/http/create-http';
import {
  type BodhiData,
  type BodhiOptions,
  type JsonBehaviour,
  type JsonServer,
  startBodhi,
  type UpdateData,
} from '../../stand-ins/bodhi-server.mjs';
import { type MapStore, mapStore } from '../../support/map-store';
import { itShared, shared } from '../../support/shared';

const START = Date.UTC(2024, 9, 21, 16);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let server: JsonServer;
let http: Http;
let store: MapStore;
let now: number;

beforeEach(() => {
  http = createHttp({ version: '1.2.3', sleep: () => Promise.resolve() });
  store = mapStore();
  now = START;
});

afterEach(async () => {
  await http.close();
  await server.close();
});

const create = (): Bodhi => createBodhi({ url: `${server.url}/`, fetch: http.fetch, store, now: () => now });

async function start(data?: BodhiData, options?: BodhiOptions, behaviour?: JsonBehaviour): Promise<Bodhi> {
  server = await startBodhi(data, behaviour, options);
  return create();
}

const of = (status: string, nvr: string, more: Partial<UpdateData> = {}): UpdateData => ({
  status,
  release: 'F40',
  builds: [{ nvr }],
  ...more,
});

const SUDO = 'FEDORA-2024-f0fd63c638';
const VIM = 'FEDORA-2024-0123456789';
const GONE = 'FEDORA-2024-ffffffffff';
const DATA: BodhiData = {
  [SUDO]: of('testing', 'sudo-1.9.15-2.fc40'),
  [VIM]: of('stable', 'vim-9.1.1-1.fc40'),
  [GONE]: of('obsolete', 'sudo-1.9.15-1.fc40'),
};

const alias = (number: number): string => `FEDORA-2024-${number.toString(16).padStart(10, '0')}`;

/** The query of each request so far. */
const queries = () => server.requests.map(({ query }) => query);

const aliases = (answer: Answered<readonly BodhiUpdate[]> | undefined) => answer?.value.map(update => update.alias);

async function failure(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => new Error('did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof BodhiError)) throw error;
  return error.message;
}

describe('updates', () => {
  it('are asked together, by alias in its exact spelling', async () => {
    const bodhi = await start(DATA);
    const asked = [SUDO, 'FEDORA-2024-aaaaaaaaaa', SUDO.toLowerCase(), VIM, SUDO];
    const answers = await bodhi.updates(asked);
    expect([...answers].map(([key, { value, at }]) => [key, value?.alias, value?.status, at])).toEqual([
      [SUDO, SUDO, 'testing', START],
      ['FEDORA-2024-aaaaaaaaaa', undefined, undefined, START],
      [SUDO.toLowerCase(), undefined, undefined, START],
      [VIM, VIM, 'stable', START],
    ]);
    expect(queries()).toEqual([{ rows_per_page: '100', updateid: asked.slice(0, 4).join(','), page: '1' }]);
    expect(server.requests[0]?.headers.accept).toBe('application/json');
  });

  it('of what can be no alias are not asked for', async () => {
    const bodhi = await start(DATA);
    const odd = ['', ' ', `${SUDO},${VIM}`, 'x'.repeat(101)];
    const answers = await bodhi.updates(odd);
    expect([...answers]).toEqual(odd.map(key => [key, { value: undefined, at: START }]));
    expect(server.requests).toEqual([]);
  });

  it('are kept as long as they can be expected to hold: 5 minutes, an hour, a day', async () => {
    const bodhi = await start(DATA);
    const all = [SUDO, VIM, GONE, 'FEDORA-2024-aaaaaaaaaa'];
    await bodhi.updates(all);
    const askedLater = async (milliseconds: number) => {
      now = START + milliseconds;
      const before = server.requests.length;
      const answers = await bodhi.updates(all);
      expect([...answers.keys()]).toEqual(all);
      return queries()
        .slice(before)
        .map(({ updateid }) => updateid);
    };
    expect(await askedLater(5 * MINUTE - 1)).toEqual([]);
    expect(await askedLater(5 * MINUTE)).toEqual([`${SUDO},FEDORA-2024-aaaaaaaaaa`]);
    expect(await askedLater(HOUR)).toEqual([`${SUDO},${GONE},FEDORA-2024-aaaaaaaaaa`]);
    expect(await askedLater(24 * HOUR)).toEqual([all.join(',')]);
  });

  it('are taken from the store, with their age, and told apart by the address of the Bodhi', async () => {
    const first = await (await start(DATA)).updates([SUDO, 'FEDORA-2024-aaaaaaaaaa']);
    now += MINUTE;
    const second = await create().updates([SUDO, 'FEDORA-2024-aaaaaaaaaa']);
    expect(second).toEqual(first);
    expect(server.requests).toHaveLength(1);
    const other = await startBodhi(DATA);
    const bodhi = createBodhi({ url: other.url, fetch: http.fetch, store, now: () => now });
    expect((await bodhi.updates([SUDO])).get(SUDO)?.at).toBe(START + MINUTE);
    await other.close();
  });

  it('are asked once where several want the same at a time', async () => {
    const bodhi = await start(DATA);
    const [one, two] = await Promise.all([bodhi.updates([SUDO, VIM]), bodhi.updates([VIM])]);
    expect(two?.get(VIM)).toEqual(one?.get(VIM));
    expect(server.requests).toHaveLength(1);
  });

  it('are read from all pages', async () => {
    const data = Object.fromEntries(Array.from({ length: 7 }, (_, i) => [alias(i), of('stable', `p${i}-1-1.fc40`)]));
    const answers = await (await start(data, { pageSize: 3 })).updates(Object.keys(data));
    expect([...answers.values()].map(({ value }) => value?.alias)).toEqual(Object.keys(data));
    expect(queries().map(({ page }) => page)).toEqual(['1', '2', '3']);
  });
});

describe('updatesOfBuilds', () => {
  it('finds the updates of 120 builds with three requests', async () => {
    const nvrs = Array.from({ length: 120 }, (_, i) => `package-${i}-1.${i}-1.fc40`);
    const data = Object.fromEntries(nvrs.slice(0, 100).map((nvr, i) => [alias(i), of('stable', nvr)]));
    const answers = await (await start(data)).updatesOfBuilds(nvrs);
    expect([...answers.keys()]).toEqual(nvrs);
    expect(nvrs.map(nvr => aliases(answers.get(nvr))?.[0])).toEqual(
      nvrs.map((_, i) => (i < 100 ? alias(i) : undefined)),
    );
    expect(server.requests).toHaveLength(3);
    expect(Math.max(...queries().map(query => new URLSearchParams(query).toString().length))).toBeLessThan(4000);
  });

  it('keeps lists for 5 minutes, and knows the updates in them by alias, too', async () => {
    const bodhi = await start(DATA);
    const builds = ['vim-9.1.1-1.fc40', 'none-1-1.fc40'];
    const answers = await bodhi.updatesOfBuilds(builds);
    expect([...answers.values()].map(aliases)).toEqual([[VIM], []]);
    await bodhi.updates([VIM]);
    now += 5 * MINUTE - 1;
    await bodhi.updatesOfBuilds(builds);
    expect(server.requests).toHaveLength(1);
    now += 1;
    await bodhi.updatesOfBuilds(builds);
    expect(server.requests).toHaveLength(2);
  });
});

describe('updatesOfPackages', () => {
  it('gives the newest first, by package, of that release only', async () => {
    const data = { ...DATA, [alias(9)]: of('stable', 'sudo-1.9.16-1.fc41', { release: 'F41' }) };
    const bodhi = await start(data);
    const answers = await bodhi.updatesOfPackages(['sudo', 'vim', 'none', 'a b'], 'F40');
    expect([...answers].map(([name, answer]) => [name, aliases(answer)])).toEqual([
      ['sudo', [SUDO, GONE]],
      ['vim', [VIM]],
      ['none', []],
      ['a b', []],
    ]);
    expect(aliases((await bodhi.updatesOfPackages(['sudo'], 'F41')).get('sudo'))).toEqual([alias(9)]);
    await bodhi.updatesOfPackages(['vim'], 'F40');
    expect(server.requests).toHaveLength(2);
  });

  it('says so where Bodhi knows no such release', async () => {
    const bodhi = await start(DATA);
    const words = `Bodhi (${server.url}) knows no release`;
    expect(await failure(bodhi.updatesOfPackages(['sudo'], 'F99'))).toBe(`${words} "F99"`);
    expect(await failure(bodhi.updatesOfPackages(['sudo'], 'F40,F41'))).toBe(`${words} "F40,F41"`);
    server.behave({ kind: 'status', status: 400 }, 1);
    expect(await failure(bodhi.updatesOfPackages(['sudo'], 'F40'))).toContain('400 Bad Request');
  });
});

describe('updatesSince', () => {
  it('goes back to a build that is not newer than what is given, and keeps what it learns', async () => {
    const data = Object.fromEntries(
      Array.from({ length: 120 }, (_, i) => [alias(i), of('stable', `kernel-6.8.${120 - i}-300.fc40`)]),
    );
    const bodhi = await start({ ...data, [VIM]: of('stable', 'vim-9.1.1-1.fc40') });
    const since = new Map([
      ['kernel', '6.8.70-300.fc40'],
      ['vim', '9.0-1.fc40'],
      ['none', '1-1.fc40'],
    ]);
    const answers = await bodhi.updatesSince(since, 'F40');
    expect(aliases(answers.get('kernel'))?.slice(0, 51)).toEqual(Array.from({ length: 51 }, (_, i) => alias(i)));
    expect(aliases(answers.get('vim'))).toEqual([VIM]);
    expect(aliases(answers.get('none'))).toEqual([]);
    const asked = server.requests.length;
    await bodhi.updatesSince(since, 'F40');
    expect(server.requests).toHaveLength(asked);
    const farther = await bodhi.updatesSince(new Map([['kernel', '6.8.1-300.fc40']]), 'F40');
    expect(aliases(farther.get('kernel'))).toHaveLength(120);
  });

  it('says so where Bodhi knows no such release', async () => {
    const bodhi = await start(DATA);
    const words = `Bodhi (${server.url}) knows no release "F99"`;
    expect(await failure(bodhi.updatesSince(new Map([['sudo', '1-1']]), 'F99'))).toBe(words);
  });
});

describe('releases', () => {
  it('are read from all pages and kept for a day', async () => {
    const bodhi = await start(undefined, { releases: ['F39', 'F40', 'F41'], pageSize: 2 });
    const { value, at } = await bodhi.releases();
    expect(value).toEqual(
      ['39', '40', '41'].map(version => ({ name: `F${version}`, version, distTag: `f${version}`, state: 'current' })),
    );
    expect(at).toBe(START);
    now += 24 * HOUR - 1;
    await bodhi.releases();
    expect(server.requests).toHaveLength(2);
  });
});

it('page is the address for a human', async () => {
  const bodhi = await start();
  expect(bodhi.url).toBe(server.url);
  expect(bodhi.page(SUDO)).toBe(`${server.url}/updates/${SUDO}`);
});

describe('a record that cannot be read', () => {
  const PODMAN = 'FEDORA-2024-aaaaaaaaaa';
  const WITH_BAD: BodhiData = {
    ...DATA,
    [PODMAN]: of('testing', 'podman-5.2.3-1.fc40', { karma: 'many' }),
  };
  const line = () =>
    `Bodhi answered with something else than it should: ${server.url}/updates/: ${PODMAN}: karma is "many", where number was expected`;

  async function told<T>(
    ask: (onUnread: (error: Error) => void) => Promise<T>,
  ): Promise<{ answer: T; lines: string[] }> {
    const lines: string[] = [];
    return { answer: await ask(error => lines.push(error.message)), lines };
  }

  it('by alias takes nothing from the others, and is not said not to be there', async () => {
    const bodhi = await start(WITH_BAD);
    const { answer, lines } = await told(tell => bodhi.updates([SUDO, PODMAN, alias(1)], undefined, tell));
    expect([...answer].map(([key, { value }]) => [key, value?.alias])).toEqual([
      [SUDO, SUDO],
      [alias(1), undefined],
    ]);
    expect(lines).toEqual([line()]);
    expect(await failure(bodhi.updates([SUDO, PODMAN]))).toBe(line());
  });

  it('without an alias may be any of those that are missing', async () => {
    const bodhi = await start({ ...DATA, [PODMAN]: of('testing', 'podman-5.2.3-1.fc40') });
    const change = (body: unknown) => JSON.parse(JSON.stringify(body).replace(`"alias":"${PODMAN}"`, '"alias":5'));
    server.behave({ kind: 'changed', change });
    const { answer, lines } = await told(tell => bodhi.updates([SUDO, PODMAN], undefined, tell));
    expect([...answer.keys()]).toEqual([SUDO]);
    expect(lines).toEqual([expect.stringContaining('/updates/: updates.1 of page 1: alias is 5, where')]);
  });

  it('by build leaves that build without an answer', async () => {
    const other = of('obsolete', 'podman-5.2.3-1.fc40');
    const bodhi = await start({ ...WITH_BAD, [alias(2)]: other });
    const nvrs = ['podman-5.2.3-1.fc40', 'vim-9.1.1-1.fc40', 'acl-1-1.fc40'];
    const { answer, lines } = await told(tell => bodhi.updatesOfBuilds(nvrs, undefined, tell));
    expect([...answer.keys()]).toEqual(['vim-9.1.1-1.fc40', 'acl-1-1.fc40']);
    expect([aliases(answer.get('vim-9.1.1-1.fc40')), aliases(answer.get('acl-1-1.fc40'))]).toEqual([[VIM], []]);
    expect(lines).toEqual([line()]);
  });

  it('of a package leaves its other updates, is told again by what is kept, and ends what does not want to be told', async () => {
    const bodhi = await start({ ...WITH_BAD, [alias(2)]: of('stable', 'podman-5.2.2-1.fc40') });
    for (const asked of [bodhi, create()]) {
      const { answer, lines } = await told(tell => asked.updatesOfPackages(['podman', 'sudo'], 'F40', undefined, tell));
      expect([aliases(answer.get('podman')), aliases(answer.get('sudo'))]).toEqual([[alias(2)], [SUDO, GONE]]);
      expect(lines).toEqual([line()]);
    }
    expect(server.requests).toHaveLength(1);
    expect(await failure(bodhi.updatesOfPackages(['podman'], 'F40'))).toBe(line());
    const since = await told(tell => bodhi.updatesSince(new Map([['podman', '5.2.1-1.fc40']]), 'F40', undefined, tell));
    expect([aliases(since.answer.get('podman')), since.lines]).toEqual([[alias(2)], [line()]]);
  });

  it('of a package that has no other leaves no answer', async () => {
    const bodhi = await start(WITH_BAD);
    const { answer, lines } = await told(tell => bodhi.updatesOfPackages(['podman', 'vim'], 'F40', undefined, tell));
    expect([...answer.keys()]).toEqual(['vim']);
    expect(lines).toEqual([line()]);
  });

  it('without builds may be of any package that is asked for', async () => {
    const bodhi = await start({ ...DATA, [PODMAN]: of('testing', 'podman-5.2.3-1.fc40') });
    const change = (body: unknown) => JSON.parse(JSON.stringify(body).replace('"nvr":"podman', '"nvr":"/podman'));
    server.behave({ kind: 'changed', change });
    const packages = await told(tell => bodhi.updatesOfPackages(['podman', 'vim'], 'F40', undefined, tell));
    expect([[...packages.answer.keys()], packages.lines.length]).toEqual([['vim'], 1]);
    const nvrs = ['podman-5.2.3-1.fc40', 'vim-9.1.1-1.fc40'];
    const builds = await told(tell => bodhi.updatesOfBuilds(nvrs, undefined, tell));
    expect([[...builds.answer.keys()], builds.lines.length]).toEqual([['vim-9.1.1-1.fc40'], 1]);
  });

  it('of the releases does not make one unknown', async () => {
    const bodhi = await start(DATA, { releases: ['F41'] });
    const change = (body: unknown) => JSON.parse(JSON.stringify(body).replace('"dist_tag":"f41"', '"dist_tag":null'));
    server.behave({ kind: 'changed', change });
    const { answer, lines } = await told(tell => bodhi.releases(undefined, tell));
    expect(answer.value.map(({ name }) => name)).toEqual(['F40']);
    expect(lines).toEqual([expect.stringContaining('/releases/: F41: dist_tag is null, where')]);
    expect(await failure(bodhi.releases())).toBe(lines[0]);
    expect(await failure(bodhi.updatesOfPackages(['sudo'], 'F43'))).toContain('400 Bad Request');
  });

  it('is another thing than an answer of another shape', async () => {
    const bodhi = await start(DATA, undefined, { kind: 'changed', change: () => ({ page: 1, pages: 1, updates: {} }) });
    const { message } = await bodhi
      .updates([SUDO], undefined, () => undefined)
      .then(
        () => new Error('did not fail'),
        (error: Error) => error,
      );
    expect(message).toContain('updates is Object, where Array was expected');
  });
});

describe('a Bodhi that does not answer as it should', () => {
  const shownUrl = () => `${server.url}/updates/?rows_per_page=100&updateid=${SUDO}&page=1`;
  const behaviours: [string, JsonBehaviour, string, number][] = [
    ['fails', { kind: 'status', status: 500 }, 'cannot be asked: URL: 500 Internal Server Error', 1],
    ['is down for maintenance', { kind: 'status', status: 503 }, 'cannot be asked: URL: 503 Service Unavailable', 3],
    [
      'asks to wait for longer than anybody waits',
      { kind: 'status', status: 429, headers: { 'retry-after': '3600' } },
      'cannot be asked: URL: 429 Too Many Requests',
      1,
    ],
    ['refuses', { kind: 'status', status: 403 }, 'cannot be asked: URL: 403 Forbidden', 1],
    ['cuts the connection', { kind: 'reset' }, 'cannot be asked: URL: ', 3],
    [
      'sends a login page',
      { kind: 'html' },
      'answered with something else than it should: URL: an HTML page came instead of JSON (a login or error page?)',
      1,
    ],
    [
      'sends half of the answer',
      { kind: 'truncated' },
      'answered with something else than it should: URL: what came is not JSON, or cut short (',
      1,
    ],
    [
      'has changed a type',
      { kind: 'changed', change: body => JSON.parse(JSON.stringify(body).replace('"karma":0', '"karma":"0"')) },
      `answered with something else than it should: LIST: ${SUDO}: karma is "0", where number was expected`,
      1,
    ],
    [
      'has changed a name',
      { kind: 'changed', change: body => JSON.parse(JSON.stringify(body).replace('"builds"', '"artifacts"')) },
      `answered with something else than it should: LIST: ${SUDO}: builds is missing`,
      1,
    ],
    [
      'says an error as if it were an answer',
      {
        kind: 'changed',
        change: () => ({ status: 'error', errors: [{ location: 'body', name: 'db', description: 'gone' }] }),
      },
      'answered with something else than it should: URL: an error: db: gone',
      1,
    ],
  ];

  it.each(behaviours)('%s', async (_, behaviour, words, requests) => {
    const bodhi = await start(DATA, undefined, behaviour);
    const expected = words.replace('URL', shownUrl()).replace('LIST', `${server.url}/updates/`);
    expect(await failure(bodhi.updates([SUDO]))).toContain(`Bodhi ${expected}`);
    expect(server.requests).toHaveLength(requests);
    // nothing of it is kept
    server.behave(undefined);
    expect((await bodhi.updates([SUDO])).get(SUDO)?.value?.status).toBe('testing');
  });

  it('is asked again after the time that it asks for', async () => {
    const bodhi = await start(DATA);
    server.behave({ kind: 'status', status: 429, headers: { 'retry-after': '2' } }, 1);
    expect((await bodhi.updates([SUDO])).get(SUDO)?.value?.alias).toBe(SUDO);
    expect(server.requests).toHaveLength(2);
  });

  it('is not there', async () => {
    const bodhi = await start(DATA);
    await server.close();
    expect(await failure(bodhi.releases())).toContain('connection refused');
  });

  it('is slow: who no longer waits is let go, and the request ends', async () => {
    let release = (): void => undefined;
    const until = new Promise<void>(resolve => {
      release = resolve;
    });
    const bodhi = await start(DATA, undefined, { kind: 'hold', until });
    const controller = new AbortController();
    const reason = new Error('the file was closed');
    const closed = bodhi.updates([SUDO], controller.signal);
    await server.arrived();
    controller.abort(reason);
    await expect(closed).rejects.toBe(reason);
    // another question of the same is one of its own, and gets its answer
    const answer = bodhi.updates([SUDO]);
    await server.arrived(2);
    release();
    expect((await answer).get(SUDO)?.value?.alias).toBe(SUDO);
  });
});

itShared('reads the recorded answers as they are', async () => {
  const names = [
    'updates_packages_python-ogr_20',
    'updates_packages_python-requre_page1of2',
    'updates_packages_python-requre_single_page',
    'releases_current_pending_frozen',
  ];
  const recorded = names.map(name => JSON.parse(readFileSync(shared(`data/api/bodhi/${name}.json`), 'utf8')));
  const bodhi = await start(undefined, { recorded });
  const ogr = await bodhi.updatesOfPackages(['python-ogr', 'packit'], 'F30');
  expect(aliases(ogr.get('python-ogr'))?.slice(0, 3)).toEqual([
    'FEDORA-2019-3c0e5d7710',
    'FEDORA-2019-951c2e0970',
    'FEDORA-2019-e1ee1e7f56',
  ]);
  expect(aliases(ogr.get('packit'))).toEqual(['FEDORA-2019-e1ee1e7f56', 'FEDORA-2019-4c612d6259']);
  const built = await bodhi.updatesOfBuilds(['packit-0.4.2-1.fc30', 'python-requre-0.8.1-2.fc34']);
  expect([...built.values()].map(aliases)).toEqual([['FEDORA-2019-4c612d6259'], ['FEDORA-2021-ca3c9d9113']]);
  const requre = (await bodhi.updates(['FEDORA-2021-ca3c9d9113'])).get('FEDORA-2021-ca3c9d9113')?.value;
  expect(requre).toMatchObject({ status: 'stable', karma: 3, stableKarma: 3, stable: Date.UTC(2021, 5, 22, 1, 1, 6) });
  const { value: releases } = await bodhi.releases();
  expect(releases.find(({ name }) => name === 'F42')).toEqual({
    name: 'F42',
    version: '42',
    distTag: 'f42',
    state: 'pending',
  });
});

import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Builds, BuildsError } from '../../../server/builds/builds';
import { createBuilds, NEXT_DEVEL_URL } from '../../../server/builds/create-builds';
import { createHttp, type Http } from '../../../server/http/create-http';
import type { HttpFetch } from '../../../server/http/http';
import {
  type BuildServer,
  type BuildServerOptions,
  type BuildsData,
  type JsonBehaviour,
  startBuildServer,
} from '../../stand-ins/build-server.mjs';
import { type MapStore, mapStore } from '../../support/map-store';
import { itShared, shared } from '../../support/shared';

const START = Date.UTC(2024, 9, 21, 16);
const MINUTE = 60_000;
const YEAR = 365 * 24 * 60 * MINUTE;

const NEWEST = '42.20241021.91.0';
const OLDER = '42.20241020.91.0';
const LOCK = {
  packages: {
    NetworkManager: { evra: '1:1.50.0-1.fc42.x86_64' },
    'kernel-core': { evra: '6.12.0-0.rc3.31.fc42.x86_64' },
    'ca-certificates': { evra: '2024.2.69_v8.0.401-1.0.fc40.noarch' },
  },
  metadata: { generated: '2024-10-21T00:00:00Z' },
};
const DATA: BuildsData = {
  rawhide: {
    builds: [
      { id: NEWEST, arches: ['aarch64', 'x86_64'] },
      { id: OLDER, arches: ['aarch64', 's390x', 'x86_64'] },
    ],
    generated: { [`${NEWEST}/x86_64`]: LOCK },
  },
};

let server: BuildServer;
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

const create = (fetch: HttpFetch = http.fetch): Builds =>
  createBuilds({ url: `${server.url}/`, nextDevelUrl: server.nextDevelUrl, fetch, store, now: () => now });

async function start(data = DATA, options?: BuildServerOptions, behaviour?: JsonBehaviour): Promise<Builds> {
  server = await startBuildServer(data, behaviour, options);
  return create();
}

const paths = () => server.requests.map(({ path }) => path);

async function failure(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => new Error('did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof BuildsError)) throw error;
  return error.message;
}

describe('the build service', () => {
  it('lists the builds of a stream, newest first', async () => {
    const builds = await start();
    expect(await builds.builds('rawhide')).toEqual({
      value: [
        { id: NEWEST, arches: ['aarch64', 'x86_64'] },
        { id: OLDER, arches: ['aarch64', 's390x', 'x86_64'] },
      ],
      at: START,
    });
    expect(paths()).toEqual(['/prod/streams/rawhide/builds/builds.json']);
    expect(builds.url).toBe(server.url);
  });

  it('gives the generated lockfile as it is', async () => {
    const builds = await start();
    expect((await builds.generatedLock('rawhide', NEWEST, 'x86_64')).value).toBe(JSON.stringify(LOCK));
    expect(paths()).toEqual([`/prod/streams/rawhide/builds/${NEWEST}/x86_64/manifest-lock.generated.x86_64.json`]);
  });

  it('gives the packages of a build, without epoch 0', async () => {
    const builds = await start();
    expect((await builds.packages('rawhide', NEWEST, 'x86_64')).value).toEqual([
      { name: 'NetworkManager', evr: '1:1.50.0-1.fc42', arch: 'x86_64' },
      { name: 'kernel-core', evr: '6.12.0-0.rc3.31.fc42', arch: 'x86_64' },
      { name: 'ca-certificates', evr: '2024.2.69_v8.0.401-1.0.fc40', arch: 'noarch' },
    ]);
    expect(paths()).toEqual([`/prod/streams/rawhide/builds/${NEWEST}/x86_64/commitmeta.json`]);
  });

  it('says what a build was made from', async () => {
    const builds = await start({
      rawhide: {
        builds: [],
        meta: {
          'a/x86_64': {
            'coreos-assembler.container-config-git': { commit: '640ecad99f5b2eacb66b9a3c06f56e79bd15690a' },
            'coreos-assembler.build-timestamp': '2020-03-12T00:18:45Z',
          },
          'b/x86_64': {
            'coreos-assembler.container-config-git': undefined,
            'coreos-assembler.config-gitrev': '640ecad99f5b2eacb66b9a3c06f56e79bd15690a',
            'coreos-assembler.build-timestamp': undefined,
          },
          'c/x86_64': {
            'coreos-assembler.container-config-git': undefined,
            'coreos-assembler.config-gitrev': 'v3.1-728-g742edc307e58f35824d906958b6493510e12b593',
          },
        },
      },
    });
    const commit = '640ecad99f5b2eacb66b9a3c06f56e79bd15690a';
    const metaOf = async (id: string) => (await builds.meta('rawhide', id, 'x86_64')).value;
    expect(await metaOf('a')).toEqual({ id: 'a', configCommit: commit, at: Date.UTC(2020, 2, 12, 0, 18, 45) });
    expect(await metaOf('b')).toEqual({ id: 'b', configCommit: commit, at: undefined });
    // `git describe`: no commit
    expect((await metaOf('c'))?.configCommit).toBeUndefined();
  });

  it('says whether next-devel is open', async () => {
    expect((await (await start(DATA, { nextDevel: true })).nextDevelEnabled()).value).toBe(true);
    await server.close();
    store.texts.clear();
    expect((await (await start(DATA, { nextDevel: false })).nextDevelEnabled()).value).toBe(false);
    expect(paths()).toEqual(['/next-devel/status.json']);
    await server.close();
    expect((await (await start()).nextDevelEnabled()).value).toBeUndefined();
  });

  it('asks the pipeline for the status of next-devel where no address is given', async () => {
    await start();
    const urls: string[] = [];
    const fetch: HttpFetch = async ({ url }) => {
      urls.push(url);
      return { status: 200, headers: {}, body: Buffer.from('{"enabled": true}'), url };
    };
    const builds = createBuilds({ url: server.url, fetch, store, now: () => now });
    expect((await builds.nextDevelEnabled()).value).toBe(true);
    expect(urls).toEqual([NEXT_DEVEL_URL]);
    expect(NEXT_DEVEL_URL).toBe(
      'https://raw.githubusercontent.com/coreos/fedora-coreos-pipeline/main/next-devel/status.json',
    );
  });
});

describe('what is not there', () => {
  const all = (builds: Builds) =>
    Promise.all([
      builds.builds('gone'),
      builds.generatedLock('rawhide', NEWEST, 's390x'),
      builds.packages('rawhide', NEWEST, 's390x'),
      builds.meta('rawhide', '1.2.3', 'x86_64'),
    ]);

  it.each([404, 403] as const)('is undefined, with status %s, and asked for again after 5 minutes', async missing => {
    const builds = await start(DATA, { missing });
    expect((await all(builds)).map(({ value }) => value)).toEqual([undefined, undefined, undefined, undefined]);
    now += 5 * MINUTE - 1;
    await all(builds);
    expect(server.requests).toHaveLength(4);
    now += 1;
    await all(builds);
    expect(server.requests).toHaveLength(8);
  });

  it('is an error where GitHub refuses', async () => {
    const builds = await start(DATA, { missing: 403 });
    expect(await failure(builds.nextDevelEnabled())).toContain('403 Forbidden');
  });

  it('is not asked for where it cannot be: an address that leads elsewhere', async () => {
    const builds = await start();
    for (const odd of ['', '.', '..']) {
      expect((await builds.builds(odd)).value).toBeUndefined();
      expect((await builds.meta('rawhide', odd, 'x86_64')).value).toBeUndefined();
      expect((await builds.packages('rawhide', NEWEST, odd)).value).toBeUndefined();
    }
    expect(server.requests).toEqual([]);
  });

  it('has its name escaped', async () => {
    const urls: string[] = [];
    await start();
    const builds = create(request => {
      urls.push(request.url);
      return http.fetch(request);
    });
    await builds.builds('a/../b?c#d e');
    expect(urls).toEqual([`${server.url}/prod/streams/a%2F..%2Fb%3Fc%23d%20e/builds/builds.json`]);
  });
});

describe('answers are kept', () => {
  it('for good where they are of one build, the list for 5 minutes, the status for 10', async () => {
    const all = async (builds: Builds) => {
      const before = server.requests.length;
      await builds.builds('rawhide');
      await builds.generatedLock('rawhide', NEWEST, 'x86_64');
      await builds.packages('rawhide', NEWEST, 'x86_64');
      await builds.meta('rawhide', NEWEST, 'x86_64');
      await builds.nextDevelEnabled();
      return paths()
        .slice(before)
        .map(path => path.split('/').at(-1));
    };
    const builds = await start(DATA, { nextDevel: true });
    expect(await all(builds)).toHaveLength(5);
    now += 5 * MINUTE - 1;
    expect(await all(builds)).toEqual([]);
    now += 1;
    expect(await all(builds)).toEqual(['builds.json']);
    now = START + 10 * MINUTE;
    expect(await all(builds)).toEqual(['builds.json', 'status.json']);
    now = START + YEAR;
    // by another run, too
    expect(await all(create())).toEqual(['builds.json', 'status.json']);
    const kept = await create().generatedLock('rawhide', NEWEST, 'x86_64');
    expect(kept).toEqual({ value: JSON.stringify(LOCK), at: START });
  });

  it('and asked for once where several want the same at a time', async () => {
    const builds = await start();
    await Promise.all([1, 2, 3].map(() => builds.packages('rawhide', NEWEST, 'x86_64')));
    expect(server.requests).toHaveLength(1);
  });
});

describe('a build service that does not answer as it should', () => {
  const swap = (from: string, to: string): JsonBehaviour => ({
    kind: 'changed',
    change: body => JSON.parse(JSON.stringify(body).replace(from, to)),
  });
  const list = (builds: Builds) => builds.builds('rawhide');
  const packages = (builds: Builds) => builds.packages('rawhide', NEWEST, 'x86_64');
  const lock = (builds: Builds) => builds.generatedLock('rawhide', NEWEST, 'x86_64');
  const meta = (builds: Builds) => builds.meta('rawhide', NEWEST, 'x86_64');
  const status = (builds: Builds) => builds.nextDevelEnabled();

  it.each<[string, JsonBehaviour, (builds: Builds) => Promise<unknown>, string]>([
    ['fails', { kind: 'status', status: 500 }, list, 'cannot be asked: URL: 500 Internal Server Error'],
    ['is down', { kind: 'status', status: 503 }, packages, 'cannot be asked: URL: 503 Service Unavailable'],
    [
      'asks to wait',
      { kind: 'status', status: 429, headers: { 'retry-after': '3600' } },
      lock,
      'cannot be asked: URL: 429 Too Many Requests',
    ],
    ['sends a login page', { kind: 'html' }, lock, 'an HTML page came instead of JSON (a login or error page?)'],
    ['sends half', { kind: 'truncated' }, packages, 'what came is not JSON, or cut short ('],
    [
      'lists otherwise',
      swap('"arches":[', '"arches":["x",5,'),
      list,
      'builds.0.arches.1 is 5, where string was expected',
    ],
    ['lists nothing', swap('"builds"', '"releases"'), list, 'builds is missing'],
    ['has no packages', swap('rpmostree.rpmdb.pkglist', 'pkglist'), packages, 'rpmostree.rpmdb.pkglist is missing'],
    [
      'has odd epochs',
      swap('["kernel-core","0"', '["kernel-core","no"'),
      packages,
      'rpmostree.rpmdb.pkglist.1.1 is "no"',
    ],
    ['has no lockfile', swap('"packages"', '"package"'), lock, 'packages is missing'],
    ['knows no id', swap('"buildid"', '"id"'), meta, 'buildid is missing'],
    ['has odd dates', swap('2024-10-21T00:18:45Z', 'today'), meta, 'coreos-assembler.build-timestamp is "today"'],
    ['says no status', swap('true', '"yes"'), status, 'enabled is "yes", where boolean was expected'],
  ])('%s', async (_, behaviour, ask, words) => {
    const builds = await start(DATA, { nextDevel: true }, behaviour);
    const message = await failure(ask(builds));
    const url = `${server.url}${paths()[0]}`;
    expect(message).toMatch(/^The build service (?:cannot be asked|answered with something else than it should): /);
    expect(message).toContain(url);
    expect(message).toContain(words.replace('URL', url));
    server.behave(undefined);
    await expect(ask(builds)).resolves.toHaveProperty('value');
  });

  it('sends a lockfile without end', async () => {
    const builds = await start(DATA, undefined, {
      kind: 'changed',
      change: body => ({ ...(body as object), more: 'x'.repeat(5 * 1024 * 1024) }),
    });
    expect(await failure(lock(builds))).toContain('manifest-lock.generated.x86_64.json: ');
  });

  it('is slow: who no longer waits is let go', async () => {
    let release = (): void => undefined;
    const until = new Promise<void>(resolve => {
      release = resolve;
    });
    const builds = await start(DATA, undefined, { kind: 'hold', until });
    const controller = new AbortController();
    const reason = new Error('the view was closed');
    const closed = builds.builds('rawhide', controller.signal);
    await server.arrived();
    controller.abort(reason);
    await expect(closed).rejects.toBe(reason);
    release();
    expect((await builds.builds('rawhide')).value).toHaveLength(2);
  });
});

itShared('reads the real meta.json files that coreos-assembler tests with', async () => {
  const real = (name: string) => JSON.parse(readFileSync(shared(`data/api/builds/${name}.json`), 'utf8'));
  const fcos = '31.20200310.20.0';
  const rhcos = '44devel.81.202001151926.0';
  const builds = await start({
    s: { builds: [], meta: { [`${fcos}/x86_64`]: real('cosa_fcos'), [`${rhcos}/x86_64`]: real('cosa_rhcos') } },
  });
  expect((await builds.meta('s', fcos, 'x86_64')).value).toEqual({
    id: fcos,
    configCommit: '640ecad99f5b2eacb66b9a3c06f56e79bd15690a',
    at: Date.UTC(2020, 2, 12, 0, 18, 45),
  });
  expect((await builds.meta('s', rhcos, 'x86_64')).value).toEqual({
    id: rhcos,
    configCommit: '742edc307e58f35824d906958b6493510e12b593',
    at: Date.UTC(2020, 0, 15, 19, 32, 19),
  });
});

itShared('reads the builds of the override cases', async () => {
  const services = JSON.parse(readFileSync(shared('data/overrides-cases/032-fast-track/services.json'), 'utf8'));
  const builds = await start(services.builds);
  expect((await builds.builds('rawhide')).value?.map(({ id }) => id)).toEqual([
    '42.20241021.91.0',
    '42.20241020.91.0',
    '42.20241019.91.0',
  ]);
  const lock = (await builds.generatedLock('rawhide', '42.20241021.91.0', 'x86_64')).value ?? '';
  expect(JSON.parse(lock).packages.adcli.evra).toBe('0.9.2-7.fc42.x86_64');
  const packages = (await builds.packages('rawhide', '42.20241021.91.0', 'x86_64')).value;
  expect(packages).toHaveLength(Object.keys(JSON.parse(lock).packages).length);
  expect(packages).toContainEqual({ name: 'NetworkManager-tui', evr: '1:1.50.0-1.fc42', arch: 'x86_64' });
  expect((await builds.generatedLock('rawhide', '42.20241021.91.0', 's390x')).value).toBeUndefined();
});

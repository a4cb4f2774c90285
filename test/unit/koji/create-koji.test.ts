import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answered } from '../../../server/http/answer-store';
import { createHttp, type Http } from '../../../server/http/create-http';
import { createKoji } from '../../../server/koji/create-koji';
import { type Koji, KojiError, NoSuchTag } from '../../../server/koji/koji';
import { type KojiData, type KojiHub, type KojiRowData, startKojiHub } from '../../stand-ins/koji-hub.mjs';
import { NO_STORE } from '../../support/no-store';

const NOW = Date.UTC(2024, 9, 21, 18);

/** Rows of a build: `src` and, for each other arch, one RPM a name. */
function rows(
  names: readonly string[],
  version: string,
  release: string,
  arches: string[],
  epoch?: number,
): KojiRowData[] {
  const [source = ''] = names;
  const row = (name: string, arch: string) => ({ name, version, release, arch, epoch: epoch ?? null });
  return [row(source, 'src'), ...arches.flatMap(arch => names.map(name => row(name, arch)))];
}

const DATA: KojiData = {
  'sudo-1.9.15-4.p5.fc41': rows(['sudo'], '1.9.15', '4.p5.fc41', ['x86_64', 'aarch64']),
  'podman-5.2.5-1.fc41': rows(['podman', 'podman-docker'], '5.2.5', '1.fc41', ['x86_64', 'noarch'], 5),
  'sudo-1.9.15-5.p5.fc41': {
    rows: rows(['sudo'], '1.9.15', '5.p5.fc41', ['x86_64', 'aarch64']),
    owner: 'rsroka',
    completion: '2024-07-20T08:11:30.404Z',
    tags: ['f41', 'coreos-pool'],
    signatures: { 'sudo-1.9.15-5.p5.fc41.x86_64': ['E99D6AD1', 'a15b79cc'], 'sudo-1.9.15-5.p5.fc41.aarch64': [] },
    changelog: [
      { at: Date.UTC(2024, 6, 20, 12), author: 'Release Engineering - 1.9.15-5.p5', text: '- Rebuilt <again> & again' },
      { at: Date.UTC(2024, 0, 27, 12), author: 'Release Engineering - 1.9.15-4.p5', text: '- Rebuilt' },
    ],
  },
  'kernel-6.11.4-301.fc41': { rows: rows(['kernel'], '6.11.4', '301.fc41', ['x86_64']), state: 'deleted' },
  'kernel-6.11.5-300.fc41': { state: 'building' },
};
const [SUDO_OLD, PODMAN, SUDO, DELETED, BUILDING] = [2500001, 2500002, 2500003, 2500004, 2500005] as const;

let hub: KojiHub;
let http: Http;
let koji: Koji;
let slept: number[];

function open(): void {
  koji = createKoji({ url: hub.url, fetch: http.fetch, store: NO_STORE, now: () => NOW });
}

beforeEach(async () => {
  hub = await startKojiHub(DATA);
  slept = [];
  http = createHttp({
    version: '1.2.3',
    sleep: async milliseconds => {
      slept.push(milliseconds);
    },
  });
  open();
});

afterEach(async () => {
  await http.close();
  await hub.close();
});

async function failure(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => new Error('did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof KojiError)) throw error;
  return error.message;
}

const values = <K, T>(answers: ReadonlyMap<K, Answered<T>>): [K, T][] =>
  [...answers].map(([key, { value }]) => [key, value]);

/** How many calls of each method came in each request. */
const asked = () =>
  hub.requests.map(({ calls }) => {
    const counts: Record<string, number> = {};
    for (const { method } of calls) counts[method] = (counts[method] ?? 0) + 1;
    return counts;
  });

describe('builds', () => {
  it('by NVR and by number, each with the age of the answer', async () => {
    const answers = await koji.builds(['sudo-1.9.15-5.p5.fc41', PODMAN]);
    expect(answers.get('sudo-1.9.15-5.p5.fc41')).toEqual({
      value: {
        id: SUDO,
        nvr: 'sudo-1.9.15-5.p5.fc41',
        name: 'sudo',
        version: '1.9.15',
        release: '5.p5.fc41',
        epoch: null,
        state: 'complete',
        owner: 'rsroka',
        completed: Date.UTC(2024, 6, 20, 8, 11, 30, 404),
      },
      at: NOW,
    });
    expect(answers.get(PODMAN)?.value).toMatchObject({ nvr: 'podman-5.2.5-1.fc41', epoch: 5 });
    expect(asked()).toEqual([{ getBuild: 2 }]);
  });

  it('that are deleted, being built, unknown, or no NVR at all', async () => {
    const answers = await koji.builds([DELETED, BUILDING, 'sudo-1.9.99-1.fc41', 12, 'sudo', '', 'a\u0000-1-1']);
    expect(answers.get(DELETED)?.value?.state).toBe('deleted');
    expect(answers.get(BUILDING)?.value).toMatchObject({ state: 'building', completed: undefined });
    for (const unknown of ['sudo-1.9.99-1.fc41', 12, 'sudo', '', 'a\u0000-1-1']) {
      expect(answers.get(unknown)).toEqual({ value: undefined, at: NOW });
    }
    expect([...answers.keys()]).toHaveLength(7);
    expect(hub.requests).toHaveLength(1);
  });

  it('of a package, newest first', async () => {
    const { value, at } = await koji.buildsOf('sudo', 10);
    expect(value?.map(build => build.nvr)).toEqual(['sudo-1.9.15-5.p5.fc41', 'sudo-1.9.15-4.p5.fc41']);
    expect(at).toBe(NOW);
    expect((await koji.buildsOf('sudo', 1)).value?.map(build => build.id)).toEqual([SUDO]);
    expect((await koji.buildsOf('kernel', 10)).value).toEqual([]);
    expect((await koji.buildsOf('kernel-core', 10)).value).toBeUndefined();
    expect(hub.requests).toHaveLength(4);
  });
});

describe('RPMs', () => {
  it('by N-V-R.A', async () => {
    const [known, other, unknown] = ['podman-docker-5.2.5-1.fc41.noarch', 'sudo-1.9.15-5.p5.fc41.s390x', 'no.arch.'];
    const answers = await koji.rpms([known, other, unknown]);
    expect(values(answers)).toEqual([
      [
        known,
        {
          id: 38000008,
          name: 'podman-docker',
          version: '5.2.5',
          release: '1.fc41',
          epoch: 5,
          arch: 'noarch',
          buildId: PODMAN,
        },
      ],
      [other, undefined],
      [unknown, undefined],
    ]);
  });

  it('of builds, in the order of the hub', async () => {
    const answers = await koji.rpmsOfBuilds(['podman-5.2.5-1.fc41', DELETED, 'podman-9-1.fc41', 12, BUILDING]);
    expect(answers.get('podman-5.2.5-1.fc41')?.value?.map(rpm => `${rpm.name}.${rpm.arch}`)).toEqual([
      'podman.src',
      'podman.x86_64',
      'podman-docker.x86_64',
      'podman.noarch',
      'podman-docker.noarch',
    ]);
    expect(answers.get(DELETED)?.value).toHaveLength(2);
    expect(answers.get('podman-9-1.fc41')?.value).toBeUndefined();
    // the hub answers an unknown number with an empty list
    expect(answers.get(12)?.value).toBeUndefined();
    expect(answers.get(BUILDING)?.value).toEqual([]);
    expect(hub.requests).toHaveLength(1);
  });

  it('have the keys they are signed with', async () => {
    const ids = [38000010, 38000011, 38000001, 5];
    expect(values(await koji.signatures(ids))).toEqual([
      [38000010, ['e99d6ad1', 'a15b79cc']],
      [38000011, []],
      [38000001, ['a15b79cc']],
      [5, []],
    ]);
  });
});

it('tags of builds', async () => {
  expect(values(await koji.tags([SUDO, SUDO_OLD, DELETED, 12]))).toEqual([
    [SUDO, ['f41', 'coreos-pool']],
    [SUDO_OLD, ['coreos-pool', 'f41-updates']],
    [DELETED, []],
    [12, undefined],
  ]);
});

describe('what a tag has', () => {
  it('is the build tagged last of each source package, with its source RPM', async () => {
    const answers = await koji.taggedRpms('coreos-pool', ['sudo', 'podman', 'kernel', 'no-such-package', 'a\u0000']);
    const names = (source: string) =>
      answers
        .get(source)
        ?.value?.map(rpm => `${rpm.name}-${rpm.epoch ?? ''}:${rpm.version}-${rpm.release}.${rpm.arch}`);
    expect(names('sudo')).toEqual([
      'sudo-:1.9.15-5.p5.fc41.src',
      'sudo-:1.9.15-5.p5.fc41.x86_64',
      'sudo-:1.9.15-5.p5.fc41.aarch64',
    ]);
    expect(names('podman')).toContain('podman-docker-5:5.2.5-1.fc41.noarch');
    expect(answers.get('sudo')).toMatchObject({ at: NOW, value: [{ buildId: SUDO }, {}, {}] });
    // deleted or being built, and of no package at all
    for (const none of ['kernel', 'no-such-package', 'a\u0000']) {
      expect(answers.get(none), none).toEqual({ value: undefined, at: NOW });
    }
    expect(hub.requests.flatMap(({ calls }) => calls[0])).toEqual([
      {
        method: 'listTaggedRPMS',
        params: ['coreos-pool', { inherit: true, latest: true, package: 'sudo', __starstar: true }],
      },
    ]);
  });

  it('another tag has another build of it', async () => {
    const answers = await koji.taggedRpms('f41-updates', ['sudo']);
    expect(answers.get('sudo')?.value?.[0]).toMatchObject({ release: '4.p5.fc41', buildId: SUDO_OLD });
  });

  it('is asked for once, in few requests', async () => {
    const sources = Array.from({ length: 50 }, (_, number) => `package${number}`);
    await koji.taggedRpms('f41', sources);
    await koji.taggedRpms('f41', ['package7']);
    expect(asked()).toEqual([{ listTaggedRPMS: 20 }, { listTaggedRPMS: 20 }, { listTaggedRPMS: 10 }]);
  });

  it.each([
    [1000, "No such tagInfo: 'f41-updaets'"],
    [1000, "Invalid tagInfo: 'f41-updaets'"],
    [1003, 'No such tag: f41-updaets'],
  ])('is nothing where there is no such tag (fault %i, %s)', async (code, message) => {
    hub.behave({ kind: 'fault-calls', code, message });
    const asking = koji.taggedRpms('f41-updaets', ['sudo', 'podman']);
    await expect(asking).rejects.toThrow(NoSuchTag);
    expect(await failure(asking)).toBe(`${hub.url}: there is no tag f41-updaets`);
  });

  it('is nothing where the hub itself says that there is no such tag', async () => {
    await expect(koji.taggedRpms('f42-updates', ['sudo'])).rejects.toThrow(NoSuchTag);
  });

  it('is not known of a hub that answers something else', async () => {
    hub.behave({ kind: 'wrong-types' });
    const asking = koji.taggedRpms('f41', ['sudo']);
    expect(await failure(asking)).toMatch(
      /listTaggedRPMS .*"source":"sudo"} answered 0\.id = "\d+" where number was expected$/,
    );
    await expect(asking).rejects.not.toThrow(NoSuchTag);
  });
});

it('changelogs of several builds, in one request', async () => {
  const answers = await koji.changelogs([SUDO, DELETED]);
  expect([...answers].map(([id, { value }]) => [id, value.length])).toEqual([
    [SUDO, 2],
    [DELETED, 0],
  ]);
  expect(hub.requests).toHaveLength(1);
});

it('changelogs of builds', async () => {
  expect((await koji.changelog(SUDO)).value).toEqual([
    { at: Date.UTC(2024, 6, 20, 12), author: 'Release Engineering - 1.9.15-5.p5', text: '- Rebuilt <again> & again' },
    { at: Date.UTC(2024, 0, 27, 12), author: 'Release Engineering - 1.9.15-4.p5', text: '- Rebuilt' },
  ]);
  expect((await koji.changelog(DELETED)).value).toEqual([]);
});

it.each([
  ['https://koji.fedoraproject.org/kojihub', 'https://koji.fedoraproject.org/koji/buildinfo?buildID=5'],
  ['https://user:secret@koji.test/kojihub/', 'https://koji.test/koji/buildinfo?buildID=5'],
])('the page of a build at %s', (url, page) => {
  expect(createKoji({ url, fetch: http.fetch, store: NO_STORE, now: () => NOW }).page({ id: 5 })).toBe(page);
});

describe('a whole file of overrides', () => {
  it('costs a handful of requests: 50 packages on four arches', async () => {
    const names = Array.from({ length: 50 }, (_, number) => `package${number}`);
    const ARCHES = ['x86_64', 'aarch64', 'ppc64le', 's390x'];
    await hub.close();
    hub = await startKojiHub(
      Object.fromEntries(names.map(name => [`${name}-1-1.fc41`, rows([name, `${name}-libs`], '1', '1.fc41', ARCHES)])),
    );
    open();
    const found = await koji.rpms(names.flatMap(name => ARCHES.map(arch => `${name}-1-1.fc41.${arch}`)));
    const ids = [...new Set([...found.values()].flatMap(({ value }) => value?.buildId ?? []))];
    expect(ids).toHaveLength(50);
    expect(asked()).toEqual([{ getRPM: 100 }, { getRPM: 100 }]);
    await Promise.all([koji.builds(ids), koji.rpmsOfBuilds(ids), koji.tags(ids)]);
    await koji.signatures([...found.values()].flatMap(({ value }) => value?.id ?? []));
    expect(hub.requests).toHaveLength(8);
    expect((await koji.rpmsOfBuilds(ids)).get(ids[49] ?? 0)?.value).toHaveLength(9);
    expect(hub.requests).toHaveLength(8);
  });
});

describe('a hub in trouble', () => {
  const ask = () => koji.builds([SUDO]);

  it('that is down', async () => {
    await hub.close();
    expect(await failure(ask())).toBe(`${hub.url}: connection refused`);
  });

  it('that is restarting is asked again', async () => {
    hub.behave({ kind: 'status', status: 503 }, 2);
    expect((await ask()).get(SUDO)?.value?.state).toBe('complete');
    expect(slept).toHaveLength(2);
  });

  it('that fails', async () => {
    hub.behave({ kind: 'status', status: 500 });
    expect(await failure(ask())).toBe(`${hub.url}: 500 Internal Server Error`);
  });

  it('that asks for patience gets it, within bounds', async () => {
    hub.behave({ kind: 'status', status: 429, headers: { 'retry-after': '3' } }, 1);
    await ask();
    expect(slept).toEqual([3000]);
    hub.behave({ kind: 'status', status: 429, headers: { 'retry-after': '600' } });
    expect(await failure(koji.builds([PODMAN]))).toBe(`${hub.url}: 429 Too Many Requests, to be asked again in 600 s`);
  });

  it('that wants a login', async () => {
    hub.behave({ kind: 'html' });
    expect(await failure(ask())).toBe(`${hub.url} answered with a web page instead of XML-RPC`);
  });

  it('whose answer is cut off', async () => {
    hub.behave({ kind: 'truncated' });
    expect(await failure(ask())).toMatch(
      /: not a whole XML-RPC answer \(line \d+, column \d+: ends before <\/methodResponse>\)$/,
    );
  });

  it('that answers something else', async () => {
    hub.behave({ kind: 'wrong-types' });
    expect(await failure(ask())).toBe(
      `${hub.url}: getBuild 2500003 answered build_id = "2500003" where number was expected`,
    );
    expect(await failure(koji.rpms(['sudo-1.9.15-5.p5.fc41.x86_64']))).toMatch(
      /getRPM "sudo-1\.9\.15-5\.p5\.fc41\.x86_64" answered id = "38000010" where number was expected$/,
    );
    expect(await failure(koji.rpmsOfBuilds([PODMAN]))).toMatch(
      /listBuildRPMs 2500002 answered build\.state = "1" where \(0 \| 1 \| 2 \| 3 \| 4\) was expected$/,
    );
  });

  it('under maintenance', async () => {
    hub.behave({ kind: 'fault', code: 1014, message: 'database outage' });
    expect(await failure(ask())).toBe(`${hub.url}: database outage (fault 1014)`);
  });

  it('that fails at every question says at which', async () => {
    hub.behave({ kind: 'fault-calls', code: 1, message: 'deadlock\ndetected' });
    expect(await failure(koji.tags([SUDO]))).toBe(`${hub.url}: listTags 2500003: deadlock detected (fault 1)`);
  });

  it('is asked anew afterwards', async () => {
    hub.behave({ kind: 'status', status: 500 }, 1);
    await failure(ask());
    expect((await ask()).get(SUDO)?.value?.nvr).toBe('sudo-1.9.15-5.p5.fc41');
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttp, type Http } from '../../../server/http/create-http';
import { createKoji } from '../../../server/koji/create-koji';
import { type Koji, KojiError } from '../../../server/koji/koji';
import { type KojiHub, startKojiHub } from '../../stand-ins/koji-hub.mjs';
import { type MapStore, mapStore } from '../../support/map-store';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const YEAR = 8766 * HOUR;
const [DONE, BUILDING, GONE] = [2500001, 2500002, 2500003] as const;
const RPM = 'sudo-1.9.15-5.p5.fc41.x86_64';

let hub: KojiHub;
let http: Http;
let koji: Koji;
let now: number;
let store: MapStore;

/** As the next run of the program would. */
function restart(): void {
  koji = createKoji({ url: hub.url, fetch: http.fetch, store, now: () => now });
}

beforeEach(async () => {
  const row = { name: 'sudo', version: '1.9.15', release: '5.p5.fc41' };
  hub = await startKojiHub({
    'sudo-1.9.15-5.p5.fc41': {
      rows: [
        { ...row, arch: 'src' },
        { ...row, arch: 'x86_64' },
      ],
      changelog: [{ at: 0, author: 'Release Engineering - 1.9.15-5.p5', text: '- Rebuilt' }],
    },
    'sudo-1.9.16-1.fc42': { state: 'building' },
    'sudo-1.9.14-1.fc41': { state: 'deleted' },
  });
  http = createHttp({ version: '1.2.3', sleep: async () => undefined });
  now = Date.UTC(2024, 9, 21, 18);
  store = mapStore();
  restart();
});

afterEach(async () => {
  await http.close();
  await hub.close();
});

describe('answers are kept', () => {
  const questions: [string, number, () => Promise<unknown>][] = [
    ['a complete build', HOUR, () => koji.builds([DONE])],
    ['a build under way', MINUTE, () => koji.builds([BUILDING])],
    ['a deleted build', 10 * MINUTE, () => koji.builds(['sudo-1.9.14-1.fc41'])],
    ['an unknown build', 10 * MINUTE, () => koji.builds(['sudo-2-1.fc41'])],
    ['an RPM', YEAR, () => koji.rpms([RPM])],
    ['an unknown RPM', 10 * MINUTE, () => koji.rpms(['sudo-2-1.fc41.x86_64'])],
    ['RPMs of a complete build', YEAR, () => koji.rpmsOfBuilds([DONE])],
    ['RPMs of a build under way', MINUTE, () => koji.rpmsOfBuilds([BUILDING])],
    ['RPMs of a deleted build', 10 * MINUTE, () => koji.rpmsOfBuilds([GONE])],
    ['RPMs of an unknown build', 10 * MINUTE, () => koji.rpmsOfBuilds([7])],
    ['signatures', 10 * MINUTE, () => koji.signatures([38000002])],
    ['tags', 10 * MINUTE, () => koji.tags([DONE])],
    ['builds of a package', 10 * MINUTE, () => koji.buildsOf('sudo', 5)],
    ['a changelog', YEAR, () => koji.changelog(DONE)],
    ['no changelog', 10 * MINUTE, () => koji.changelog(GONE)],
  ];

  it.each(questions)('%s', async (_, freshFor, ask) => {
    const first = await ask();
    now += freshFor - 1;
    expect(await ask()).toEqual(first);
    restart();
    expect(await ask()).toEqual(first);
    expect(hub.requests).toHaveLength(1);
    now += 2;
    await ask();
    expect(hub.requests).toHaveLength(freshFor === YEAR ? 1 : 2);
  });

  it('but not those of a clock that was ahead', async () => {
    await koji.tags([DONE]);
    now -= HOUR;
    await koji.tags([DONE]);
    expect(hub.requests).toHaveLength(2);
  });

  it('and what is broken in the store is asked for again', async () => {
    await koji.builds([DONE]);
    const [key = ''] = store.texts.keys();
    expect(key).toBe(`koji ${hub.url} getBuild 2500001`);
    store.texts.set(key, JSON.stringify({ value: { build_id: 'sudo' }, at: now }));
    restart();
    expect((await koji.builds([DONE])).get(DONE)?.value?.nvr).toBe('sudo-1.9.15-5.p5.fc41');
    expect(hub.requests).toHaveLength(2);
  });

  it('and only for what is not known a question goes out', async () => {
    await koji.builds([DONE]);
    const answers = await koji.builds([GONE, DONE, GONE]);
    expect([...answers.keys()]).toEqual([GONE, DONE]);
    expect(hub.requests[1]?.calls).toEqual([{ method: 'getBuild', params: [GONE] }]);
  });
});

describe('a slow hub', () => {
  let release: () => void;

  beforeEach(() => {
    hub.behave({
      kind: 'hold',
      until: new Promise(resolve => {
        release = resolve;
      }),
    });
  });

  it('is asked once for what several want at once', async () => {
    const first = koji.builds([DONE, GONE]);
    const second = koji.builds([GONE, BUILDING]);
    await hub.arrived(2);
    release();
    expect((await first).get(GONE)).toEqual((await second).get(GONE));
    expect(hub.requests).toHaveLength(2);
    const numbers = hub.requests.flatMap(({ calls }) => calls.map(({ params }) => Number(params[0])));
    expect(numbers.sort()).toEqual([DONE, BUILDING, GONE]);
  });

  it('keeps nobody who leaves, and still answers the others', async () => {
    const controller = new AbortController();
    const leaves = koji.builds([DONE], controller.signal);
    const stays = koji.builds([DONE]);
    await hub.arrived();
    controller.abort(new Error('document closed'));
    await expect(leaves).rejects.toThrow('document closed');
    release();
    expect((await stays).get(DONE)?.value?.id).toBe(DONE);
    expect(hub.requests).toHaveLength(1);
  });

  it('is left alone when the last one has gone, and asked anew by the next', async () => {
    const controllers = [new AbortController(), new AbortController()];
    const questions = controllers.map(({ signal }) => koji.builds([DONE], signal));
    const ended = Promise.all(questions.map(question => expect(question).rejects.toThrow('gone')));
    await hub.arrived();
    for (const controller of controllers) controller.abort(new Error('gone'));
    await ended;
    const next = koji.builds([DONE]);
    await hub.arrived(2);
    release();
    expect((await next).get(DONE)?.value?.id).toBe(DONE);
  });

  it('is not asked at all by who has left already', async () => {
    await expect(koji.builds([DONE], AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    expect(hub.requests).toHaveLength(0);
  });
});

describe('when one question of many fails', () => {
  it('who asked it is told, and who asked another is answered', async () => {
    hub.behave({ kind: 'fault-calls', code: 1, message: 'deadlock detected', only: String(GONE) });
    const [both, one] = await Promise.allSettled([koji.tags([DONE, GONE]), koji.tags([DONE])]);
    expect(both).toMatchObject({ reason: expect.any(KojiError) });
    expect(one).toMatchObject({ status: 'fulfilled' });
    expect(hub.requests).toHaveLength(1);
  });

  it('who takes failures one by one has the others, unless the hub itself fails', async () => {
    hub.behave({ kind: 'fault-calls', code: 1, message: 'deadlock detected', only: String(GONE) });
    const failures: string[] = [];
    const onFailure = ({ message }: KojiError) => failures.push(message);
    expect([...(await koji.tags([DONE, GONE], undefined, onFailure)).keys()]).toEqual([DONE]);
    expect(failures).toEqual([`${hub.url}: listTags ${GONE}: deadlock detected (fault 1)`]);
    hub.behave({ kind: 'html' });
    await expect(koji.tags([DONE, GONE], undefined, onFailure)).rejects.toThrow('a web page instead of XML-RPC');
    expect(failures).toHaveLength(1);
  });
});

describe('when a request fails', () => {
  const numbers = Array.from({ length: 1000 }, (_, number) => number);

  it('no further ones are sent', async () => {
    hub.behave({ kind: 'status', status: 500 });
    await expect(koji.tags(numbers)).rejects.toBeInstanceOf(KojiError);
    expect(hub.requests.length).toBeLessThanOrEqual(3);
  });

  it('what others have brought is known', async () => {
    hub.behave({ kind: 'status', status: 500 }, 1);
    await expect(koji.builds(numbers.slice(0, 200))).rejects.toBeInstanceOf(KojiError);
    await koji.builds(numbers.slice(0, 200));
    expect(hub.requests).toHaveLength(3);
    expect(hub.requests[2]?.calls).toHaveLength(100);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBodhi } from '../../../server/bodhi/create-bodhi';
import { createHttp, type Http } from '../../../server/http/create-http';
import { createKoji } from '../../../server/koji/create-koji';
import { parseLockfile } from '../../../server/lockfile/parse';
import { entryBuild } from '../../../server/services/entry-build';
import { FactsLoader, type FactsStep, problemText, stepText } from '../../../server/services/facts-loader';
import type { Services } from '../../../server/services/services';
import type { WantedEntry } from '../../../server/services/wanted-entry';
import { type BodhiData, type JsonServer, startBodhi } from '../../stand-ins/bodhi-server.mjs';
import { type KojiData, type KojiHub, type KojiRowData, startKojiHub } from '../../stand-ins/koji-hub.mjs';
import { mapStore } from '../../support/map-store';

const ARCHES = ['aarch64', 'ppc64le', 's390x', 'x86_64'];
const MINUTE = 60_000;
// 2024-10-24T12:00:00Z
const START = Date.UTC(2024, 9, 24, 12);

const PODMAN = 'FEDORA-2024-f0fd63c638';
const IGNITION = 'FEDORA-2024-35ebfcbeef';

const rows = (name: string, version: string, release: string, arches: readonly string[]): KojiRowData[] =>
  ['src', ...arches].map(arch => ({ name, version, release, arch }));

const KOJI: KojiData = {
  'podman-5.2.3-1.fc40': {
    rows: [...rows('podman', '5.2.3', '1.fc40', ARCHES), { ...row('podman-docker', '5.2.3'), arch: 'noarch' }],
    tags: ['f40-updates', 'coreos-pool'],
  },
  'ignition-2.20.0-1.fc40': { rows: rows('ignition', '2.20.0', '1.fc40', ARCHES), tags: ['f40-updates-testing'] },
};

function row(name: string, version: string): Omit<KojiRowData, 'arch'> {
  return { name, version, release: '1.fc40', epoch: 5 };
}

const BODHI: BodhiData = {
  [PODMAN]: { status: 'stable', release: 'F40', builds: [{ nvr: 'podman-5.2.3-1.fc40' }] },
  [IGNITION]: { status: 'testing', release: 'F40', builds: [{ nvr: 'ignition-2.20.0-1.fc40' }] },
};

function wanted(name: string, evr: string, more: Partial<WantedEntry> = {}): WantedEntry {
  const [entry] = parseLockfile(`packages:\n  ${name}:\n    evr: ${evr}\n`, 'yaml').entries;
  return { name, version: entry?.version, basearches: ARCHES, update: undefined, source: undefined, ...more };
}

const BOTH = [
  wanted('podman', '5:5.2.3-1.fc40', { update: PODMAN }),
  wanted('ignition', '2.20.0-1.fc40', { update: IGNITION }),
];

let koji: KojiHub;
let bodhi: JsonServer;
let http: Http;
let now: number;
let services: Pick<Services, 'koji' | 'bodhi'>;

async function start(kojiData = KOJI, bodhiData = BODHI): Promise<void> {
  koji = await startKojiHub(kojiData);
  bodhi = await startBodhi(bodhiData);
  const common = { fetch: http.fetch, store: mapStore(), now: () => now };
  services = { koji: createKoji({ url: koji.url, ...common }), bodhi: createBodhi({ url: bodhi.url, ...common }) };
}

const loaderOf = (
  more: Partial<typeof services> = {},
  { release }: { release: string | undefined } = { release: 'F40' },
) => new FactsLoader({ services: { ...services, ...more }, release, now: () => now });

const methods = () => koji.requests.map(({ calls }) => [...new Set(calls.map(({ method }) => method))].join('+'));

beforeEach(() => {
  now = START;
  http = createHttp({ version: '1.2.3', sleep: () => Promise.resolve() });
});
afterEach(async () => {
  await http.close();
  await koji.close();
  await bodhi.close();
});

describe('FactsLoader', () => {
  it('knows builds, packages, tags, signatures and updates of entries', async () => {
    await start();
    const loader = loaderOf();
    expect(loader.facts.koji?.rpm('podman-5.2.3-1.fc40.x86_64')).toBeUndefined();
    await loader.load(BOTH);
    const { koji: fromKoji, bodhi: fromBodhi } = loader.facts;
    if (!fromKoji) throw new Error('Koji is on');
    const [podman, ignition] = BOTH.map(entry => entryBuild(fromKoji, entry, ARCHES));
    expect(podman).toMatchObject({
      kind: 'found',
      build: { nvr: 'podman-5.2.3-1.fc40', state: 'complete' },
      at: START,
    });
    if (podman?.kind !== 'found' || ignition?.kind !== 'found') throw new Error('both are there');
    expect(podman.packages?.map(({ name, arch }) => `${name}.${arch}`)).toContain('podman-docker.noarch');
    expect([...podman.rpms.keys()]).toEqual(ARCHES);
    expect(fromKoji.tags(podman.build.id)?.value).toEqual(['f40-updates', 'coreos-pool']);
    expect(fromKoji.tags(ignition.build.id)?.value).toEqual(['f40-updates-testing']);
    const keys = [...podman.rpms.values()].map(({ id }) => fromKoji.signatures(id)?.value);
    expect(keys).toEqual(ARCHES.map(() => ['a15b79cc']));
    expect(fromBodhi?.update(IGNITION)?.value).toMatchObject({ status: 'testing' });
    expect(fromBodhi?.updatesOf('podman-5.2.3-1.fc40')?.value).toMatchObject([{ alias: PODMAN }]);
    expect(fromBodhi?.newest('ignition')?.value).toMatchObject([{ alias: IGNITION }]);
    expect(loader.states).toEqual([
      { service: 'koji', url: koji.url, answered: START, problem: undefined },
      { service: 'bodhi', url: bodhi.url, answered: START, problem: undefined },
    ]);
  });

  it('asks of 50 overrides in a handful of requests, and of what is fresh not again', async () => {
    const names = Array.from({ length: 50 }, (_, i) => `package${i}`);
    const alias = (i: number): string => `FEDORA-2024-${i.toString(16).padStart(10, '0')}`;
    await start(
      Object.fromEntries(names.map(name => [`${name}-1.0-1.fc40`, rows(name, '1.0', '1.fc40', ARCHES)])),
      Object.fromEntries(
        names.map((name, i) => [
          alias(i),
          { status: 'stable', release: 'F40', builds: [{ nvr: `${name}-1.0-1.fc40` }] },
        ]),
      ),
    );
    const loader = loaderOf();
    const entries = names.map((name, i) => wanted(name, '1.0-1.fc40', { update: alias(i) }));
    await loader.load(entries);
    const { facts } = loader;
    expect(facts.koji && entries.every(entry => facts.koji && entryBuild(facts.koji, entry, ARCHES))).toBe(true);
    expect(names.every(name => facts.bodhi?.newest(name)?.value?.length === 1)).toBe(true);
    // getRPM of 250 names, listBuildRPMs of 50 builds, signatures of 200 packages; a hundred calls or fewer a request
    expect(methods().sort()).toEqual([
      'getBuild',
      'getBuild+listBuildRPMs',
      'getBuild+listBuildRPMs',
      'getRPM',
      'getRPM',
      'getRPM',
      'listTags',
      'queryRPMSigs',
      'queryRPMSigs',
    ]);
    // by alias, by build, and of packages until the last page
    expect(
      bodhi.requests.map(({ query }) => Object.keys(query).find(key => /^(?:updateid|builds|packages)$/.test(key))),
    ).toEqual(['updateid', 'builds', 'packages']);
    const asked = koji.requests.length + bodhi.requests.length;
    await loader.load(entries);
    await loaderOf().load(entries);
    expect(koji.requests.length + bodhi.requests.length).toBe(asked);
    expect(loader.facts).toBe(facts);
    await loader.load([...entries, wanted('package0', '1.1-1.fc40')]);
    const later = koji.requests.slice(9).flatMap(({ calls }) => calls.map(({ params }) => params[0]));
    expect(later.sort()).toEqual(
      ['aarch64', 'noarch', 'ppc64le', 's390x', 'x86_64'].map(arch => `package0-1.1-1.fc40.${arch}`),
    );
  });

  it('knows that there is no such build, and asks no more of it', async () => {
    await start();
    const loader = loaderOf();
    await loader.load([wanted('podman', '5:5.2.33-1.fc40', { source: 'podman' })]);
    const { koji: fromKoji, bodhi: fromBodhi } = loader.facts;
    expect(fromKoji && entryBuild(fromKoji, wanted('podman', '5:5.2.33-1.fc40'), ARCHES)).toEqual({
      kind: 'absent',
      at: START,
    });
    expect(methods()).toEqual(['getRPM']);
    expect(fromBodhi?.newest('podman')?.value).toMatchObject([{ alias: PODMAN }]);
  });

  it('asks nothing of nothing, and not for a release that has no name', async () => {
    await start();
    const loader = loaderOf({}, { release: undefined });
    await loader.load([]);
    expect(koji.requests.length + bodhi.requests.length).toBe(0);
    await loader.load(BOTH);
    expect(loader.facts.bodhi?.newest('podman')).toBeUndefined();
    expect(loader.facts.bodhi?.updatesOf('podman-5.2.3-1.fc40')?.value).toHaveLength(1);
  });

  it('says of a service that is off nothing at all', async () => {
    await start();
    const loader = loaderOf({ koji: undefined });
    await loader.load(BOTH);
    expect(koji.requests).toEqual([]);
    expect(loader.facts.koji).toBeUndefined();
    expect(loader.facts.bodhi?.update(PODMAN)?.value).toMatchObject({ status: 'stable' });
    expect(loader.states.map(({ service }) => service)).toEqual(['bodhi']);
  });

  it('takes nothing from Bodhi while Koji is down, and the other way round', async () => {
    await start();
    koji.behave({ kind: 'html' });
    const loader = loaderOf();
    await loader.load(BOTH);
    expect(loader.facts.bodhi?.update(PODMAN)?.value).toMatchObject({ status: 'stable' });
    expect(loader.facts.koji?.rpm('podman-5.2.3-1.fc40.x86_64')).toBeUndefined();
    const [fromKoji, fromBodhi] = loader.states;
    expect(fromKoji).toMatchObject({ answered: undefined, problem: { since: START, retry: START + MINUTE } });
    expect(fromKoji?.problem && problemText('koji', fromKoji.problem)).toBe(
      `Koji cannot be asked: ${koji.url} answered with a web page instead of XML-RPC`,
    );
    expect(fromBodhi?.problem).toBeUndefined();

    koji.behave(undefined);
    bodhi.behave({ kind: 'html' });
    const other = loaderOf();
    await other.load([wanted('ignition', '2.20.0-1.fc40', { update: 'FEDORA-2024-0000000001' })]);
    expect(other.facts.koji?.rpm('ignition-2.20.0-1.fc40.x86_64')?.value).toBeDefined();
    expect(other.facts.bodhi?.update('FEDORA-2024-0000000001')).toBeUndefined();
    const problem = other.states[1]?.problem;
    expect(problem && problemText('bodhi', problem)).toMatch(/^Bodhi answered with something else than it should: /);
  });

  it('loses nothing of others by what fails for one, and goes on asking', async () => {
    await start();
    koji.behave({ kind: 'fault-calls', message: 'no such external repo', only: 'ignition' });
    const loader = loaderOf();
    await loader.load(BOTH);
    const { koji: fromKoji } = loader.facts;
    const found = BOTH.map(entry => fromKoji && entryBuild(fromKoji, entry, ARCHES));
    expect(found).toMatchObject([{ kind: 'found', build: { nvr: 'podman-5.2.3-1.fc40' } }, undefined]);
    const problem = loader.states[0]?.problem;
    expect(problem && problemText('koji', problem)).toBe(
      `Koji does not answer everything: ${koji.url}: getRPM "ignition-2.20.0-1.fc40.aarch64": no such external repo (fault 1000)`,
    );
    await loader.load([wanted('podman', '5:5.2.4-1.fc40')]);
    expect(loader.facts.koji?.rpm('podman-5.2.4-1.fc40.x86_64')).toEqual({ value: undefined, at: START });
  });

  it('asks a Bodhi that cannot be reached only once, and leaves it alone for as long as it wishes', async () => {
    await start();
    bodhi.behave({ kind: 'status', status: 429, headers: { 'retry-after': '3600' } });
    const loader = loaderOf();
    await loader.load(BOTH);
    expect(bodhi.requests).toHaveLength(1);
    expect(loader.states[1]?.problem).toMatchObject({ since: START, retry: START + 60 * MINUTE });
    expect(loader.states[1]?.problem?.message).toMatch(/: 429 Too Many Requests, to be asked again in 3600 s$/);
  });

  it('keeps older facts with their age when a service fails, and asks again by and by', async () => {
    await start();
    const loader = loaderOf();
    await loader.load(BOTH);
    now += 60 * MINUTE;
    bodhi.behave({ kind: 'status', status: 503 });
    await loader.load(BOTH);
    const failed = now;
    expect(loader.facts.bodhi?.update(IGNITION)).toMatchObject({ value: { status: 'testing' }, at: START });
    expect(loader.states[1]).toMatchObject({ answered: START, problem: { since: failed, retry: failed + MINUTE } });
    // Koji was asked anew what may change
    expect(loader.states[0]).toMatchObject({ answered: failed, problem: undefined });

    const asked = bodhi.requests.length;
    now += MINUTE - 1;
    await loader.load(BOTH);
    expect(bodhi.requests.length).toBe(asked);
    now += 3 * MINUTE;
    await loader.load(BOTH);
    // left alone as long as it has been failing
    expect(loader.states[1]?.problem).toMatchObject({ since: failed, retry: now + (now - failed) });
    bodhi.behave(undefined);
    await loader.load(BOTH, { force: true });
    expect(loader.states[1]).toMatchObject({ answered: now, problem: undefined });
    expect(loader.facts.bodhi?.update(IGNITION)?.at).toBe(now);
  });

  it('tells of new facts as they come, a slow Koji keeping no update waiting, and of newer ages not', async () => {
    await start();
    let release = (): void => undefined;
    koji.behave({
      kind: 'hold',
      until: new Promise(resolve => {
        release = resolve;
      }),
    });
    const loader = loaderOf();
    const told: string[] = [];
    const steps: FactsStep[] = [];
    let first = (): void => undefined;
    const early = new Promise<void>(resolve => {
      first = resolve;
    });
    const onFacts = (): void => {
      const build = loader.facts.koji?.rpm('podman-5.2.3-1.fc40.x86_64') ? 'build' : 'no build';
      told.push(`${loader.facts.bodhi?.update(PODMAN) ? 'update' : 'no update'}, ${build}`);
      first();
    };
    const loading = loader.load(BOTH, { onFacts, onProgress: step => steps.push(step) });
    await early;
    release();
    await loading;
    expect(told).toEqual(['update, no build', 'update, build', 'update, build']);
    expect(steps.filter(({ done }) => !done).map(stepText)).toEqual([
      'Koji: packages (10)',
      'Bodhi: updates (2)',
      'Koji: builds (2)',
      'Koji: packages of builds (2)',
      'Koji: tags (2)',
      'Koji: signatures (8)',
      'Bodhi: updates of builds (2)',
      'Bodhi: newest updates (2)',
    ]);
    expect(steps.filter(({ done }) => done)).toHaveLength(8);

    now += 60 * MINUTE;
    const before = loader.facts;
    await loader.load(BOTH, { onFacts });
    expect(told).toHaveLength(3);
    expect(loader.facts).not.toBe(before);
    expect([before, loader.facts].map(facts => facts.bodhi?.update(IGNITION)?.at)).toEqual([START, now]);
  });

  it('asks Bodhi of what is known without Koji while that hangs, and of nothing twice', async () => {
    await start();
    let release = (): void => undefined;
    koji.behave({
      kind: 'hold',
      until: new Promise(resolve => {
        release = resolve;
      }),
    });
    const loader = loaderOf();
    const entries = [
      wanted('podman', '5:5.2.3-1.fc40', { update: PODMAN, source: 'podman' }),
      wanted('ignition', '2.20.0-1.fc40'),
    ];
    let loading: Promise<void> | undefined;
    const newest = await new Promise(resolve => {
      const onFacts = (): void => {
        const known = loader.facts.bodhi?.newest('podman');
        if (known) resolve(known.value);
      };
      loading = loader.load(entries, { onFacts });
    });
    expect(newest).toMatchObject([{ alias: PODMAN }]);
    expect(loader.facts.koji?.rpm('podman-5.2.3-1.fc40.x86_64')).toBeUndefined();
    release();
    await loading;
    expect(loader.facts.bodhi?.newest('ignition')?.value).toMatchObject([{ alias: IGNITION }]);
    expect(bodhi.requests.map(({ query }) => query['updateid'] ?? query['builds'] ?? query['packages']).sort()).toEqual(
      [PODMAN, 'ignition', 'podman', 'podman-5.2.3-1.fc40,ignition-2.20.0-1.fc40'],
    );
  });

  it('keeps what it can read of a list of updates, and says which it cannot', async () => {
    const bad = 'FEDORA-2024-aaaaaaaaaa';
    const malformed = { status: 'lost', release: 'F40', builds: [{ nvr: 'podman-5.2.4-1.fc40' }] };
    await start(KOJI, { ...BODHI, [bad]: malformed });
    const loader = loaderOf();
    await loader.load([...BOTH, wanted('podman', '5:5.2.4-1.fc40', { update: bad })]);
    const { bodhi: known } = loader.facts;
    expect(known?.update(PODMAN)?.value).toMatchObject({ status: 'stable' });
    expect(known?.update(bad)).toBeUndefined();
    expect(known?.newest('podman')?.value).toMatchObject([{ alias: PODMAN }]);
    expect(known?.newest('ignition')?.value).toMatchObject([{ alias: IGNITION }]);
    const problem = loader.states[1]?.problem;
    expect(problem).toMatchObject({ partial: true });
    expect(problem && problemText('bodhi', problem)).toMatch(
      /^Bodhi answered with something else than it should: http:\S+\/updates\/: FEDORA-2024-aaaaaaaaaa: status is "lost", where /,
    );
  });

  it('ends with the signal, and reports nothing then', async () => {
    await start();
    koji.behave({ kind: 'hold', until: new Promise(() => undefined) });
    bodhi.behave({ kind: 'hold', until: new Promise(() => undefined) });
    const controller = new AbortController();
    const loader = loaderOf();
    const loading = loader.load(BOTH, { signal: controller.signal });
    await Promise.all([koji.arrived(), bodhi.arrived()]);
    controller.abort(new Error('closed'));
    await expect(loading).rejects.toThrow('closed');
    expect(loader.states.map(({ problem }) => problem)).toEqual([undefined, undefined]);
  });
});

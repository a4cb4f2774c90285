import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { updateinfoXml } from '../../../../scripts/lib/rpm-md.mjs';
import { createBodhi } from '../../../../server/bodhi/create-bodhi';
import { createHttp } from '../../../../server/http/create-http';
import { type AdvisoryInput, loadAdvisories } from '../../../../server/operations/diff/advisories';
import type { AdvisoryAnswers } from '../../../../server/operations/diff/advisory';
import type { StreamDiff } from '../../../../server/operations/diff/diff';
import type { RepositoryUpdateinfo, UpdateinfoAdvisory } from '../../../../server/rpmmd/repositories';
import { readUpdateinfo } from '../../../../server/rpmmd/updateinfo-xml';
import type { Services } from '../../../../server/services/services';
import { type BodhiData, type BodhiOptions, type JsonServer, startBodhi } from '../../../stand-ins/bodhi-server.mjs';
import { diffOf } from '../../../support/diff-of';
import { NO_STORE } from '../../../support/no-store';
import { itShared, shared } from '../../../support/shared';

const http = createHttp({ version: '1.2.3', sleep: () => Promise.resolve() });
let server: JsonServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function bodhi(data: BodhiData, options?: BodhiOptions): Promise<Services> {
  server = await startBodhi(data, undefined, options);
  const now = (): number => Date.UTC(2024, 9, 22, 12);
  const client = createBodhi({ url: server.url, fetch: http.fetch, store: NO_STORE, now });
  return { bodhi: client, koji: undefined, builds: undefined };
}

const NO_BODHI: Services = { bodhi: undefined, koji: undefined, builds: undefined };

function load(diff: StreamDiff, input: Partial<AdvisoryInput> = {}): Promise<AdvisoryAnswers> {
  return loadAdvisories({ diff, services: undefined, updateinfo: [], notAsked: ['offline'], ...input });
}

/** Ids by source package, lost ones with a minus before them. */
function ids({ bySource, lost = new Map() }: AdvisoryAnswers): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [source, advisories] of bySource) found[source] = advisories.map(({ id }) => id);
  for (const [source, advisories] of lost) {
    found[source] = [...(found[source] ?? []), ...advisories.map(({ id }: { id: string }) => `-${id}`)];
  }
  return found;
}

const updates = (
  advisories: readonly UpdateinfoAdvisory[],
  basearch = 'x86_64',
  error?: string,
): RepositoryUpdateinfo => ({ id: 'fedora-updates', basearch, advisories, error });

async function updateinfo(...advisories: Parameters<typeof updateinfoXml>[0]): Promise<UpdateinfoAdvisory[]> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(updateinfoXml(advisories));
  }
  return readUpdateinfo(chunks(), 'updateinfo.xml');
}

const advisory = (
  id: string,
  packages: readonly (readonly [name: string, evr: string, arch?: string])[],
  more: Partial<Parameters<typeof updateinfoXml>[0][number]> = {},
): Parameters<typeof updateinfoXml>[0][number] => ({
  id,
  title: packages.map(([name, evr]) => `${name}-${evr}`).join(' '),
  type: 'bugfix',
  issued: '2024-10-08 14:12:33',
  release: 'F40',
  packages: packages.map(([name, evr, arch = 'x86_64']) => {
    const [, epoch = '0', version = '', release = ''] = /^(?:(\d+):)?([^-]+)-(.+)$/.exec(evr) ?? [];
    return { name, epoch, version, release, arch };
  }),
  ...more,
});

// of Fedora 40 in October 2024
const PODMAN_524 = 'FEDORA-2024-f0fd63c638';
const KDUMP = 'FEDORA-2024-b6681fcf56';
const IGNITION = 'FEDORA-2024-35ebfcbeef';

const update = (nvr: string, date_submitted: string, more = {}) => ({
  status: 'stable',
  release: 'F40',
  builds: [{ nvr }],
  date_submitted,
  ...more,
});

const PODMANS: BodhiData = {
  'FEDORA-2024-0000000525': update('podman-5.2.5-1.fc40', '2024-10-18 10:00:00', { status: 'testing' }),
  [PODMAN_524]: update('podman-5.2.4-1.fc40', '2024-10-08 10:00:00', {
    type: 'security',
    severity: 'high',
    bugs: [{ bug_id: 2317466, title: 'CVE-2024-9675 podman: Buildah allows arbitrary directory mount' }],
  }),
  'FEDORA-2024-0000000523': update('podman-5.2.3-1.fc40', '2024-09-25 10:00:00'),
  'FEDORA-2024-0000000522': update('podman-5.2.2-1.fc40', '2024-08-22 10:00:00'),
};

const podman = (from: string, to: string): StreamDiff =>
  diffOf({ packages: { podman: from } }, { packages: { podman: to } });

describe('updateinfo', () => {
  it('above the lower version, up to the higher one', async () => {
    const known = await updateinfo(
      advisory('A-3', [['podman', '5:5.2.3-1.fc40']]),
      advisory('A-4', [['podman', '5:5.2.4-1.fc40']]),
      advisory('A-5', [['podman', '5:5.2.5-1.fc40']]),
      advisory('A-6', [['podman', '5:5.3.0-1.fc40']]),
      advisory('A-0', [['podman', '5.2.4-1.fc40']]),
    );
    const diff = podman('5:5.2.3-1.fc40', '5:5.2.5-1.fc40');
    expect(await load(diff, { updateinfo: [updates(known)] })).toMatchObject({
      asked: ['updateinfo of fedora-updates'],
      problems: ['offline'],
    });
    expect(ids(await load(diff, { updateinfo: [updates(known)] }))).toEqual({ podman: ['A-4', 'A-5'] });
  });

  it('of an addition that of the very build; of a removal none', async () => {
    const known = await updateinfo(
      advisory('A-1', [['kdump-utils', '1.0.47-1.fc40']]),
      advisory(KDUMP, [['kdump-utils', '1.0.48-1.fc40']]),
    );
    const added = diffOf({ packages: {} }, { packages: { 'kdump-utils': '1.0.48-1.fc40' } });
    expect(ids(await load(added, { updateinfo: [updates(known)] }))).toEqual({ 'kdump-utils': [KDUMP] });
    const removed = diffOf({ packages: { 'kdump-utils': '1.0.48-1.fc40' } }, { packages: {} });
    expect(ids(await load(removed, { updateinfo: [updates(known)] }))).toEqual({});
  });

  it('of a downgrade those that go away, apart from what comes', async () => {
    const known = await updateinfo(advisory(PODMAN_524, [['podman', '5:5.2.4-1.fc40']]));
    const diff = podman('5:5.2.4-1.fc40', '5:5.2.3-1.fc40');
    const answers = await load(diff, { updateinfo: [updates(known)] });
    expect(answers.bySource.size).toBe(0);
    expect(ids(answers)).toEqual({ podman: [`-${PODMAN_524}`] });
  });

  it('goes by the versions of binary packages, which may be others than the source has', async () => {
    const known = await updateinfo(
      advisory('A-1', [
        ['lvm2', '2.03.25-1.fc40', 'src'],
        ['lvm2', '2.03.25-1.fc40'],
        ['device-mapper', '1.02.199-1.fc40'],
      ]),
    );
    const sources = { 'device-mapper': 'lvm2' };
    const [from, to] = [{ 'device-mapper': '1.02.197-1.fc40' }, { 'device-mapper': '1.02.199-1.fc40' }];
    const diff = diffOf({ packages: from }, { packages: to }, { sources });
    expect(ids(await load(diff, { updateinfo: [updates(known)] }))).toEqual({ lvm2: ['A-1'] });
    const short = diffOf({ packages: from }, { packages: { 'device-mapper': '1.02.198-1.fc40' } }, { sources });
    expect(ids(await load(short, { updateinfo: [updates(known)] }))).toEqual({});
  });

  it('goes by the source package where it does not list the binary ones', async () => {
    const known = await updateinfo(advisory('A-1', [['krb5', '1.21.3-1.fc40', 'src']]));
    const sources = { 'krb5-libs': 'krb5' };
    const diff = diffOf(
      { packages: { 'krb5-libs': '1.21.2-5.fc40' } },
      { packages: { 'krb5-libs': '1.21.3-1.fc40' } },
      { sources },
    );
    expect(ids(await load(diff, { updateinfo: [updates(known)] }))).toEqual({ krb5: ['A-1'] });
  });

  it('tells each once, whatever basearches and repositories have it', async () => {
    const known = await updateinfo(advisory(KDUMP, [['kdump-utils', '1.0.48-1.fc40']]));
    const again = await updateinfo(advisory(KDUMP, [['kdump-utils', '1.0.48-1.fc40']]));
    const diff = diffOf(
      { packages: { 'kdump-utils': '1.0.43-2.fc40' } },
      { packages: { 'kdump-utils': '1.0.48-1.fc40' } },
    );
    const answers = await load(diff, {
      updateinfo: [updates(known), updates(known, 'aarch64'), { ...updates(again), id: 'copy' }],
    });
    expect(answers.asked).toEqual(['updateinfo of fedora-updates', 'updateinfo of copy']);
    expect(answers.bySource.get('kdump-utils')).toEqual([
      {
        id: KDUMP,
        title: 'kdump-utils-1.0.48-1.fc40',
        type: 'bugfix',
        severity: 'none',
        cves: [],
        issued: Date.UTC(2024, 9, 8, 14, 12, 33),
        url: `https://bodhi.fedoraproject.org/updates/${KDUMP}`,
        status: undefined,
      },
    ]);
  });

  it('security first, newest first', async () => {
    const dated = (id: string, day: string, more = {}) =>
      advisory(id, [['podman', '5:5.2.4-1.fc40']], { issued: `2024-10-${day} 10:00:00`, ...more });
    const known = await updateinfo(
      dated('A-1', '01'),
      dated('A-2', '02'),
      dated('A-3', '01', { type: 'security', severity: 'Low' }),
      dated('A-4', '02', { type: 'security', severity: 'Low' }),
      dated('A-5', '02', { type: 'security', severity: 'Critical' }),
    );
    const diff = podman('5:5.2.3-1.fc40', '5:5.2.5-1.fc40');
    expect(ids(await load(diff, { updateinfo: [updates(known)] }))).toEqual({
      podman: ['A-5', 'A-4', 'A-3', 'A-2', 'A-1'],
    });
  });

  it('that could not be had: a line, and one for basearches that failed alike', async () => {
    const diff = podman('5:5.2.3-1.fc40', '5:5.2.5-1.fc40');
    const failed = (basearch: string) =>
      updates([], basearch, `fedora-updates ${basearch}: http://h/${basearch}/: 404 Not Found`);
    const answers = await load(diff, { updateinfo: ['x86_64', 'aarch64', 's390x'].map(failed), notAsked: [] });
    expect(answers).toMatchObject({
      asked: [],
      problems: [
        'Bodhi is not asked: it is off.',
        'fedora-updates x86_64: http://h/x86_64/: 404 Not Found; likewise aarch64 and s390x',
      ],
    });
  });
});

describe('Bodhi', () => {
  it('are told though one of them cannot be read, which is said', async () => {
    const services = await bodhi({
      ...PODMANS,
      [KDUMP]: update('podman-5.2.4-2.fc40', '2024-10-09 10:00:00', { karma: null }),
    });
    const answers = await load(podman('5:5.2.3-1.fc40', '5:5.2.4-2.fc40'), { services, notAsked: [] });
    expect([ids(answers), answers.asked]).toEqual([{ podman: [PODMAN_524] }, ['Bodhi']]);
    expect(answers.problems).toEqual([
      `Bodhi answered with something else than it should: ${server?.url}/updates/: ${KDUMP}: karma is null, where number was expected`,
    ]);
  });

  it('what was not taken back, above the lower version up to the higher one, whatever it is on', async () => {
    const services = await bodhi(PODMANS);
    const answers = await load(podman('5:5.2.3-1.fc40', '5:5.2.5-1.fc40'), { services, notAsked: [] });
    expect(answers).toMatchObject({ asked: ['Bodhi'], problems: [] });
    expect(answers.bySource.get('podman')).toEqual([
      {
        id: PODMAN_524,
        title: 'podman-5.2.4-1.fc40',
        type: 'security',
        severity: 'important',
        cves: ['CVE-2024-9675'],
        issued: Date.UTC(2024, 9, 8, 10),
        url: `https://bodhi.fedoraproject.org/updates/${PODMAN_524}`,
        status: 'stable',
      },
      expect.objectContaining({ id: 'FEDORA-2024-0000000525', status: 'testing', severity: 'none' }),
    ]);
    expect(server?.requests.map(({ query }) => query)).toEqual([
      { packages: 'podman', releases: 'F40', rows_per_page: '20', page: '1' },
    ]);
  });

  it.each(['obsolete', 'unpushed'])('%s does not count, though updateinfo has it still', async status => {
    const nvr = 'podman-5.2.4-1.fc40';
    const services = await bodhi({ [PODMAN_524]: update(nvr, '2024-10-08 10:00:00', { status }) });
    const known = await updateinfo(advisory(PODMAN_524, [['podman', '5:5.2.4-1.fc40']]));
    const diff = podman('5:5.2.3-1.fc40', '5:5.2.4-1.fc40');
    expect(ids(await load(diff, { services, updateinfo: [updates(known)] }))).toEqual({});
  });

  it('knows status and severity better than updateinfo, which may know more CVEs', async () => {
    const services = await bodhi(PODMANS);
    const known = await updateinfo(
      advisory(PODMAN_524, [['podman', '5:5.2.4-1.fc40']], { description: 'CVE-2024-9341', severity: 'Low' }),
    );
    const diff = podman('5:5.2.3-1.fc40', '5:5.2.4-1.fc40');
    const answers = await load(diff, { services, updateinfo: [updates(known)], notAsked: [] });
    expect(answers.asked).toEqual(['Bodhi', 'updateinfo of fedora-updates']);
    expect(answers.bySource.get('podman')).toEqual([
      expect.objectContaining({
        id: PODMAN_524,
        type: 'security',
        severity: 'important',
        status: 'stable',
        cves: ['CVE-2024-9341', 'CVE-2024-9675'],
      }),
    ]);
  });

  it('a downgrade tells what it loses', async () => {
    const services = await bodhi(PODMANS);
    const answers = await load(podman('5:5.2.5-1.fc40', '5:5.2.3-1.fc40'), { services });
    expect(ids(answers)).toEqual({ podman: [`-${PODMAN_524}`, '-FEDORA-2024-0000000525'] });
  });

  it('goes back as far as the lower version, however many updates there are', async () => {
    const kernels = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [
        `FEDORA-2024-${String(i).padStart(10, '0')}`,
        update(
          `kernel-6.8.${60 - i}-300.fc40`,
          new Date(Date.UTC(2024, 9, 20) - i * 86_400_000).toISOString().slice(0, 19).replace('T', ' '),
        ),
      ]),
    );
    const services = await bodhi(kernels);
    const diff = diffOf({ packages: { kernel: '6.8.5-300.fc40' } }, { packages: { kernel: '6.8.60-300.fc40' } });
    const answers = await load(diff, { services });
    expect(answers.bySource.get('kernel')).toHaveLength(55);
    expect(server?.requests).toHaveLength(3);
  });

  it('300 source packages in a handful of requests', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `library-${i}`);
    const data: Record<string, ReturnType<typeof update>> = {};
    names.forEach((name, i) => {
      for (let version = 1; version <= 4; version++) {
        const at = new Date(Date.UTC(2024, 5 + version, 1 + (i % 28))).toISOString().slice(0, 19).replace('T', ' ');
        data[`FEDORA-2024-${String(i * 10 + version).padStart(10, '0')}`] = update(`${name}-1.${version}-1.fc40`, at);
      }
    });
    const services = await bodhi(data);
    const side = (version: number) => ({
      packages: Object.fromEntries(names.map(name => [name, `1.${version}-1.fc40`])),
    });
    const answers = await load(diffOf(side(3), side(4)), { services });
    expect(answers.bySource.size).toBe(300);
    expect([...answers.bySource.values()].every(found => found.length === 1)).toBe(true);
    expect(server?.requests.length).toBeLessThanOrEqual(12);
  });

  it('is asked about the release of the side it leads to', async () => {
    const data: BodhiData = {
      'FEDORA-2024-0000000040': update('ignition-2.20.0-1.fc40', '2024-10-22 10:00:00'),
      [IGNITION]: update('ignition-2.20.0-1.fc41', '2024-10-22 10:00:00', { release: 'F41' }),
    };
    const services = await bodhi(data);
    const diff = diffOf(
      { packages: { ignition: '2.19.0-4.fc40' } },
      { packages: { ignition: '2.20.0-1.fc41' }, releasever: '41' },
    );
    expect(ids(await load(diff, { services }))).toEqual({ ignition: [IGNITION] });
    const rebuilt = diffOf(
      { packages: { ignition: '2.20.0-1.fc40' } },
      { packages: { ignition: '2.20.0-1.fc41' }, releasever: '41' },
    );
    expect(ids(await load(rebuilt, { services }))).toEqual({});
  });

  it.each([
    [undefined, 'Bodhi is not asked: it has updates for releases of Fedora, and nothing says which one testing is of.'],
    ['9.8', 'Bodhi is not asked: it has updates for releases of Fedora, and testing is of 9.8.'],
  ])('is not asked about release %s', async (releasever, problem) => {
    const services = await bodhi({});
    const diff = diffOf(
      { packages: { podman: '5:5.2.3-1.fc40' } },
      { packages: { podman: '5:5.2.4-1.fc40' }, releasever },
    );
    expect((await load(diff, { services, notAsked: [] })).problems).toEqual([problem]);
    expect(server?.requests).toEqual([]);
  });

  it('that fails leaves what updateinfo has, and says why', async () => {
    server = await startBodhi({}, { kind: 'status', status: 500 });
    const client = createBodhi({ url: server.url, fetch: http.fetch, store: NO_STORE, now: () => 0 });
    const known = await updateinfo(advisory(PODMAN_524, [['podman', '5:5.2.4-1.fc40']]));
    const answers = await load(podman('5:5.2.3-1.fc40', '5:5.2.4-1.fc40'), {
      services: { ...NO_BODHI, bodhi: client },
      updateinfo: [updates(known)],
      notAsked: [],
    });
    expect(ids(answers)).toEqual({ podman: [PODMAN_524] });
    expect(answers.asked).toEqual(['updateinfo of fedora-updates']);
    expect(answers.problems).toEqual([expect.stringMatching(/^Bodhi .*500/)]);
  });

  it('is left alone where nothing changes', async () => {
    const services = await bodhi(PODMANS);
    const answers = await load(podman('5:5.2.3-1.fc40', '5:5.2.3-1.fc40'), { services, notAsked: [] });
    expect(ids(answers)).toEqual({});
    expect(server?.requests).toEqual([]);
  });

  it('an abort ends it', async () => {
    const services = await bodhi(PODMANS);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(load(podman('5:5.2.3-1.fc40', '5:5.2.4-1.fc40'), { services, signal })).rejects.toThrow('enough');
  });

  itShared('recorded: python-ogr of Fedora 31', async () => {
    const recorded = [JSON.parse(readFileSync(shared('data/api/bodhi/updates_packages_python-ogr_20.json'), 'utf8'))];
    const services = await bodhi({}, { recorded });
    const diff = diffOf(
      { packages: { 'python3-ogr': '0.6.0-1.fc31' }, releasever: '31' },
      { packages: { 'python3-ogr': '0.8.0-1.fc31' }, releasever: '31' },
      { sources: { 'python3-ogr': 'python-ogr' } },
    );
    expect(ids(await load(diff, { services }))).toEqual({
      'python-ogr': ['FEDORA-2019-23efc759eb', 'FEDORA-2019-7a25ffa99c'],
    });
  });
});

it('says that nothing could be asked', async () => {
  const diff = podman('5:5.2.3-1.fc40', '5:5.2.4-1.fc40');
  const notAsked = ['Bodhi is not asked: network access is off (--offline).'];
  expect(await load(diff, { notAsked })).toMatchObject({ asked: [], problems: notAsked });
  expect(await load(diff, { notAsked: [], services: NO_BODHI })).toMatchObject({
    asked: [],
    problems: ['Bodhi is not asked: it is off.'],
  });
});

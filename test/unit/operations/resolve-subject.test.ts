import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalBuild } from '../../../server/operations/local-build';
import { type ResolveScope, resolveSubjects } from '../../../server/operations/resolve-subject';
import type { KojiData } from '../../stand-ins/koji-hub.mjs';
import { rowsOf, type StandIns, startServices } from '../../support/services';

const ARCHES = ['x86_64', 'aarch64'];
const KERNEL = 'kernel-6.11.4-201.fc40';
const LVM = 'lvm2-2.03.23-1.fc40';

const KOJI: KojiData = {
  [KERNEL]: { id: 2570001, rows: rowsOf(KERNEL, { kernel: ARCHES, 'kernel-core': ARCHES }) },
  'kernel-6.11.3-200.fc40': { id: 2570002, rows: rowsOf('kernel-6.11.3-200.fc40', { kernel: ARCHES }) },
  // device-mapper has a version of its own
  [LVM]: {
    id: 2570003,
    rows: [
      ...rowsOf(LVM, { lvm2: ARCHES }, 0),
      { name: 'device-mapper', epoch: 0, version: '1.02.197', release: '1.fc40', arch: 'x86_64' },
    ],
  },
  'podman-5.2.5-1.fc40': rowsOf('podman-5.2.5-1.fc40', { podman: ARCHES }, 5),
  'podman-5.2.4-1.fc40': { rows: rowsOf('podman-5.2.4-1.fc40', { podman: ARCHES }, 5), state: 'deleted' },
  'podman-5.2.6-1.fc40': { state: 'building' },
  'podman-5.2.7-1.fc40': { state: 'failed' },
  'podman-5.2.8-1.fc40': { state: 'canceled' },
  'toolbox-image-40-1.fc40': { rows: [] },
};

const UPDATES = {
  'FEDORA-2024-f0fd63c638': { status: 'testing', release: 'F40', builds: [{ nvr: 'podman-5.2.5-1.fc40' }] },
  'FEDORA-2024-aaaaaaaaaa': { status: 'obsolete', release: 'F40', builds: [{ nvr: KERNEL }] },
  'FEDORA-2024-bbbbbbbbbb': { status: 'testing', release: 'F40', builds: [{ nvr: KERNEL }, { nvr: LVM }] },
  'FEDORA-2024-cccccccccc': { status: 'pending', release: 'F40', builds: [] },
  'FEDORA-2024-dddddddddd': { status: 'pending', release: 'F40', builds: [{ nvr: 'nosuch-1-1.fc40' }] },
};

let standIns: StandIns;
beforeEach(async () => {
  standIns = await startServices({ koji: KOJI, bodhi: UPDATES });
});
afterEach(() => standIns.close());

const LOCAL: LocalBuild = { nvr: 'hello-1-1.fc40', name: 'hello', rpms: [], local: ['/a.rpm'] };
const OTHER: LocalBuild = { nvr: 'other-1-1.fc40', name: 'other', rpms: [], local: ['/repo'] };

const scope = (more: Partial<ResolveScope> = {}): ResolveScope => ({
  services: standIns.services,
  basearches: ARCHES,
  readLocal: paths =>
    paths.includes('/gone.rpm') ? Promise.reject(new Error('/gone.rpm is not there')) : Promise.resolve([LOCAL, OTHER]),
  findUpdates: false,
  ...more,
});

/** NVRs by subject, each with the alias of its update; and notes. */
async function resolved(texts: readonly string[], more: Partial<ResolveScope> = {}) {
  const found = await resolveSubjects(texts, scope(more));
  if (found.kind !== 'resolved') throw new Error(`${found.kind}: ${found.message}`);
  const subjects = found.subjects.map(one => {
    if (one.kind === 'package') return [one.subject, `package ${one.name}`];
    return [
      one.subject,
      ...one.builds.map(({ build, update }) => [build.nvr, update?.alias].filter(Boolean).join(' ')),
    ];
  });
  return { subjects, notes: found.notes };
}

describe('resolveSubjects', () => {
  it('does not say that there is no update of a build where one cannot be read', async () => {
    const change = (body: unknown) => JSON.parse(JSON.stringify(body).replaceAll('"karma":0', '"karma":null'));
    standIns.bodhi.behave({ kind: 'changed', change });
    const { subjects, notes } = await resolved(['podman-5.2.5-1.fc40'], { findUpdates: true });
    expect(subjects).toEqual([['podman-5.2.5-1.fc40', 'podman-5.2.5-1.fc40']]);
    expect(notes).toEqual([
      `Bodhi answered with something else than it should: ${standIns.bodhi.url}/updates/: FEDORA-2024-f0fd63c638: karma is null, where number was expected`,
      'The update of podman-5.2.5-1.fc40 is not written down.',
    ]);
  });

  it('finds builds by NVR, number and page, in the order they are named', async () => {
    const page = 'https://koji.fedoraproject.org/koji/buildinfo?buildID=2570002';
    const { subjects, notes } = await resolved(['podman-5.2.5-1.fc40', page, '2570001', 'ignition']);
    expect(subjects).toEqual([
      ['podman-5.2.5-1.fc40', 'podman-5.2.5-1.fc40'],
      [page, 'kernel-6.11.3-200.fc40'],
      ['2570001', KERNEL],
      ['ignition', 'package ignition'],
    ]);
    expect(notes).toEqual([]);
  });

  it('hands on what the hub lists, in its order, epochs as they are', async () => {
    const found = await resolveSubjects(['podman-5.2.5-1.fc40'], scope());
    const builds = found.kind === 'resolved' && found.subjects[0]?.kind === 'builds' ? found.subjects[0].builds : [];
    expect(builds[0]?.build).toMatchObject({
      name: 'podman',
      rpms: [
        { name: 'podman', epoch: 5, version: '5.2.5', release: '1.fc40', arch: 'src' },
        { name: 'podman', arch: 'x86_64' },
        { name: 'podman', arch: 'aarch64' },
      ],
    });
  });

  it('takes the whole build where a binary package is named', async () => {
    const { subjects, notes } = await resolved([
      'device-mapper-1.02.197-1.fc40',
      'kernel-core-6.11.4-201.fc40.aarch64',
    ]);
    expect(subjects.map(([, nvr]) => nvr)).toEqual([LVM, KERNEL]);
    expect(notes).toEqual([
      `device-mapper-1.02.197-1.fc40 is a package of ${LVM}, which is taken as a whole.`,
      `kernel-core-6.11.4-201.fc40.aarch64 is a package of ${KERNEL}, which is taken as a whole.`,
    ]);
  });

  it('takes all builds of an update, and keeps the update with them', async () => {
    const { subjects } = await resolved(['FEDORA-2024-bbbbbbbbbb']);
    expect(subjects).toEqual([
      ['FEDORA-2024-bbbbbbbbbb', `${KERNEL} FEDORA-2024-bbbbbbbbbb`, `${LVM} FEDORA-2024-bbbbbbbbbb`],
    ]);
  });

  it('finds the update of a build for a fast-track, rather one that was not given up', async () => {
    const { subjects, notes } = await resolved([KERNEL, 'kernel-6.11.3-200.fc40'], { findUpdates: true });
    expect(subjects).toEqual([
      [KERNEL, `${KERNEL} FEDORA-2024-bbbbbbbbbb`],
      ['kernel-6.11.3-200.fc40', 'kernel-6.11.3-200.fc40'],
    ]);
    expect(notes).toEqual(['No Bodhi update has kernel-6.11.3-200.fc40.']);
  });

  it.each([
    ['nosuch-1-1.fc40', 'Koji has no build nosuch-1-1.fc40, nor any other of a package nosuch.'],
    ['kernel-6.11.5-1.fc40', `Koji has no build kernel-6.11.5-1.fc40. The newest of kernel are `],
    ['999', 'Koji has no build 999.'],
    ['kernel-1-1.fc40.x86_64', 'Koji has no RPM kernel-1-1.fc40.x86_64.'],
    ['podman-5.2.4-1.fc40', 'podman-5.2.4-1.fc40 was deleted from Koji: its RPMs are gone.'],
    ['podman-5.2.6-1.fc40', 'podman-5.2.6-1.fc40 is still being built in Koji.'],
    ['podman-5.2.7-1.fc40', 'podman-5.2.7-1.fc40 failed to build in Koji.'],
    ['podman-5.2.8-1.fc40', 'podman-5.2.8-1.fc40 was canceled in Koji: it was never built.'],
    ['toolbox-image-40-1.fc40', 'toolbox-image-40-1.fc40 has no RPMs in Koji.'],
    ['FEDORA-2024-0000000000', 'Bodhi has no update FEDORA-2024-0000000000.'],
    ['FEDORA-2024-cccccccccc', 'FEDORA-2024-cccccccccc has no builds.'],
    ['FEDORA-2024-dddddddddd', 'FEDORA-2024-dddddddddd: Koji has no build nosuch-1-1.fc40, nor any'],
    ['/gone.rpm', '/gone.rpm is not there'],
    ['file:///repo#nosuch-1-1.fc40', '/repo has no build nosuch-1-1.fc40, but hello-1-1.fc40, other-1-1.fc40.'],
    ['two words', '"two words" is neither an NVR'],
  ])('refuses %s', async (text, message) => {
    expect(await resolveSubjects(['podman-5.2.5-1.fc40', text], scope())).toEqual({
      kind: 'refused',
      message: expect.stringContaining(message),
    });
  });

  it('names the newest builds of the package first', async () => {
    const found = await resolveSubjects(['kernel-6.11.5-1.fc40'], scope());
    expect(found.kind === 'refused' && found.message.match(/kernel-6\.11\.[34]\S*fc40/g)?.sort()).toEqual([
      'kernel-6.11.3-200.fc40',
      KERNEL,
    ]);
  });

  it('reads this machine without asking anybody', async () => {
    const services = { koji: undefined, bodhi: undefined, builds: undefined };
    const { subjects, notes } = await resolved(['/a.rpm', 'ignition', './b.rpm'], { services });
    expect(subjects).toEqual([
      ['/a.rpm', 'hello-1-1.fc40', 'other-1-1.fc40'],
      ['ignition', 'package ignition'],
    ]);
    expect(notes).toEqual([
      'hello-1-1.fc40 was read from /a.rpm: a build in neither Koji nor Bodhi needs manual tagging into the pool.',
      'other-1-1.fc40 was read from /repo: a build in neither Koji nor Bodhi needs manual tagging into the pool.',
    ]);
    expect((await resolved(['file:///repo#other-1-1.fc40'], { services })).subjects).toEqual([
      ['file:///repo#other-1-1.fc40', 'other-1-1.fc40'],
    ]);
    expect(standIns.koji.requests).toEqual([]);
  });

  it('tells a service that is not asked from one that does not know', async () => {
    const services = { koji: undefined, bodhi: undefined, builds: undefined };
    expect(await resolveSubjects([KERNEL, 'ignition'], scope({ services }))).toEqual({
      kind: 'unasked',
      message: `Koji is not asked, and only it knows ${KERNEL}.`,
    });
    expect(await resolveSubjects(['FEDORA-2024-bbbbbbbbbb'], scope({ services }))).toEqual({
      kind: 'unasked',
      message: 'Bodhi is not asked, and only it knows FEDORA-2024-bbbbbbbbbb.',
    });
    const withoutBodhi = { ...standIns.services, bodhi: undefined };
    const { notes } = await resolved([KERNEL], { services: withoutBodhi, findUpdates: true });
    expect(notes).toEqual([`Bodhi is not asked: the update of ${KERNEL} is not written down.`]);
  });

  it('asks for many builds in a handful of requests', async () => {
    await resolved([KERNEL, 'kernel-6.11.3-200.fc40', LVM, 'podman-5.2.5-1.fc40', 'FEDORA-2024-bbbbbbbbbb'], {
      findUpdates: true,
    });
    expect(standIns.koji.requests.length).toBe(2);
    expect(standIns.bodhi.requests.length).toBe(2);
  });

  it.each(['html', 'reset', 'wrong-types'] as const)('lets Koji say what is wrong: %s', async kind => {
    standIns.koji.behave({ kind });
    await expect(resolveSubjects([KERNEL], scope())).rejects.toThrow(standIns.koji.url);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  buildCandidates,
  type CandidateScope,
  type CandidateStream,
} from '../../../server/operations/build-candidates';
import type { OverrideTarget } from '../../../server/operations/override-request';
import type { KojiData } from '../../stand-ins/koji-hub.mjs';
import { availability, repository } from '../../support/availability';
import { layerFiles } from '../../support/branches';
import { rowsOf, type StandIns, startServices } from '../../support/services';

const ARCHES = ['x86_64', 's390x'];
const [OLD, NOW, NEW, F41] = [
  'podman-5.2.3-1.fc40',
  'podman-5.2.4-1.fc40',
  'podman-5.2.5-1.fc40',
  'podman-5.2.5-1.fc41',
] as const;

const KOJI: KojiData = {
  [OLD]: { rows: rowsOf(OLD, { podman: ARCHES }, 5), completion: '2024-10-01T12:00:00Z', owner: 'dwalsh' },
  [NOW]: { rows: rowsOf(NOW, { podman: ARCHES }, 5), completion: '2024-10-10T12:00:00Z' },
  [NEW]: { rows: rowsOf(NEW, { podman: ARCHES }, 5), completion: '2024-10-18T12:00:00Z' },
  [F41]: { rows: rowsOf(F41, { podman: ARCHES }, 5), completion: '2024-10-18T13:00:00Z' },
  'podman-5.2.6-1.fc40': { state: 'failed' },
  'ignition-2.20.0-1.fc40': rowsOf('ignition-2.20.0-1.fc40', { ignition: ARCHES }),
};

const BODHI = {
  'FEDORA-2024-f0fd63c638': {
    status: 'testing',
    release: 'F40',
    builds: [{ nvr: NEW, signed: false }, { nvr: 'ignition-2.20.0-1.fc40' }],
  },
};

const lock = (arch: string): string => JSON.stringify({ packages: { podman: { evra: `5:5.2.4-1.fc40.${arch}` } } });
const target: OverrideTarget = {
  stream: 'testing-devel',
  releasever: '40',
  basearches: ARCHES,
  files: layerFiles(Object.fromEntries(ARCHES.map(arch => [`manifest-lock.${arch}.json`, lock(arch)]))),
  locked: new Map(ARCHES.map(arch => [arch, new Map([['podman', '5:5.2.4-1.fc40']])])),
};

const STABLE: CandidateStream = {
  label: 'origin/stable',
  releasever: '40',
  evr: name => (name === 'podman' ? '5:5.2.3-1.fc40' : undefined),
};

const UPDATES = repository({ id: 'fedora-updates' }, [
  ['podman', '5:5.2.4-1.fc40', 'x86_64'],
  ['podman-docker', '5:5.2.4-1.fc40', 'noarch', 'podman-5.2.4-1.fc40.src.rpm'],
]);

let standIns: StandIns;
beforeEach(async () => {
  standIns = await startServices({ koji: KOJI, bodhi: BODHI });
});
afterEach(() => standIns.close());

const scope = (more: Partial<CandidateScope> = {}): CandidateScope => ({
  services: standIns.services,
  target,
  availability: basearch => (basearch === 'x86_64' ? availability(basearch, [UPDATES]) : undefined),
  streams: [STABLE],
  readLocal: () =>
    Promise.resolve(
      ['a-1-1.fc40', 'b-1-1.fc40'].map(nvr => ({ nvr, name: nvr.slice(0, 1), rpms: [], local: ['/repo'] })),
    ),
  ...more,
});

describe('buildCandidates', () => {
  it('merges what Koji, Bodhi, the repositories and the other streams have of a package, the newest first', async () => {
    const { candidates, notes } = await buildCandidates('podman', scope());
    expect(candidates).toEqual([
      {
        subject: NEW,
        nvr: NEW,
        from: ['Koji', 'FEDORA-2024-f0fd63c638 (testing)'],
        detail: '2024-10-18, by kojibuilder, unsigned',
        bodhi: 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638',
        ahead: true,
        selfReleased: false,
      },
      {
        subject: NOW,
        nvr: NOW,
        from: ['Koji', 'fedora-updates'],
        detail: '2024-10-10, by kojibuilder',
        selfReleased: false,
      },
      { subject: OLD, nvr: OLD, from: ['Koji', 'origin/stable'], detail: '2024-10-01, by dwalsh', selfReleased: false },
      {
        subject: F41,
        nvr: F41,
        from: ['Koji'],
        detail: '2024-10-18, by kojibuilder',
        selfReleased: false,
        refused: 'built for fc41, not for release 40',
      },
    ]);
    expect(notes).toEqual([]);
  });

  it('offers builds for other streams, after those for the stream itself', async () => {
    const next = { label: 'origin/next', releasever: '41', evr: () => undefined };
    const { candidates } = await buildCandidates('podman', scope({ streams: [STABLE, next] }));
    expect(candidates.map(({ nvr }) => nvr)).toEqual([NEW, NOW, OLD, F41]);
    const [last] = candidates.slice(-1);
    expect(last).toMatchObject({ detail: 'built for fc41: origin/next, 2024-10-18, by kojibuilder' });
    expect(last).not.toHaveProperty('refused');
    const forNext = await buildCandidates(
      'podman',
      scope({ streams: [STABLE, next], target: { ...target, releasever: '41' } }),
    );
    expect(forNext.candidates.map(({ nvr }) => nvr)).toEqual([F41, NEW, NOW, OLD]);
    expect(forNext.candidates.map(({ detail }) => detail)[1]).toMatch(/^built for fc40: origin\/stable, /);
  });

  it('finds the source package of a binary one', async () => {
    const { candidates } = await buildCandidates('podman-docker', scope());
    expect(candidates.map(({ nvr }) => nvr)).toEqual([NEW, NOW, OLD, F41]);
  });

  it('offers an update as a whole, and each of its builds', async () => {
    const { candidates } = await buildCandidates('FEDORA-2024-f0fd63c638', scope());
    expect(candidates.map(({ subject, nvr, detail }) => [subject, nvr, detail])).toEqual([
      ['FEDORA-2024-f0fd63c638', expect.stringContaining(NEW), 'all 2 builds'],
      [NEW, NEW, '2024-10-18, by kojibuilder, unsigned'],
      ['ignition-2.20.0-1.fc40', 'ignition-2.20.0-1.fc40', '2024-10-21, by kojibuilder'],
    ]);
    expect(candidates.map(({ selfReleased }) => selfReleased)).toEqual([false, false, true]);
  });

  it('knows a build by its NVR, with its update', async () => {
    const { candidates } = await buildCandidates(NEW, scope());
    expect(candidates).toMatchObject([{ subject: NEW, from: ['Koji', 'FEDORA-2024-f0fd63c638 (testing)'] }]);
  });

  it('names each build of a repository of this machine', async () => {
    const { candidates, notes } = await buildCandidates('/my repo', scope());
    expect(candidates.map(({ subject, from }) => [subject, from])).toEqual([
      ['file:///my%20repo#a-1-1.fc40', ['local file']],
      ['file:///my%20repo#b-1-1.fc40', ['local file']],
    ]);
    expect(notes[0]).toContain('needs manual tagging');
  });

  it.each([
    ['podman-5.2.6-1.fc40', 'podman-5.2.6-1.fc40 failed to build in Koji.'],
    ['nosuch', 'No build of a package nosuch is known.'],
    ['two words', '"two words" is neither an NVR'],
  ])('says why there is nothing of %s', async (text, note) => {
    expect(await buildCandidates(text, scope())).toEqual({ candidates: [], notes: [expect.stringContaining(note)] });
  });

  it('gives what is known where services fail or are not asked, and says so', async () => {
    standIns.koji.behave({ kind: 'html' });
    standIns.bodhi.behave({ kind: 'status', status: 404 });
    const failed = await buildCandidates('podman', scope());
    expect(failed.candidates.map(({ nvr }) => nvr)).toEqual([NOW, OLD]);
    expect(failed.notes).toEqual([
      expect.stringContaining(standIns.koji.url),
      expect.stringContaining(standIns.bodhi.url),
    ]);
    const off = await buildCandidates(
      'podman',
      scope({ services: { koji: undefined, bodhi: undefined, builds: undefined } }),
    );
    expect(off.candidates.map(({ nvr }) => nvr)).toEqual([NOW, OLD]);
    expect(off.notes).toEqual([
      'Koji is not asked: its builds are missing here.',
      'Bodhi is not asked: its updates are missing here.',
    ]);
  });
});

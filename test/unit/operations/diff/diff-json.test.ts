import { expect, it } from 'vitest';
import { diffJson } from '../../../../server/operations/diff/diff-json';
import { ADVISORIES, comparison, STORIES } from '../../../support/comparison';

/** As a reader of the file has it. */
function read(options?: Parameters<typeof diffJson>[1]) {
  return JSON.parse(JSON.stringify(diffJson(comparison(), options)));
}

it('says what both sides are', () => {
  const { from, to, basearches, summary, notes, advisories } = read();
  expect(from).toEqual({
    ref: 'stable',
    commit: '0369f5a6cb0369f5a6cb0369f5a6cb0369f5a6cb',
    stream: 'stable',
    label: 'stable',
    kind: 'ref',
    date: '2024-10-21T00:00:00.000Z',
    releasever: '40',
    packages: { x86_64: 10, aarch64: 10 },
    missing: {},
    partial: false,
    notes: [],
  });
  expect([to.ref, to.commit.slice(0, 8), basearches, notes, advisories]).toEqual([
    'testing',
    '275e0907',
    ['x86_64', 'aarch64'],
    [],
    null,
  ]);
  expect(summary).toEqual({
    packages: { upgraded: 6, downgraded: 2, added: 2, removed: 1 },
    sources: { upgraded: 4, downgraded: 2, added: 1, removed: 1 },
    rebuilds: 2,
    unchanged: 2,
    overridesLost: 4,
    overridesGained: 2,
    overridesChanged: 0,
  });
});

it('has a change a package, with versions, kinds and provenance by basearch', () => {
  const { changes } = read({ advisories: ADVISORIES });
  const change = (name: string) => changes.find((found: { name: string }) => found.name === name);
  expect(changes).toHaveLength(11);
  expect(change('podman')).toMatchObject({
    name: 'podman',
    source: 'podman',
    kind: 'downgraded',
    nature: 'version',
    diverges: true,
    arches: {
      x86_64: { from: '5:5.2.3-1.fc40', to: '5:5.2.4-1.fc40', kind: 'upgraded', nature: 'version' },
      aarch64: {
        from: '5:5.2.3-1.fc40',
        to: '5:5.2.2-1.fc40',
        kind: 'downgraded',
        nature: 'version',
        provenance: { to: { file: 'manifest-lock.aarch64.json' } },
      },
    },
    provenance: {
      from: { kind: 'base', file: 'manifest-lock.x86_64.json' },
      to: { kind: 'base', file: 'manifest-lock.x86_64.json' },
    },
    advisories: [
      {
        id: 'FEDORA-2024-a26a2d5ea2',
        severity: 'important',
        type: 'security',
        cves: ['CVE-2024-9341', 'CVE-2024-9407'],
        issued: '2024-10-15T13:46:40.000Z',
      },
    ],
    advisoriesLost: [],
  });
  expect(change('fuse')).toMatchObject({
    kind: 'removed',
    nature: null,
    diverges: false,
    arches: { x86_64: { from: '2.9.9-21.fc40', to: null, kind: 'removed', nature: null } },
    provenance: { to: null },
  });
  const bodhi = 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638';
  const reason = 'https://github.com/coreos/fedora-coreos-tracker/issues/728';
  expect(change('sudo').provenance.from).toEqual({
    kind: 'override',
    file: 'manifest-lock.overrides.yaml',
    type: 'fast-track',
    reason,
    bodhi,
  });
  expect(change('sudo').advisoriesLost.map(({ id }: { id: string }) => id)).toEqual(['FEDORA-2024-f0fd63c638']);
  // one file is for all of them
  expect(change('kernel').arches.aarch64).toEqual({
    from: '6.8.11-300.fc40',
    to: '6.11.3-200.fc40',
    kind: 'upgraded',
    nature: 'version',
    provenance: { from: change('kernel').provenance.from, to: { kind: 'base', file: 'manifest-lock.aarch64.json' } },
  });
});

it('has source packages, their changelogs, overrides, and what was asked', () => {
  const { sources, overrides, advisories } = read({ advisories: ADVISORIES, stories: STORIES });
  expect(sources.find(({ source }: { source: string }) => source === 'podman')).toEqual({
    source: 'podman',
    kind: 'downgraded',
    nature: 'version',
    diverges: true,
    packages: ['podman'],
    pages: { from: null, to: 'https://koji.fedoraproject.org/koji/buildinfo?buildID=2561111' },
    changelog: [
      {
        date: '2024-10-15T13:46:40.000Z',
        author: 'Packit <hello@packit.dev> - 5:5.2.4-1',
        text: '- Update to 5.2.4\n  upstream release\n- closes ``#1``',
      },
    ],
  });
  expect(sources.find(({ source }: { source: string }) => source === 'fuse').changelog).toBeNull();
  expect(overrides.map(({ name, kind, effect }: Record<string, string>) => `${name} ${kind} ${effect}`)).toEqual([
    'kdump-utils gained added',
    'kernel lost upgraded',
    'kernel-core lost upgraded',
    'libuv lost same',
    'sudo lost downgraded',
    'zlib gained same',
  ]);
  expect(overrides[0]).toMatchObject({
    arches: ['x86_64', 'aarch64'],
    from: null,
    to: { evr: '1.0.48-1.fc40', provenance: { kind: 'override' } },
  });
  expect(advisories).toEqual({ asked: ['Bodhi'], problems: ['updateinfo of fedora-updates: there is none.'] });
});

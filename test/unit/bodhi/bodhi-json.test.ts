import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ReleaseJson, ReleasesPage, UpdateJson, UpdatesPage } from '../../../server/bodhi/bodhi-json';
import { toRelease, toUpdate } from '../../../server/bodhi/convert';
import { toUpdateBody } from '../../stand-ins/bodhi-server.mjs';
import { describeShared, shared } from '../../support/shared';

const recorded = (name: string): unknown => JSON.parse(readFileSync(shared(`data/api/bodhi/${name}.json`), 'utf8'));

const updatesOf = (name: string) =>
  v
    .parse(UpdatesPage, recorded(name))
    .updates.map(json => toUpdate(v.parse(UpdateJson, json), alias => `page of ${alias}`));

describeShared('recorded answers', () => {
  it('of 2019', () => {
    const updates = updatesOf('updates_packages_python-ogr_20');
    expect(updates).toHaveLength(20);
    expect(updates[0]).toEqual({
      alias: 'FEDORA-2019-23efc759eb',
      url: 'https://bodhi.fedoraproject.org/updates/FEDORA-2019-23efc759eb',
      title: 'python-ogr-0.8.0-1.fc31',
      status: 'stable',
      request: undefined,
      type: 'enhancement',
      severity: 'unspecified',
      karma: 3,
      stableKarma: 3,
      stableDays: 7,
      gating: 'ignored',
      critpath: false,
      submitted: Date.UTC(2019, 9, 1, 20, 30, 23),
      testing: Date.UTC(2019, 9, 2, 15, 52, 55),
      stable: Date.UTC(2019, 9, 4, 20, 2, 51),
      builds: [{ nvr: 'python-ogr-0.8.0-1.fc31', signed: true }],
      bugs: [],
      cves: [],
      release: { name: 'F31', version: '31', distTag: 'f31' },
      notes: 'New upstream release: 0.8.0',
    });
    expect(updates[1]).toMatchObject({
      alias: 'FEDORA-2019-3c0e5d7710',
      status: 'testing',
      karma: 2,
      stable: undefined,
    });
    const two = updates.find(({ alias }) => alias === 'FEDORA-2019-4c612d6259');
    expect(two?.builds.map(({ nvr }) => nvr)).toEqual(['packit-0.4.2-1.fc30', 'python-ogr-0.5.0-1.fc30']);
    expect(two?.bugs).toEqual([{ id: 1693602, title: 'python-ogr-0.5.0 is available', security: false }]);
  });

  it('of 2020 and 2021', () => {
    expect(updatesOf('updates_packages_python-requre_single_page').map(({ alias }) => alias)).toEqual([
      'FEDORA-2020-0fdbc06f0b',
      'FEDORA-2020-f49010fbdf',
      'FEDORA-2020-bbf0544453',
      'FEDORA-2020-2712767c63',
      'FEDORA-2020-94dbb9422e',
    ]);
    const page = v.parse(UpdatesPage, recorded('updates_packages_python-requre_page1of2'));
    expect([page.page, page.pages, page.updates.length]).toEqual([1, 2, 20]);
    const eln = updatesOf('updates_packages_python-requre_page1of2').find(
      ({ alias }) => alias === 'FEDORA-2021-dab9950882',
    );
    expect(eln?.release).toEqual({ name: 'ELN', version: 'eln', distTag: 'eln' });
    // its karma threshold of 3 does nothing
    expect(eln?.stableKarma).toBeUndefined();
  });

  it('releases of 2024', () => {
    const { releases: records, pages } = v.parse(ReleasesPage, recorded('releases_current_pending_frozen'));
    const releases = v.parse(v.array(ReleaseJson), records);
    expect([releases.length, pages]).toEqual([17, 1]);
    expect(releases.map(toRelease)).toContainEqual({ name: 'F41', version: '41', distTag: 'f41', state: 'current' });
    expect(releases.map(toRelease)).toContainEqual({ name: 'F43', version: '43', distTag: 'f43', state: 'pending' });
    expect(releases.map(toRelease)).toContainEqual({
      name: 'EPEL-9N',
      version: '9',
      distTag: 'epel9-next',
      state: 'current',
    });
  });

  it('have the fields that the stand-in gives', () => {
    const bodies = v.object({ updates: v.tuple([v.record(v.string(), v.unknown())]) });
    const [real] = v.parse(bodies, recorded('updates_packages_python-requre_single_page')).updates;
    const made = toUpdateBody('FEDORA-2024-f0fd63c638', {
      status: 'stable',
      release: 'F40',
      builds: [{ nvr: 'sudo-1.9.15-1.fc40' }],
    });
    // the number of an update was twice in a body until Bodhi 6
    expect([...Object.keys(made), 'updateid'].sort()).toEqual(Object.keys(real).sort());
    for (const [key, value] of Object.entries(made)) {
      if (value !== null && real[key] !== null) expect(typeof value, key).toBe(typeof real[key]);
    }
    const keysOf = (value: unknown): string[] => Object.keys(v.parse(v.record(v.string(), v.unknown()), value)).sort();
    const firstOf = (value: unknown): unknown => v.parse(v.array(v.unknown()), value)[0];
    expect(keysOf(firstOf(made['builds']))).toEqual(keysOf(firstOf(real['builds'])));
    // fields of 2024 that no body of 2020 has
    expect(keysOf(made['release']).filter(key => key !== 'eol')).toEqual(keysOf(real['release']));
  });
});

describe('UpdateJson', () => {
  const body = toUpdateBody('FEDORA-2024-f0fd63c638', {
    status: 'testing',
    release: 'F40',
    builds: [{ nvr: 'sudo-1.9.15-1.fc40' }],
  });

  it('keeps only what is read', () => {
    const kept = v.parse(UpdateJson, { ...body, comments: [{ text: 'works' }] });
    expect(kept).not.toHaveProperty('comments');
    expect(v.parse(UpdateJson, JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  });

  it.each([
    ['alias', undefined],
    ['alias', 'FEDORA-2024-f0fd63c638\n      type: pin'],
    ['title', undefined],
    ['status', 'lost'],
    ['request', 'sometime'],
    ['type', null],
    ['severity', 5],
    ['karma', '3'],
    ['karma', 1.5],
    ['stable_karma', '3'],
    ['autokarma', 'yes'],
    ['date_submitted', '2024-10-21'],
    ['date_stable', 1729526400],
    ['date_testing', '2024-13-45 00:00:00'],
    ['builds', null],
    ['builds', [{ epoch: 0 }]],
    ['builds', [{ nvr: '../../sudo-1.9.15-1.fc40' }]],
    ['bugs', undefined],
    ['bugs', [{ bug_id: '5' }]],
    ['release', 'F40'],
    ['release', { name: 'F40', version: '40' }],
    ['notes', 5],
  ])('refuses %s: %j', (key, value) => {
    expect(v.safeParse(UpdateJson, { ...body, [key]: value }).success).toBe(false);
    expect(v.safeParse(UpdateJson, body).success).toBe(true);
  });
});

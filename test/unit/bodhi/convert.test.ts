import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { UpdateJson } from '../../../server/bodhi/bodhi-json';
import { bySubmission, toUpdate } from '../../../server/bodhi/convert';
import { toUpdateBody, type UpdateData } from '../../stand-ins/bodhi-server.mjs';

const ALIAS = 'FEDORA-2024-f0fd63c638';
const SUDO: UpdateData = { status: 'testing', release: 'F40', builds: [{ nvr: 'sudo-1.9.15-1.fc40' }] };
const page = (alias: string) => `https://bodhi.example/updates/${alias}`;

const converted = (fields: Partial<UpdateData> = {}) =>
  toUpdate(v.parse(UpdateJson, toUpdateBody(ALIAS, { ...SUDO, ...fields })), page);

describe('toUpdate', () => {
  it('gives what the rest of the program knows', () => {
    expect(
      converted({
        url: 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638',
        request: 'stable',
        type: 'security',
        severity: 'high',
        karma: -1,
        stable_karma: 2,
        stable_days: 14,
        test_gating_status: 'failed',
        critpath: true,
        date_submitted: '2024-02-29 23:59:59',
        date_testing: '2024-03-01 00:00:00',
        bugs: [{ bug_id: 2187341, title: 'CVE-2023-0001 sudo: something', security: true }],
        notes: 'Fixes it.',
      }),
    ).toEqual({
      alias: ALIAS,
      url: 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638',
      title: 'sudo-1.9.15-1.fc40',
      status: 'testing',
      request: 'stable',
      type: 'security',
      severity: 'high',
      karma: -1,
      stableKarma: 2,
      stableDays: 14,
      gating: 'failed',
      critpath: true,
      submitted: Date.UTC(2024, 1, 29, 23, 59, 59),
      testing: Date.UTC(2024, 2, 1),
      stable: undefined,
      builds: [{ nvr: 'sudo-1.9.15-1.fc40', signed: true }],
      bugs: [{ id: 2187341, title: 'CVE-2023-0001 sudo: something', security: true }],
      cves: ['CVE-2023-0001'],
      release: { name: 'F40', version: '40', distTag: 'f40' },
      notes: 'Fixes it.',
    });
  });

  it.each([
    'https://bodhi.fedoraproject.org/updates/FEDORA-2024-0c55e9e4ab',
    `javascript:alert(1)//updates/${ALIAS}`,
    `https://bodhi.example/"><script>/updates/${ALIAS}`,
    `https://bodhi.example/\n      type: pin #/updates/${ALIAS}`,
    `https://me:secret@bodhi.example/updates/${ALIAS}`,
    `https://bodhi.example/updates/${ALIAS}0`,
    `https://bodhi.example/updates/${ALIAS}/"><script>`,
  ])('does not take %j for its page', url => {
    expect(converted({ url }).url).toBe('https://bodhi.example/updates/FEDORA-2024-f0fd63c638');
  });

  it('takes an address that ends in the builds, as Bodhi has them, too', () => {
    const url = `https://bodhi.example/updates/${ALIAS}/ignition-2.21.0-1.fc40`;
    expect(converted({ url }).url).toBe(url);
  });

  it('has no karma threshold where karma does nothing by itself', () => {
    expect(converted({ autokarma: false, stable_karma: 3 }).stableKarma).toBeUndefined();
    expect(converted({ autokarma: true, stable_karma: 3 }).stableKarma).toBe(3);
  });

  it('finds CVEs in titles of bugs, in the title and in the notes, each once, by year and number', () => {
    const { cves } = converted({
      display_name: 'x',
      title: 'Fix for CVE-2024-10041',
      notes: 'CVE-2024-9407, CVE-2024-10041; not XCVE-2024-1 or CVE-2024-',
      bugs: [
        { bug_id: 1, title: 'CVE-2021-3156 sudo: heap overflow' },
        { bug_id: 2, title: null },
      ],
    });
    expect(cves).toEqual(['CVE-2021-3156', 'CVE-2024-9407', 'CVE-2024-10041']);
  });

  it('reads what older Bodhis said, without what they did not have', () => {
    const old = {
      updateid: ALIAS,
      title: 'sudo-1.9.15-1.fc40',
      status: 'stable',
      type: 'bugfix',
      karma: 3,
      date_submitted: null,
      builds: [{ nvr: 'sudo-1.9.15-1.fc40' }],
      bugs: [{ bug_id: 1 }],
      release: { name: 'F40', version: '40', dist_tag: 'f40' },
    };
    expect(toUpdate(v.parse(UpdateJson, old), page)).toEqual({
      alias: ALIAS,
      url: `https://bodhi.example/updates/${ALIAS}`,
      title: 'sudo-1.9.15-1.fc40',
      status: 'stable',
      request: undefined,
      type: 'bugfix',
      severity: 'unspecified',
      karma: 3,
      stableKarma: undefined,
      stableDays: undefined,
      gating: undefined,
      critpath: false,
      submitted: undefined,
      testing: undefined,
      stable: undefined,
      builds: [{ nvr: 'sudo-1.9.15-1.fc40', signed: false }],
      bugs: [{ id: 1, title: '', security: false }],
      cves: [],
      release: { name: 'F40', version: '40', distTag: 'f40' },
      notes: '',
    });
  });
});

it('bySubmission puts the newest first, what has no date last', () => {
  const dates = ['2024-01-01 00:00:00', null, '2024-06-01 00:00:00'];
  const updates = dates.map(date_submitted =>
    toUpdate(v.parse(UpdateJson, { ...toUpdateBody(ALIAS, SUDO), date_submitted }), page),
  );
  expect(updates.sort(bySubmission).map(({ submitted }) => submitted)).toEqual([
    Date.UTC(2024, 5, 1),
    Date.UTC(2024, 0, 1),
    undefined,
  ]);
});

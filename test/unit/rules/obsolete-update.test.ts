import { describe, expect, it } from 'vitest';
import { obsoleteUpdate } from '../../../server/rules/obsolete-update';
import { type BodhiOptions, bodhiFacts, kojiFacts, type UpdateTable } from '../../support/service-facts';
import { fixed, lines, OVERRIDES, type Surroundings, titles } from './support';

const LINK = 'https://bodhi.fedoraproject.org/updates/';
const OLD = 'FEDORA-2024-aaaaaaaaaa';
const entry = (alias: string, type = 'fast-track', reason = '') =>
  `packages:\n  podman:\n    evr: 5:5.2.4-1.fc40\n    metadata:\n      bodhi: ${LINK}${alias}\n${reason}      type: ${type}\n`;
const TEXT = entry(OLD);
const REASON = '      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1809\n';

const KOJI = kojiFacts({ 'podman-5.2.4-1.fc40': { rpms: { podman: '5:5.2.4-1.fc40 x86_64' } } });
const obsolete = { alias: OLD, builds: ['podman-5.2.4-1.fc40'], status: 'obsolete' } as const;
const successor = { alias: 'FEDORA-2024-f0fd63c638', builds: ['podman-5.2.5-1.fc40'] };

function around(updates: readonly UpdateTable[], options?: BodhiOptions, koji = true): Surroundings {
  const bodhi = bodhiFacts(updates, options);
  return { files: {}, basearches: ['x86_64'], services: koji ? { koji: KOJI, bodhi } : { bodhi } };
}

const said = (updates: readonly UpdateTable[], text = TEXT) => lines(obsoleteUpdate, OVERRIDES, text, around(updates));

describe('obsolete-update', () => {
  it('names the update that has replaced it: fedora-coreos-config#1579', () => {
    expect(said([successor, obsolete])).toEqual([
      'warning 5:14-5:76 FEDORA-2024-aaaaaaaaaa, the update of podman, is obsolete. FEDORA-2024-f0fd63c638 (testing) with podman-5.2.5-1.fc40 has replaced it: move on to that build, or make it a pin that says why not.',
    ]);
    expect(titles(obsoleteUpdate, OVERRIDES, TEXT, around([successor, obsolete]))).toEqual([[]]);
    // without Koji the update itself says what the build is
    expect(lines(obsoleteUpdate, OVERRIDES, TEXT, around([successor, obsolete], {}, false))).toEqual(
      said([successor, obsolete]),
    );
  });

  it('links another update that has this build', () => {
    const again = { alias: 'FEDORA-2024-bbbbbbbbbb', builds: ['podman-5.2.4-1.fc40'], status: 'stable' } as const;
    expect(said([successor, again, obsolete])).toEqual([
      'warning 5:14-5:76 FEDORA-2024-aaaaaaaaaa, the update of podman, is obsolete. podman-5.2.4-1.fc40 is in FEDORA-2024-bbbbbbbbbb (stable) now: link that.',
    ]);
    const title = `Link the update of this build: ${LINK}${again.alias}`;
    const there = around([successor, again, obsolete]);
    expect(titles(obsoleteUpdate, OVERRIDES, TEXT, there)).toEqual([[`${title} *`]]);
    expect(fixed(obsoleteUpdate, OVERRIDES, TEXT, title, there)).toBe(entry(again.alias));
  });

  it('passes over successors that are gone themselves, older, or of another release', () => {
    const gone = { ...successor, alias: 'FEDORA-2024-cccccccccc', status: 'unpushed' } as const;
    const older = { alias: 'FEDORA-2024-dddddddddd', builds: ['podman-5.2.3-1.fc40'], status: 'stable' } as const;
    const f41 = { alias: 'FEDORA-2024-eeeeeeeeee', builds: ['podman-5.2.5-1.fc41'], release: 'F41' };
    expect(said([f41, gone, { ...obsolete, status: 'unpushed' }, older])).toEqual([
      'warning 5:14-5:76 FEDORA-2024-aaaaaaaaaa, the update of podman, was unpushed. No newer update of podman is on its way: see whether the override is still wanted.',
    ]);
    expect(lines(obsoleteUpdate, OVERRIDES, TEXT, around([obsolete], { newestUnknown: true }))).toEqual([
      'warning 5:14-5:76 FEDORA-2024-aaaaaaaaaa, the update of podman, is obsolete. Look there for what replaced it.',
    ]);
  });

  it('takes a pin with a reason as meant', () => {
    expect(said([successor, obsolete], entry(OLD, 'pin', REASON))).toEqual([
      'info 5:14-5:76 FEDORA-2024-aaaaaaaaaa, the update of podman, is obsolete. FEDORA-2024-f0fd63c638 (testing) with podman-5.2.5-1.fc40 has replaced it: move on to that build if the pin is not needed any more.',
    ]);
    expect(said([successor, obsolete], entry(OLD, 'pin'))[0]).toMatch(/^warning /);
  });

  it('is silent about live updates, those of other builds, what is not known, and without Bodhi', () => {
    for (const status of ['pending', 'testing', 'stable'] as const) expect(said([{ ...obsolete, status }])).toEqual([]);
    expect(said([{ ...obsolete, builds: ['kernel-6.11.4-201.fc40'] }])).toEqual([]);
    expect(said([])).toEqual([]);
    expect(lines(obsoleteUpdate, OVERRIDES, TEXT, around([obsolete], { unknown: [OLD] }))).toEqual([]);
    expect(lines(obsoleteUpdate, OVERRIDES, TEXT, { files: {}, services: { koji: KOJI } })).toEqual([]);
    expect(said([obsolete], TEXT.replace(/ {6}bodhi.*\n/, ''))).toEqual([]);
  });
});

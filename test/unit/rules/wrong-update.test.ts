import { describe, expect, it } from 'vitest';
import { distMismatch } from '../../../server/rules/dist-mismatch';
import { wrongUpdate } from '../../../server/rules/wrong-update';
import { availability, repository } from '../../support/availability';
import { bodhiFacts, kojiFacts, type UpdateTable } from '../../support/service-facts';
import { baseLock, fixed, lines, OVERRIDES, type Surroundings, titles, X86_64_BASE } from './support';

const LINK = 'https://bodhi.fedoraproject.org/updates/';
const entry = (name: string, evr: string, alias: string, type = 'fast-track') =>
  `packages:\n  ${name}:\n    evr: ${evr}\n    metadata:\n      bodhi: ${LINK}${alias}\n      type: ${type}\n`;

const KOJI = kojiFacts({
  'podman-5.2.4-1.fc40': { rpms: { podman: '5:5.2.4-1.fc40 x86_64' } },
  'lvm2-2.03.24-2.fc40': { rpms: { 'device-mapper': '1.02.198-2.fc40 x86_64', lvm2: 'x86_64' } },
  'shim-15.8-3': { rpms: { 'shim-x64': 'x86_64' } },
});

function around(updates: readonly UpdateTable[], more: Partial<Surroundings> = {}): Surroundings {
  return { files: {}, basearches: ['x86_64'], services: { koji: KOJI, bodhi: bodhiFacts(updates) }, ...more };
}

// fedora-coreos-config: podman 5.2.4 was fast-tracked with this update, which has been edited since
const PODMAN = 'FEDORA-2024-f0fd63c638';
const KERNEL = { alias: 'FEDORA-2024-aaaaaaaaaa', builds: ['kernel-6.11.4-201.fc40'] };
const TEXT = entry('podman', '5:5.2.4-1.fc40', PODMAN);
const COPIED = entry('podman', '5:5.2.4-1.fc40', KERNEL.alias);

describe('wrong-update', () => {
  it('reports an update of something else, and links the right one', () => {
    const right = { alias: PODMAN, builds: ['buildah-1.37.4-1.fc40', 'podman-5.2.4-1.fc40'] };
    expect(lines(wrongUpdate, OVERRIDES, COPIED, around([KERNEL, right]))).toEqual([
      'warning 5:14-5:76 FEDORA-2024-aaaaaaaaaa has kernel-6.11.4-201.fc40, not podman-5.2.4-1.fc40. FEDORA-2024-f0fd63c638 (F40, testing) has podman-5.2.4-1.fc40.',
    ]);
    const title = `Link the update of this build: ${LINK}${PODMAN}`;
    expect(titles(wrongUpdate, OVERRIDES, COPIED, around([KERNEL, right]))).toEqual([[`${title} *`]]);
    expect(fixed(wrongUpdate, OVERRIDES, COPIED, title, around([KERNEL, right]))).toBe(TEXT);
  });

  it('says where no update has the build, and where that is not known', () => {
    const several = { ...KERNEL, builds: [...KERNEL.builds, 'kernel-headers-6.11.4-200.fc40', 'perf-6.11.4-201.fc40'] };
    expect(lines(wrongUpdate, OVERRIDES, COPIED, around([several]))).toEqual([
      'warning 5:14-5:76 FEDORA-2024-aaaaaaaaaa has kernel-6.11.4-201.fc40 and 2 other builds, not podman-5.2.4-1.fc40. No update has podman-5.2.4-1.fc40: take the link out, or name a build that one has.',
    ]);
    const unknown = { koji: KOJI, bodhi: bodhiFacts([KERNEL], { buildsUnknown: true, newestUnknown: true }) };
    expect(lines(wrongUpdate, OVERRIDES, COPIED, around([], { services: unknown }))).toEqual([
      'warning 5:14-5:76 FEDORA-2024-aaaaaaaaaa has kernel-6.11.4-201.fc40, not podman-5.2.4-1.fc40. Link the update that has this build.',
    ]);
  });

  it('reports an update of another release: fedora-coreos-config#1129', () => {
    const f33 = { alias: PODMAN, release: 'F33', builds: ['podman-5.2.4-1.fc33'] };
    const right = { alias: 'FEDORA-2024-bbbbbbbbbb', builds: ['podman-5.2.4-1.fc40'], status: 'stable' } as const;
    expect(lines(wrongUpdate, OVERRIDES, TEXT, around([f33, right]))).toEqual([
      'warning 5:14-5:76 FEDORA-2024-f0fd63c638 for F33 has podman-5.2.4-1.fc33, not podman-5.2.4-1.fc40. FEDORA-2024-bbbbbbbbbb (F40, stable) has podman-5.2.4-1.fc40.',
    ]);
    const shim = entry('shim-x64', '15.8-3', PODMAN);
    const f39 = around([{ alias: PODMAN, release: 'F39', builds: ['shim-15.8-3'] }]);
    expect(lines(wrongUpdate, OVERRIDES, shim, f39)).toEqual([
      'warning 5:14-5:76 FEDORA-2024-f0fd63c638 is for F39, but the release here is 40. Link the one for this release.',
    ]);
  });

  it('leaves a build of another release with its own update to dist-mismatch', () => {
    const there = around([{ alias: PODMAN, release: 'F40', builds: ['podman-5.2.4-1.fc40'] }], { releasever: '41' });
    expect(lines(wrongUpdate, OVERRIDES, TEXT, there)).toEqual([]);
    expect(lines(distMismatch, OVERRIDES, TEXT, there)).toHaveLength(1);
  });

  it('reports a link that was left from an earlier version', () => {
    const older = { alias: PODMAN, builds: ['podman-5.2.3-1.fc40'] };
    expect(lines(wrongUpdate, OVERRIDES, TEXT, around([older]))).toEqual([
      'warning 5:14-5:76 FEDORA-2024-f0fd63c638 has podman-5.2.3-1.fc40, not podman-5.2.4-1.fc40. No update has podman-5.2.4-1.fc40: take the link out, or name a build that one has.',
    ]);
  });

  it('tells of an update that was edited to a newer build', () => {
    const edited = { alias: PODMAN, builds: ['podman-5.2.5-1.fc40'] };
    const says =
      'has podman-5.2.5-1.fc40 by now instead of podman-5.2.4-1.fc40: this build will not be released. Move the override on, or keep it knowingly.';
    expect(lines(wrongUpdate, OVERRIDES, TEXT, around([edited]))).toEqual([`info 5:14-5:76 ${PODMAN} ${says}`]);
    expect(lines(wrongUpdate, OVERRIDES, TEXT, around([{ ...edited, status: 'obsolete' }]))).toEqual([
      'warning 5:14-5:76 FEDORA-2024-f0fd63c638 has podman-5.2.5-1.fc40 by now instead of podman-5.2.4-1.fc40 and is obsolete: this build will not be released. Move the override on, or keep it knowingly.',
    ]);
    // a link to the update after the right one is wrong
    const right = { alias: 'FEDORA-2024-bbbbbbbbbb', builds: ['podman-5.2.4-1.fc40'], status: 'stable' } as const;
    expect(lines(wrongUpdate, OVERRIDES, TEXT, around([edited, right]))).toEqual([
      'warning 5:14-5:76 FEDORA-2024-f0fd63c638 has podman-5.2.5-1.fc40, not podman-5.2.4-1.fc40. FEDORA-2024-bbbbbbbbbb (F40, stable) has podman-5.2.4-1.fc40.',
    ]);
  });

  it('reports an update that Bodhi does not have', () => {
    expect(lines(wrongUpdate, OVERRIDES, TEXT, around([]))).toEqual([
      'warning 5:14-5:76 Bodhi has no update FEDORA-2024-f0fd63c638: the link of podman leads nowhere. No update has podman-5.2.4-1.fc40: take the link out, or name a build that one has.',
    ]);
  });

  it('is content with an update that has the source build, whatever the version of the binary', () => {
    expect(lines(wrongUpdate, OVERRIDES, TEXT, around([{ alias: PODMAN, builds: ['podman-5.2.4-1.fc40'] }]))).toEqual(
      [],
    );
    const mapper = entry('device-mapper', '1.02.198-2.fc40', PODMAN);
    const lvm2 = [{ alias: PODMAN, builds: ['lvm2-2.03.24-2.fc40'] }];
    expect(lines(wrongUpdate, OVERRIDES, mapper, around(lvm2))).toEqual([]);
    const known = availability('x86_64', [
      repository({ id: 'fedora-updates' }, [
        ['device-mapper', '1.02.198-2.fc40', 'x86_64', 'lvm2-2.03.24-2.fc40.src.rpm'],
      ]),
    ]);
    const services = { bodhi: bodhiFacts(lvm2) };
    expect(lines(wrongUpdate, OVERRIDES, mapper, around([], { services, availability: [known] }))).toEqual([]);
  });

  it('says without Koji only what the names make certain', () => {
    const said = (text: string, update: UpdateTable) =>
      lines(wrongUpdate, OVERRIDES, text, around([], { services: { bodhi: bodhiFacts([update]) } }));
    expect(said(COPIED, { ...KERNEL, builds: ['kernel-6.11.4-201.fc39'] })).toEqual([
      'warning 5:14-5:76 FEDORA-2024-aaaaaaaaaa has kernel-6.11.4-201.fc39, not podman 5:5.2.4-1.fc40. Link the update that has this build.',
    ]);
    expect(said(TEXT, { alias: PODMAN, builds: ['podman-5.2.3-1.fc40'] })).toHaveLength(1);
    // libcurl is of curl, and device-mapper has a version of its own
    expect(said(entry('libcurl', '8.6.0-10.fc40', PODMAN), { alias: PODMAN, builds: ['curl-8.6.0-10.fc40'] })).toEqual(
      [],
    );
    expect(
      said(entry('device-mapper', '1.02.198-2.fc40', PODMAN), { alias: PODMAN, builds: ['lvm2-2.03.24-2.fc40'] }),
    ).toEqual([]);
    expect(said(COPIED, KERNEL)).toEqual([]);
  });

  it('is silent about what is not known, without Bodhi, and about links that are none', () => {
    const unknown = { koji: KOJI, bodhi: bodhiFacts([], { unknown: [PODMAN] }) };
    expect(lines(wrongUpdate, OVERRIDES, TEXT, around([], { services: unknown }))).toEqual([]);
    expect(lines(wrongUpdate, OVERRIDES, TEXT, around([], { services: { koji: KOJI } }))).toEqual([]);
    expect(lines(wrongUpdate, OVERRIDES, TEXT.replace(PODMAN, `${PODMAN}/`), around([]))).toEqual([]);
    expect(lines(wrongUpdate, OVERRIDES, TEXT.replace(/ {6}bodhi.*\n/, ''), around([]))).toEqual([]);
    const base = JSON.parse(baseLock({ podman: '5:5.2.4-1.fc40.x86_64' }));
    base.packages.podman.metadata = { bodhi: `${LINK}${PODMAN}` };
    expect(lines(wrongUpdate, X86_64_BASE, JSON.stringify(base), around([]))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/lockfile/edits';
import { OVERRIDES_HEADER } from '../../../server/lockfile/header';
import { effectiveSet } from '../../../server/lockfile/layers';
import { behind } from '../../../server/operations/behind';
import {
  type FastTrackPlan,
  FastTrackPlanner,
  type FastTrackScope,
  fastTrackTitle,
  planFastTrackBehind,
} from '../../../server/operations/fast-track-behind';
import type { Availability } from '../../../server/rpmmd/repositories';
import { availability, type PackageLine, repository } from '../../support/availability';
import { layerFiles } from '../../support/branches';
import { baseLock } from './support';

const COMMON = 'manifest-lock.overrides.yaml';
const X86_64 = 'manifest-lock.overrides.x86_64.yaml';
const AARCH64 = 'manifest-lock.overrides.aarch64.yaml';
const ARCHES = ['x86_64', 'aarch64'];

type Locked = Readonly<Record<string, string>>;

/** Base locks by basearch: `name: evr`, `name: evr.noarch`. */
function bases(locks: Readonly<Record<string, Locked>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(locks).map(([arch, packages]) => [
      `manifest-lock.${arch}.json`,
      baseLock(
        Object.fromEntries(
          Object.entries(packages).map(([name, evr]) => [name, evr.endsWith('.noarch') ? evr : `${evr}.${arch}`]),
        ),
      ),
    ]),
  );
}

const both = (packages: Locked) => bases({ x86_64: packages, aarch64: packages });

/** The same packages in the updates of every basearch; what is `*` is of the basearch. */
function everywhere(packages: readonly PackageLine[], arches = ARCHES): Availability[] {
  return arches.map(arch =>
    availability(arch, [
      repository(
        { id: 'updates-testing' },
        packages.map(([name, evr, of, source]): PackageLine => {
          const own = of === '*' ? arch : of;
          return source === undefined ? [name, evr, own] : [name, evr, own, source];
        }),
      ),
    ]),
  );
}

interface Given {
  readonly own: Readonly<Record<string, string>>;
  readonly other: Readonly<Record<string, string>>;
  readonly known: readonly Availability[];
  readonly releasever?: string;
  readonly updateOf?: NonNullable<FastTrackScope['updateOf']>;
}

function scopeOf({ own, known, releasever = '41', updateOf }: Given): FastTrackScope {
  const files = layerFiles(own);
  return {
    files,
    effective: basearch => effectiveSet(basearch, files),
    basearches: ARCHES,
    releasever,
    availability: arch => known.find(({ basearch }) => basearch === arch),
    ...(updateOf ? { updateOf } : {}),
  };
}

function plannerOf(given: Given): FastTrackPlanner {
  const other = layerFiles(given.other);
  const scope = scopeOf(given);
  return new FastTrackPlanner(
    scope,
    behind(scope, { files: other, effective: arch => effectiveSet(arch, other) }, ARCHES),
  );
}

const planOf = (given: Given): FastTrackPlan => plannerOf(given).all();

/** The files that the plan changes or makes, with their text afterwards. */
function filesAfter({ own }: Given, { edits, creates }: FastTrackPlan): Record<string, string> {
  const changed = edits.map(edit => [edit.path, applyEdits(own[edit.path] ?? '', edit.edits)]);
  return Object.fromEntries([...changed, ...creates.map(({ path, text }) => [path, text])]);
}

const fastTrack = (name: string, evr: string) => `  ${name}:\n    evr: ${evr}\n    metadata:\n      type: fast-track\n`;
/** As the file of one arch has it. */
const archful = (name: string, evr: string, arch: string) =>
  `  ${name}:\n    evra: ${evr}.${arch}\n    metadata:\n      type: fast-track\n`;
const noarch = (name: string, evr: string) =>
  `  ${name}:\n    evra: ${evr}.noarch\n    metadata:\n      type: fast-track\n`;
const said = ({ left }: FastTrackPlan) => left.map(({ message }) => message);

// next-devel and testing-devel of 2024-10-21, and what Fedora 41 had two days later
const FIRMWARE = 'linux-firmware-20241017-2.fc41.src.rpm';
const BEHIND: Given = {
  own: {
    ...bases({
      x86_64: {
        'amd-ucode-firmware': '20240909-1.fc41.noarch',
        'linux-firmware': '20240909-1.fc41.noarch',
        libuv: '1:1.49.0-1.fc41',
      },
      aarch64: { 'linux-firmware': '20240909-1.fc41.noarch', libuv: '1:1.49.0-1.fc41' },
    }),
    [COMMON]: `packages:\n${fastTrack('ignition', '2.20.0-1.fc41')}`,
  },
  other: bases({
    x86_64: {
      'amd-ucode-firmware': '20241017-1.fc40.noarch',
      'linux-firmware': '20241017-1.fc40.noarch',
      libuv: '1:1.49.1-1.fc40',
    },
    aarch64: { 'linux-firmware': '20241017-1.fc40.noarch', libuv: '1:1.49.1-1.fc40' },
  }),
  known: everywhere([
    ['libuv', '1:1.49.2-1.fc41', '*'],
    ['libuv', '1:1.49.9-1.fc42', '*'],
    ['libuv-devel', '1:1.49.2-1.fc41', '*', 'libuv-1.49.2-1.fc41.src.rpm'],
    ['linux-firmware', '20241017-2.fc41', 'noarch', FIRMWARE],
    ['amd-ucode-firmware', '20241017-2.fc41', 'noarch', FIRMWARE],
  ]),
};

describe('planFastTrackBehind', () => {
  it('adds what all lock to the common file and the rest to that of the arch, noarch as evra', () => {
    const plan = planOf(BEHIND);
    expect(filesAfter(BEHIND, plan)).toEqual({
      [COMMON]: `packages:\n${fastTrack('ignition', '2.20.0-1.fc41')}${fastTrack('libuv', '1:1.49.2-1.fc41')}${noarch('linux-firmware', '20241017-2.fc41')}`,
      [X86_64]: `${OVERRIDES_HEADER}\npackages:\n${noarch('amd-ucode-firmware', '20241017-2.fc41')}`,
    });
    expect(
      plan.added.map(({ name, path, from, to, moved }) => [name, path, from, to.record.evr, to.repository.id, moved]),
    ).toEqual([
      ['amd-ucode-firmware', X86_64, '20240909-1.fc41', '20241017-2.fc41', 'updates-testing', false],
      ['linux-firmware', COMMON, '20240909-1.fc41', '20241017-2.fc41', 'updates-testing', false],
      ['libuv', COMMON, '1:1.49.0-1.fc41', '1:1.49.2-1.fc41', 'updates-testing', false],
    ]);
    expect(plan).toMatchObject({ caughtUp: ['amd-ucode-firmware', 'libuv', 'linux-firmware'], left: [], notes: [] });
  });

  it('takes one package and its siblings alone', () => {
    const planner = plannerOf(BEHIND);
    const plan = planner.only('linux-firmware');
    expect(fastTrackTitle('linux-firmware', plan)).toBe(
      'Fast-track linux-firmware and its sibling to 20241017-2.fc41 (updates-testing)',
    );
    expect(plan.added.map(({ name }) => name)).toEqual(['linux-firmware', 'amd-ucode-firmware']);
    expect(fastTrackTitle('libuv', planner.only('libuv'))).toBe(
      'Fast-track libuv to 1:1.49.2-1.fc41 (updates-testing)',
    );
    expect(planner.only('bash')).toEqual({
      edits: [],
      creates: [],
      added: [],
      caughtUp: ['bash'],
      left: [],
      notes: [],
    });
  });

  it('takes siblings along that did not fall behind themselves', () => {
    const source = 'lvm2-2.03.25-1.fc41.src.rpm';
    const given: Given = {
      own: both({ lvm2: '2.03.24-1.fc41', 'device-mapper': '1.02.198-1.fc41', bash: '1-1.fc41' }),
      other: both({ lvm2: '2.03.25-1.fc40', 'device-mapper': '1.02.198-1.fc40' }),
      known: everywhere([
        ['lvm2', '2.03.25-1.fc41', '*', source],
        ['device-mapper', '1.02.199-1.fc41', '*', source],
        ['lvm2-dbusd', '2.03.25-1.fc41', 'noarch', source],
      ]),
    };
    const plan = plannerOf(given).only('lvm2');
    expect(filesAfter(given, plan)).toEqual({
      [COMMON]: `${OVERRIDES_HEADER}\npackages:\n${fastTrack('device-mapper', '1.02.199-1.fc41')}${fastTrack('lvm2', '2.03.25-1.fc41')}`,
    });
  });

  it('moves the overrides that are there, in the file they stand in, and says whose Bodhi link is old', () => {
    const old = (evr: string) =>
      `packages:\n  rpm-ostree:\n    evr: ${evr} # keep\n    metadata:\n      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-4afd3d38ae\n      type: fast-track\n`;
    const given: Given = {
      own: {
        ...both({ 'rpm-ostree': '2024.3-1.fc40', 'rpm-ostree-libs': '2024.3-1.fc40' }),
        [COMMON]: old('2024.4-5.fc40'),
        [AARCH64]: `packages:\n${fastTrack('rpm-ostree-libs', '2024.4-5.fc40')}`,
      },
      other: both({ 'rpm-ostree': '2024.4-6.fc39', 'rpm-ostree-libs': '2024.4-6.fc39' }),
      releasever: '40',
      known: everywhere([
        ['rpm-ostree', '2024.5-1.fc40', '*'],
        ['rpm-ostree-libs', '2024.5-1.fc40', '*', 'rpm-ostree-2024.5-1.fc40.src.rpm'],
      ]),
    };
    const plan = planOf(given);
    expect(filesAfter(given, plan)).toEqual({
      [COMMON]: old('2024.5-1.fc40'),
      [AARCH64]: `packages:\n${fastTrack('rpm-ostree-libs', '2024.5-1.fc40')}`,
      [X86_64]: `${OVERRIDES_HEADER}\npackages:\n${archful('rpm-ostree-libs', '2024.5-1.fc40', 'x86_64')}`,
    });
    expect(plan.added.map(({ name, path, moved }) => [name, path, moved])).toEqual([
      ['rpm-ostree', COMMON, true],
      ['rpm-ostree-libs', AARCH64, true],
      ['rpm-ostree-libs', X86_64, false],
    ]);
    expect(plan.notes).toEqual(['The bodhi link of rpm-ostree is still that of 2024.4-5.fc40.']);
  });

  describe('with the Bodhi update of the build', () => {
    const update = (alias: string) => `https://bodhi.fedoraproject.org/updates/${alias}`;
    const linked = (alias: string, text: string) =>
      text.replaceAll('    metadata:\n', `    metadata:\n      bodhi: ${update(alias)}\n`);
    const asked: string[] = [];
    const updateOf: NonNullable<FastTrackScope['updateOf']> = ({ nvr, name }) => {
      asked.push(`${name} ${nvr}`);
      return nvr === 'linux-firmware-20241017-2.fc41' ? update('FEDORA-2024-7f3d6cd0e0') : undefined;
    };

    it('links it from new entries, and leaves the reason to say', () => {
      const given = { ...BEHIND, updateOf };
      const plan = planOf(given);
      expect(filesAfter(given, plan)).toEqual({
        [COMMON]: `packages:\n${fastTrack('ignition', '2.20.0-1.fc41')}${fastTrack('libuv', '1:1.49.2-1.fc41')}${linked('FEDORA-2024-7f3d6cd0e0', noarch('linux-firmware', '20241017-2.fc41'))}`,
        [X86_64]: `${OVERRIDES_HEADER}\npackages:\n${linked('FEDORA-2024-7f3d6cd0e0', noarch('amd-ucode-firmware', '20241017-2.fc41'))}`,
      });
      expect(plan.notes).toEqual(['What the fast-tracks are needed for is left to say (metadata.reason).']);
      expect([...new Set(asked)].sort()).toEqual([
        'libuv libuv-1.49.2-1.fc41',
        'linux-firmware linux-firmware-20241017-2.fc41',
      ]);
    });

    it('links it from entries that move, but for metadata that others share', () => {
      const anchored = (evr: string, name: string, metadata: string) =>
        `  ${name}:\n    evr: ${evr}\n    metadata: ${metadata}\n`;
      const shared = `&id001\n      bodhi: ${update('FEDORA-2024-aaaaaaaaaa')}\n      type: fast-track`;
      const text = (libuv: string, alias: string, other: string) =>
        `packages:\n${anchored('1-1.fc41', 'a', shared)}${anchored(other, 'b', '*id001')}${linked(alias, fastTrack('libuv', libuv))}`;
      const given: Given = {
        own: {
          ...both({ a: '1-1.fc41', b: '1-1.fc41', libuv: '1:1.49.0-1.fc41' }),
          [COMMON]: text('1:1.49.0-1.fc41', 'FEDORA-2024-bbbbbbbbbb', '1-1.fc41'),
        },
        other: both({ b: '2-1.fc40', libuv: '1:1.49.1-1.fc40' }),
        known: everywhere([
          ['b', '2-1.fc41', '*'],
          ['libuv', '1:1.49.2-1.fc41', '*'],
        ]),
        updateOf: ({ name }) => update(name === 'b' ? 'FEDORA-2024-cccccccccc' : 'FEDORA-2024-dddddddddd'),
      };
      const plan = planOf(given);
      expect(filesAfter(given, plan)).toEqual({
        [COMMON]: text('1:1.49.2-1.fc41', 'FEDORA-2024-dddddddddd', '2-1.fc41'),
      });
      expect(plan.notes).toEqual(['The bodhi link of b is still that of 1-1.fc41.']);
    });
  });

  it('compares as RPM does: an older release number of a newer release will not do', () => {
    const given = (evr: string): Given => ({
      own: both({ kernel: '6.11.3-300.fc41' }),
      other: both({ kernel: '6.11.4-201.fc40' }),
      known: everywhere([['kernel', evr, '*']]),
    });
    const older = planOf(given('6.11.4-200.fc41'));
    expect(said(older)).toEqual([
      'The newest build of kernel known for release 41 is 6.11.4-200.fc41 (updates-testing), older than 6.11.4-201.fc40.',
    ]);
    expect(older).toMatchObject({ edits: [], creates: [], added: [], caughtUp: [] });
    expect(planOf(given('6.11.4-201.fc41')).added.map(({ to }) => to.record.evr)).toEqual(['6.11.4-201.fc41']);
  });

  it('says why a package stays behind', () => {
    const libuv = (known: readonly Availability[]): Given => ({
      ...BEHIND,
      own: both({ libuv: '1:1.49.0-1.fc41' }),
      known,
    });
    expect(said(planOf(libuv([])))).toEqual(['No package metadata for x86_64, aarch64 yet.']);
    expect(said(planOf(libuv(everywhere([['libuv', '1:1.50.0-1.fc42', '*']]))))).toEqual([
      'No known repository has a build of libuv for release 41.',
    ]);
    const x86Only = [...everywhere([['libuv', '1:1.50.0-1.fc41', '*']], ['x86_64']), ...everywhere([], ['aarch64'])];
    expect(said(planOf(libuv(x86Only)))).toEqual(['libuv 1:1.50.0-1.fc41 is in updates-testing, but not for aarch64.']);
  });

  it('finds builds that only the pool has', () => {
    const pool = ARCHES.map(arch =>
      availability(arch, [repository({ id: 'pool', role: 'pool' }, [['libuv', '1:1.49.1-2.fc41', arch]])]),
    );
    const given: Given = { ...BEHIND, own: both({ libuv: '1:1.49.0-1.fc41' }), known: pool };
    expect(planOf(given).added.map(({ to }) => `${to.record.evr} ${to.repository.id}`)).toEqual([
      '1:1.49.1-2.fc41 pool',
    ]);
  });

  it('trusts one basearch for the others whose metadata is not there, and says so', () => {
    const given: Given = { ...BEHIND, own: both({ libuv: '1:1.49.0-1.fc41' }), known: BEHIND.known.slice(0, 1) };
    const plan = planOf(given);
    expect(filesAfter(given, plan)).toEqual({
      [COMMON]: `${OVERRIDES_HEADER}\npackages:\n${fastTrack('libuv', '1:1.49.2-1.fc41')}`,
    });
    expect(plan.notes).toEqual(['Looked up for x86_64, not for aarch64.']);
  });

  it('moves one basearch alone where only that fell behind and the build does not do for the others', () => {
    const given: Given = {
      own: bases({ x86_64: { libuv: '1:1.49.2-1.fc41' }, aarch64: { libuv: '1:1.49.0-1.fc41' } }),
      other: both({ libuv: '1:1.49.1-1.fc40' }),
      known: everywhere([['libuv', '1:1.49.1-1.fc41', '*']]),
    };
    expect(filesAfter(given, planOf(given))).toEqual({
      [AARCH64]: `${OVERRIDES_HEADER}\npackages:\n${archful('libuv', '1:1.49.1-1.fc41', 'aarch64')}`,
    });
  });

  it('leaves a common override to the basearches that the build does not do for', () => {
    const given: Given = {
      own: {
        ...both({ libuv: '1:1.48.0-1.fc41' }),
        [COMMON]: `packages:\n${fastTrack('libuv', '1:1.49.0-1.fc41')}`,
      },
      other: bases({ x86_64: { libuv: '1:1.48.0-1.fc40' }, aarch64: { libuv: '1:1.49.1-1.fc40' } }),
      known: [...everywhere([], ['x86_64']), ...everywhere([['libuv', '1:1.49.1-1.fc41', '*']], ['aarch64'])],
    };
    expect(filesAfter(given, planOf(given))).toEqual({
      [AARCH64]: `${OVERRIDES_HEADER}\npackages:\n${archful('libuv', '1:1.49.1-1.fc41', 'aarch64')}`,
    });
  });

  it('leaves pins, and what shares a source with one', () => {
    const pin = (name: string) =>
      `packages:\n  ${name}:\n    evr: 2024.4-5.fc41\n    metadata:\n      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1\n      type: pin\n`;
    const given = (name: string): Given => ({
      own: { ...both({ 'rpm-ostree': '2024.4-5.fc41', 'rpm-ostree-libs': '2024.4-5.fc41' }), [COMMON]: pin(name) },
      other: both({ 'rpm-ostree': '2024.4-6.fc40' }),
      known: everywhere([
        ['rpm-ostree', '2024.5-1.fc41', '*'],
        ['rpm-ostree-libs', '2024.5-1.fc41', '*', 'rpm-ostree-2024.5-1.fc41.src.rpm'],
      ]),
    });
    expect(said(planOf(given('rpm-ostree')))).toEqual(['rpm-ostree is a pin: it stays until somebody moves it.']);
    expect(said(planOf(given('rpm-ostree-libs')))).toEqual([
      'rpm-ostree shares its source package with rpm-ostree-libs, which is a pin.',
    ]);
  });

  it('says which locked siblings the new build no longer has', () => {
    const old = 'linux-firmware-20240909-1.fc41.src.rpm';
    const given: Given = {
      ...BEHIND,
      own: both({ 'linux-firmware': '20240909-1.fc41.noarch', 'qed-firmware': '20240909-1.fc41.noarch' }),
      known: everywhere([
        ['linux-firmware', '20241017-2.fc41', 'noarch', FIRMWARE],
        ['linux-firmware', '20240909-1.fc41', 'noarch', old],
        ['qed-firmware', '20240909-1.fc41', 'noarch', old],
      ]),
    };
    expect(planOf(given).notes).toEqual([`qed-firmware stays: ${FIRMWARE} has no such package.`]);
  });

  it('changes nothing in a file that does not parse', () => {
    const given: Given = { ...BEHIND, own: { ...both({ libuv: '1:1.49.0-1.fc41' }), [COMMON]: 'packages:\n  a: {\n' } };
    const plan = planOf(given);
    expect(said(plan)).toEqual([`${COMMON} has a syntax error: nothing is changed in it.`]);
    expect([plan.edits, plan.creates]).toEqual([[], []]);
  });

  it('makes the overrides beside base locks in a folder', () => {
    const inFolder = (locks: Record<string, string>) => {
      return Object.entries(locks).flatMap(([path, text]) =>
        layerFiles({ [path]: text }).map(file => ({ ...file, path: `overlay/${file.path}` })),
      );
    };
    const own = inFolder(both({ libuv: '1:1.49.0-1.fc41' }));
    const other = inFolder(both({ libuv: '1:1.49.1-1.fc40' }));
    const scope: FastTrackScope = {
      ...scopeOf(BEHIND),
      files: own,
      effective: arch => effectiveSet(arch, own),
    };
    const packages = behind(scope, { files: other, effective: arch => effectiveSet(arch, other) }, ARCHES);
    expect(planFastTrackBehind(scope, packages).creates.map(({ path }) => path)).toEqual([`overlay/${COMMON}`]);
  });
});

import { describe, expect, it } from 'vitest';
import { type UpdatePlan, UpdatePlanner, updateTitle } from '../../../server/operations/update';
import { availability, type PackageLine, repository } from '../../support/availability';
import { baseLock, edited, entryOf, scopeOf } from './support';

const COMMON = 'manifest-lock.overrides.yaml';
const X86_64 = 'manifest-lock.overrides.x86_64.yaml';
const BASE = 'manifest-lock.x86_64.json';

const LVM_OLD = 'lvm2-2.03.23-1.fc40.src.rpm';
const LVM_NEW = 'lvm2-2.03.24-1.fc40.src.rpm';

const fedora = repository({ id: 'fedora' }, [
  ['podman', '5:5.0.1-1.fc40', 'x86_64'],
  ['lvm2', '2.03.23-1.fc40', 'x86_64', LVM_OLD],
  ['device-mapper', '1.02.197-1.fc40', 'x86_64', LVM_OLD],
  ['device-mapper-libs', '1.02.197-1.fc40', 'x86_64', LVM_OLD],
  ['lvm2-dbusd', '2.03.23-1.fc40', 'noarch', LVM_OLD],
]);
const updates = repository({ id: 'fedora-updates' }, [
  ['podman', '5:5.2.5-1.fc40', 'x86_64'],
  ['lvm2', '2.03.24-1.fc40', 'x86_64', LVM_NEW],
  ['device-mapper', '1.02.198-1.fc40', 'x86_64', LVM_NEW],
  ['device-mapper-libs', '1.02.198-1.fc40', 'x86_64', LVM_NEW],
]);
const known = [availability('x86_64', [fedora, updates])];

const LVM = `packages:
  # held together
  device-mapper:
    evr: 1.02.197-1.fc40
    metadata:
      type: fast-track
  lvm2:
    evr: '2.03.23-1.fc40' # quoted
  lvm2-dbusd:
    evra: 2.03.23-1.fc40.noarch
  podman:
    evr: 5:5.2.5-1.fc40
`;

function group(plan: UpdatePlan) {
  if (plan.kind !== 'update') throw new Error(plan.message);
  return plan.group;
}

describe('UpdatePlanner.planAll with shared metadata', () => {
  it('leaves a pin alone whose type stands behind an alias', () => {
    const text = `packages:
  device-mapper:
    evr: 1.02.197-1.fc40
    metadata: &id001
      type: &pin pin
  podman:
    evr: 5:5.0.1-1.fc40
    metadata: *id001
  lvm2:
    evr: 2.03.23-1.fc40
    metadata:
      type: *pin
`;
    const scope = scopeOf(COMMON, { [COMMON]: text }, known, ['x86_64']);
    const { groups, left } = new UpdatePlanner(scope).planAll({ includePins: false });
    expect(groups).toEqual([]);
    expect(left.map(({ message }) => message)).toEqual([
      'device-mapper is a pin.',
      'lvm2 is a pin.',
      'podman is a pin.',
    ]);
  });
});

describe('UpdatePlanner.plan', () => {
  it('moves all siblings that the same source build offers, binaries of other versions included', () => {
    const scope = scopeOf(COMMON, { [COMMON]: LVM }, known, ['x86_64']);
    const plan = group(new UpdatePlanner(scope).plan(entryOf(scope, 'lvm2')));
    expect(plan.source).toBe('lvm2');
    expect(
      plan.moves.map(({ entry, from, to }) => `${entry.name} ${from} ${to.record.evr} ${to.repository.id}`),
    ).toEqual([
      'lvm2 2.03.23-1.fc40 2.03.24-1.fc40 fedora-updates',
      'device-mapper 1.02.197-1.fc40 1.02.198-1.fc40 fedora-updates',
    ]);
    expect(plan.notes).toEqual([
      'lvm2-dbusd stays at 2.03.23-1.fc40: lvm2-2.03.24-1.fc40.src.rpm has no such package.',
    ]);
    expect(updateTitle(plan)).toBe('Update pin and its sibling to 2.03.24-1.fc40 (fedora-updates)');
    expect(edited(scope, plan.edits)).toBe(
      LVM.replace('evr: 1.02.197-1.fc40', 'evr: 1.02.198-1.fc40').replace("'2.03.23-1.fc40'", "'2.03.24-1.fc40'"),
    );
  });

  it('moves one alone when asked', () => {
    const scope = scopeOf(COMMON, { [COMMON]: LVM }, known, ['x86_64']);
    const plan = group(new UpdatePlanner(scope).plan(entryOf(scope, 'lvm2'), { siblings: false }));
    expect(edited(scope, plan.edits)).toBe(LVM.replace("'2.03.23-1.fc40'", "'2.03.24-1.fc40'"));
    expect(updateTitle(plan)).toBe('Update pin to 2.03.24-1.fc40 (fedora-updates)');
  });

  it('knows siblings by metadata.sourcerpm where the locked version is gone', () => {
    const text = JSON.stringify({
      packages: {
        'device-mapper': { evra: '1.02.190-1.fc40.x86_64', metadata: { sourcerpm: 'lvm2' } },
        lvm2: { evra: '2.03.16-1.fc40.x86_64', metadata: { sourcerpm: 'lvm2' } },
      },
    });
    const scope = scopeOf(BASE, { [BASE]: text }, known, ['x86_64']);
    expect(edited(scope, group(new UpdatePlanner(scope).plan(entryOf(scope, 'lvm2'))).edits)).toBe(
      text.replace('1.02.190-1', '1.02.198-1').replace('2.03.16-1', '2.03.24-1'),
    );
  });

  it('proposes nothing that is not newer, and says why', () => {
    const scope = scopeOf(COMMON, { [COMMON]: LVM }, known, ['x86_64']);
    expect(new UpdatePlanner(scope).plan(entryOf(scope, 'podman'))).toEqual({
      kind: 'none',
      why: 'current',
      message: 'The repositories have nothing newer than podman 5:5.2.5-1.fc40.',
    });
    const ahead = scopeOf(COMMON, { [COMMON]: 'packages:\n  podman:\n    evr: 6:4.0-1.fc40\n' }, known, ['x86_64']);
    expect(new UpdatePlanner(ahead).plan(entryOf(ahead, 'podman'))).toMatchObject({ kind: 'none', why: 'current' });
    const nothing = scopeOf(COMMON, { [COMMON]: LVM }, [], ['x86_64']);
    expect(new UpdatePlanner(nothing).plan(entryOf(nothing, 'podman'))).toEqual({
      kind: 'none',
      why: 'unknown',
      message: 'No package metadata for x86_64 yet.',
    });
    const none = scopeOf(COMMON, { [COMMON]: 'packages:\n  podman:\n    metadata:\n' }, known, ['x86_64']);
    expect(new UpdatePlanner(none).plan(entryOf(none, 'podman'))).toMatchObject({
      why: 'no-version',
      message: 'podman has no usable version.',
    });
  });

  it('takes the digest of the new package along, and the name of its source RPM', () => {
    const text = `packages:\n  podman:\n    evra: 5:5.0.1-1.fc40.x86_64\n    digest: sha256:${'0'.repeat(64)}\n    metadata:\n      sourcerpm: podman-5.0.1-1.fc40.src.rpm\n`;
    const scope = scopeOf(X86_64, { [X86_64]: text }, known);
    const checksum = updates.index?.find('podman')[0]?.checksum;
    expect(edited(scope, group(new UpdatePlanner(scope).plan(entryOf(scope, 'podman'))).edits)).toBe(
      `packages:\n  podman:\n    evra: 5:5.2.5-1.fc40.x86_64\n    digest: ${checksum}\n    metadata:\n      sourcerpm: podman-5.2.5-1.fc40.src.rpm\n`,
    );
  });
});

describe('UpdatePlanner.plan in the overrides of all basearches', () => {
  const text = 'packages:\n  podman:\n    evr: 5:5.0.1-1.fc40\n';
  const bases = {
    'manifest-lock.x86_64.json': baseLock({ podman: '5:5.0.1-1.fc40.x86_64' }),
    'manifest-lock.aarch64.json': baseLock({ podman: '5:5.0.1-1.fc40.aarch64' }),
    'manifest-lock.s390x.json': baseLock({ tzdata: '2024a-5.fc40.noarch' }),
  };
  const on = (arch: string, ...evrs: string[]) =>
    availability(arch, [
      repository(
        { id: 'fedora-updates' },
        evrs.map((evr): PackageLine => ['podman', evr, arch]),
      ),
    ]);
  const scope = (...all: Parameters<typeof scopeOf>[2]) => scopeOf(COMMON, { [COMMON]: text, ...bases }, all);

  it('takes the newest EVR that every basearch has which locks the package', () => {
    const here = scope(on('x86_64', '5:5.2.5-1.fc40', '5:5.2.3-1.fc40'), on('aarch64', '5:5.2.3-1.fc40'), on('s390x'));
    const plan = group(new UpdatePlanner(here).plan(entryOf(here, 'podman')));
    expect(edited(here, plan.edits)).toBe('packages:\n  podman:\n    evr: 5:5.2.3-1.fc40\n');
    expect(plan.notes).toEqual(['fedora-updates has 5:5.2.5-1.fc40 too, but not for aarch64.']);
  });

  it('moves nothing where one basearch has nothing newer', () => {
    const here = scope(on('x86_64', '5:5.2.5-1.fc40'), on('aarch64', '5:5.0.1-1.fc40'));
    expect(new UpdatePlanner(here).plan(entryOf(here, 'podman'))).toEqual({
      kind: 'none',
      why: 'partial',
      message: 'podman 5:5.2.5-1.fc40 is in fedora-updates, but not for aarch64.',
    });
  });

  it('goes by what is known', () => {
    const here = scope(on('x86_64', '5:5.2.5-1.fc40'));
    expect(edited(here, group(new UpdatePlanner(here).plan(entryOf(here, 'podman'))).edits)).toContain(
      '5:5.2.5-1.fc40',
    );
  });

  it('does not ask basearches whose own overrides replace the entry', () => {
    const files = { [COMMON]: text, ...bases, 'manifest-lock.overrides.aarch64.yaml': text };
    const here = scopeOf(COMMON, files, [on('x86_64', '5:5.2.5-1.fc40'), on('aarch64', '5:5.0.1-1.fc40')]);
    expect(new UpdatePlanner(here).plan(entryOf(here, 'podman')).kind).toBe('update');
  });
});

describe('a package that changes between archful and noarch', () => {
  const change = (from: string, to: string) => [
    availability('x86_64', [
      repository({ id: 'fedora' }, [['containers-common', '4:1-89.fc38', from]]),
      repository({ id: 'fedora-updates' }, [['containers-common', '4:1-90.fc38', to]]),
    ]),
  ];
  const moved = (path: string, version: string, known: Parameters<typeof scopeOf>[2]) => {
    const scope = scopeOf(path, { [path]: `packages:\n  containers-common:\n    ${version}\n` }, known);
    return edited(scope, group(new UpdatePlanner(scope).plan(entryOf(scope, 'containers-common'))).edits)
      .split('\n')[2]
      ?.trim();
  };

  it('keeps what names no arch, unless the koji tagger would look for archful packages', () => {
    expect(moved(COMMON, 'evr: 4:1-89.fc38', change('noarch', 'x86_64'))).toBe('evr: 4:1-90.fc38');
    expect(moved(COMMON, 'evr: 4:1-89.fc38', change('noarch', 'noarch'))).toBe('evr: 4:1-90.fc38');
    expect(moved(COMMON, 'evr: 4:1-89.fc38', change('x86_64', 'noarch'))).toBe('evra: 4:1-90.fc38.noarch');
  });

  it('changes the arch of an evra, in the common file to an evr', () => {
    expect(moved(X86_64, 'evra: 4:1-89.fc38.noarch', change('noarch', 'x86_64'))).toBe('evra: 4:1-90.fc38.x86_64');
    expect(moved(X86_64, 'evra: 4:1-89.fc38.x86_64', change('x86_64', 'noarch'))).toBe('evra: 4:1-90.fc38.noarch');
    expect(moved(COMMON, 'evra: 4:1-89.fc38.noarch', change('noarch', 'x86_64'))).toBe('evr: 4:1-90.fc38');
  });
});

describe('UpdatePlanner.planAll', () => {
  const text = `packages:
  device-mapper:
    evr: 1.02.197-1.fc40
  lvm2:
    evr: 2.03.23-1.fc40
    metadata:
      type: pin
  podman:
    evr: 5:5.0.1-1.fc40
    metadata:
      type: fast-track
  unheard-of:
    evr: 1-1
`;

  it('leaves pins alone, and what shares a source package with one', () => {
    const scope = scopeOf(X86_64, { [X86_64]: text }, known);
    const plan = new UpdatePlanner(scope).planAll({ includePins: false });
    expect(plan.groups.flatMap(({ moves }) => moves.map(({ entry }) => entry.name))).toEqual(['podman']);
    expect(plan.left.map(({ message }) => message)).toEqual([
      'device-mapper shares its source package with lvm2, which is a pin.',
      'lvm2 is a pin.',
    ]);
    expect(
      edited(
        scope,
        plan.groups.flatMap(({ edits }) => edits),
      ),
    ).toBe(text.replace('5:5.0.1-1', '5:5.2.5-1'));
  });

  it('moves them when asked, each source package once', () => {
    const scope = scopeOf(X86_64, { [X86_64]: text }, known);
    const plan = new UpdatePlanner(scope).planAll({ includePins: true });
    expect(plan.groups.map(({ source, moves }) => `${source} ${moves.length}`)).toEqual(['lvm2 2', 'podman 1']);
    expect(plan.left).toEqual([]);
  });

  it('says of which entries it knows nothing', () => {
    const scope = scopeOf(X86_64, { [X86_64]: text }, []);
    const plan = new UpdatePlanner(scope).planAll({ includePins: true });
    expect(plan.groups).toEqual([]);
    expect(plan.unknown.map(({ name }) => name)).toEqual(['device-mapper', 'lvm2', 'podman', 'unheard-of']);
  });

  it('takes the build that most siblings have', () => {
    const odd = [
      availability('x86_64', [
        fedora,
        updates,
        repository({ id: 'testing' }, [['lvm2-dbusd', '2.03.25-1.fc40', 'noarch', 'lvm2-2.03.25-1.fc40.src.rpm']]),
      ]),
    ];
    const scope = scopeOf(X86_64, { [X86_64]: LVM }, odd);
    const [lvm2] = new UpdatePlanner(scope).planAll({ includePins: false }).groups;
    expect(lvm2?.moves.map(({ entry }) => entry.name)).toEqual(['device-mapper', 'lvm2']);
  });
});

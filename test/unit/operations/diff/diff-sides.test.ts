import { describe, expect, it } from 'vitest';
import { diffSides, isRebuild } from '../../../../server/operations/diff/diff-sides';
import type { DiffSide } from '../../../../server/operations/diff/side';
import { AARCH64, OVERRIDES, override, overrides, side, X86_64 } from '../../../support/sides';

const both = (packages: Readonly<Record<string, string>>) => ({
  [X86_64]: Object.fromEntries(Object.entries(packages).map(([name, evr]) => [name, `${evr}.x86_64`])),
  [AARCH64]: Object.fromEntries(Object.entries(packages).map(([name, evr]) => [name, `${evr}.aarch64`])),
});

const shown = (from: DiffSide, to: DiffSide) =>
  diffSides(from, to).changes.map(({ name, kind, nature, diverges, arches }) => [
    ...[name, kind, nature, diverges],
    [...arches].map(([arch, change]) => `${arch} ${change.kind} ${change.from?.evr} ${change.to?.evr}`),
  ]);

describe('diffSides', () => {
  it('tells what goes up, down, comes and goes, on every basearch', () => {
    const from = side(
      'stable',
      both({ kernel: '6.10.12-200.fc40', sudo: '1.9.5p2-1.fc33', fuse: '2.9.9-21.fc40', acl: '2.3.2-1.fc40' }),
    );
    const to = side(
      'testing',
      both({ kernel: '6.11.3-200.fc40', sudo: '1.9.2-1.fc33', 'kdump-utils': '1.0.42-10.fc40', acl: '2.3.2-1.fc40' }),
    );
    expect(shown(from, to)).toEqual([
      [
        'fuse',
        'removed',
        undefined,
        false,
        ['x86_64 removed 2.9.9-21.fc40 undefined', 'aarch64 removed 2.9.9-21.fc40 undefined'],
      ],
      [
        'kdump-utils',
        'added',
        undefined,
        false,
        ['x86_64 added undefined 1.0.42-10.fc40', 'aarch64 added undefined 1.0.42-10.fc40'],
      ],
      [
        'kernel',
        'upgraded',
        'version',
        false,
        ['x86_64 upgraded 6.10.12-200.fc40 6.11.3-200.fc40', 'aarch64 upgraded 6.10.12-200.fc40 6.11.3-200.fc40'],
      ],
      [
        'sudo',
        'downgraded',
        'version',
        false,
        ['x86_64 downgraded 1.9.5p2-1.fc33 1.9.2-1.fc33', 'aarch64 downgraded 1.9.5p2-1.fc33 1.9.2-1.fc33'],
      ],
    ]);
    expect(diffSides(from, to).summary).toEqual({
      packages: { upgraded: 1, downgraded: 1, added: 1, removed: 1 },
      sources: { upgraded: 1, downgraded: 1, added: 1, removed: 1 },
      rebuilds: 0,
      unchanged: 1,
      overridesLost: 0,
      overridesGained: 0,
      overridesChanged: 0,
    });
  });

  it('takes what RPM takes for equal for no change', () => {
    const from = side('a', {
      [X86_64]: { netavark: '1.10.3-3.fc40.x86_64', tzdata: '2024a-5.fc40.noarch', grub2: '1:2.06-097.fc40.x86_64' },
    });
    const to = side('b', {
      [X86_64]: { netavark: '0:1.10.3-3.fc40.x86_64', tzdata: '2024a-5.fc40.x86_64', grub2: '1:2.06-97.fc40.x86_64' },
    });
    const diff = diffSides(from, to);
    expect(diff.changes).toEqual([]);
    expect(diff.summary.unchanged).toBe(3);
  });

  it('is of the gravest kind of its basearches, and diverges where they are not alike', () => {
    const from = side('a', {
      [X86_64]: { podman: '5.2-1.x86_64', 'grub2-pc': '2.06-1.x86_64', vim: '9-1.x86_64' },
      [AARCH64]: { podman: '5.2-1.aarch64', vim: '9-1.aarch64' },
    });
    const to = side('b', {
      [X86_64]: { podman: '5.3-1.x86_64', 'grub2-pc': '2.06-2.x86_64', vim: '9-2.x86_64' },
      [AARCH64]: { podman: '5.1-1.aarch64', vim: '9-1.aarch64' },
    });
    expect(shown(from, to)).toEqual([
      // one basearch alone has it
      ['grub2-pc', 'upgraded', 'release', false, ['x86_64 upgraded 2.06-1 2.06-2']],
      ['podman', 'downgraded', 'version', true, ['x86_64 upgraded 5.2-1 5.3-1', 'aarch64 downgraded 5.2-1 5.1-1']],
      ['vim', 'upgraded', 'release', true, ['x86_64 upgraded 9-1 9-2']],
    ]);
  });

  it('groups by source: what it will be counts, of what goes what it was', () => {
    const from = side('a', {
      [X86_64]: {
        libblkid: ['2.39-1.x86_64', 'util-linux'],
        'qed-firmware': ['20240610-1.noarch', 'linux-firmware'],
        'realtek-firmware': ['20240610-1.noarch', 'linux-firmware'],
        vim: ['9-1.x86_64', 'vim'],
      },
    });
    const to = side('b', {
      [X86_64]: {
        libblkid: '2.40-1.x86_64',
        'qed-firmware': ['20240709-1.noarch', 'firmware'],
        vim: ['9-2.x86_64', 'vim'],
        'vim-data': ['9-2.noarch', 'vim'],
      },
    });
    const { sources, changes } = diffSides(from, to);
    expect(
      sources.map(({ source, kind, nature, packages }) => [source, kind, nature, packages.map(({ name }) => name)]),
    ).toEqual([
      ['firmware', 'upgraded', 'version', ['qed-firmware']],
      ['linux-firmware', 'removed', undefined, ['realtek-firmware']],
      // the new lock does not say, the old one did
      ['util-linux', 'upgraded', 'version', ['libblkid']],
      ['vim', 'upgraded', 'release', ['vim', 'vim-data']],
    ]);
    expect(changes.map(({ name }) => name)).toEqual([
      'qed-firmware',
      'realtek-firmware',
      'libblkid',
      'vim',
      'vim-data',
    ]);
  });

  it('tells rebuilds from new versions', () => {
    const from = side('a', {
      [X86_64]: {
        acl: '2.3.2-1.fc40.x86_64',
        attr: '2.5-3.fc40.x86_64',
        zlib: ['1-1.fc40.x86_64', 'zlib'],
        'zlib-devel': ['1-1.fc40.x86_64', 'zlib'],
      },
    });
    const to = side('b', {
      [X86_64]: { acl: '2.3.2-1.fc41.x86_64', attr: '2.5-4.fc41.x86_64', zlib: ['1-1.fc41.x86_64', 'zlib'] },
    });
    const { sources, summary } = diffSides(from, to);
    expect(sources.map(source => [source.source, source.nature, isRebuild(source)])).toEqual([
      ['acl', 'rebuild', true],
      ['attr', 'release', false],
      // a package of it goes
      ['zlib', 'rebuild', false],
    ]);
    expect(summary.rebuilds).toBe(1);
  });

  it('compares what both know, and says what it does not compare', () => {
    const one = side('testing', { [X86_64]: { vim: '9-1.x86_64' }, [AARCH64]: { vim: '9-1.aarch64' } });
    const other = side('stable', { [X86_64]: { vim: '9-2.x86_64' }, 'manifest-lock.s390x.json': '{' });
    const diff = diffSides(one, other);
    expect(diff.basearches).toEqual(['x86_64']);
    expect(diff.changes.map(({ arches }) => [...arches.keys()])).toEqual([['x86_64']]);
    expect(diff.notes[0]).toMatch(/^stable, s390x: manifest-lock\.s390x\.json has a syntax error: .*\.$/);
    expect(diff.notes.slice(1)).toEqual(['aarch64 is not compared: testing has it, stable does not.']);
    expect(diffSides(one, other, { arches: ['x86_64'] }).notes).toEqual([]);
    expect(diffSides(one, other, { arches: ['aarch64'] })).toMatchObject({ basearches: [], changes: [] });
  });

  it('takes nothing for added that a partial side has beyond the other', () => {
    const whole = side('testing', { [X86_64]: { vim: '9-1.x86_64', sudo: '1-1.x86_64' } });
    const partial: DiffSide = {
      ...side('tag f40', { [X86_64]: { vim: '9-2.x86_64', kernel: '6-1.x86_64' } }),
      partial: true,
    };
    const kinds = (from: DiffSide, to: DiffSide) =>
      diffSides(from, to).changes.map(({ name, kind }) => `${name} ${kind}`);
    expect(kinds(whole, partial)).toEqual(['sudo removed', 'vim upgraded']);
    expect(kinds(partial, whole)).toEqual(['sudo added', 'vim downgraded']);
    expect(diffSides(whole, partial).notes).toEqual([
      'Of tag f40 only the packages of the other side are looked at: what it has beyond them is not shown.',
    ]);
  });

  it('counts overrides by package', () => {
    const base = { vim: '9-1.x86_64', sudo: '1-1.x86_64' };
    const from = side('a', { [X86_64]: base, [AARCH64]: base, [OVERRIDES]: overrides(override('vim', '9-2')) });
    const to = side('b', { [X86_64]: base, [AARCH64]: base, [OVERRIDES]: overrides(override('sudo', '1-2')) });
    expect(diffSides(from, to).summary).toMatchObject({ overridesLost: 1, overridesGained: 1, overridesChanged: 0 });
  });
});

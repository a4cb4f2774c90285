import { describe, expect, it } from 'vitest';
import { OVERRIDES_HEADER } from '../../../server/lockfile/header';
import { splitSource } from '../../../server/rules/split-source';
import { availability, type PackageLine, repository } from '../../support/availability';
import { type BuildTable, kojiFacts } from '../../support/service-facts';
import {
  baseLock,
  findings,
  fixed,
  lines,
  OVERRIDES,
  type Surroundings,
  titles,
  X86_64_BASE,
  X86_64_OVERRIDES,
} from './support';

const AARCH64_BASE = 'manifest-lock.aarch64.json';

/** A base lock as of 2024 and 2025: `[name, evra, source]`. */
function sourced(...packages: readonly (readonly [name: string, evra: string, sourcerpm: string])[]): string {
  const entries = packages.map(([name, evra, sourcerpm]) => [name, { evra, metadata: { sourcerpm } }]);
  return JSON.stringify({ packages: Object.fromEntries(entries) }, undefined, 2);
}

const BODHI = 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-3cd42e9e29';
const entry = (name: string, version: string, type = 'fast-track') =>
  `  ${name}:\n    ${version}\n    metadata:\n      bodhi: ${BODHI}\n      type: ${type}\n`;
const overrides = (...entries: readonly string[]) => `packages:\n${entries.join('')}`;

const firmware = sourced(
  ['linux-firmware', '20240811-2.fc41.noarch', 'linux-firmware'],
  ['qed-firmware', '20240811-2.fc41.noarch', 'linux-firmware'],
  ['wireless-regdb', '2024.01.23-2.fc41.noarch', 'wireless-regdb'],
);
const podmans = (evr: string, arch: string) => baseLock({ podman: `${evr}.${arch}`, 'podman-docker': `${evr}.noarch` });
const around = (x86_64: string, aarch64 = x86_64): Surroundings => ({
  files: { [X86_64_BASE]: x86_64, [AARCH64_BASE]: aarch64 },
});
const podmanAround = around(podmans('5:5.2.3-1.fc40', 'x86_64'), podmans('5:5.2.3-1.fc40', 'aarch64'));

describe('split-source', () => {
  it('names the sibling left behind, and adds it: fedora-coreos-config 35922b55', () => {
    const text = overrides(entry('linux-firmware', 'evra: 20240909-1.fc41.noarch'));
    expect(lines(splitSource, OVERRIDES, text, around(firmware))).toEqual([
      'warning 2:3-2:17 linux-firmware is moved to 20240909-1.fc41, but qed-firmware stays at 20240811-2.fc41 (base locks of x86_64 and aarch64): the image would mix two builds of linux-firmware. Move them together, as far as that build has them.',
    ]);
    const [finding] = findings(splitSource, OVERRIDES, text, around(firmware));
    expect(
      finding?.related?.map(({ path, span, message }) => [path, firmware.slice(span.start, span.end), message]),
    ).toEqual([[X86_64_BASE, '"20240811-2.fc41.noarch"', 'qed-firmware stays at 20240811-2.fc41']]);
    expect(titles(splitSource, OVERRIDES, text, around(firmware))).toEqual([['Add qed-firmware at 20240909-1.fc41 *']]);
    expect(fixed(splitSource, OVERRIDES, text, 'Add qed-firmware at 20240909-1.fc41', around(firmware))).toBe(
      overrides(
        entry('linux-firmware', 'evra: 20240909-1.fc41.noarch'),
        entry('qed-firmware', 'evra: 20240909-1.fc41.noarch'),
      ),
    );
  });

  it('takes what Koji says the build has, where no repository has it: nothing is left of what it lacks', () => {
    const text = overrides(entry('linux-firmware', 'evra: 20240909-1.fc41.noarch'));
    const there = (rpms: Readonly<Record<string, string>>, more: Partial<BuildTable> = {}): Surroundings => ({
      ...around(firmware),
      services: { koji: kojiFacts({ 'linux-firmware-20240909-1.fc41': { rpms, ...more } }) },
    });
    const both = there({ 'linux-firmware': 'noarch', 'qed-firmware': 'noarch', 'iwlwifi-dvm-firmware': 'noarch' });
    expect(lines(splitSource, OVERRIDES, text, both)).toEqual([
      'warning 2:3-2:17 linux-firmware is moved to 20240909-1.fc41, but qed-firmware stays at 20240811-2.fc41 (base locks of x86_64 and aarch64): the image would mix two builds of linux-firmware. Move them together.',
    ]);
    expect(fixed(splitSource, OVERRIDES, text, 'Add qed-firmware at 20240909-1.fc41', both)).toBe(
      overrides(
        entry('linux-firmware', 'evra: 20240909-1.fc41.noarch'),
        entry('qed-firmware', 'evra: 20240909-1.fc41.noarch'),
      ),
    );
    expect(lines(splitSource, OVERRIDES, text, there({ 'linux-firmware': 'noarch' }))).toEqual([]);
    // what the build has is not known: the base lock says it
    expect(
      lines(splitSource, OVERRIDES, text, there({ 'linux-firmware': 'noarch' }, { packagesUnknown: true })),
    ).toEqual(lines(splitSource, OVERRIDES, text, around(firmware)));
  });

  it('adds a package with a version and an epoch of its own as Koji has it, not of another arch', () => {
    const lock = (arch: string) =>
      baseLock({ lvm2: `2.03.23-1.fc40.${arch}`, 'device-mapper': `1.02.197-1.fc40.${arch}` });
    const text = overrides(entry('lvm2', 'evr: 2.03.24-2.fc40'));
    const rpms = { lvm2: 'src x86_64 aarch64', 'device-mapper': '2:1.02.198-2.fc40 i686 x86_64 aarch64 s390x' };
    const there = {
      ...around(lock('x86_64'), lock('aarch64')),
      services: { koji: kojiFacts({ 'lvm2-2.03.24-2.fc40': { rpms } }) },
    };
    expect(fixed(splitSource, OVERRIDES, text, 'Add device-mapper at 2:1.02.198-2.fc40', there)).toBe(
      overrides(entry('device-mapper', 'evr: 2:1.02.198-2.fc40'), entry('lvm2', 'evr: 2.03.24-2.fc40')),
    );
    const moved = overrides(entry('device-mapper', 'evr: 2:1.02.198-2.fc40'), entry('lvm2', 'evr: 2.03.24-2.fc40'));
    expect(lines(splitSource, OVERRIDES, moved, there)).toEqual([]);
  });

  it('tells of a pin that goes back only what Koji says', () => {
    const older = overrides(entry('podman', 'evr: 5:5.2.2-1.fc40', 'pin'));
    expect(lines(splitSource, OVERRIDES, older, podmanAround)).toEqual([]);
    const rpms = { podman: '5:5.2.2-1.fc40 x86_64 aarch64', 'podman-docker': '5:5.2.2-1.fc40 noarch' };
    const there = { ...podmanAround, services: { koji: kojiFacts({ 'podman-5.2.2-1.fc40': { rpms } }) } };
    expect(titles(splitSource, OVERRIDES, older, there)).toEqual([['Add podman-docker at 5:5.2.2-1.fc40 *']]);
  });

  it('says nothing of a build of which the entry has another epoch', () => {
    const rpms = { podman: '5:5.2.5-1.fc40 x86_64 aarch64', 'podman-docker': '5:5.2.5-1.fc40 noarch' };
    const there = { ...podmanAround, services: { koji: kojiFacts({ 'podman-5.2.5-1.fc40': { rpms } }) } };
    expect(lines(splitSource, OVERRIDES, overrides(entry('podman', 'evr: 6:5.2.5-1.fc40')), there)).toEqual([]);
    expect(lines(splitSource, OVERRIDES, overrides(entry('podman', 'evr: 5:5.2.5-1.fc40')), there)).toHaveLength(1);
  });

  it('knows siblings of base locks without sources by version and name', () => {
    const text = overrides(entry('podman', 'evr: 5:5.2.5-1.fc40'));
    expect(lines(splitSource, OVERRIDES, text, podmanAround)).toEqual([
      'warning 2:3-2:9 podman is moved to 5:5.2.5-1.fc40, but podman-docker stays at 5:5.2.3-1.fc40 (base locks of x86_64 and aarch64): the image would mix two builds of podman. Move them together, as far as that build has them.',
    ]);
    expect(fixed(splitSource, OVERRIDES, text, 'Add podman-docker at 5:5.2.5-1.fc40', podmanAround)).toBe(
      overrides(entry('podman', 'evr: 5:5.2.5-1.fc40'), entry('podman-docker', 'evra: 5:5.2.5-1.fc40.noarch')),
    );
    // the same version by chance
    const gzip = around(baseLock({ 'fuse-overlayfs': '1.13-1.fc40.x86_64', gzip: '1.13-1.fc40.x86_64' }));
    expect(lines(splitSource, OVERRIDES, overrides(entry('gzip', 'evr: 1.13-2.fc40')), gzip)).toEqual([]);
  });

  it('says nothing where all moved, or nothing did', () => {
    const both = overrides(entry('podman', 'evr: 5:5.2.5-1.fc40'), entry('podman-docker', 'evr: 5:5.2.5-1.fc40'));
    expect(lines(splitSource, OVERRIDES, both, podmanAround)).toEqual([]);
    const same = overrides(entry('podman', 'evr: 5:5.2.3-1.fc40'));
    expect(lines(splitSource, OVERRIDES, same, podmanAround)).toEqual([]);
    const unlocked = overrides(entry('skopeo', 'evr: 1:1.16.1-1.fc40'));
    expect(lines(splitSource, OVERRIDES, unlocked, podmanAround)).toEqual([]);
    expect(lines(splitSource, OVERRIDES, overrides(entry('podman', 'evr: 5:5.2.5-1.fc40')))).toEqual([]);
    expect(lines(splitSource, X86_64_BASE, podmans('5:5.2.3-1.fc40', 'x86_64'), { files: {} })).toEqual([]);
  });

  it('says nothing of a fast-track that the base lock has passed, nor of a pin that goes back', () => {
    for (const type of ['fast-track', 'pin']) {
      const text = overrides(entry('podman', 'evr: 5:5.1.0-1.fc40', type));
      expect(lines(splitSource, OVERRIDES, text, podmanAround), type).toEqual([]);
    }
  });

  it('moves the override that names an older build', () => {
    const base = baseLock({ ostree: '2024.7-1.fc40.x86_64', 'ostree-libs': '2024.7-1.fc40.x86_64' });
    const text = overrides(entry('ostree', 'evr: 2024.8-1.fc40'), entry('ostree-libs', 'evr: 2024.7-2.fc40'));
    expect(lines(splitSource, OVERRIDES, text, around(base))).toEqual([
      'warning 2:3-2:9 ostree is moved to 2024.8-1.fc40, but ostree-libs stays at 2024.7-2.fc40: the image would mix two builds of ostree. Move them together, as far as that build has them.',
    ]);
    expect(fixed(splitSource, OVERRIDES, text, 'Move ostree-libs to 2024.8-1.fc40', around(base))).toBe(
      text.replace('2024.7-2', '2024.8-1'),
    );
  });

  it('proposes no version for a package that has one of its own', () => {
    const lvm2 = sourced(
      ['device-mapper', '1.02.197-1.fc40.x86_64', 'lvm2'],
      ['lvm2', '2.03.23-1.fc40.x86_64', 'lvm2'],
      ['lvm2-libs', '2.03.23-1.fc40.x86_64', 'lvm2'],
    );
    const text = overrides(entry('lvm2', 'evr: 2.03.25-1.fc40'));
    expect(lines(splitSource, OVERRIDES, text, around(lvm2))).toEqual([
      'warning 2:3-2:7 lvm2 is moved to 2.03.25-1.fc40, but device-mapper stays at 1.02.197-1.fc40 and lvm2-libs stays at 2.03.23-1.fc40 (base locks of x86_64 and aarch64): the image would mix two builds of lvm2. Move them together, as far as that build has them.',
    ]);
    expect(titles(splitSource, OVERRIDES, text, around(lvm2))).toEqual([['Add lvm2-libs at 2.03.25-1.fc40']]);
  });

  it('adds what one arch alone locks to the file of that arch', () => {
    const x86_64 = baseLock({ cryptsetup: '2.7.4-2.fc41.x86_64', 'cryptsetup-libs': '2.7.4-2.fc41.x86_64' });
    const s390x = sourced(
      ['cryptsetup', '2.7.4-2.fc41.s390x', 'cryptsetup'],
      ['cryptsetup-libs', '2.7.4-2.fc41.s390x', 'cryptsetup'],
      ['veritysetup', '2.7.4-2.fc41.s390x', 'cryptsetup'],
    );
    const files = { [X86_64_BASE]: x86_64, 'manifest-lock.s390x.json': s390x };
    const text = overrides(entry('cryptsetup', 'evr: 2.7.5-1.fc41'), entry('cryptsetup-libs', 'evr: 2.7.5-1.fc41'));
    const there = { files, basearches: ['x86_64', 's390x'] };
    const [finding] = findings(splitSource, OVERRIDES, text, there);
    const added = overrides(entry('veritysetup', 'evra: 2.7.5-1.fc41.s390x'));
    expect(finding?.fixes).toEqual([
      {
        title: 'Add veritysetup at 2.7.5-1.fc41',
        edits: [],
        creates: [{ path: 'manifest-lock.overrides.s390x.yaml', text: `${OVERRIDES_HEADER}\n${added}` }],
        preferred: true,
      },
    ]);
    const own = overrides(entry('kernel', 'evr: 6.11.4-301.fc41'));
    const [second] = findings(splitSource, OVERRIDES, text, {
      ...there,
      files: { ...files, 'manifest-lock.overrides.s390x.yaml': own },
    });
    expect(second?.fixes?.map(({ edits, creates }) => [edits.map(({ path }) => path), creates])).toEqual([
      [['manifest-lock.overrides.s390x.yaml'], undefined],
    ]);
  });

  it('reports a source once, in the common file', () => {
    const base = around(
      sourced(
        ['amd-ucode-firmware', '20240811-2.fc41.noarch', 'linux-firmware'],
        ['linux-firmware', '20240811-2.fc41.noarch', 'linux-firmware'],
        ['qed-firmware', '20240811-2.fc41.noarch', 'linux-firmware'],
      ),
      firmware,
    );
    const common = overrides(entry('linux-firmware', 'evra: 20240909-1.fc41.noarch'));
    const own = overrides(entry('amd-ucode-firmware', 'evra: 20240909-1.fc41.noarch'));
    const files = { ...base.files, [OVERRIDES]: common };
    expect(lines(splitSource, X86_64_OVERRIDES, own, { files })).toEqual([]);
    expect(lines(splitSource, X86_64_OVERRIDES, own, base)).toEqual([
      'warning 2:3-2:21 amd-ucode-firmware is moved to 20240909-1.fc41, but linux-firmware and qed-firmware stay at 20240811-2.fc41 (base lock of x86_64): the image would mix two builds of linux-firmware. Move them together, as far as that build has them.',
    ]);
    expect(
      fixed(splitSource, X86_64_OVERRIDES, own, 'Add linux-firmware and qed-firmware at 20240909-1.fc41', base),
    ).toBe(
      overrides(
        entry('amd-ucode-firmware', 'evra: 20240909-1.fc41.noarch'),
        entry('linux-firmware', 'evra: 20240909-1.fc41.noarch'),
        entry('qed-firmware', 'evra: 20240909-1.fc41.noarch'),
      ),
    );
  });
});

describe('split-source, the build known', () => {
  const known = (...packages: readonly PackageLine[]): Surroundings => ({
    basearches: ['x86_64'],
    availability: [availability('x86_64', [repository({ id: 'fedora-updates' }, packages)])],
  });
  const check = (base: string, text: string, there: Surroundings) =>
    lines(splitSource, OVERRIDES, text, { ...there, files: { [X86_64_BASE]: base } });

  it('takes versions of their own from the build', () => {
    const base = baseLock({ lvm2: '2.03.23-1.fc40.x86_64', 'device-mapper': '1.02.197-1.fc40.x86_64' });
    const text = overrides(entry('lvm2', 'evr: 2.03.25-1.fc40'));
    const there = known(
      ['lvm2', '2.03.25-1.fc40', 'x86_64'],
      ['device-mapper', '1.02.199-1.fc40', 'x86_64', 'lvm2-2.03.25-1.fc40.src.rpm'],
    );
    expect(check(base, text, there)).toEqual([
      'warning 2:3-2:7 lvm2 is moved to 2.03.25-1.fc40, but device-mapper stays at 1.02.197-1.fc40 (base lock of x86_64): the image would mix two builds of lvm2. Move them together.',
    ]);
    const files = { [X86_64_BASE]: base };
    expect(fixed(splitSource, OVERRIDES, text, 'Add device-mapper at 1.02.199-1.fc40', { ...there, files })).toBe(
      overrides(entry('device-mapper', 'evr: 1.02.199-1.fc40'), entry('lvm2', 'evr: 2.03.25-1.fc40')),
    );
  });

  it('misses nothing that the build no longer has', () => {
    const base = baseLock({ podman: '5:4.9.4-1.fc40.x86_64', 'podman-plugins': '5:4.9.4-1.fc40.x86_64' });
    const text = overrides(entry('podman', 'evr: 5:5.0.1-1.fc40'));
    expect(check(base, text, known(['podman', '5:5.0.1-1.fc40', 'x86_64']))).toEqual([]);
  });

  it('tells a pin that goes back with half of its source from one that goes back whole', () => {
    const kernels = (evr: string, ...more: readonly string[]) =>
      baseLock(Object.fromEntries(['kernel', 'kernel-core', ...more].map(name => [name, `${evr}.x86_64`])));
    const lock = kernels('6.2.6-300.fc38', 'kernel-modules-core');
    const old: readonly PackageLine[] = [
      ['kernel', '6.1.18-200.fc37', 'x86_64'],
      ['kernel-core', '6.1.18-200.fc37', 'x86_64', 'kernel-6.1.18-200.fc37.src.rpm'],
    ];
    const pin = (...names: readonly string[]) =>
      overrides(...names.map(name => entry(name, 'evr: 6.1.18-200.fc37', 'pin')));
    expect(check(lock, pin('kernel', 'kernel-core'), known(...old))).toEqual([]);
    expect(check(lock, pin('kernel'), known(...old))).toEqual([
      'warning 2:3-2:9 kernel is moved to 6.1.18-200.fc37, but kernel-core stays at 6.2.6-300.fc38 (base lock of x86_64): the image would mix two builds of kernel. Move them together.',
    ]);
  });
});

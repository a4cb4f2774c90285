import { describe, expect, it } from 'vitest';
import { DEFAULT_REPO_SETTINGS } from '../../../server/config-repo/repo-settings';
import { checkFile } from '../../../server/rules/check';
import { missingEpoch } from '../../../server/rules/missing-epoch';
import { notAvailable } from '../../../server/rules/not-available';
import { unknownBuild } from '../../../server/rules/unknown-build';
import { availability, type PackageLine, repository } from '../../support/availability';
import { bodhiFacts, kojiFacts } from '../../support/service-facts';
import {
  baseLock,
  contextOf,
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
const entry = (name: string, version: string) => `  ${name}:\n    ${version}\n`;
const overrides = (...entries: readonly string[]) => `packages:\n${entries.join('')}`;
const bases = (packages: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    ['x86_64', 'aarch64'].map(arch => [
      `manifest-lock.${arch}.json`,
      baseLock(Object.fromEntries(Object.entries(packages).map(([name, evr]) => [name, `${evr}.${arch}`]))),
    ]),
  );

const KOJI = kojiFacts({
  'podman-5.2.5-1.fc40': { rpms: { podman: '5:5.2.5-1.fc40 x86_64 aarch64' } },
  'ignition-2.19.0-2.fc40': { rpms: { ignition: 'x86_64 aarch64' } },
  'netavark-1.10.3-3.fc40': { rpms: { netavark: '0:1.10.3-3.fc40 x86_64 aarch64' } },
});
const FILES = bases({ podman: '5:5.2.3-1.fc40', ignition: '2.18.0-2.fc40', netavark: '1.10.3-2.fc40' });
const around = (more: Partial<Surroundings> = {}): Surroundings => ({
  files: FILES,
  services: { koji: KOJI },
  ...more,
});
const known = (arch: string, packages: readonly PackageLine[]) =>
  availability(arch, [repository({ id: 'fedora-updates' }, packages)]);

describe('unknown-build', () => {
  it('reports a version that Koji does not have: fedora-coreos-config acb8a001', () => {
    expect(lines(unknownBuild, OVERRIDES, overrides(entry('podman', 'evr: 5:5.2.6-1.fc40')), around())).toEqual([
      'error 3:10-3:24 Koji has no podman 5:5.2.6-1.fc40 for x86_64 and aarch64: mistyped, or not built yet.',
    ]);
    expect(titles(unknownBuild, OVERRIDES, overrides(entry('podman', 'evr: 5:5.2.6-1.fc40')), around())).toEqual([[]]);
    const arch = overrides(entry('podman', 'evra: 5:5.2.5-1.fc40.noarch'));
    expect(lines(unknownBuild, X86_64_OVERRIDES, arch, around())).toEqual([
      'error 3:11-3:32 Koji has no podman 5:5.2.5-1.fc40.noarch: mistyped, or not built yet.',
    ]);
  });

  it('moves it, with its siblings, to the nearest version that the repositories have', () => {
    const there = around({
      availability: [
        known('x86_64', [
          ['podman', '5:5.2.5-1.fc40', 'x86_64'],
          ['podman', '5:5.2.3-1.fc40', 'x86_64'],
        ]),
      ],
    });
    const text = overrides(entry('podman', 'evr: 5:5.2.4-1.fc40'));
    expect(lines(unknownBuild, OVERRIDES, text, there)).toEqual([
      'error 3:10-3:24 Koji has no podman 5:5.2.4-1.fc40 for x86_64 and aarch64: mistyped, or not built yet. Nearest: 5:5.2.5-1.fc40 (fedora-updates) and 5:5.2.3-1.fc40 (fedora-updates).',
    ]);
    expect(titles(unknownBuild, OVERRIDES, text, there)).toEqual([
      ['Move podman to 5:5.2.5-1.fc40 (fedora-updates)', 'Move podman to 5:5.2.3-1.fc40 (fedora-updates)'],
    ]);
    expect(fixed(unknownBuild, OVERRIDES, text, 'Move podman to 5:5.2.5-1.fc40 (fedora-updates)', there)).toBe(
      overrides(entry('podman', 'evr: 5:5.2.5-1.fc40')),
    );
  });

  it('takes the builds of Bodhi where no repository is known, with the epoch of the base lock', () => {
    const files = bases({ podman: '5:5.2.3-1.fc40', 'podman-docker': '5:5.2.3-1.fc40' });
    const bodhi = bodhiFacts([
      { alias: 'FEDORA-2024-f0fd63c638', builds: ['podman-5.2.5-1.fc40', 'buildah-1.37.5-1.fc40'] },
      { alias: 'FEDORA-2024-bbbbbbbbbb', builds: ['podman-5.2.2-1.fc40'], status: 'obsolete' },
    ]);
    const text = overrides(entry('podman', 'evr: 5:5.2.6-1.fc40'), entry('podman-docker', 'evr: 5:5.2.6-1.fc40'));
    const there = around({ files, services: { koji: KOJI, bodhi } });
    const hint = 'mistyped, or not built yet. Nearest: 5:5.2.5-1.fc40 (FEDORA-2024-f0fd63c638).';
    expect(lines(unknownBuild, OVERRIDES, text, there)).toEqual([
      `error 3:10-3:24 Koji has no podman 5:5.2.6-1.fc40 for x86_64 and aarch64: ${hint}`,
      `error 5:10-5:24 Koji has no podman-docker 5:5.2.6-1.fc40 for x86_64 and aarch64: ${hint}`,
    ]);
    const title = 'Move podman and its sibling to 5:5.2.5-1.fc40 (FEDORA-2024-f0fd63c638)';
    expect(fixed(unknownBuild, OVERRIDES, text, title, there)).toBe(
      overrides(entry('podman', 'evr: 5:5.2.5-1.fc40'), entry('podman-docker', 'evr: 5:5.2.5-1.fc40')),
    );
  });

  it('does not guess the version of a binary that has one of its own', () => {
    const bodhi = bodhiFacts([{ alias: 'FEDORA-2024-cccccccccc', builds: ['lvm2-2.03.24-2.fc40'] }]);
    const lock = (arch: string) => ({
      packages: {
        'device-mapper': { evra: `1.02.197-1.fc40.${arch}`, metadata: { sourcerpm: 'lvm2' } },
        lvm2: { evra: `2.03.23-1.fc40.${arch}`, metadata: { sourcerpm: 'lvm2' } },
      },
    });
    const files = { [X86_64_BASE]: JSON.stringify(lock('x86_64')), [AARCH64_BASE]: JSON.stringify(lock('aarch64')) };
    const there = around({ files, services: { koji: KOJI, bodhi } });
    expect(titles(unknownBuild, OVERRIDES, overrides(entry('device-mapper', 'evr: 1.02.200-1.fc40')), there)).toEqual([
      [],
    ]);
  });

  it("writes Koji's epoch, and takes none and 0 for the same", () => {
    const text = overrides(entry('podman', 'evr: 5.2.5-1.fc40'));
    expect(lines(unknownBuild, OVERRIDES, text, around())).toEqual([
      'error 3:10-3:22 podman 5.2.5-1.fc40 has the epoch 5 in Koji, and 5.2.5-1.fc40 has none: no such package is found. Write 5:5.2.5-1.fc40.',
    ]);
    expect(titles(unknownBuild, OVERRIDES, text, around())).toEqual([
      ['Write the epoch of Koji: 5:5.2.5-1.fc40 * all'],
    ]);
    expect(fixed(unknownBuild, OVERRIDES, text, 'Write the epoch of Koji: 5:5.2.5-1.fc40', around())).toBe(
      overrides(entry('podman', 'evr: 5:5.2.5-1.fc40')),
    );
    expect(lines(unknownBuild, OVERRIDES, overrides(entry('ignition', 'evr: 2:2.19.0-2.fc40')), around())).toEqual([
      'error 3:10-3:25 ignition 2.19.0-2.fc40 has no epoch in Koji, and 2:2.19.0-2.fc40 has 2: no such package is found. Write 2.19.0-2.fc40.',
    ]);
    const same = overrides(entry('netavark', 'evr: 1.10.3-3.fc40'), entry('ignition', 'evr: 0:2.19.0-2.fc40'));
    expect(lines(unknownBuild, OVERRIDES, same, around())).toEqual([]);
    expect(lines(unknownBuild, OVERRIDES, overrides(entry('netavark', 'evr: 0:1.10.3-3.fc40')), around())).toEqual([]);
  });

  it('tells one mistake once', () => {
    const there = around({ availability: [known('x86_64', []), known('aarch64', [])] });
    const context = contextOf(OVERRIDES, overrides(entry('podman', 'evr: 5.2.5-1.fc40')), there);
    const codes = (rules: Parameters<typeof checkFile>[1]['rules']) =>
      checkFile(context, { severity: {}, rules: rules ?? [] }).map(({ code }) => code);
    expect(codes([missingEpoch])).toEqual(['missing-epoch']);
    expect(codes([notAvailable])).toEqual(['not-available']);
    expect(codes([unknownBuild, missingEpoch, notAvailable])).toEqual(['unknown-build']);
  });

  it('names the architectures that lock the package and that Koji has it not for: 44da178f', () => {
    const koji = kojiFacts({ 'ignition-2.19.0-2.fc40': { rpms: { ignition: 'x86_64' } } });
    const text = overrides(entry('ignition', 'evr: 2.19.0-2.fc40'));
    const there = around({ services: { koji } });
    expect(lines(unknownBuild, OVERRIDES, text, there)).toEqual([
      'warning 3:10-3:23 Koji has ignition 2.19.0-2.fc40 for x86_64, not for aarch64, where the base lock has the package. Override it in the files of the architectures that have it.',
    ]);
    // no base lock says where it has to be; the build is not whole; aarch64 has it from elsewhere
    expect(lines(unknownBuild, OVERRIDES, text, { ...there, files: {} })).toEqual([]);
    const partly = kojiFacts({ 'ignition-2.19.0-2.fc40': { rpms: { ignition: 'x86_64' }, state: 'building' } });
    expect(lines(unknownBuild, OVERRIDES, text, around({ services: { koji: partly } }))).toEqual([]);
    const own = [known('aarch64', [['ignition', '2.19.0-2.fc40', 'aarch64']]), known('x86_64', [])];
    expect(lines(unknownBuild, OVERRIDES, text, { ...there, availability: own })).toEqual([]);
  });

  it('does not look for what a repository has, and is mild about builds without a dist tag or of another place', () => {
    const text = overrides(entry('cri-tools', 'evr: 1.31.1-1.fc40'));
    const there = around({ availability: [known('x86_64', [['cri-tools', '1.31.1-1.fc40', 'x86_64']])] });
    expect(lines(unknownBuild, OVERRIDES, text, there)).toEqual([]);
    expect(lines(unknownBuild, OVERRIDES, overrides(entry('shim-x64', 'evr: 15.9-3')), around())).toEqual([
      'info 3:10-3:16 Koji has no shim-x64 15.9-3: mistyped, or a build of another place, which coreos-koji-tagger does not find.',
    ]);
    expect(
      findings(unknownBuild, OVERRIDES, overrides(entry('cri-o', 'evr: 1.31.1-1.el9')), around())[0]?.severity,
    ).toBe('info');
  });

  describe('where Koji may not be the right one', () => {
    const text = overrides(entry('cri-o', 'evr: 1.31.1-1.el9'), entry('openshift-kubelet', 'evr: 4.17.0-1.el9'));
    const says =
      'info 1:1-1:9 Koji does not know any of the 2 builds that are overridden to here: it is not the one they are from. Name that one in .manifest-lock.yaml (services: koji), or switch it off there (koji: off).';

    it('says so once for a derivative whose overrides it all does not know', () => {
      expect(lines(unknownBuild, OVERRIDES, text, around({ stream: 'rhel-9.8' }))).toEqual([says]);
      const other = { ...DEFAULT_REPO_SETTINGS, services: { koji: 'https://koji.example.com/kojihub' } };
      const podman = overrides(entry('podman', 'evr: 5:5.2.6-1.fc40'));
      expect(lines(unknownBuild, OVERRIDES, podman, around({ settings: other }))).toEqual([
        'info 1:1-1:9 Koji does not know the build that is overridden to here: it is not the one they are from. Name that one in .manifest-lock.yaml (services: koji), or switch it off there (koji: off).',
      ]);
    });

    it('waits until all is known', () => {
      const half = kojiFacts({}, { unknown: ['cri-o'] });
      expect(lines(unknownBuild, OVERRIDES, text, around({ stream: 'rhel-9.8', services: { koji: half } }))).toEqual(
        [],
      );
    });

    it('takes it for the right one where it knows another override of the repository', () => {
      const koji = kojiFacts({ 'cri-o-1.31.1-1.el9': { rpms: { 'cri-o': 'x86_64 aarch64' } } });
      const there = around({ stream: 'rhel-9.8', services: { koji } });
      const message = 'Koji has no openshift-kubelet 4.17.0-1.el9 for x86_64 and aarch64: mistyped, or not built yet.';
      expect(lines(unknownBuild, OVERRIDES, text, there)).toEqual([`error 5:10-5:22 ${message}`]);
      const files = { ...FILES, [OVERRIDES]: overrides(entry('cri-o', 'evr: 1.31.1-1.el9')) };
      const arch = overrides(entry('openshift-kubelet', 'evr: 4.17.0-1.el9'));
      expect(findings(unknownBuild, X86_64_OVERRIDES, arch, { ...there, files })[0]?.severity).toBe('error');
    });
  });

  it('is silent about what is not known, without Koji, in base locks, and about no version', () => {
    const text = overrides(entry('podman', 'evr: 5:5.2.6-1.fc40'));
    const unknown = kojiFacts({}, { unknown: ['podman'] });
    expect(lines(unknownBuild, OVERRIDES, text, around({ services: { koji: unknown } }))).toEqual([]);
    expect(lines(unknownBuild, OVERRIDES, text, around({ services: {} }))).toEqual([]);
    expect(lines(unknownBuild, OVERRIDES, text, { files: FILES })).toEqual([]);
    expect(lines(unknownBuild, X86_64_BASE, baseLock({ podman: '5:5.2.6-1.fc40.x86_64' }), around())).toEqual([]);
    expect(lines(unknownBuild, OVERRIDES, overrides(entry('podman', 'evr: 5.2.6')), around())).toEqual([]);
    const twice = overrides(entry('podman', 'evr: 5:5.2.6-1.fc40'), entry('podman', 'evr: 5:5.2.5-1.fc40'));
    expect(lines(unknownBuild, OVERRIDES, twice, around())).toEqual([]);
  });
});

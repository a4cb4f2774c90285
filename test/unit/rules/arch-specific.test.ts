import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/lockfile/edits';
import { archSpecific } from '../../../server/rules/arch-specific';
import { availability, type PackageLine, repository } from '../../support/availability';
import { baseLock, findings, fixed, lines, OVERRIDES, type Surroundings, titles, X86_64_OVERRIDES } from './support';

const ARCHES = ['x86_64', 'aarch64', 'ppc64le', 's390x'];
const lockedOn = (packages: Readonly<Record<string, readonly string[]>>): Record<string, string> =>
  Object.fromEntries(
    ARCHES.map(arch => {
      const own = Object.entries(packages).filter(([, arches]) => arches.includes(arch));
      const entries = own.map(([name]) => [name, `1:2.12-8.fc41.${name === 'grub2-common' ? 'noarch' : arch}`]);
      return [`manifest-lock.${arch}.json`, baseLock({ zlib: `1.3-1.fc41.${arch}`, ...Object.fromEntries(entries) })];
    }),
  );
// fedora-coreos-config 31802d2b, which 9414d83a put right
const GRUB = {
  'grub2-pc': ['x86_64'],
  'grub2-tools': ['x86_64', 'aarch64', 'ppc64le'],
  'grub2-common': ['x86_64', 'aarch64', 'ppc64le'],
};
const HEAD = '# This lockfile should be used to pin\n\n';
const METADATA =
  '    metadata:\n      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-7d58433dd5\n      type: fast-track\n';
const entry = (name: string, version: string) => `  ${name}:\n    ${version}\n${METADATA}`;
const COMMON = `${HEAD}packages:\n${entry('grub2-common', 'evra: 1:2.12-10.fc41.noarch')}${entry('grub2-pc', 'evr: 1:2.12-10.fc41')}${entry('grub2-tools', 'evr: 1:2.12-10.fc41')}`;
const X86_64_TEXT = `packages:\n${entry('grub2-efi-x64', 'evra: 1:2.12-10.fc41.x86_64')}`;
const AROUND: Surroundings = {
  basearches: ARCHES,
  files: { ...lockedOn({ ...GRUB, 'grub2-efi-x64': ['x86_64'] }), [X86_64_OVERRIDES]: X86_64_TEXT },
};
const BOOTUPD = 'packages:\n  bootupd:\n    evr: 0.2.16-2.fc39\n';
const bootupd = (known: Readonly<Record<string, readonly PackageLine[]>>): Surroundings => ({
  basearches: ARCHES,
  files: lockedOn({ bootupd: ['x86_64', 'aarch64'] }),
  availability: Object.entries(known).map(([arch, packages]) =>
    availability(arch, [repository({ id: 'fedora' }, packages)]),
  ),
});

describe('arch-specific', () => {
  it('reports what stands for every basearch and is not locked on all (31802d2b)', () => {
    expect(lines(archSpecific, OVERRIDES, COMMON, AROUND)).toEqual([
      'warning 9:3-9:11 grub2-pc is locked on x86_64 only, but evr stands for every basearch: coreos-koji-tagger also looks for that of aarch64, ppc64le and s390x; unless it is built there, nothing of the commit is tagged. Move it to the arch files.',
      'warning 14:3-14:14 grub2-tools is locked on x86_64, aarch64 and ppc64le only, but evr stands for every basearch: coreos-koji-tagger also looks for that of s390x; unless it is built there, nothing of the commit is tagged. Move it to the arch files.',
    ]);
    expect(findings(archSpecific, OVERRIDES, COMMON, AROUND)[1]?.related?.map(({ path }) => path)).toEqual([
      'manifest-lock.x86_64.json',
      'manifest-lock.aarch64.json',
      'manifest-lock.ppc64le.json',
    ]);
    expect(titles(archSpecific, OVERRIDES, COMMON, AROUND)).toEqual([
      ['Move grub2-pc to the files of x86_64 *', 'Move all 2 overrides that are not for every basearch to arch files'],
      [
        'Move grub2-tools to the files of x86_64, aarch64 and ppc64le *',
        'Move all 2 overrides that are not for every basearch to arch files',
      ],
    ]);
  });

  it('moves the entries to arch files, old and new (9414d83a)', () => {
    const [found] = findings(archSpecific, OVERRIDES, COMMON, AROUND);
    const fix = found?.fixes?.find(({ title }) => title.startsWith('Move all'));
    const texts: Record<string, string> = { [OVERRIDES]: COMMON, [X86_64_OVERRIDES]: X86_64_TEXT };
    expect(fix?.edits.map(({ path, edits }) => [path, applyEdits(texts[path] ?? '', edits)])).toEqual([
      [OVERRIDES, `${HEAD}packages:\n${entry('grub2-common', 'evra: 1:2.12-10.fc41.noarch')}`],
      [
        X86_64_OVERRIDES,
        `${X86_64_TEXT}${entry('grub2-pc', 'evra: 1:2.12-10.fc41.x86_64')}${entry('grub2-tools', 'evra: 1:2.12-10.fc41.x86_64')}`,
      ],
    ]);
    expect(fix?.creates).toEqual(
      ['aarch64', 'ppc64le'].map(arch => ({
        path: `manifest-lock.overrides.${arch}.yaml`,
        text: `${HEAD}packages:\n${entry('grub2-tools', `evra: 1:2.12-10.fc41.${arch}`)}`,
      })),
    );
  });

  it('only informs where nothing says that it is not built everywhere', () => {
    expect(lines(archSpecific, OVERRIDES, BOOTUPD, bootupd({}))).toEqual([
      'info 2:3-2:10 bootupd is locked on x86_64 and aarch64 only, but evr stands for every basearch: coreos-koji-tagger also looks for that of ppc64le and s390x; unless it is built there, nothing of the commit is tagged. Move it to the arch files.',
    ]);
  });

  it('believes the repositories', () => {
    const has = [['bootupd', '0.2.15-2.fc39', 'ppc64le']] as const;
    const lacks = [['zlib', '1.3-1.fc41', 's390x']] as const;
    expect(lines(archSpecific, OVERRIDES, BOOTUPD, bootupd({ ppc64le: has, s390x: lacks }))).toEqual([
      'warning 2:3-2:10 bootupd is locked on x86_64 and aarch64 only, but evr stands for every basearch: coreos-koji-tagger also looks for that of s390x; the repositories of s390x have none, and then it tags nothing of the commit. Move it to the arch files.',
    ]);
    const everywhere = bootupd({ ppc64le: has, s390x: [['bootupd', '0.2.15-2.fc39', 's390x']] });
    expect(lines(archSpecific, OVERRIDES, BOOTUPD, everywhere)).toEqual([]);
  });

  it('reports an evr in an arch file, where it stands for every basearch too (e9052c09)', () => {
    const text = 'packages:\n  shim-x64:\n    evr: 15.6-2\n';
    const around = { basearches: ARCHES, files: lockedOn({ 'shim-x64': ['x86_64'] }) };
    expect(lines(archSpecific, X86_64_OVERRIDES, text, around)).toEqual([
      'warning 2:3-2:11 shim-x64 is locked on x86_64 only, but evr stands for every basearch: coreos-koji-tagger also looks for that of aarch64, ppc64le and s390x; unless it is built there, nothing of the commit is tagged. Make it an evra.',
    ]);
    expect(fixed(archSpecific, X86_64_OVERRIDES, text, 'Make it evra: 15.6-2.x86_64', around)).toBe(
      'packages:\n  shim-x64:\n    evra: 15.6-2.x86_64\n',
    );
  });

  it('offers no move of what cannot be carried over', () => {
    const digest = BOOTUPD.replace('fc39\n', 'fc39\n    digest: sha256:00\n');
    expect(titles(archSpecific, OVERRIDES, digest, bootupd({}))).toEqual([[]]);
  });

  it('is silent on what is locked everywhere or nowhere, and without base locks', () => {
    const around = { basearches: ARCHES, files: lockedOn({ bootupd: ARCHES }) };
    expect(lines(archSpecific, OVERRIDES, BOOTUPD, around)).toEqual([]);
    expect(lines(archSpecific, OVERRIDES, BOOTUPD, { ...around, files: lockedOn({}) })).toEqual([]);
    expect(lines(archSpecific, OVERRIDES, BOOTUPD, { files: {} })).toEqual([]);
    expect(lines(archSpecific, OVERRIDES, BOOTUPD)).toEqual([]);
    const riscv64 = 'manifest-lock.overrides.riscv64.yaml';
    expect(lines(archSpecific, riscv64, BOOTUPD, bootupd({}))).toEqual([]);
  });
});

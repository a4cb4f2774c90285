import { describe, expect, it } from 'vitest';
import { hermetoDrift } from '../../../server/rules/hermeto-drift';
import { baseLock, findings, lines, OVERRIDES, X86_64_BASE } from './support';

const POOL = 'https://kojipkgs.fedoraproject.org/repos-dist/coreos-pool/latest/ppc64le/Packages';
const PPC64LE_BASE = 'manifest-lock.ppc64le.json';
const rpmsLock = (files: readonly string[], arch = 'ppc64le') =>
  [
    'lockfileVersion: 1',
    'lockfileVendor: redhat',
    'arches:',
    `- arch: ${arch}`,
    '  packages:',
    ...files.map(file => `  - repoid: fedora\n    url: ${POOL}/x/${file}`),
    '',
  ].join('\n');
const LOCK = baseLock({
  NetworkManager: '1:1.52.1-1.fc42.ppc64le',
  'WALinuxAgent-udev': '2.13.1.1-1.fc42.noarch',
  kernel: '6.17.11-300.fc43.ppc64le',
});
const FILES = [
  'NetworkManager-1.52.1-1.fc42.ppc64le.rpm',
  'WALinuxAgent-udev-2.13.1.1-1.fc42.noarch.rpm',
  'kernel-6.17.11-300.fc43.ppc64le.rpm',
];
const check = (files: readonly string[], text = LOCK, others: Readonly<Record<string, string>> = {}) =>
  lines(hermetoDrift, PPC64LE_BASE, text, { files: others, rpmsLock: rpmsLock(files) });

describe('hermeto-drift', () => {
  it('says nothing where both have the same, epochs apart', () => {
    expect(check(FILES)).toEqual([]);
    expect(check([...FILES, 'dnf5-5.2.17.0-2.fc43.ppc64le.rpm'])).toEqual([]);
  });

  it('reports another version and a missing package', () => {
    const [first = ''] = FILES;
    expect(check([first, 'kernel-6.17.10-300.fc43.ppc64le.rpm'])).toEqual([
      'warning 7:15-7:39 rpms.lock.yaml is out of step with 2 packages of this lock: WALinuxAgent-udev missing, 2.13.1.1-1.fc42.noarch here and kernel 6.17.10-300.fc43.ppc64le there, 6.17.11-300.fc43.ppc64le here. A hermetic build would not find them: generate the file anew.',
    ]);
    const text = rpmsLock([...FILES.slice(0, 2), 'kernel-6.17.10-300.fc43.ppc64le.rpm']);
    const [finding] = findings(hermetoDrift, PPC64LE_BASE, LOCK, { files: {}, rpmsLock: text });
    expect(finding?.package).toBe('kernel');
    expect(finding?.related?.map(({ path, span }) => [path, text.slice(span.start, span.end)])).toEqual([
      ['rpms.lock.yaml', `${POOL}/x/kernel-6.17.10-300.fc43.ppc64le.rpm`],
    ]);
  });

  it('names three and counts the rest', () => {
    expect(
      check([], baseLock({ acl: '1-1.ppc64le', bash: '1-1.ppc64le', curl: '1-1.ppc64le', dbus: '1-1.ppc64le' })),
    ).toEqual([
      'warning 4:15-4:28 rpms.lock.yaml is out of step with 4 packages of this lock: acl missing, 1-1.ppc64le here; bash missing, 1-1.ppc64le here; curl missing, 1-1.ppc64le here and 1 more. A hermetic build would not find them: generate the file anew.',
    ]);
  });

  it('reports a noarch package with the arch of the section: fedora-coreos-config#3905', () => {
    expect(check(FILES.map(file => file.replace('.noarch.rpm', '.noarch.ppc64le.rpm')))).toEqual([
      'warning 7:15-7:39 rpms.lock.yaml has 1 file name for ppc64le that no package has: WALinuxAgent-udev 2.13.1.1-1.fc42.noarch.ppc64le. A hermetic build would not find it: generate the file anew.',
    ]);
  });

  it('reports a foreign arch', () => {
    expect(check([...FILES, 'bash-5.3.0-2.fc43.s390x.rpm'])).toEqual([
      'warning 2:3-2:13 rpms.lock.yaml has 1 file name for ppc64le that no package has: bash 5.3.0-2.fc43.s390x. A hermetic build would not find it: generate the file anew.',
    ]);
    expect(check(FILES.map(file => file.replace('.noarch.rpm', '.ppc64le.rpm')))).toHaveLength(1);
  });

  it('takes the version of an override as well', () => {
    const others = { [OVERRIDES]: 'packages:\n  kernel:\n    evr: 6.17.12-300.fc43\n' };
    const newer = FILES.map(file => file.replace('6.17.11', '6.17.12'));
    expect(check(newer, LOCK, others)).toEqual([]);
    expect(check(FILES, LOCK, others)).toEqual([]);
    expect(check(newer)).toHaveLength(1);
  });

  it('compares epochs where the file gives them', () => {
    const text = (evr: string) => `${rpmsLock(FILES.slice(0, 1))}    name: NetworkManager\n    evr: ${evr}\n`;
    const found = (evr: string) =>
      lines(hermetoDrift, PPC64LE_BASE, baseLock({ NetworkManager: '1:1.52.1-1.fc42.ppc64le' }), {
        files: {},
        rpmsLock: text(evr),
      });
    expect(found('1:1.52.1-1.fc42')).toEqual([]);
    expect(found('1.52.1-1.fc42')).toHaveLength(1);
  });

  it('reports an arch that is not there at all', () => {
    const around = { files: {}, rpmsLock: rpmsLock(FILES) };
    expect(lines(hermetoDrift, X86_64_BASE, baseLock({ bash: '5.3.0-2.fc43.x86_64' }), around)).toEqual([
      'warning 2:3-2:13 rpms.lock.yaml has no packages for x86_64: a hermetic build has nothing to install there.',
    ]);
  });

  it('is silent without the file, in overrides, and for an empty lock', () => {
    expect(lines(hermetoDrift, PPC64LE_BASE, LOCK, { files: {} })).toEqual([]);
    expect(lines(hermetoDrift, PPC64LE_BASE, LOCK)).toEqual([]);
    expect(check([], '{"packages": {}}')).toEqual([]);
    const around = { files: {}, rpmsLock: rpmsLock(FILES) };
    expect(lines(hermetoDrift, OVERRIDES, 'packages:\n  kernel:\n    evr: 1-1\n', around)).toEqual([]);
  });
});

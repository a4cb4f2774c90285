import { describe, expect, it } from 'vitest';
import { archDrift } from '../../../server/rules/arch-drift';
import { baseLock, findings, fixed, lines, OVERRIDES, titles, X86_64_BASE, X86_64_OVERRIDES } from './support';

const PPC64LE_BASE = 'manifest-lock.ppc64le.json';
const lock = (arch: string, kernel: string, more: Readonly<Record<string, string>> = {}) =>
  baseLock({ kernel: `${kernel}.${arch}`, 'kernel-core': `${kernel}.${arch}`, tzdata: '2023c-2.fc38.noarch', ...more });
const x86_64 = lock('x86_64', '6.4.7-200.fc38', { 'grub2-pc': '1:2.06-100.fc38.x86_64' });

describe('arch-drift in base locks', () => {
  it('reports a source that is older on one arch: the kernel of ppc64le, fedora-coreos-config 27b186bf', () => {
    const files = { [X86_64_BASE]: x86_64, 'manifest-lock.aarch64.json': lock('aarch64', '6.4.7-200.fc38') };
    const ppc64le = lock('ppc64le', '6.3.12-200.fc38');
    expect(lines(archDrift, PPC64LE_BASE, ppc64le, { files })).toEqual([
      'hint 4:15-4:40 kernel is 6.3.12-200.fc38 here (and 1 more package of kernel), 6.4.7-200.fc38 in the base locks of x86_64 and aarch64.',
    ]);
    const [finding] = findings(archDrift, PPC64LE_BASE, ppc64le, { files });
    expect(finding?.related?.map(({ path, span }) => [path, x86_64.slice(span.start, span.end)])).toEqual([
      [X86_64_BASE, '"6.4.7-200.fc38.x86_64"'],
    ]);
    expect(lines(archDrift, X86_64_BASE, x86_64, { files: { [PPC64LE_BASE]: ppc64le } })).toEqual([]);
  });

  it('says nothing where the EVRs are equal, whatever the arch', () => {
    const aarch64 = lock('aarch64', '0:6.4.7-200.fc38', { tzdata: '2023c-2.fc38.aarch64' });
    expect(lines(archDrift, X86_64_BASE, x86_64, { files: { 'manifest-lock.aarch64.json': aarch64 } })).toEqual([]);
    expect(lines(archDrift, X86_64_BASE, x86_64, { files: {} })).toEqual([]);
    expect(lines(archDrift, X86_64_BASE, x86_64)).toEqual([]);
  });

  it('says nothing of what an override replaces', () => {
    const pin = 'packages:\n  kernel:\n    evr: 6.4.7-200.fc38\n  kernel-core:\n    evr: 6.4.7-200.fc38\n';
    const files = { [X86_64_BASE]: x86_64, [OVERRIDES]: pin };
    expect(lines(archDrift, PPC64LE_BASE, lock('ppc64le', '6.3.12-200.fc38'), { files })).toEqual([]);
  });

  it('reports a lock that was not bumped once', () => {
    const packages = (version: string, arch: string) =>
      baseLock(Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`p${i}`, `${version}-1.fc40.${arch}`])));
    const files = { [X86_64_BASE]: packages('2', 'x86_64') };
    const ppc64le = packages('1', 'ppc64le');
    expect(lines(archDrift, PPC64LE_BASE, ppc64le, { files })).toEqual([
      'hint 2:3-2:13 9 packages of 9 sources are older here than in the base lock of x86_64: was this lock not bumped with them?',
    ]);
  });

  it('leaves versions alone that are none', () => {
    const ppc64le = baseLock({ kernel: 'x.ppc64le' });
    expect(lines(archDrift, PPC64LE_BASE, ppc64le, { files: { [X86_64_BASE]: x86_64 } })).toEqual([]);
  });
});

describe('arch-drift in overrides', () => {
  const AARCH64 = 'manifest-lock.overrides.aarch64.yaml';
  const entry = (version: string, arch: string, metadata = '') =>
    `packages:\n  slirp4netns:\n    evra: ${version}.${arch}\n${metadata}`;
  const files = { [AARCH64]: entry('1.0.1-1.fc32', 'aarch64') };

  it('warns where one arch has an older version than another, and takes that: 1.0.0 for 1.0.1', () => {
    const text = entry('1.0.0-1.fc32', 'x86_64');
    expect(lines(archDrift, X86_64_OVERRIDES, text, { files })).toEqual([
      'warning 3:11-3:30 slirp4netns is 1.0.0-1.fc32 here, 1.0.1-1.fc32 in the overrides of aarch64: was this one forgotten or mistyped?',
    ]);
    expect(titles(archDrift, X86_64_OVERRIDES, text, { files })).toEqual([
      ['Change it to 1.0.1-1.fc32 as for aarch64 *'],
    ]);
    expect(fixed(archDrift, X86_64_OVERRIDES, text, 'Change it to 1.0.1-1.fc32 as for aarch64', { files })).toBe(
      entry('1.0.1-1.fc32', 'x86_64'),
    );
  });

  it('only hints where the older one is a pin with a reason', () => {
    const metadata = (reason: string) => `    metadata:\n${reason}      type: pin\n`;
    const why = '      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1362\n';
    const severity = (reason: string) =>
      findings(archDrift, X86_64_OVERRIDES, entry('1.0.0-1.fc32', 'x86_64', metadata(reason)), { files }).map(
        found => found.severity,
      );
    expect(severity(why)).toEqual(['hint']);
    expect(severity('')).toEqual(['warning']);
  });

  it('says nothing of the newest, nor of the common file', () => {
    expect(lines(archDrift, X86_64_OVERRIDES, entry('1.0.1-1.fc32', 'x86_64'), { files })).toEqual([]);
    expect(lines(archDrift, X86_64_OVERRIDES, entry('1.0.2-1.fc32', 'x86_64'), { files })).toEqual([]);
    expect(lines(archDrift, OVERRIDES, entry('1.0.0-1.fc32', 'noarch'), { files })).toEqual([]);
  });
});

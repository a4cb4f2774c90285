import { describe, expect, it } from 'vitest';
import { malformedVersion } from '../../../server/rules/malformed-version';
import { baseLock, fixed, lines, OVERRIDES, titles, X86_64_BASE, X86_64_OVERRIDES } from './support';

const entry = (key: string, version: string) =>
  `packages:\n  fedora-workstation-backgrounds:\n    ${key}: ${version}\n`;
const NOTHING = 'No package has such a version, the lock matches nothing.';

describe('malformed-version', () => {
  it.each([
    ['evr', '5.2.5', 'has no release (VERSION-RELEASE)'],
    ['evr', 'podman-5.2.5-1.fc40', 'has more than one "-", so that the name or something else stands in it'],
    ['evr', 'a:5.2.5-1.fc40', 'has the epoch "a", which is not a number'],
    ['evr', '":5.2.5-1.fc40"', 'has an empty epoch'],
    ['evr', '"5.2.5-1.fc40 "', 'contains blanks'],
    ['evr', '5.2.5-1.fc40/x', 'contains "/", which RPM allows in no version or release'],
    ['evr', '5.2.5-', 'has an empty release'],
    ['evra', '5.2.5.noarch', 'has no release (VERSION-RELEASE)'],
  ])('%s: %s %s', (key, version, what) => {
    const text = entry(key, version);
    const bare = version.replaceAll('"', '');
    expect(lines(malformedVersion, OVERRIDES, text)).toEqual([
      `error 3:${key.length + 7}-3:${key.length + 7 + version.length} ${key} of fedora-workstation-backgrounds: "${bare}" ${what}. ${NOTHING}`,
    ]);
  });

  it('reports a dist tag that stands there twice and drops one', () => {
    // a base lock edited by hand: fedora-coreos-config#526
    const text =
      '{\n  "packages": {\n    "ignition": {\n      "evra": "2.4.0-3.git1d56dc8.fc32.fc32.x86_64"\n    }\n  }\n}\n';
    expect(lines(malformedVersion, X86_64_BASE, text)).toEqual([
      `error 4:15-4:52 evra of ignition: "2.4.0-3.git1d56dc8.fc32.fc32.x86_64" has the dist tag .fc32 twice. ${NOTHING}`,
    ]);
    expect(fixed(malformedVersion, X86_64_BASE, text, 'Write 2.4.0-3.git1d56dc8.fc32.x86_64')).toBe(
      '{\n  "packages": {\n    "ignition": {\n      "evra": "2.4.0-3.git1d56dc8.fc32.x86_64"\n    }\n  }\n}\n',
    );
  });

  it('reports an evra without arch, as in d6de86b0', () => {
    const text = entry('evra', '1.1-6.fc30');
    expect(lines(malformedVersion, X86_64_OVERRIDES, text)).toEqual([
      'error 3:11-3:21 evra of fedora-workstation-backgrounds: "1.1-6.fc30" has no arch. rpm-ostree takes what follows the last dot for it, the lock matches nothing.',
    ]);
    expect(titles(malformedVersion, X86_64_OVERRIDES, text)).toEqual([
      ['Make it an evr *', 'Add the arch: 1.1-6.fc30.x86_64'],
    ]);
    expect(fixed(malformedVersion, X86_64_OVERRIDES, text, 'Make it an evr')).toBe(entry('evr', '1.1-6.fc30'));
    const files = { [X86_64_BASE]: baseLock({ 'fedora-workstation-backgrounds': '1.1-5.fc30.noarch' }) };
    expect(titles(malformedVersion, X86_64_OVERRIDES, text, { files })).toEqual([
      ['Add the arch: 1.1-6.fc30.noarch *', 'Make it an evr'],
    ]);
    expect(fixed(malformedVersion, X86_64_OVERRIDES, text, 'Add the arch: 1.1-6.fc30.noarch', { files })).toBe(
      entry('evra', '1.1-6.fc30.noarch'),
    );
  });

  it('reports an evr that ends in an arch', () => {
    const text = entry('evr', '1.1-6.fc30.noarch');
    expect(lines(malformedVersion, OVERRIDES, text)).toEqual([
      'error 3:10-3:27 evr of fedora-workstation-backgrounds: "1.1-6.fc30.noarch" ends in the arch noarch. An evr has none: readers look for that release and find nothing.',
    ]);
    expect(fixed(malformedVersion, OVERRIDES, text, 'Make it an evra')).toBe(entry('evra', '1.1-6.fc30.noarch'));
  });

  it('cuts blanks around a version', () => {
    expect(fixed(malformedVersion, OVERRIDES, entry('evr', '" 1.1-6.fc30"'), 'Write 1.1-6.fc30')).toBe(
      entry('evr', '"1.1-6.fc30"'),
    );
  });

  it.each([
    ['evr', '5:5.2.5-1.fc40'],
    ['evr', '4.1.1-3.module_f30+4804+1c3d5e42'],
    ['evr', '6.11~rc1^git20241001-0.1.fc42'],
    ['evr', '1.fc39-1.fc40'],
    ['evra', '15.8-3.x86_64'],
    ['evra', '1.1.2-11.fc40.x86_64'],
    ['evra', '32:9.11.6-5.P1.fc30.noarch'],
  ])('takes the real %s %s', (key, version) => {
    expect(lines(malformedVersion, OVERRIDES, entry(key, version))).toEqual([]);
  });

  it('quotes only the beginning of what is very long', () => {
    const [line = ''] = lines(malformedVersion, OVERRIDES, entry('evr', 'x'.repeat(400_000)));
    expect(line).toContain(`"${'x'.repeat(100)}..." has no release`);
    expect(line.length).toBeLessThan(400);
  });
});

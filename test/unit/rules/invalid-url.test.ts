import { describe, expect, it } from 'vitest';
import { invalidUrl } from '../../../server/rules/invalid-url';
import { fixed, lines, OVERRIDES, titles } from './support';

const entry = (key: string, value: string) =>
  `packages:\n  kernel:\n    evr: 6.2.8-200.fc37\n    metadata:\n      ${key}: ${value}\n`;
const NO_UPDATE = 'is not a Bodhi update (https://bodhi.fedoraproject.org/updates/FEDORA-YYYY-...): no tool finds it.';
const GOOD = 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638';

describe('invalid-url', () => {
  it('reports a reason that is no URL', () => {
    // okd-machine-os
    expect(lines(invalidUrl, OVERRIDES, entry('reason', 'crashes on vmware'))).toEqual([
      'warning 5:15-5:32 The reason of kernel is not an http(s) URL: the tools refuse it, and nobody can look it up.',
    ]);
    expect(lines(invalidUrl, OVERRIDES, entry('reason', '"https:"'))).toHaveLength(1);
    expect(lines(invalidUrl, OVERRIDES, entry('reason', 'ftp://example.com/x'))).toHaveLength(1);
    expect(lines(invalidUrl, OVERRIDES, entry('reason', '[a, b]'))).toEqual([
      'warning 5:15-5:21 The reason of kernel has to be one URL.',
    ]);
  });

  it('reports a link that missing-reason began', () => {
    const text = entry('reason', 'https://github.com/coreos/fedora-coreos-tracker/issues/');
    expect(lines(invalidUrl, OVERRIDES, text)).toEqual([
      'warning 5:15-5:70 The reason of kernel has no issue number yet.',
    ]);
  });

  it('reports a link to something else than a Bodhi update', () => {
    // glibc in e094350416
    const koji = 'https://koji.fedoraproject.org/koji/buildinfo?buildID=2440803';
    expect(lines(invalidUrl, OVERRIDES, entry('bodhi', koji))).toEqual([
      `warning 5:14-5:75 The bodhi of kernel ${NO_UPDATE}`,
    ]);
    expect(titles(invalidUrl, OVERRIDES, entry('bodhi', koji))).toEqual([[]]);
  });

  it.each([
    ['FEDORA-2024-f0fd63c638', GOOD],
    ['bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638', GOOD],
    [`${GOOD}/`, GOOD],
    [`${GOOD}#comment-3737373`, GOOD],
    [`${GOOD}?search=podman`, GOOD],
  ])('rewrites %s', (value, better) => {
    const text = entry('bodhi', `'${value}'`);
    expect(titles(invalidUrl, OVERRIDES, text)).toEqual([[`Write ${better} *`]]);
    expect(fixed(invalidUrl, OVERRIDES, text, `Write ${better}`)).toBe(entry('bodhi', `'${better}'`));
  });

  it('adds a missing scheme', () => {
    const text = entry('reason', 'github.com/coreos/fedora-coreos-tracker/issues/1809');
    expect(
      fixed(invalidUrl, OVERRIDES, text, 'Write https://github.com/coreos/fedora-coreos-tracker/issues/1809'),
    ).toBe(entry('reason', 'https://github.com/coreos/fedora-coreos-tracker/issues/1809'));
  });

  it.each([
    ['reason', 'https://github.com/coreos/fedora-coreos-tracker/issues/1813#issuecomment-2429448152'],
    ['reason', 'https://bugzilla.redhat.com/show_bug.cgi?id=1918024'],
    ['reason', 'http://example.com/'],
    ['reason', ''],
    ['bodhi', GOOD],
    ['bodhi', 'https://bodhi.fedoraproject.org/updates/FEDORA-EPEL-2023-92b7759c3e'],
  ])('is content with %s: %s', (key, value) => {
    expect(lines(invalidUrl, OVERRIDES, entry(key, value))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { isWebAddress, shortAddress } from '../../../../../client/webview/shared/address';

describe('isWebAddress', () => {
  it.each([
    ['https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638', true],
    ['HTTP://example.org', true],
    ['javascript:alert(1)', false],
    ['command:workbench.action.files.save', false],
    ['file:///etc/passwd', false],
    [' https://example.org', false],
    ['https:', false],
    ['http://[', false],
    [undefined, false],
  ])('%j', (text, expected) => {
    expect(isWebAddress(text)).toBe(expected);
  });
});

describe('shortAddress', () => {
  it.each([
    ['https://github.com/coreos/fedora-coreos-tracker/issues/1809', 'fedora-coreos-tracker#1809'],
    ['https://github.com/coreos/fedora-coreos-config/pull/3063', 'fedora-coreos-config#3063'],
    ['https://github.com/coreos/fedora-coreos-tracker/issues/1820#issuecomment-1', 'fedora-coreos-tracker#1820'],
    ['https://github.com/coreos/ignition', 'github.com'],
    ['https://bugzilla.redhat.com/show_bug.cgi?id=2297013', 'rhbz#2297013'],
    ['https://bugzilla.redhat.com/2297013', 'rhbz#2297013'],
    ['https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638', 'FEDORA-2024-f0fd63c638'],
    ['https://example.org/a/b', 'example.org'],
    ['see above', 'see above'],
  ])('%s', (url, short) => {
    expect(shortAddress(url)).toBe(short);
  });
});

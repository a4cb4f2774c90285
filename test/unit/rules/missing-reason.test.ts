import { describe, expect, it } from 'vitest';
import { isSelfReleased, missingReason } from '../../../server/rules/missing-reason';
import { fixed, lines, OVERRIDES, titles } from './support';

const UPDATE = 'https://bodhi.fedoraproject.org/updates/FEDORA-2023-92b7759c3e';
const ISSUE = 'https://github.com/coreos/fedora-coreos-tracker/issues/1471';

describe('missing-reason', () => {
  it('is an error for a pin', () => {
    const text = 'packages:\n  kernel:\n    evr: 6.11.3-200.fc40\n    metadata:\n      type: pin\n';
    expect(lines(missingReason, OVERRIDES, text)).toEqual([
      'error 2:3-2:9 The pin of kernel has no reason: nobody can tell when it may go. Link the issue that it waits for.',
    ]);
    expect(fixed(missingReason, OVERRIDES, text, 'Begin a reason: a link to the tracker, the number missing')).toBe(
      'packages:\n  kernel:\n    evr: 6.11.3-200.fc40\n    metadata:\n      reason: https://github.com/coreos/fedora-coreos-tracker/issues/\n      type: pin\n',
    );
  });

  it('counts an empty reason as none', () => {
    const text = "packages:\n  kernel:\n    evr: 6.11.3-200.fc40\n    metadata:\n      reason: ''\n      type: pin\n";
    expect(lines(missingReason, OVERRIDES, text)).toHaveLength(1);
  });

  it('is info for a fast-track, with the reason of the same update at hand', () => {
    const text = `packages:
  netavark:
    evr: 1.6.0-2.fc38
    metadata:
      bodhi: ${UPDATE}
      reason: ${ISSUE}
      type: fast-track
  podman:
    evr: 5:4.5.0-1.fc38
    metadata:
      bodhi: ${UPDATE}
      type: fast-track
`;
    expect(lines(missingReason, OVERRIDES, text)).toEqual([
      'info 8:3-8:9 The fast-track of podman has no reason: link what it is needed for.',
    ]);
    expect(titles(missingReason, OVERRIDES, text)).toEqual([
      [`Insert the reason of netavark: ${ISSUE} *`, 'Begin a reason: a link to the tracker, the number missing'],
    ]);
    expect(fixed(missingReason, OVERRIDES, text, `Insert the reason of netavark: ${ISSUE}`)).toBe(
      text.replace(/type: fast-track\n$/, `reason: ${ISSUE}\n      type: fast-track\n`),
    );
  });

  it('asks none of a fast-track of a self-released package, but of a pin of it', () => {
    const entry = (type: string) =>
      `packages:\n  ignition:\n    evr: 2.20.0-1.fc40\n    metadata:\n      type: ${type}\n`;
    expect(lines(missingReason, OVERRIDES, entry('fast-track'))).toEqual([]);
    expect(lines(missingReason, OVERRIDES, entry('pin'))).toHaveLength(1);
  });

  it.each([
    ['afterburn-dracut', true],
    ['rpm-ostree-libs', true],
    ['ostree-grub2', true],
    ['coreos-installer-bootinfra', true],
    ['console-login-helper-messages-issuegen', true],
    ['zincati', true],
    ['podman', false],
    ['ostreeish', false],
  ])('%s self-released: %s', (name, expected) => {
    expect(isSelfReleased(name)).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { missingType } from '../../../server/rules/missing-type';
import { baseLock, fixed, lines, OVERRIDES, titles, X86_64_BASE } from './support';

describe('missing-type', () => {
  it('hints at an override that says neither pin nor fast-track', () => {
    const text = 'packages:\n  ostree:\n    evr: 2020.4-1.fc32\n';
    expect(lines(missingType, OVERRIDES, text)).toEqual([
      'hint 2:3-2:9 The override of ostree has no type: say whether it is a pin or a fast-track, so that the bots know what to do with it.',
    ]);
    expect(titles(missingType, OVERRIDES, text)).toEqual([['Make it a pin', 'Make it a fast-track']]);
    expect(fixed(missingType, OVERRIDES, text, 'Make it a pin')).toBe(
      'packages:\n  ostree:\n    evr: 2020.4-1.fc32\n    metadata:\n      type: pin\n',
    );
  });

  it('takes a Bodhi update for a sign of a fast-track', () => {
    const text =
      'packages:\n  ostree:\n    evr: 2020.4-1.fc32\n    metadata:\n      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2020-2b573e2ac6\n';
    expect(titles(missingType, OVERRIDES, text)).toEqual([['Make it a pin', 'Make it a fast-track *']]);
    expect(fixed(missingType, OVERRIDES, text, 'Make it a fast-track')).toBe(`${text}      type: fast-track\n`);
  });

  it('follows aliases and merge keys, as PyYAML writes and reads them', () => {
    const shared = `packages:
  podman:
    evr: 5:5.2.5-1.fc40
    metadata: &id001
      type: fast-track
  podman-docker:
    evra: 5:5.2.5-1.fc40.noarch
`;
    expect(lines(missingType, OVERRIDES, `${shared}    metadata: *id001\n`)).toEqual([]);
    expect(lines(missingType, OVERRIDES, `${shared}    metadata:\n      <<: *id001\n      reason: x\n`)).toEqual([]);
    expect(lines(missingType, OVERRIDES, `${shared}    metadata:\n      <<: [*id001]\n`)).toEqual([]);
  });

  it.each(['metadata: *id001', 'metadata: pin', 'metadata: [pin]'])('has nowhere to write one in %s', metadata => {
    const text = `packages:
  podman:
    evr: 5:5.2.5-1.fc40
    metadata: &id001
      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638
  podman-docker:
    evra: 5:5.2.5-1.fc40.noarch
    ${metadata}
`;
    expect(titles(missingType, OVERRIDES, text)).toEqual([['Make it a pin', 'Make it a fast-track *'], []]);
  });

  it('does not ask base locks, and not entries that are no map', () => {
    expect(lines(missingType, X86_64_BASE, baseLock({ ostree: '2020.4-1.fc32.x86_64' }))).toEqual([]);
    expect(lines(missingType, OVERRIDES, 'packages:\n  ostree:\n')).toEqual([]);
    expect(lines(missingType, 'lock.yaml', 'packages:\n  ostree:\n    evr: 1-1\n')).toEqual([]);
  });
});

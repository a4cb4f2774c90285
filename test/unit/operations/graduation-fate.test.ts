import { describe, expect, it } from 'vitest';
import { aheadOf, isFastTrack, olderLocks, otherType, typeOf } from '../../../server/operations/graduation-fate';
import { packagesOf } from '../../../server/rpmmd/candidates';
import { availability, repository } from '../../support/availability';
import { entryOf, scopeOf } from './support';

const PATH = 'manifest-lock.overrides.yaml';
function entry(metadata: string) {
  const text = `packages:\n  crun:\n    metadata: &m {type: fast-track}\n  podman:\n    evr: 5:5.2.5-1.fc40\n${metadata}`;
  return entryOf(scopeOf(PATH, { [PATH]: text }, []), 'podman');
}

describe('typeOf', () => {
  it.each([
    ['', undefined],
    ['    metadata: {}\n', undefined],
    ['    metadata: {type: }\n', undefined],
    ['    metadata: {type: pin}\n', 'pin'],
    ['    metadata: *m\n', 'fast-track'],
  ])('reads %j', (metadata, type) => {
    expect(typeOf(entry(metadata))).toBe(type);
    expect(isFastTrack(entry(metadata))).toBe(type === 'fast-track');
  });

  it('explains that nothing else graduates', () => {
    expect(otherType(entry(''))).toMatchObject({
      message: 'podman stays: it has no type, and only fast-tracks graduate.',
    });
    expect(otherType(entry('    metadata: {type: fasttrack}\n'))).toMatchObject({
      message: 'podman stays: its type is fasttrack, and only fast-tracks graduate.',
    });
  });
});

it('says how far the repositories are', () => {
  const known = availability('x86_64', [
    repository({ id: 'fedora-updates' }, [['podman', '5:5.2.3-1.fc40', 'x86_64']]),
  ]);
  const has = aheadOf(entry(''), 'x86_64', packagesOf(known, 'podman')[0]);
  expect(has).toMatchObject({ message: 'podman stays: fedora-updates has 5:5.2.3-1.fc40 for x86_64.' });
  expect(aheadOf(entry(''), 'noarch', undefined)).toMatchObject({
    message: 'podman stays: no repository has it for noarch.',
  });
});

it('says which locks are older, an EVR that they share once', () => {
  const older = (locks: Record<string, string>) => olderLocks(new Map(Object.entries(locks)));
  expect(older({ x86_64: '1-1' })).toBe('the base lock of x86_64 (1-1) is older');
  expect(older({ x86_64: '1-1', s390x: '1-1' })).toBe('the base locks of x86_64 and s390x (1-1) are older');
  expect(older({ x86_64: '1-1', s390x: '0-1' })).toBe('the base locks of x86_64 (1-1) and s390x (0-1) are older');
});

import { describe, expect, it } from 'vitest';
import { effectiveSet } from '../../../server/lockfile/layers';
import { isLocked } from '../../../server/operations/behind';
import { isReasonedPin, placeIn, versionsOf, whereFrom } from '../../../server/rules/stream-words';
import { branchesOf, layerFiles } from '../../support/branches';
import { baseLock, OVERRIDES, X86_64_BASE, X86_64_OVERRIDES } from './support';

const texts = {
  [X86_64_BASE]: baseLock({ zlib: '1-1.fc40.x86_64' }),
  'manifest-lock.s390x.json': baseLock({ zlib: '1-1.fc40.s390x' }),
  [OVERRIDES]:
    'packages:\n  podman:\n    evr: 5:5.2.5-1.fc40\n    metadata:\n      type: pin\n      reason: https://x.org/1\n',
  [X86_64_OVERRIDES]: 'packages:\n  bash:\n    evr: 1-1.fc40\n    metadata:\n      type: pin\n',
};
const files = layerFiles(texts);

function entryOf(name: string, arch = 'x86_64') {
  const entry = effectiveSet(arch, files).get(name);
  if (!isLocked(entry)) throw new Error(name);
  return entry;
}

describe('words about an entry elsewhere', () => {
  it('say where it comes from', () => {
    expect(['zlib', 'podman', 'bash'].map(name => whereFrom(entryOf(name)))).toEqual([
      'base lock',
      'overrides, pin',
      'x86_64 overrides, pin',
    ]);
    expect(['podman', 'bash'].map(name => isReasonedPin(entryOf(name)))).toEqual([true, false]);
  });

  it('name a version once where it is the same for all', () => {
    const zlib = [
      { basearch: 'x86_64', other: entryOf('zlib') },
      { basearch: 's390x', other: entryOf('zlib', 's390x') },
    ];
    expect(versionsOf(zlib)).toBe('1-1.fc40 (base lock)');
    expect(versionsOf([...zlib, { basearch: 'aarch64', other: entryOf('podman') }])).toBe(
      '1-1.fc40 (base lock) for x86_64 and s390x and 5:5.2.5-1.fc40 (overrides, pin) for aarch64',
    );
  });

  it('point to it', () => {
    const testing = branchesOf({ streams: { testing: texts } }, 'stable', ['x86_64']).streams.get('testing');
    if (!testing) throw new Error('no testing');
    const { path, span, message, at } = placeIn(testing, entryOf('podman'));
    expect([path, message, at?.label, at?.commit]).toEqual([
      OVERRIDES,
      'podman 5:5.2.5-1.fc40 on testing',
      'testing',
      testing.commit,
    ]);
    expect(at?.lockfile.text.slice(span.start, span.end)).toBe('5:5.2.5-1.fc40');
  });
});

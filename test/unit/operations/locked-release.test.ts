import { describe, expect, it } from 'vitest';
import { canBePromoted, lockedRelease } from '../../../server/operations/locked-release';
import { layerFiles } from '../../support/branches';
import { baseLock } from './support';

const locked = (packages: Readonly<Record<string, string>>) => ({
  files: layerFiles({
    'manifest-lock.overrides.yaml': 'packages:\n  a:\n    evr: 9-1.fc99\n',
    'manifest-lock.x86_64.json': baseLock(packages),
  }),
});
const f40 = locked({ a: '1-1.fc39.x86_64', b: '1-1.fc40.x86_64', c: '1-1.fc40.noarch', d: '1-1.x86_64' });
const f41 = locked({ a: '1-1.fc41.x86_64' });
const none = { files: [] };

describe('lockedRelease', () => {
  it('is what most packages of the base lock are of', () => {
    expect([f40, f41, none, locked({ a: '1-1.x86_64' })].map(lockedRelease)).toEqual([
      'fc40',
      'fc41',
      undefined,
      undefined,
    ]);
  });
});

describe('canBePromoted', () => {
  it('goes to the same release or a newer one', () => {
    expect([canBePromoted(f40, f40), canBePromoted(f41, f40), canBePromoted(f40, f41)]).toEqual([true, true, false]);
    expect([canBePromoted(none, f40), canBePromoted(f40, none)]).toEqual([false, false]);
  });
});

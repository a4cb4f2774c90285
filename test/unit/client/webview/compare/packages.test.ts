import { describe, expect, it } from 'vitest';
import { shownPackages } from '../../../../../client/webview/compare/model/packages';
import { ARCHES, base, changed, overrideOf } from '../../../../support/compared';

const packages = (changes: Parameters<typeof shownPackages>[0]['changes'], arches: readonly string[] = []) =>
  shownPackages({ changes, basearches: ARCHES }, arches);

describe('shownPackages', () => {
  it('puts basearches with the same change together, though each has a lockfile of its own', () => {
    const [shown] = packages([changed('bash', 'bash', '5.2.26-3.fc40', '5.2.32-1.fc40')]);
    expect(shown?.groups).toEqual([
      {
        basearches: ['x86_64', 'aarch64', 'ppc64le', 's390x'],
        kind: 'upgraded',
        from: base('5.2.26-3.fc40', 'x86_64'),
        to: base('5.2.32-1.fc40', 'x86_64'),
      },
    ]);
  });

  it('keeps them apart by version and by what an override says', () => {
    const pinned = overrideOf('2-1', 'pin');
    const change = {
      ...changed('a', 'a', '1-1', '2-1'),
      arches: {
        x86_64: { kind: 'upgraded', from: base('1-1', 'x86_64'), to: base('2-1', 'x86_64') },
        aarch64: { kind: 'upgraded', from: base('1-1', 'aarch64'), to: pinned },
        ppc64le: { kind: 'downgraded', from: base('1-1', 'ppc64le'), to: base('0-1', 'ppc64le') },
        s390x: { kind: 'upgraded', from: base('1-1', 's390x'), to: { ...pinned, reason: 'https://example.org/' } },
      },
    } as const;
    const [shown] = packages([change]);
    expect(shown?.groups.map(({ basearches }) => basearches)).toEqual([
      ['x86_64'],
      ['aarch64'],
      ['ppc64le'],
      ['s390x'],
    ]);
    expect(shown).toMatchObject({ kind: 'downgraded', overridden: true });
  });

  it('looks at the chosen basearches alone', () => {
    const changes = [
      changed('everywhere', 'a', '1-1', '2-1'),
      changed('there', 'a', '1-1', '2-1', { arches: ['s390x'] }),
    ];
    expect(packages(changes, ['x86_64']).map(({ name }) => name)).toEqual(['everywhere']);
    expect(packages(changes, ['s390x', 'x86_64'])[0]?.groups[0]?.basearches).toEqual(['x86_64', 's390x']);
  });

  it('tells a rebuild from an upgrade, and a downgrade from both', () => {
    const kinds = packages([
      changed('a', 'a', '1-1.fc40', '1-1.fc41', { nature: 'rebuild' }),
      changed('b', 'b', '1-1.fc40', '1-2.fc41', { nature: 'release' }),
      changed('c', 'c', '1-1.fc41', '1-1.fc40', { kind: 'downgraded', nature: 'rebuild' }),
      changed('d', 'd', undefined, '1-1'),
      changed('e', 'e', '1-1', undefined),
    ]).map(({ kind, distOnly }) => [kind, distOnly]);
    expect(kinds).toEqual([
      ['rebuilt', true],
      ['upgraded', false],
      ['downgraded', true],
      ['added', false],
      ['removed', false],
    ]);
  });
});

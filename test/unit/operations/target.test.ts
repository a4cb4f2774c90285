import { describe, expect, it } from 'vitest';
import { chooseTarget, newestOf, wantedArch } from '../../../server/operations/target';
import { availability, repository } from '../../support/availability';
import { entryOf, scopeOf } from './support';

const COMMON = 'manifest-lock.overrides.yaml';
const TEXT = 'packages:\n  glibc:\n    evr: 2.39-2.fc40\n  grub2-efi-x64:\n    evr: 1:2.06-118.fc40\n';
const x86_64 = availability('x86_64', [
  repository({ id: 'fedora' }, [
    ['glibc', '2.39-3.fc40', 'i686'],
    ['glibc', '2.39-2.fc40', 'x86_64'],
    ['grub2-efi-x64', '1:2.06-123.fc40', 'x86_64'],
  ]),
]);
const aarch64 = availability('aarch64', [repository({ id: 'fedora' }, [['glibc', '2.39-2.fc40', 'aarch64']])]);

describe('chooseTarget', () => {
  it('does not take the i686 package of a multilib repository for an update', () => {
    const scope = scopeOf(COMMON, { [COMMON]: TEXT }, [x86_64]);
    expect(chooseTarget(scope, entryOf(scope, 'glibc'))).toEqual({
      target: undefined,
      partial: undefined,
      checked: ['x86_64'],
      unchecked: ['aarch64', 's390x'],
    });
  });

  it('asks only basearches that have the package, where no base lock says which those are', () => {
    const scope = scopeOf(COMMON, { [COMMON]: TEXT }, [x86_64, aarch64]);
    const choice = chooseTarget(scope, entryOf(scope, 'grub2-efi-x64'));
    expect(choice.target?.evr).toBe('1:2.06-123.fc40');
    expect([...(choice.target?.packages.keys() ?? [])]).toEqual(['x86_64']);
  });
});

describe('newestOf', () => {
  it('is the newest of a basearch, newer or not', () => {
    const scope = scopeOf(COMMON, { [COMMON]: TEXT }, [x86_64]);
    expect(newestOf(scope, entryOf(scope, 'glibc'), 'x86_64')?.record.evr).toBe('2.39-2.fc40');
    expect(newestOf(scope, entryOf(scope, 'glibc'), 'aarch64')).toBeUndefined();
  });
});

describe('wantedArch', () => {
  it('is a foreign arch that an evra names', () => {
    const path = 'manifest-lock.overrides.x86_64.yaml';
    const text =
      'packages:\n  a:\n    evra: 1-1.i686\n  b:\n    evra: 1-1.noarch\n  c:\n    evra: 1-1.x86_64\n  d:\n    evr: 1-1\n';
    const scope = scopeOf(path, { [path]: text }, []);
    expect(['a', 'b', 'c', 'd'].map(name => wantedArch(entryOf(scope, name), 'x86_64'))).toEqual([
      'i686',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { lockedSources, packagesBySource, SourceGroups, sourceOf } from '../../../server/operations/source';
import { availability, repository } from '../../support/availability';
import { entryOf, scopeOf } from './support';

const COMMON = 'manifest-lock.overrides.yaml';
const BASE = 'manifest-lock.x86_64.json';
const TEXT = `packages:
  bootupd:
    evr: 0.2.22-1.fc40
  zincati:
    evr: 0.0.29-1.fc40
  kernel-core:
    evr: 6.11.3-200.fc40
    metadata:
      sourcerpm: kernel-6.11.3-200.fc40.src.rpm
  unheard-of:
    evr: 1-1
`;
const base = JSON.stringify({
  packages: { zincati: { evra: '0.0.28-1.fc40.x86_64', metadata: { sourcerpm: 'rust-zincati' } } },
});

describe('sourceOf', () => {
  it('asks the locked package, then recorded sources, then other versions', () => {
    const known = [
      availability('x86_64', [
        repository({ id: 'fedora' }, [['bootupd', '0.2.18-1.fc40', 'x86_64', 'rust-bootupd-0.2.18-1.fc40.src.rpm']]),
      ]),
    ];
    const scope = scopeOf(COMMON, { [COMMON]: TEXT, [BASE]: base }, known, ['x86_64']);
    expect(sourceOf(scope, entryOf(scope, 'bootupd'))).toBe('rust-bootupd');
    expect(sourceOf(scope, entryOf(scope, 'zincati'))).toBe('rust-zincati');
    expect(sourceOf(scope, entryOf(scope, 'kernel-core'))).toBe('kernel');
    expect(sourceOf(scope, entryOf(scope, 'unheard-of'))).toBeUndefined();
  });

  it('believes the locked package more than anything else', () => {
    const known = [
      availability('x86_64', [
        repository({ id: 'pool', role: 'pool' }, [
          ['zincati', '0.0.29-1.fc40', 'x86_64', 'zincati-0.0.29-1.fc40.src.rpm'],
        ]),
      ]),
    ];
    const scope = scopeOf(COMMON, { [COMMON]: TEXT, [BASE]: base }, known, ['x86_64']);
    expect(sourceOf(scope, entryOf(scope, 'zincati'))).toBe('zincati');
  });
});

describe('SourceGroups', () => {
  it('puts entries of one source together, the unknown ones by themselves', () => {
    const text =
      'packages:\n  zincati:\n    evr: 0.0.29-1.fc40\n  other:\n    evr: 1-1\n  rust-zincati:\n    evr: 1-1\n';
    const scope = scopeOf(COMMON, { [COMMON]: text, [BASE]: base }, [], ['x86_64']);
    const groups = new SourceGroups(scope);
    expect([...groups.all()].map(([source, entries]) => `${source}: ${entries.map(({ name }) => name)}`)).toEqual([
      'rust-zincati: zincati,rust-zincati',
      'other: other',
    ]);
    expect(groups.siblings(entryOf(scope, 'other')).map(({ name }) => name)).toEqual(['other']);
  });
});

describe('lockedSources', () => {
  it('takes what is recorded, else the shortest name of the same version that this one begins with', () => {
    const packages = {
      kernel: { evra: '6.11.3-200.fc40.x86_64' },
      'kernel-modules': { evra: '6.11.3-200.fc40.x86_64' },
      'kernel-modules-core': { evra: '6.11.3-200.fc40.x86_64' },
      'kernel-tools': { evra: '6.11.0-200.fc40.x86_64' },
      zincati: { evra: '0.0.28-1.fc40.x86_64', metadata: { sourcerpm: 'rust-zincati' } },
      'zincati-extra': { evra: '0.0.28-1.fc40.x86_64', metadata: { sourcerpm: 'zincati-extra-0.0.28-1.fc40.src.rpm' } },
    };
    const scope = scopeOf(COMMON, { [COMMON]: TEXT, [BASE]: JSON.stringify({ packages }) }, [], ['x86_64']);
    expect([...lockedSources(scope, 'x86_64')].map(([name, source]) => `${name} ${source}`)).toEqual([
      'kernel kernel',
      'kernel-modules kernel',
      'kernel-modules-core kernel',
      'kernel-tools kernel-tools',
      'zincati rust-zincati',
      'zincati-extra zincati-extra',
    ]);
    expect(packagesBySource(lockedSources(scope, 'x86_64')).get('kernel')).toEqual([
      'kernel',
      'kernel-modules',
      'kernel-modules-core',
    ]);
    expect(lockedSources(scope, 'aarch64').size).toBe(0);
  });
});

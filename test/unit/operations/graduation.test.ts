import { describe, expect, it } from 'vitest';
import { graduationOf } from '../../../server/operations/graduation';
import { availability, type PackageLine, repository } from '../../support/availability';
import { baseLock, entryOf, scopeOf } from './support';

const COMMON = 'manifest-lock.overrides.yaml';
const on = (arch: string, release: string | undefined, update: string | undefined) => {
  const line = (evr: string): PackageLine => ['podman', evr, arch];
  return availability(arch, [
    repository({ id: 'fedora' }, release === undefined ? [] : [line(release)]),
    repository({ id: 'fedora-updates' }, update === undefined ? [] : [line(update)]),
    repository({ id: 'fedora-coreos-pool', role: 'pool' }, [line('5:5.9.0-1.fc40')]),
  ]);
};
const bases = (x86_64: string, aarch64 = x86_64) => ({
  'manifest-lock.x86_64.json': baseLock({ podman: `${x86_64}.x86_64` }),
  'manifest-lock.aarch64.json': baseLock({ podman: `${aarch64}.aarch64` }),
});

function graduation(known: Parameters<typeof scopeOf>[2], files: Readonly<Record<string, string>> = {}) {
  const text = 'packages:\n  podman:\n    evr: 5:5.2.5-1.fc40\n    metadata:\n      type: fast-track\n';
  const scope = scopeOf(COMMON, { [COMMON]: text, ...files }, known, ['x86_64', 'aarch64']);
  return graduationOf(scope, entryOf(scope, 'podman'));
}

describe('graduationOf', () => {
  it('is nothing while the fast-track is ahead, whatever the pool has', () => {
    expect(graduation([on('x86_64', '5:5.0.1-1.fc40', '5:5.2.3-1.fc40')])).toBeUndefined();
    expect(graduation([on('x86_64', undefined, undefined)])).toBeUndefined();
    expect(graduation([])).toBeUndefined();
  });

  it('has graduated when every known basearch caught up', () => {
    const there = on('x86_64', '5:5.0.1-1.fc40', '5:5.2.5-1.fc40');
    expect(graduation([there])).toMatchObject({ kind: 'graduated', unchecked: ['aarch64'] });
    expect(
      graduation([there, on('aarch64', '5:5.0.1-1.fc40', '5:5.2.3-1.fc40')], bases('5:5.2.3-1.fc40')),
    ).toBeUndefined();
    expect(graduation([there, on('aarch64', undefined, '5:5.2.5-1.fc40')])).toMatchObject({
      kind: 'graduated',
      unchecked: [],
    });
  });

  it('says which base locks are behind', () => {
    const known = [on('x86_64', '5:5.0.1-1.fc40', '5:5.2.5-1.fc40')];
    const found = graduation(known, bases('5:5.2.5-1.fc40', '5:5.2.3-1.fc40'));
    expect([...(found?.olderBases ?? [])]).toEqual([['aarch64', '5:5.2.3-1.fc40']]);
    expect(found?.bases).toEqual(['x86_64', 'aarch64']);
  });

  it('was ahead once when it lies between the release and the update', () => {
    expect(graduation([on('x86_64', '5:5.0.1-1.fc40', '5:5.2.6-1.fc40')])?.kind).toBe('graduated');
    // a rolling repository, or a package new since the release: nothing shows that it held anything back
    expect(graduation([on('x86_64', undefined, '5:5.2.6-1.fc40')])?.kind).toBe('graduated');
  });

  it('holds back what is newer in a base lock, or in everything that the repositories offer', () => {
    expect(graduation([on('x86_64', undefined, '5:5.2.6-1.fc40')], bases('5:5.2.6-1.fc40'))?.kind).toBe('held-back');
    expect(graduation([on('x86_64', '5:5.2.6-1.fc40', '5:5.3.0-1.fc40')])?.kind).toBe('held-back');
    const unsure = availability('x86_64', [
      ...on('x86_64', '5:5.2.6-1.fc40', '5:5.3.0-1.fc40').repositories,
      repository({ id: 'archive', status: 'loading' }, []),
    ]);
    expect(graduation([unsure])?.kind).toBe('graduated');
  });

  it('is not held back at the very version of the repositories', () => {
    expect(graduation([on('x86_64', undefined, '5:5.2.5-1.fc40')], bases('5:5.2.6-1.fc40'))?.kind).toBe('graduated');
  });
});

import { describe, expect, it } from 'vitest';
import { parseLockfile } from '../../../server/lockfile/parse';
import { buildsText, isOfOtherRelease, relationOf } from '../../../server/rules/bodhi-overrides';
import { bodhiUpdate } from '../../support/service-facts';

const update = (...builds: readonly string[]) => bodhiUpdate({ alias: 'FEDORA-2024-f0fd63c638', builds });

function entry(name: string, evr: string) {
  const found = parseLockfile(`packages:\n  ${name}:\n    evr: ${evr}\n`, 'yaml').byName.get(name);
  if (!found) throw new Error(name);
  return found;
}

describe('relationOf', () => {
  const lvm2 = { nvr: 'lvm2-2.03.24-2.fc40', name: 'lvm2' };
  const mapper = entry('device-mapper', '1.02.198-2.fc40');

  it('goes by the source build', () => {
    expect(relationOf(update('bash-5.2.26-3.fc40', 'lvm2-2.03.24-2.fc40'), mapper, lvm2)).toEqual({ kind: 'contains' });
    expect(relationOf(update('lvm2-2.03.25-1.fc40'), mapper, lvm2)).toEqual({
      kind: 'other-build',
      nvr: 'lvm2-2.03.25-1.fc40',
      order: 'newer',
    });
    expect(relationOf(update('lvm2-2.03.9-1.fc40'), mapper, lvm2)).toMatchObject({ order: 'older' });
    // the version of the binary says nothing then
    expect(relationOf(update('bash-1.02.198-2.fc40'), mapper, lvm2)).toEqual({ kind: 'unrelated' });
    expect(relationOf(update(), mapper, lvm2)).toEqual({ kind: 'unrelated' });
  });

  it('goes by names only as far as they tell', () => {
    const podman = entry('podman', '5:5.2.4-1.fc40');
    expect(relationOf(update('podman-5.2.4-1.fc40'), podman, undefined)).toEqual({ kind: 'contains' });
    expect(relationOf(update('podman-5.2.5-1.fc40'), podman, undefined)).toMatchObject({ kind: 'other-build' });
    expect(relationOf(update('lvm2-2.03.24-2.fc40'), mapper, undefined)).toEqual({ kind: 'unknown' });
    expect(relationOf(update('lvm2-2.03.24-2.fc39'), mapper, undefined)).toEqual({ kind: 'unrelated' });
    expect(relationOf(update('lvm2-2.03.24-2.fc39', 'shim-15.8-3'), mapper, undefined)).toEqual({ kind: 'unknown' });
    expect(relationOf(update(), mapper, undefined)).toEqual({ kind: 'unknown' });
  });
});

describe('isOfOtherRelease', () => {
  it('compares numbers, the first one of a minor release', () => {
    const of = (release: string) => bodhiUpdate({ alias: 'FEDORA-2024-f0fd63c638', builds: [], release });
    expect(isOfOtherRelease(of('F40'), '40')).toBe(false);
    expect(isOfOtherRelease(of('F41'), '40')).toBe(true);
    expect(isOfOtherRelease(of('EPEL-9'), '9.8')).toBe(false);
    expect(isOfOtherRelease(of('ELN'), '40')).toBe(false);
    expect(isOfOtherRelease(of('F41'), undefined)).toBe(false);
  });
});

describe('buildsText', () => {
  it('names one and counts the others', () => {
    expect(buildsText(update())).toBe('no builds');
    expect(buildsText(update('a-1-1'))).toBe('a-1-1');
    expect(buildsText(update('a-1-1', 'b-1-1'))).toBe('a-1-1 and another build');
    expect(buildsText(update('a-1-1', 'b-1-1', 'c-1-1'))).toBe('a-1-1 and 2 other builds');
  });
});

import { describe, expect, it } from 'vitest';
import type { Availability } from '../../../server/rpmmd/repositories';
import { notAvailable } from '../../../server/rules/not-available';
import { availability, type PackageLine, repository } from '../../support/availability';
import { baseLock, fixed, lines, OVERRIDES, titles, X86_64_BASE, X86_64_OVERRIDES } from './support';

const POOLED: PackageLine[] = [
  ['kernel', '6.11.3-200.fc40', 'x86_64'],
  ['kernel', '6.10.12-200.fc40', 'x86_64'],
  ['kernel', '6.10.10-200.fc40', 'x86_64'],
];
const known = (pool: readonly PackageLine[] = POOLED) =>
  availability('x86_64', [
    repository({ id: 'fedora-updates' }, [
      ['kernel', '6.11.4-201.fc40', 'x86_64'],
      ['podman', '5:5.2.5-1.fc40', 'x86_64'],
      ['tzdata', '2024a-5.fc40', 'noarch'],
    ]),
    repository({ id: 'fedora-coreos-pool', role: 'pool' }, pool),
  ]);
const entry = (name: string, version: string) => `packages:\n  ${name}:\n    ${version}\n`;
const around = (...all: readonly Availability[]) => ({ files: {}, basearches: ['x86_64'], availability: all });
const WHY = 'garbage-collected, mistyped or not yet tagged.';

describe('not-available', () => {
  it('reports what neither repositories nor pool have, with the nearest versions', () => {
    const text = entry('kernel', 'evr: 6.10.11-200.fc40');
    expect(lines(notAvailable, OVERRIDES, text, around(known()))).toEqual([
      `warning 3:10-3:26 No repository and no pool of x86_64 has kernel 6.10.11-200.fc40: ${WHY} Nearest: 6.10.12-200.fc40.x86_64 (fedora-coreos-pool) and 6.10.10-200.fc40.x86_64 (fedora-coreos-pool).`,
    ]);
    expect(titles(notAvailable, OVERRIDES, text, around(known()))).toEqual([
      ['Move kernel to 6.10.12-200.fc40 (fedora-coreos-pool)', 'Move kernel to 6.10.10-200.fc40 (fedora-coreos-pool)'],
    ]);
    expect(
      fixed(notAvailable, OVERRIDES, text, 'Move kernel to 6.10.12-200.fc40 (fedora-coreos-pool)', around(known())),
    ).toBe(entry('kernel', 'evr: 6.10.12-200.fc40'));
  });

  it('points at a missing epoch', () => {
    const text = entry('podman', 'evr: 5.2.5-1.fc40');
    expect(lines(notAvailable, OVERRIDES, text, around(known()))).toEqual([
      `warning 3:10-3:22 No repository and no pool of x86_64 has podman 5.2.5-1.fc40: ${WHY} Nearest: 5:5.2.5-1.fc40.x86_64 (fedora-updates).`,
    ]);
    expect(
      fixed(notAvailable, OVERRIDES, text, 'Move podman to 5:5.2.5-1.fc40 (fedora-updates)', around(known())),
    ).toBe(entry('podman', 'evr: 5:5.2.5-1.fc40'));
  });

  it('points at a wrong arch and at a wrong name', () => {
    expect(
      lines(notAvailable, X86_64_OVERRIDES, entry('tzdata', 'evra: 2024a-5.fc40.x86_64'), around(known())),
    ).toEqual([
      `warning 3:11-3:30 No repository and no pool of x86_64 has tzdata 2024a-5.fc40.x86_64: ${WHY} There is 2024a-5.fc40.noarch (fedora-updates).`,
    ]);
    expect(lines(notAvailable, OVERRIDES, entry('podmann', 'evr: 5:5.2.5-1.fc40'), around(known()))).toEqual([
      `warning 3:10-3:24 No repository and no pool of x86_64 has podmann 5:5.2.5-1.fc40: ${WHY} They have no package of that name.`,
    ]);
  });

  it('names the basearches that lack a package which their base lock has', () => {
    const bases = {
      [X86_64_BASE]: baseLock({ podman: '5:5.2.3-1.fc40.x86_64' }),
      'manifest-lock.aarch64.json': baseLock({ podman: '5:5.2.3-1.fc40.aarch64' }),
    };
    const aarch64 = availability('aarch64', [repository({ id: 'fedora-updates' }, [])]);
    const text = entry('podman', 'evr: 5:5.2.5-1.fc40');
    expect(lines(notAvailable, OVERRIDES, text, { files: bases, availability: [known(), aarch64] })).toEqual([
      `warning 3:10-3:24 No repository and no pool of aarch64 has podman 5:5.2.5-1.fc40: ${WHY} They have no package of that name.`,
    ]);
    // in no base lock: it need not be there on every arch
    const alone = { files: {}, availability: [known(), aarch64] };
    expect(lines(notAvailable, OVERRIDES, text, alone)).toEqual([]);
  });

  it('is content with the pool, and with an epoch of 0', () => {
    expect(lines(notAvailable, OVERRIDES, entry('kernel', 'evr: 6.10.10-200.fc40'), around(known()))).toEqual([]);
    expect(lines(notAvailable, OVERRIDES, entry('tzdata', 'evr: 0:2024a-5.fc40'), around(known()))).toEqual([]);
    expect(lines(notAvailable, X86_64_BASE, baseLock({ tzdata: '2024a-5.fc40.noarch' }), around(known()))).toEqual([]);
  });

  it('never guesses: silent while any repository or the pool is not there', () => {
    const text = entry('kernel', 'evr: 6.10.11-200.fc40');
    const { repositories } = known();
    for (const status of ['loading', 'missing', 'failed'] as const) {
      const pool = repository({ id: 'fedora-coreos-pool', role: 'pool', status, skipIfUnavailable: true }, []);
      const partly = availability('x86_64', [...repositories.slice(0, 1), pool]);
      expect(lines(notAvailable, OVERRIDES, text, around(partly))).toEqual([]);
    }
    expect(lines(notAvailable, OVERRIDES, text, around())).toEqual([]);
    expect(lines(notAvailable, X86_64_OVERRIDES, text, { availability: [known()] })).toEqual([]);
  });

  it('leaves a version that no package can have to malformed-version', () => {
    expect(lines(notAvailable, OVERRIDES, entry('kernel', 'evr: 6.10'), around(known()))).toEqual([]);
  });
});

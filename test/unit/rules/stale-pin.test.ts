import { describe, expect, it } from 'vitest';
import { stalePin } from '../../../server/rules/stale-pin';
import { availability, repository } from '../../support/availability';
import { type BodhiOptions, bodhiFacts, kojiFacts, type UpdateTable } from '../../support/service-facts';
import { baseLock, lines, OVERRIDES, type Surroundings, X86_64_BASE } from './support';

const kernel = (type: string, evr = '6.8.11-300.fc40') =>
  `packages:\n  kernel:\n    evr: ${evr}\n    metadata:\n      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1749\n      type: ${type}\n`;
const COMMITTED = Date.UTC(2024, 5, 27, 8, 20, 41) / 1000;
const origin = {
  evr: '6.8.11-300.fc40',
  commit: '8d4e788b5eedd284a91ba13144e78e47c1576f07',
  committed: COMMITTED,
  subject: 'overrides: pin kernel-6.8.11-300.fc40',
  author: 'coreosbot',
};
const known = (...evrs: string[]) =>
  availability('x86_64', [
    repository(
      { id: 'fedora-updates' },
      evrs.map(evr => ['kernel', evr, 'x86_64'] as const),
    ),
  ]);

function around(more: Partial<Surroundings> = {}): Surroundings {
  return {
    files: { [X86_64_BASE]: baseLock({ kernel: '6.9.5-200.fc40.x86_64' }) },
    basearches: ['x86_64'],
    branches: { origins: { [OVERRIDES]: { kernel: origin } } },
    now: (COMMITTED + 118 * 24 * 60 * 60) * 1000,
    ...more,
  };
}

const SINCE =
  'info 2:3-2:9 kernel has been pinned to 6.8.11-300.fc40 for 118 days, since 2024-06-27 (8d4e788b5e "overrides: pin kernel-6.8.11-300.fc40").';

describe('stale-pin', () => {
  it('tells the age of a pin and the commit it is from', () => {
    expect(lines(stalePin, OVERRIDES, kernel('pin'), around())).toEqual([
      `${SINCE} See whether the pin is still needed.`,
    ]);
  });

  it('tells what has come since, where the repositories are known', () => {
    const at = (...evrs: string[]) =>
      lines(stalePin, OVERRIDES, kernel('pin'), around({ availability: [known(...evrs)] }));
    expect(at('6.8.11-300.fc40', '6.11.4-201.fc40', '6.9.5-200.fc40')).toEqual([
      `${SINCE} fedora-updates has 6.11.4-201.fc40 by now. See whether the pin is still needed.`,
    ]);
    expect(at('6.8.11-300.fc40')).toEqual([
      `${SINCE} The repositories have nothing newer. See whether the pin is still needed.`,
    ]);
  });

  it('tells what updates there have been since, where Bodhi is known', () => {
    const koji = kojiFacts({ 'kernel-6.8.11-300.fc40': { rpms: { kernel: 'x86_64' } } });
    const update = (n: number, nvr: string, rest: Partial<UpdateTable> = {}): UpdateTable => ({
      alias: `FEDORA-2024-000000000${n}`,
      builds: ['kernel-headers-6.11.4-200.fc40', nvr],
      ...rest,
    });
    const at = (updates: readonly UpdateTable[], options: BodhiOptions = {}) =>
      lines(stalePin, OVERRIDES, kernel('pin'), around({ services: { koji, bodhi: bodhiFacts(updates, options) } }));
    const says = (text: string) => [`${SINCE}${text} See whether the pin is still needed.`];
    const testing = update(1, 'kernel-6.11.5-200.fc40');
    const stable = update(2, 'kernel-6.11.4-201.fc40', {
      status: 'stable',
      type: 'security',
      cves: ['CVE-2024-47674'],
    });
    const own = update(3, 'kernel-6.8.11-300.fc40', { status: 'stable' });
    const obsolete = update(4, 'kernel-6.9.1-200.fc40', { status: 'obsolete' });
    expect(at([testing, own])).toEqual(says(' Bodhi has one newer update of kernel (none stable yet).'));
    expect(at([testing, stable, obsolete, own])).toEqual(
      says(
        ' Bodhi has 2 newer updates of kernel (kernel-6.11.4-201.fc40 is stable; one for security: CVE-2024-47674).',
      ),
    );
    const cves = ['CVE-2024-1', 'CVE-2024-2', 'CVE-2024-3', 'CVE-2024-4', 'CVE-2024-47674'];
    const many = [3, 4, 5, 6].map(n =>
      update(n, `kernel-6.10.${n}-200.fc40`, { status: 'stable', type: 'security', cves }),
    );
    expect(at([stable, ...many])).toEqual(
      says(
        ' Bodhi has at least 5 newer updates of kernel (kernel-6.11.4-201.fc40 is stable; 5 for security: CVE-2024-47674, CVE-2024-1, CVE-2024-2, CVE-2024-3 and 1 more).',
      ),
    );
    expect(at([own])).toEqual(says(''));
    expect(at([testing], { newestUnknown: true })).toEqual(says(''));
    const bodhi = bodhiFacts([testing]);
    expect(lines(stalePin, OVERRIDES, kernel('pin'), around({ services: { bodhi } }))).toEqual(says(''));
    expect(lines(stalePin, OVERRIDES, kernel('pin'), around({ services: { koji } }))).toEqual(says(''));
  });

  it('lets sixty days pass', () => {
    const aged = (days: number) =>
      lines(stalePin, OVERRIDES, kernel('pin'), around({ now: (COMMITTED + days * 24 * 60 * 60) * 1000 }));
    expect(aged(60.9)).toEqual([]);
    expect(aged(61)).toHaveLength(1);
  });

  it('is silent on fast-tracks, on another version, and where git does not tell', () => {
    expect(lines(stalePin, OVERRIDES, kernel('fast-track'), around())).toEqual([]);
    expect(lines(stalePin, OVERRIDES, kernel('pin', '6.8.10-300.fc40'), around())).toEqual([]);
    expect(lines(stalePin, OVERRIDES, kernel('pin'), around({ branches: {} }))).toEqual([]);
    expect(lines(stalePin, OVERRIDES, kernel('pin'), { files: {} })).toEqual([]);
  });
});

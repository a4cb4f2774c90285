import { describe, expect, it } from 'vitest';
import { stalePin } from '../../../server/rules/stale-pin';
import { availability, repository } from '../../support/availability';
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

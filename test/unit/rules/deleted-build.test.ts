import { describe, expect, it } from 'vitest';
import type { BuildState } from '../../../server/koji/koji';
import { checkFile } from '../../../server/rules/check';
import { deletedBuild } from '../../../server/rules/deleted-build';
import { notAvailable } from '../../../server/rules/not-available';
import { availability, repository } from '../../support/availability';
import { bodhiFacts, kojiFacts } from '../../support/service-facts';
import { baseLock, contextOf, lines, OVERRIDES, type Surroundings, titles, X86_64_BASE } from './support';

const TEXT = 'packages:\n  kernel:\n    evr: 6.8.11-300.fc40\n    metadata:\n      type: pin\n';
const FILES = { [X86_64_BASE]: baseLock({ kernel: '6.9.5-200.fc40.x86_64' }) };

function around(state: BuildState, more: Partial<Surroundings> = {}): Surroundings {
  const koji = kojiFacts({ 'kernel-6.8.11-300.fc40': { rpms: { kernel: 'x86_64' }, state } });
  return { files: FILES, basearches: ['x86_64'], services: { koji }, ...more };
}

describe('deleted-build', () => {
  it('reports a build that Koji has deleted', () => {
    expect(lines(deletedBuild, OVERRIDES, TEXT, around('deleted'))).toEqual([
      'warning 3:10-3:25 kernel-6.8.11-300.fc40 is deleted in Koji: its RPMs are gone and cannot be tagged any more. Move it to a build that is kept.',
    ]);
    expect(titles(deletedBuild, OVERRIDES, TEXT, around('deleted'))).toEqual([[]]);
  });

  it('says that only copies are left, and what there is instead: a pin of what only the pool has (fedora-coreos-config#2941)', () => {
    const known = availability('x86_64', [
      repository({ id: 'fedora-updates' }, [['kernel', '6.11.4-201.fc40', 'x86_64']]),
      repository({ id: 'fedora-coreos-pool', role: 'pool' }, [['kernel', '6.8.11-300.fc40', 'x86_64']]),
    ]);
    expect(lines(deletedBuild, OVERRIDES, TEXT, around('deleted', { availability: [known] }))).toEqual([
      'warning 3:10-3:25 kernel-6.8.11-300.fc40 is deleted in Koji: its RPMs are gone and cannot be tagged any more, and the copies in repositories or pool are the last. Nearest: 6.11.4-201.fc40 (fedora-updates).',
    ]);
    expect(titles(deletedBuild, OVERRIDES, TEXT, around('deleted', { availability: [known] }))).toEqual([
      ['Move kernel to 6.11.4-201.fc40 (fedora-updates)'],
    ]);
  });

  it('takes the builds of Bodhi where no repository is known', () => {
    const { services } = around('deleted');
    const bodhi = bodhiFacts([
      { alias: 'FEDORA-2024-dddddddddd', builds: ['kernel-6.8.12-300.fc40'], status: 'stable' },
    ]);
    expect(titles(deletedBuild, OVERRIDES, TEXT, around('deleted', { services: { ...services, bodhi } }))).toEqual([
      ['Move kernel to 6.8.12-300.fc40 (FEDORA-2024-dddddddddd)'],
    ]);
  });

  it('reports failed and canceled builds', () => {
    expect(lines(deletedBuild, OVERRIDES, TEXT, around('failed'))).toEqual([
      'warning 3:10-3:25 kernel-6.8.11-300.fc40 failed in Koji: it has nothing that could be shipped. Move it to a build that is kept.',
    ]);
    expect(lines(deletedBuild, OVERRIDES, TEXT, around('canceled'))).toEqual([
      'warning 3:10-3:25 kernel-6.8.11-300.fc40 was canceled in Koji: it has nothing that could be shipped. Move it to a build that is kept.',
    ]);
  });

  it('is told instead of not-available', () => {
    const gone = [availability('x86_64', [repository({ id: 'fedora-updates' }, [])])];
    const context = contextOf(OVERRIDES, TEXT, around('deleted', { availability: gone }));
    const codes = (rules: Parameters<typeof checkFile>[1]['rules'] = []) =>
      checkFile(context, { severity: {}, rules }).map(({ code }) => code);
    expect(codes([notAvailable])).toEqual(['not-available']);
    expect(codes([deletedBuild, notAvailable])).toEqual(['deleted-build']);
  });

  it('is silent about whole builds, those under way, what is not known, and without Koji', () => {
    expect(lines(deletedBuild, OVERRIDES, TEXT, around('complete'))).toEqual([]);
    expect(lines(deletedBuild, OVERRIDES, TEXT, around('building'))).toEqual([]);
    const unknown = { koji: kojiFacts({}, { unknown: ['kernel'] }) };
    expect(lines(deletedBuild, OVERRIDES, TEXT, around('deleted', { services: unknown }))).toEqual([]);
    expect(lines(deletedBuild, OVERRIDES, TEXT, around('deleted', { services: { koji: kojiFacts({}) } }))).toEqual([]);
    expect(lines(deletedBuild, OVERRIDES, TEXT, around('deleted', { services: {} }))).toEqual([]);
    const base = baseLock({ kernel: '6.8.11-300.fc40.x86_64' });
    expect(lines(deletedBuild, X86_64_BASE, base, around('deleted'))).toEqual([]);
  });
});

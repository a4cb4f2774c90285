import { describe, expect, it } from 'vitest';
import { nearby, otherBuilds } from '../../../server/rules/nearby-versions';
import { scopeOf } from '../../../server/rules/support';
import { availability, type PackageLine, repository } from '../../support/availability';
import { bodhiFacts } from '../../support/service-facts';
import { contextOf, OVERRIDES, type Surroundings } from './support';

const kernels = (...evrs: readonly string[]) =>
  availability('x86_64', [
    repository(
      { id: 'fedora-updates' },
      evrs.map((evr): PackageLine => ['kernel', evr, 'x86_64']),
    ),
  ]);

describe('nearby', () => {
  const near = (evr: string, ...evrs: readonly string[]) =>
    nearby(kernels(...evrs), 'kernel', evr).map(c => c.record.evr);

  it('finds the next newer and the next older one', () => {
    expect(
      near('6.10.11-200.fc40', '6.9.5-200.fc40', '6.10.10-200.fc40', '6.10.12-200.fc40', '6.11.4-201.fc40'),
    ).toEqual(['6.10.12-200.fc40', '6.10.10-200.fc40']);
    expect(near('6.8.0-1.fc40', '6.9.5-200.fc40')).toEqual(['6.9.5-200.fc40']);
    expect(near('6.8.0-1.fc40')).toEqual([]);
  });

  it('takes the same version with another epoch for what is meant', () => {
    expect(near('6.9.5-200.fc40', '6.9.6-200.fc40', '1:6.9.5-200.fc40')).toEqual(['1:6.9.5-200.fc40']);
  });
});

describe('otherBuilds', () => {
  const others = (evr: string, around: Surroundings) => {
    const context = contextOf(OVERRIDES, `packages:\n  kernel:\n    evr: ${evr}\n`, { files: {}, ...around });
    const scope = scopeOf(context);
    const entry = context.lockfile.byName.get('kernel');
    if (!scope || !entry) throw new Error('no entry');
    return otherBuilds(scope, context.services?.bodhi, entry).map(found => `${found.evr} ${found.where}`);
  };
  const bodhi = bodhiFacts([
    { alias: 'FEDORA-2024-cccccccccc', builds: ['kernel-6.11.4-201.fc40'] },
    { alias: 'FEDORA-2024-bbbbbbbbbb', builds: ['kernel-6.10.12-200.fc40'] },
    { alias: 'FEDORA-2024-aaaaaaaaaa', builds: ['kernel-6.9.5-200.fc40'], status: 'unpushed' },
  ]);

  it('leaves out the version itself, and asks Bodhi only where no repository has another', () => {
    const evr = '6.10.10-200.fc40';
    expect(others(evr, { availability: [kernels(evr, '6.9.5-200.fc40')], services: { bodhi } })).toEqual([
      '6.9.5-200.fc40 fedora-updates',
    ]);
    const fromBodhi = ['6.10.12-200.fc40 FEDORA-2024-bbbbbbbbbb'];
    expect(others(evr, { availability: [kernels(evr)], services: { bodhi } })).toEqual(fromBodhi);
    expect(others(evr, { services: { bodhi } })).toEqual(fromBodhi);
    expect(others(evr, {})).toEqual([]);
  });
});

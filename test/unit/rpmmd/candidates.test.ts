import { describe, expect, it } from 'vitest';
import {
  candidates,
  complete,
  findNevra,
  hasPackage,
  newerCandidates,
  packagesOfBuild,
} from '../../../server/rpmmd/candidates';
import type { Candidate } from '../../../server/rpmmd/repositories';
import { availability, repository } from '../../support/availability';

const line = ({ record, repository: { id } }: Candidate): string => `${record.evr}.${record.arch} ${id}`;

const FEDORA = repository({ id: 'fedora' }, [
  ['podman', '5:5.0.1-1.fc40', 'x86_64'],
  ['containers-common', '5:0.58.0-2.fc40', 'noarch'],
  ['glibc', '2.39-2.fc40', 'x86_64'],
]);
const UPDATES = repository({ id: 'fedora-updates' }, [
  ['podman', '5:5.2.5-1.fc40', 'x86_64'],
  ['containers-common', '5:0.60.4-3.fc40', 'noarch'],
  ['glibc', '2.39-22.fc40', 'i686'],
  ['glibc', '2.39-22.fc40', 'x86_64'],
]);
const POOL = repository({ id: 'fedora-coreos-pool', role: 'pool' }, [
  ['podman', '5:5.2.5-1.fc40', 'x86_64'],
  ['podman', '5:5.2.3-1.fc40', 'x86_64'],
  ['podman', '5:5.3.0-1.fc40', 'x86_64'],
]);
const ALL = availability('x86_64', [FEDORA, UPDATES, POOL]);

describe('candidates', () => {
  it('are the packages of the repositories, newest first, without pool and foreign arches', () => {
    expect(candidates(ALL, 'podman').map(line)).toEqual([
      '5:5.2.5-1.fc40.x86_64 fedora-updates',
      '5:5.0.1-1.fc40.x86_64 fedora',
    ]);
    expect(candidates(ALL, 'containers-common').map(line)).toEqual([
      '5:0.60.4-3.fc40.noarch fedora-updates',
      '5:0.58.0-2.fc40.noarch fedora',
    ]);
    expect(candidates(ALL, 'glibc').map(line)).toEqual([
      '2.39-22.fc40.x86_64 fedora-updates',
      '2.39-2.fc40.x86_64 fedora',
    ]);
    expect(candidates(ALL, 'glibc', 'i686').map(line)).toEqual(['2.39-22.fc40.i686 fedora-updates']);
    expect(candidates(ALL, 'podmann')).toEqual([]);
  });

  it('are those of the best priority that has the package', () => {
    const preferred = repository({ id: 'preferred', priority: 10 }, [['podman', '5:5.1.0-1.fc40', 'x86_64']]);
    const both = availability('x86_64', [FEDORA, UPDATES, preferred]);
    expect(candidates(both, 'podman').map(line)).toEqual(['5:5.1.0-1.fc40.x86_64 preferred']);
    expect(candidates(both, 'glibc').map(line)).toHaveLength(2);
  });

  it('of one EVR come by cost, then in the order of the repositories', () => {
    const same: [string, string, string][] = [['podman', '5:5.2.5-1.fc40', 'x86_64']];
    const repositories = [
      repository({ id: 'a' }, same),
      repository({ id: 'b' }, same),
      repository({ id: 'cheap', cost: 10 }, same),
    ];
    expect(candidates(availability('x86_64', repositories), 'podman').map(line)).toEqual([
      '5:5.2.5-1.fc40.x86_64 cheap',
      '5:5.2.5-1.fc40.x86_64 a',
      '5:5.2.5-1.fc40.x86_64 b',
    ]);
  });

  it('leave out repositories that are not there', () => {
    const failed = repository({ id: 'fedora-updates', status: 'failed' }, []);
    expect(candidates(availability('x86_64', [FEDORA, failed]), 'podman')[0]?.record.evr).toBe('5:5.0.1-1.fc40');
  });
});

describe('newerCandidates', () => {
  it('are newer by RPM: the epoch counts first', () => {
    expect(newerCandidates(ALL, 'podman', '5:5.0.0-1.fc40').map(line)).toEqual([
      '5:5.2.5-1.fc40.x86_64 fedora-updates',
      '5:5.0.1-1.fc40.x86_64 fedora',
    ]);
    expect(newerCandidates(ALL, 'podman', '5:5.0.1-1.fc40').map(line)).toEqual([
      '5:5.2.5-1.fc40.x86_64 fedora-updates',
    ]);
    expect(newerCandidates(ALL, 'podman', '6:4.0-1.fc40')).toEqual([]);
    expect(newerCandidates(ALL, 'podman', '5.9.9-1.fc40')).toHaveLength(2);
  });

  it('name each EVR once', () => {
    const twice = availability('x86_64', [UPDATES, { ...UPDATES, id: 'mirror' }]);
    expect(newerCandidates(twice, 'podman', '5:5.0.1-1.fc40').map(line)).toEqual([
      '5:5.2.5-1.fc40.x86_64 fedora-updates',
    ]);
  });
});

describe('findNevra', () => {
  it('finds the version everywhere, repositories first', () => {
    expect(findNevra(ALL, 'podman', '5:5.2.5-1.fc40').map(line)).toEqual([
      '5:5.2.5-1.fc40.x86_64 fedora-updates',
      '5:5.2.5-1.fc40.x86_64 fedora-coreos-pool',
    ]);
    expect(findNevra(ALL, 'podman', '5:5.2.3-1.fc40', 'x86_64').map(line)).toEqual([
      '5:5.2.3-1.fc40.x86_64 fedora-coreos-pool',
    ]);
  });

  it('takes an epoch of 0 for none, and nothing else for the same', () => {
    expect(findNevra(ALL, 'glibc', '0:2.39-22.fc40')).toHaveLength(1);
    expect(findNevra(ALL, 'podman', '5.2.5-1.fc40')).toEqual([]);
    expect(findNevra(ALL, 'glibc', '2.039-22.fc40')).toEqual([]);
    expect(findNevra(ALL, 'containers-common', '5:0.60.4-3.fc40', 'x86_64')).toEqual([]);
  });

  it('does not mind priorities', () => {
    const preferred = repository({ id: 'preferred', priority: 10 }, [['podman', '5:5.1.0-1.fc40', 'x86_64']]);
    expect(findNevra(availability('x86_64', [UPDATES, preferred]), 'podman', '5:5.2.5-1.fc40')).toHaveLength(1);
  });
});

describe('packagesOfBuild', () => {
  it('pairs binaries of one source RPM, whatever their versions', () => {
    const lvm2 = 'lvm2-2.03.23-1.fc40.src.rpm';
    const found = packagesOfBuild(
      availability('x86_64', [
        repository({ id: 'fedora' }, [
          ['lvm2', '2.03.23-1.fc40', 'x86_64', lvm2],
          ['device-mapper', '1.02.197-1.fc40', 'x86_64', lvm2],
          ['lvm2', '2.03.22-1.fc40', 'x86_64'],
        ]),
      ]),
      'lvm2',
      lvm2,
    );
    expect([...found].map(([name, candidate]) => `${name} ${line(candidate)}`)).toEqual([
      'lvm2 2.03.23-1.fc40.x86_64 fedora',
      'device-mapper 1.02.197-1.fc40.x86_64 fedora',
    ]);
    expect(packagesOfBuild(ALL, 'podman', '').size).toBe(0);
  });
});

describe('complete', () => {
  it('is true when every repository is there, or failed and may be skipped', () => {
    expect(complete(ALL)).toBe(true);
    const missing = (options: object) =>
      availability('x86_64', [FEDORA, repository({ id: 'x', status: 'failed', ...options }, [])]);
    expect(complete(missing({}))).toBe(false);
    expect(complete(missing({ skipIfUnavailable: true }))).toBe(true);
    expect(complete(missing({ skipIfUnavailable: true, status: 'loading' }))).toBe(false);
    expect(complete(availability('x86_64', []))).toBe(false);
  });
});

describe('hasPackage', () => {
  it('looks at the pool too, but not at foreign arches', () => {
    expect(hasPackage(availability('x86_64', [POOL]), 'podman')).toBe(true);
    expect(hasPackage(availability('aarch64', [UPDATES]), 'glibc')).toBe(false);
  });
});

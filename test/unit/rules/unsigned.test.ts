import { describe, expect, it } from 'vitest';
import { unsigned } from '../../../server/rules/unsigned';
import { availability, repository } from '../../support/availability';
import { type BuildTable, kojiFacts } from '../../support/service-facts';
import { baseLock, lines, OVERRIDES, type Surroundings, X86_64_BASE, X86_64_OVERRIDES } from './support';

const TEXT = 'packages:\n  podman:\n    evr: 5:5.2.5-1.fc40\n';
const BASES = {
  [X86_64_BASE]: baseLock({ podman: '5:5.2.3-1.fc40.x86_64' }),
  'manifest-lock.aarch64.json': baseLock({ podman: '5:5.2.3-1.fc40.aarch64' }),
};
const POOL = repository({ id: 'fedora-coreos-pool', role: 'pool', status: 'missing' }, []);

function around(build: Partial<BuildTable>, more: Partial<Surroundings> = {}): Surroundings {
  const rpms = { podman: '5:5.2.5-1.fc40 x86_64 aarch64' };
  const koji = kojiFacts({ 'podman-5.2.5-1.fc40': { rpms, ...build } });
  return { files: BASES, availability: [availability('x86_64', [POOL])], services: { koji }, ...more };
}

const pooled = (signed: BuildTable['signed']) =>
  around({ tags: ['coreos-pool'], ...(signed === undefined ? {} : { signed }) });

describe('unsigned', () => {
  it('reports packages in the pool that have no signed copy: fedora-coreos-tracker#2089', () => {
    expect(lines(unsigned, OVERRIDES, TEXT, pooled(false))).toEqual([
      'warning 3:10-3:24 podman 5:5.2.5-1.fc40 has no signed copy for x86_64 and aarch64, though podman-5.2.5-1.fc40 is in coreos-pool: the image would ship it unsigned. Have the build tagged into f40-coreos-signing-pending again.',
    ]);
  });

  it('names the architectures that it counts on', () => {
    const [message] = lines(unsigned, OVERRIDES, TEXT, pooled(['x86_64']));
    expect(message).toMatch(/ has no signed copy for aarch64, though /);
    expect(lines(unsigned, X86_64_OVERRIDES, TEXT, pooled(['x86_64']))).toEqual([]);
  });

  it('says in the signing tag that the signature is on its way', () => {
    expect(lines(unsigned, OVERRIDES, TEXT, around({ tags: ['f40-coreos-signing-pending'], signed: false }))).toEqual([
      'info 3:10-3:24 podman 5:5.2.5-1.fc40 has no signed copy for x86_64 and aarch64 yet: podman-5.2.5-1.fc40 waits for its signature in f40-coreos-signing-pending.',
    ]);
  });

  it('is silent about signed ones, those that are not on their way yet, and what is not known', () => {
    expect(lines(unsigned, OVERRIDES, TEXT, pooled(true))).toEqual([]);
    expect(lines(unsigned, OVERRIDES, TEXT, pooled(undefined))).toEqual([]);
    expect(lines(unsigned, OVERRIDES, TEXT, around({ tags: ['f40-updates-candidate'], signed: false }))).toEqual([]);
    expect(lines(unsigned, OVERRIDES, TEXT, around({ signed: false }))).toEqual([]);
    const tags = ['coreos-pool'];
    expect(lines(unsigned, OVERRIDES, TEXT, around({ tags, signed: false, state: 'deleted' }))).toEqual([]);
    expect(lines(unsigned, OVERRIDES, TEXT, { ...pooled(false), services: {} })).toEqual([]);
    expect(lines(unsigned, OVERRIDES, TEXT, { ...pooled(false), availability: [] })).toEqual([]);
    expect(lines(unsigned, X86_64_BASE, BASES[X86_64_BASE], pooled(false))).toEqual([]);
  });
});

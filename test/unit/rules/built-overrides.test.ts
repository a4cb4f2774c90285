import { describe, expect, it } from 'vitest';
import { builtOverrides, isAvailable, poolTags } from '../../../server/rules/built-overrides';
import { availability, repository } from '../../support/availability';
import { kojiFacts } from '../../support/service-facts';
import { contextOf, OVERRIDES, type Surroundings, X86_64_BASE } from './support';

const TEXT = 'packages:\n  a:\n    evr: 1-1.fc40\n  a:\n    evr: 2-1.fc40\n  b:\n    evr: "1"\n  c:\n    digest: x\n';
const KOJI = kojiFacts({ 'a-2-1.fc40': { rpms: { a: 'x86_64' } } });
const known = (status: 'ready' | 'missing', ...evrs: readonly string[]) =>
  availability('x86_64', [
    repository(
      { id: 'fedora-updates', status },
      evrs.map(evr => ['a', evr, 'x86_64']),
    ),
  ]);

describe('builtOverrides', () => {
  it('has the live entries that name the version of a package, each with its build', () => {
    const context = contextOf(OVERRIDES, TEXT, { files: {}, basearches: ['x86_64'], services: { koji: KOJI } });
    const found = builtOverrides(context)?.overrides.map(({ entry, version, build, reach }) => [
      entry.name,
      version.evr,
      build?.kind,
      reach,
    ]);
    expect(found).toEqual([['a', '2-1.fc40', 'found', { basearches: ['x86_64'], certain: false }]]);
  });

  it('has nothing for base locks, other files, and without Koji', () => {
    const services = { koji: KOJI };
    expect(builtOverrides(contextOf(X86_64_BASE, '{"packages":{}}', { files: {}, services }))).toBeUndefined();
    expect(builtOverrides(contextOf('overrides.yaml', TEXT, { services }))).toBeUndefined();
    expect(builtOverrides(contextOf(OVERRIDES, TEXT, { files: {}, services: {} }))).toBeUndefined();
  });
});

describe('isAvailable', () => {
  it('asks every basearch that is known, and says when none is', () => {
    const ask = (around: Surroundings) => {
      const found = builtOverrides(contextOf(OVERRIDES, TEXT, { files: {}, services: { koji: KOJI }, ...around }));
      const entry = found?.overrides[0]?.entry;
      return found && entry && isAvailable(found.scope, entry, ['x86_64', 'aarch64']);
    };
    const aarch64 = availability('aarch64', [repository({ id: 'fedora-updates' }, [])]);
    expect(ask({ availability: [known('ready', '2-1.fc40')] })).toBe(true);
    expect(ask({ availability: [known('ready', '1-1.fc40')] })).toBe(false);
    expect(ask({ availability: [known('ready', '2-1.fc40'), aarch64] })).toBe(false);
    expect(ask({ availability: [known('missing')] })).toBeUndefined();
    expect(ask({})).toBeUndefined();
  });
});

describe('poolTags', () => {
  const pool = availability('x86_64', [repository({ id: 'pool', role: 'pool', status: 'missing' }, [])]);
  const tagsOf = (around: Surroundings) => poolTags(contextOf(OVERRIDES, TEXT, { files: {}, ...around }));

  it('names the tags for the release, and the branch that the tagger looks at', () => {
    expect(tagsOf({ availability: [pool], stream: 'next-devel', releasever: '41' })).toEqual({
      pool: 'coreos-pool',
      signing: 'f41-coreos-signing-pending',
      stream: 'next-devel',
      branch: 'next-devel',
    });
  });

  it('has none without a pool, a stream or a repository', () => {
    expect(tagsOf({})).toBeUndefined();
    expect(tagsOf({ availability: [pool], stream: 'rhel-9.8' })).toBeUndefined();
    expect(poolTags(contextOf(OVERRIDES, TEXT))).toBeUndefined();
  });

  it('does not guess the release', () => {
    const { repo, ...context } = contextOf(OVERRIDES, TEXT, { files: {}, availability: [pool] });
    if (!repo) throw new Error('no repository');
    const config = { ...repo.config, releasever: undefined };
    expect(poolTags({ ...context, repo: { ...repo, config } })).toBeUndefined();
    const kojiTags = { pool: 'pool', signing: 'signing' };
    const fixed = { ...config, settings: { ...config.settings, kojiTags } };
    expect(poolTags({ ...context, repo: { ...repo, config: fixed } })).toMatchObject(kojiTags);
  });
});

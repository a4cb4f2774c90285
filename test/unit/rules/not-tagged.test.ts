import { describe, expect, it } from 'vitest';
import { DEFAULT_REPO_SETTINGS } from '../../../server/config-repo/repo-settings';
import { checkFile } from '../../../server/rules/check';
import { notAvailable } from '../../../server/rules/not-available';
import { notTagged } from '../../../server/rules/not-tagged';
import { unsigned } from '../../../server/rules/unsigned';
import { availability, type PackageLine, repository } from '../../support/availability';
import { kojiFacts } from '../../support/service-facts';
import { baseLock, contextOf, findings, lines, OVERRIDES, type Surroundings, X86_64_BASE } from './support';

const TEXT = 'packages:\n  podman:\n    evr: 5:5.2.5-1.fc40\n    metadata:\n      type: fast-track\n';
const BASE = { [X86_64_BASE]: baseLock({ podman: '5:5.2.3-1.fc40.x86_64' }) };

const koji = (tags: readonly string[] | undefined, signed?: boolean) =>
  kojiFacts({
    'podman-5.2.5-1.fc40': {
      rpms: { podman: '5:5.2.5-1.fc40 x86_64 aarch64' },
      ...(tags ? { tags } : {}),
      ...(signed === undefined ? {} : { signed }),
    },
  });

/** The manifest has a pool; its index is not loaded unless packages are given. */
const known = (pool: readonly PackageLine[] | undefined, updates: readonly PackageLine[] = []) =>
  availability('x86_64', [
    repository({ id: 'fedora-updates', status: pool ? 'ready' : 'missing' }, updates),
    repository({ id: 'fedora-coreos-pool', role: 'pool', status: pool ? 'ready' : 'missing' }, pool ?? []),
  ]);

function around(tags: readonly string[] | undefined, more: Partial<Surroundings> = {}): Surroundings {
  return {
    files: BASE,
    basearches: ['x86_64'],
    availability: [known(undefined)],
    services: { koji: koji(tags) },
    // the branches of the tests are of 2024-10-23, a day before
    branches: { before: { ...BASE, [OVERRIDES]: TEXT } },
    ...more,
  };
}

const pushed = { ...BASE, [OVERRIDES]: TEXT };
const CANDIDATE = ['f40-updates-candidate'];
const NEW =
  'info 3:10-3:24 podman-5.2.5-1.fc40 is not in coreos-pool yet: on the push to testing-devel coreos-koji-tagger puts it there through f40-coreos-signing-pending.';

describe('not-tagged', () => {
  it('says what the tagger will do with a new override', () => {
    expect(lines(notTagged, OVERRIDES, TEXT, around(CANDIDATE))).toEqual([NEW]);
    // on the remote another version, or only a base lock that has this one
    const older = { ...BASE, [OVERRIDES]: TEXT.replace('5.2.5', '5.2.4') };
    expect(lines(notTagged, OVERRIDES, TEXT, around(CANDIDATE, { branches: { pushed: older } }))).toEqual([NEW]);
    const locked = { [X86_64_BASE]: baseLock({ podman: '5:5.2.5-1.fc40.x86_64' }) };
    expect(lines(notTagged, OVERRIDES, TEXT, around(CANDIDATE, { branches: { pushed: locked } }))).toEqual([NEW]);
  });

  it('warns once it has been pushed for longer than the tagger takes', () => {
    expect(lines(notTagged, OVERRIDES, TEXT, around(CANDIDATE, { branches: { pushed } }))).toEqual([
      'warning 3:10-3:24 podman-5.2.5-1.fc40 is on origin/testing-devel, but not in coreos-pool: coreos-koji-tagger did not take it, and no build can rely on it. Have it tagged into f40-coreos-signing-pending.',
    ]);
    const severityAfter = (minutes: number) => {
      const now = Date.UTC(2024, 9, 23) + minutes * 60_000;
      return findings(notTagged, OVERRIDES, TEXT, around(CANDIDATE, { branches: { pushed }, now }))[0]?.severity;
    };
    expect(severityAfter(119)).toBe('info');
    expect(severityAfter(120)).toBe('warning');
  });

  it('says nothing of an entry with another epoch than the build has', () => {
    expect(lines(notTagged, OVERRIDES, TEXT.replace('5:5.2.5', '5.2.5'), around(CANDIDATE))).toEqual([]);
  });

  it('says of one in the signing tag what it waits for', () => {
    const tags = [...CANDIDATE, 'f40-coreos-signing-pending'];
    expect(lines(notTagged, OVERRIDES, TEXT, around(tags))).toEqual([
      'info 3:10-3:24 podman-5.2.5-1.fc40 waits for its signature in f40-coreos-signing-pending, and gets into coreos-pool after that.',
    ]);
    expect(lines(notTagged, OVERRIDES, TEXT, around(tags, { branches: { pushed } }))).toEqual([
      'warning 3:10-3:24 podman-5.2.5-1.fc40 is on origin/testing-devel, but still waits for its signature in f40-coreos-signing-pending: until it is in coreos-pool no build can rely on it. Ask release engineering for the signature.',
    ]);
  });

  it('says that on a stream without base locks the tagger goes by a build', () => {
    const rawhide = { files: {}, stream: 'rawhide', releasever: '42', branches: { pushed: { [OVERRIDES]: TEXT } } };
    expect(lines(notTagged, OVERRIDES, TEXT, around(CANDIDATE, rawhide))).toEqual([
      'info 3:10-3:24 podman-5.2.5-1.fc40 is not in coreos-pool: for rawhide coreos-koji-tagger goes by the lockfile of a finished build. Have it tagged into f42-coreos-signing-pending if no repository has it.',
    ]);
  });

  it('takes the tags of the repository', () => {
    const kojiTags = { pool: 'okd-pool', signing: 'okd-{releasever}-signing' };
    const there = around(['coreos-pool'], { settings: { kojiTags } });
    expect(lines(notTagged, OVERRIDES, TEXT, there)).toEqual([
      'info 3:10-3:24 podman-5.2.5-1.fc40 is not in okd-pool yet: on the push to testing-devel coreos-koji-tagger puts it there through okd-40-signing.',
    ]);
    expect(lines(notTagged, OVERRIDES, TEXT, around(['okd-pool'], { settings: { kojiTags } }))).toEqual([]);
  });

  it('is told instead of what follows from it', () => {
    const there = around(['f40-coreos-signing-pending'], {
      availability: [known([])],
      services: { koji: koji(['f40-coreos-signing-pending'], false) },
    });
    const context = contextOf(OVERRIDES, TEXT, there);
    const codes = (rules: Parameters<typeof checkFile>[1]['rules'] = []) =>
      checkFile(context, { severity: {}, rules }).map(({ code }) => code);
    expect(codes([notAvailable, unsigned])).toEqual(['not-available', 'unsigned']);
    expect(codes([notTagged, notAvailable, unsigned])).toEqual(['not-tagged']);
  });

  it('is content with the pool tag, and with what pool or repositories have', () => {
    expect(lines(notTagged, OVERRIDES, TEXT, around([...CANDIDATE, 'coreos-pool']))).toEqual([]);
    const podman: PackageLine = ['podman', '5:5.2.5-1.fc40', 'x86_64'];
    const having = (...all: Parameters<typeof known>) =>
      lines(notTagged, OVERRIDES, TEXT, around(CANDIDATE, { availability: [known(...all)], branches: { pushed } }));
    expect(having([podman])).toEqual([]);
    expect(having([], [podman])).toEqual([]);
    expect(having([['podman', '5:5.2.3-1.fc40', 'x86_64']])).toHaveLength(1);
  });

  it('is silent where there is no pool, and on streams that nobody tags for', () => {
    expect(lines(notTagged, OVERRIDES, TEXT, around(CANDIDATE, { availability: [] }))).toEqual([]);
    const branches = {};
    expect(lines(notTagged, OVERRIDES, TEXT, around(CANDIDATE, { stream: 'rhel-9.8', branches }))).toEqual([]);
    const policy = { name: 'rhel-9.8', branch: 'main', notBehind: [], promotesTo: [] };
    const settings = { streams: new Map([...DEFAULT_REPO_SETTINGS.streams, ['rhel-9.8', policy]]) };
    expect(lines(notTagged, OVERRIDES, TEXT, around(CANDIDATE, { stream: 'rhel-9.8', branches, settings }))).toEqual([
      NEW.replace('testing-devel', 'main'),
    ]);
  });

  it('is silent about builds that are not whole, what is not known, and without Koji', () => {
    expect(lines(notTagged, OVERRIDES, TEXT, around(undefined))).toEqual([]);
    const deleted = kojiFacts({ 'podman-5.2.5-1.fc40': { rpms: { podman: 'x86_64' }, state: 'deleted', tags: [] } });
    expect(lines(notTagged, OVERRIDES, TEXT, around([], { services: { koji: deleted } }))).toEqual([]);
    expect(lines(notTagged, OVERRIDES, TEXT, around([], { services: { koji: kojiFacts({}) } }))).toEqual([]);
    const unknown = kojiFacts({}, { unknown: ['podman'] });
    expect(lines(notTagged, OVERRIDES, TEXT, around([], { services: { koji: unknown } }))).toEqual([]);
    expect(lines(notTagged, OVERRIDES, TEXT, around([], { services: {} }))).toEqual([]);
    const base = baseLock({ podman: '5:5.2.5-1.fc40.x86_64' });
    expect(lines(notTagged, X86_64_BASE, base, around(CANDIDATE))).toEqual([]);
  });
});

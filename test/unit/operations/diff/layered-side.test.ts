import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseLockfileName } from '../../../../server/lockfile/name';
import { layeredSide, type SideFacts } from '../../../../server/operations/diff/layered-side';
import type { SideContext } from '../../../../server/operations/diff/side-context';
import type { TreeLockfiles } from '../../../../server/operations/diff/side-layers';
import { layerFiles } from '../../../support/branches';
import { type StandIns, startServices } from '../../../support/services';
import { repository } from '../../git/support';
import { baseLock, contextOf, evrsOf } from './side-support';

const NEW = '42.20241021.91.0';
const OLD = '42.20241020.91.0';
const generated = (basearch: string, evrs: Record<string, string>) => JSON.parse(baseLock(basearch, evrs));

const OVERRIDES =
  'packages:\n  kernel:\n    evr: 6.11.3-300.fc42\n    metadata:\n      type: pin\n      reason: https://example.com/1\n';

const FACTS: SideFacts = {
  ...{ spec: 'rawhide', kind: 'ref', label: 'origin/rawhide', commit: 'c'.repeat(40), committed: 1 },
  ...{ stream: 'rawhide', releasever: '42' },
};

let standIns: StandIns;

beforeEach(async () => {
  standIns = await startServices({
    builds: {
      rawhide: {
        builds: [
          { id: NEW, arches: ['x86_64'] },
          { id: OLD, arches: ['x86_64', 'aarch64'] },
        ],
        generated: {
          [`${NEW}/x86_64`]: generated('x86_64', { kernel: '6.12.0-1.fc42', 'kernel-core': '6.12.0-1.fc42' }),
          [`${OLD}/x86_64`]: generated('x86_64', { kernel: '6.11.0-1.fc42' }),
          [`${OLD}/aarch64`]: generated('aarch64', { kernel: '6.11.0-1.fc42' }),
        },
      },
    },
  });
});

afterEach(() => standIns.close());

async function sideOf(texts: Record<string, string>, more: Partial<SideContext> = {}, facts: Partial<SideFacts> = {}) {
  const lockfiles = Object.keys(texts).flatMap(path => {
    const name = parseLockfileName(path);
    return name ? [{ path, name }] : [];
  });
  const tree: TreeLockfiles = { lockfiles, files: layerFiles(texts), problems: [] };
  const context = await contextOf(repository().folder, { services: standIns.services, ...more });
  return layeredSide({ ...FACTS, ...facts }, tree, context);
}

const COMMON = { 'manifest-lock.overrides.yaml': OVERRIDES };

describe('a tree with base locks', () => {
  it('asks nobody', async () => {
    const side = await sideOf({
      ...COMMON,
      'manifest-lock.x86_64.json': baseLock('x86_64', { kernel: '6.10.0-1.fc40' }),
    });
    expect(evrsOf(side, 'x86_64')).toEqual({ kernel: '6.11.3-300.fc42' });
    expect(side.missing).toEqual(new Map([['aarch64', 'There is no base lock.']]));
    expect(standIns.builds.requests).toEqual([]);
  });
});

describe('a tree without base locks', () => {
  it('has those of the newest build of each basearch, with its overrides on top', async () => {
    const side = await sideOf(COMMON);
    expect(side.basearches).toEqual(['x86_64', 'aarch64']);
    expect(evrsOf(side, 'x86_64')).toEqual({ kernel: '6.11.3-300.fc42', 'kernel-core': '6.12.0-1.fc42' });
    expect(side.packages('x86_64').get('kernel')?.provenance).toMatchObject({ kind: 'override', type: 'pin' });
    expect(side.packages('x86_64').get('kernel-core')).toEqual({
      ...{ name: 'kernel-core', evr: '6.12.0-1.fc42', arch: 'x86_64' },
      provenance: { kind: 'build', id: NEW },
    });
    expect(side.packages('x86_64')).toBe(side.packages('x86_64'));
    expect(side.sourceOf('x86_64', 'kernel-core')).toBe('kernel');
    expect(side.notes).toEqual([
      `There are no base locks: what is not overridden is that of builds ${NEW} (x86_64) and ${OLD} (aarch64) of rawhide.`,
    ]);
    // Fedora CoreOS's others were never built
    expect([...side.missing]).toEqual(
      ['ppc64le', 's390x'].map(arch => [
        arch,
        `There are no base locks, and ${standIns.builds.url} has no build of rawhide for it.`,
      ]),
    );
    expect(side.unavailable).toBeUndefined();
    expect(side).toMatchObject({ kind: 'ref', commit: FACTS.commit, partial: false });
  });

  it('says of a build that has left nothing what was looked for', async () => {
    standIns.builds.behave({ kind: 'changed', change: body => (isList(body) ? builtForAll(body) : body) });
    const side = await sideOf(COMMON);
    expect(side.basearches).toEqual(['x86_64']);
    expect(side.missing.get('s390x')).toBe(
      `There are no base locks, and ${standIns.builds.url} has no manifest-lock.generated.s390x.json of build ${NEW} of rawhide, and no commitmeta.json beside it.`,
    );
    expect(side.unavailable).toBeUndefined();
  });

  it.each([
    [{ kind: 'status', status: 500 }, /500 Internal Server Error/],
    [{ kind: 'html' }, /the builds of rawhide are not known: .*an HTML page came instead of JSON/],
    [{ kind: 'reset' }, /the builds of rawhide are not known: /],
  ] as const)('has its overrides alone where the service fails (%j)', async (behaviour, why) => {
    standIns.builds.behave(behaviour);
    const side = await sideOf(COMMON);
    expect(side.basearches).toEqual([]);
    expect([...side.missing.keys()]).toEqual(['x86_64', 'aarch64', 'ppc64le', 's390x']);
    expect(side.missing.get('x86_64')).toMatch(why);
    expect(side.unavailable).toEqual([side.missing.get('x86_64')]);
    expect(side.notes).toEqual(['Nothing but its override of kernel (6.11.3-300.fc42) is known.']);
    expect(side.packages('x86_64').size).toBe(0);
  });

  it('has what was asked for before the service failed', async () => {
    let asked = 0;
    standIns.builds.behave({ kind: 'changed', change: body => (isLock(body) && ++asked > 1 ? {} : body) });
    const side = await sideOf(COMMON);
    expect(side.basearches).toHaveLength(1);
    expect(side.unavailable).toEqual([
      expect.stringMatching(/^what build 42\.\d+\.91\.0 of rawhide has is not known: /),
    ]);
  });

  it.each([
    [{ services: undefined }, 'the build service is not asked: network access is off (--offline).'],
    [{ services: { koji: undefined, bodhi: undefined, builds: undefined } }, 'the build service is off.'],
  ])('says that the service is not asked', async (more, why) => {
    const side = await sideOf(COMMON, more);
    expect(side.missing.get('aarch64')).toBe(`There are no base locks, and ${why}`);
    expect(side.unavailable).toEqual([`There are no base locks, and ${why}`]);
  });

  it('says that the service has no such stream', async () => {
    const side = await sideOf(COMMON, {}, { stream: 'branched' });
    expect(side.missing.get('x86_64')).toBe(
      `There are no base locks, and ${standIns.builds.url} knows no builds of a stream branched.`,
    );
    expect(side.unavailable).toBeUndefined();
  });

  it('says that nothing names the stream', async () => {
    const side = await sideOf({ 'manifest-lock.overrides.yaml': 'packages: {}\n' }, {}, { stream: undefined });
    expect(side.missing.get('x86_64')).toContain('neither build-args.conf nor the manifest names the stream');
    expect(side.notes).toEqual([]);
    expect(standIns.builds.requests).toEqual([]);
  });

  it('says of long overrides how many there are', async () => {
    const names = Array.from({ length: 14 }, (_, number) => `p${number}`);
    const text = `packages:\n${names.map(name => `  ${name}:\n    evr: 1-1\n`).join('')}`;
    const { notes } = await sideOf({ 'manifest-lock.overrides.yaml': text }, { services: undefined });
    expect(notes[0]).toMatch(/^Nothing but its overrides of p0 \(1-1\), .*, p8 \(1-1\) and 5 more is known\.$/);
  });

  it('is not opened once that is called off', async () => {
    const calling = new AbortController();
    standIns.builds.behave({ kind: 'hold', until: new Promise(() => undefined) });
    const opening = sideOf(COMMON, { signal: calling.signal });
    await standIns.builds.arrived();
    calling.abort(new Error('called off'));
    await expect(opening).rejects.toThrow('called off');
  });
});

function isLock(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'packages' in body;
}

interface BuildList {
  readonly builds: readonly { readonly id: string; readonly arches: readonly string[] }[];
}

function isList(body: unknown): body is BuildList {
  return typeof body === 'object' && body !== null && 'builds' in body;
}

function builtForAll(list: BuildList): BuildList {
  const arches = ['x86_64', 'aarch64', 'ppc64le', 's390x'];
  return { ...list, builds: list.builds.map(({ id }) => ({ id, arches })) };
}

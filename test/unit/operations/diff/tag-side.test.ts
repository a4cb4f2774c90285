import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diffSides } from '../../../../server/operations/diff/diff-sides';
import { lockfileSide } from '../../../../server/operations/diff/lockfile-side';
import type { DiffSide } from '../../../../server/operations/diff/side';
import type { SideContext } from '../../../../server/operations/diff/side-context';
import { tagSide } from '../../../../server/operations/diff/tag-side';
import { layerFiles } from '../../../support/branches';
import { rowsOf, type StandIns, startServices } from '../../../support/services';
import { repository } from '../../git/support';
import { baseLock, contextOf, evrsOf, failed, opened, stream, TWO_ARCHES, worktreeOf } from './side-support';

const ARCHES = ['x86_64', 'aarch64', 'ppc64le', 'i686'];

let standIns: StandIns;

beforeEach(async () => {
  standIns = await startServices({
    koji: {
      'podman-5.2.4-1.fc40': rowsOf('podman-5.2.4-1.fc40', { podman: ARCHES }, 5),
      'podman-5.2.5-1.fc40': rowsOf('podman-5.2.5-1.fc40', { podman: ARCHES, 'podman-docker': ['noarch'] }, 5),
      // of its own version, and only there
      'lvm2-2.03.23-1.fc40': [
        ...rowsOf('lvm2-2.03.23-1.fc40', { lvm2: ARCHES }),
        { name: 'device-mapper', version: '1.02.197', release: '1.fc40', arch: 'x86_64' },
      ],
      'gcc-14.2.1-3.fc40': rowsOf('gcc-14.2.1-3.fc40', { gcc: ARCHES, libgcc: ARCHES }),
      'gcc-14.2.1-1.fc40': { rows: rowsOf('gcc-14.2.1-1.fc40', { libgcc: ARCHES }), tags: ['f40'] },
      'ssh-key-dir-0.1.4-9.fc40': {
        rows: rowsOf('ssh-key-dir-0.1.4-9.fc40', { 'ssh-key-dir': ARCHES }),
        tags: ['f40'],
      },
      'container-selinux-2.234.1-1.fc40': rowsOf(
        'container-selinux-2.234.1-1.fc40',
        { 'container-selinux': ['noarch'] },
        4,
      ),
      'netavark-1.12.2-1.fc40': rowsOf('netavark-1.12.2-1.fc40', { netavark: ARCHES }, 0),
    },
  });
});

afterEach(() => standIns.close());

const facts = { spec: 'testing', kind: 'ref', label: 'testing', commit: undefined, committed: undefined } as const;

/** A side with that on both arches. */
function otherOf(evrs: Record<string, string>, sources: Record<string, string> = {}): DiffSide {
  const texts = TWO_ARCHES.map(arch => [`manifest-lock.${arch}.json`, baseLock(arch, evrs, sources)]);
  const files = layerFiles(Object.fromEntries(texts));
  return lockfileSide({ ...facts, stream: 'testing', releasever: '40', basearches: TWO_ARCHES, files });
}

async function sideOf(tag: string, other: DiffSide, more: Partial<SideContext> = {}) {
  const context = await contextOf(repository().folder, { services: standIns.services, ...more });
  return tagSide({ spec: `tag:${tag}`, tag }, other, context);
}

const methods = () => standIns.koji.requests.map(({ calls }) => calls.map(({ method }) => method));

describe('a tag', () => {
  it('has of the packages of the other side what its newest build has', async () => {
    const other = otherOf({ podman: '5:5.2.4-1.fc40', 'podman-docker': '5:5.2.4-1.fc40', lvm2: '2.03.23-1.fc40' });
    const side = opened(await sideOf('f40-updates', other));
    expect(side).toMatchObject({
      ...{ spec: 'tag:f40-updates', kind: 'tag', label: 'tag f40-updates', partial: true, notes: [] },
      ...{ commit: undefined, stream: undefined, basearches: ['x86_64', 'aarch64'] },
    });
    expect(evrsOf(side, 'x86_64')).toEqual({
      podman: '5:5.2.5-1.fc40',
      'podman-docker': '5:5.2.5-1.fc40',
      lvm2: '2.03.23-1.fc40',
    });
    expect(side.packages('aarch64').get('podman-docker')).toEqual({
      ...{ name: 'podman-docker', evr: '5:5.2.5-1.fc40', arch: 'noarch' },
      provenance: { kind: 'tag', nvr: 'podman-5.2.5-1.fc40' },
    });
    expect(side.packages('aarch64').get('podman')?.arch).toBe('aarch64');
    expect(methods()).toEqual([['listTaggedRPMS', 'listTaggedRPMS']]);
  });

  it('names the build of a package that has a version of its own', async () => {
    const other = otherOf({ 'device-mapper': '1.02.196-1.fc40' }, { 'device-mapper': 'lvm2' });
    const side = opened(await sideOf('coreos-pool', other));
    expect(side.packages('x86_64').get('device-mapper')).toMatchObject({
      evr: '1.02.197-1.fc40',
      provenance: { kind: 'tag', nvr: 'lvm2-2.03.23-1.fc40' },
    });
    // lvm2 is tagged, and has none of it for aarch64
    expect(side.packages('aarch64').size).toBe(0);
  });

  it('writes epochs as base locks do', async () => {
    const other = otherOf({ netavark: '1.12.1-1.fc40', 'container-selinux': '4:2.230-1.fc40' });
    const side = opened(await sideOf('coreos-pool', other));
    expect(evrsOf(side, 'x86_64')).toEqual({ netavark: '1.12.2-1.fc40', 'container-selinux': '4:2.234.1-1.fc40' });
  });

  it('is asked for the source that Koji knows, where a name does not tell it', async () => {
    const side = opened(await sideOf('f40-updates', otherOf({ libgcc: '14.2.1-1.fc40' })));
    expect(evrsOf(side, 'x86_64')).toEqual({ libgcc: '14.2.1-3.fc40' });
    expect(side.sourceOf('x86_64', 'libgcc')).toBe('gcc');
    expect(methods()).toEqual([['listTaggedRPMS'], ['getRPM'], ['getBuild'], ['listTaggedRPMS']]);
  });

  it('does not have a package of which it has no build', async () => {
    const other = otherOf({ 'ssh-key-dir': '0.1.4-9.fc40', podman: '5:5.2.4-1.fc40' });
    const side = opened(await sideOf('f40-updates', other));
    expect(evrsOf(side, 'x86_64')).toEqual({ podman: '5:5.2.5-1.fc40' });
    expect(side.notes).toEqual([]);
    const { summary, changes } = diffSides(other, side);
    expect(summary.packages).toEqual({ upgraded: 1, downgraded: 0, added: 0, removed: 1 });
    expect(changes.find(({ kind }) => kind === 'removed')?.name).toBe('ssh-key-dir');
    expect(diffSides(side, other).summary.packages).toEqual({ upgraded: 0, downgraded: 1, added: 1, removed: 0 });
  });

  it('says of which packages Koji knows nothing', async () => {
    const names = Array.from({ length: 12 }, (_, number) => `local${number}`);
    const other = otherOf({ ...Object.fromEntries(names.map(name => [name, '1-1'])), podman: '5:5.2.4-1.fc40' });
    const { notes } = opened(await sideOf('f40-updates', other));
    expect(notes).toEqual([
      `Koji does not know of which source package ${names.slice(0, 9).join(', ')} and 3 more are, so that they are shown as not tagged.`,
    ]);
  });

  it('does not ask where the other side says the source', async () => {
    const side = opened(await sideOf('f40-updates', otherOf({ local: '1-1' }, { local: 'local-tools' })));
    expect(evrsOf(side, 'x86_64')).toEqual({});
    expect(side.notes).toEqual([]);
    expect(methods()).toEqual([['listTaggedRPMS']]);
  });

  it('may have the release version in its name', async () => {
    const other = otherOf({ podman: '5:5.2.4-1.fc40' });
    expect(opened(await sideOf('f{releasever}-updates', other)).label).toBe('tag f40-updates');
    const made = repository();
    made.commit(stream('testing', {}), 'one');
    const nameless = { ...other, releasever: undefined };
    const worktree = await worktreeOf(made.folder);
    expect(opened(await sideOf('f{releasever}-updates', nameless, { worktree })).label).toBe('tag f40-updates');
    expect(failed(await sideOf('f{releasever}-updates', nameless))).toEqual({
      failed: 'input',
      message: "tag:f{releasever}-updates: the release version is not known, so write the tag's whole name",
    });
  });

  it('that is the pool has builds of several releases', async () => {
    const made = repository();
    made.commit(stream('testing', {}), 'one');
    const worktree = await worktreeOf(made.folder);
    const { notes } = opened(await sideOf('coreos-pool', otherOf({ podman: '5:5.2.4-1.fc40' }), { worktree }));
    expect(notes).toEqual([
      'It keeps builds of several releases: what is compared is the build tagged last of each package.',
    ]);
  });
});

describe('what is no tag', () => {
  const other = otherOf({ podman: '5:5.2.4-1.fc40' });

  it('one that Koji does not have', async () => {
    expect(failed(await sideOf('f40-updaets', other))).toEqual({
      failed: 'input',
      message: `${standIns.koji.url}: there is no tag f40-updaets`,
    });
  });

  it.each([
    [{ kind: 'status', status: 500 }, '500 Internal Server Error'],
    [{ kind: 'html' }, 'answered with a web page instead of XML-RPC'],
    [{ kind: 'fault', code: 1014, message: 'database outage' }, 'database outage (fault 1014)'],
    [{ kind: 'wrong-types' }, 'where number was expected'],
  ] as const)('any while the hub fails: %j', async (behaviour, words) => {
    standIns.koji.behave(behaviour);
    const failure = failed(await sideOf('f40-updates', other));
    expect(failure).toEqual({ failed: 'unavailable', message: expect.stringContaining(words) });
    expect(failure.message).toMatch(/^tag:f40-updates: http/);
  });

  it('any while Koji is not asked', async () => {
    expect(failed(await sideOf('f40-updates', other, { services: undefined })).message).toBe(
      'tag:f40-updates: Koji is not asked: network access is off (--offline)',
    );
    const off = { ...standIns.services, koji: undefined };
    expect(failed(await sideOf('f40-updates', other, { services: off }))).toEqual({
      failed: 'unavailable',
      message: 'tag:f40-updates: Koji is off',
    });
  });

  it('any once it is called off', async () => {
    const calling = new AbortController();
    standIns.koji.behave({ kind: 'hold', until: new Promise(() => undefined) });
    const opening = sideOf('f40-updates', other, { signal: calling.signal });
    await standIns.koji.arrived();
    calling.abort(new Error('called off'));
    await expect(opening).rejects.toThrow('called off');
  });
});

import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { repositoryFiles } from '../../../scripts/lib/rpm-md.mjs';
import { buildIndex } from '../../../server/rpmmd/indexer';
import type { LoadProgress } from '../../../server/rpmmd/repositories';
import {
  HOUR,
  latch,
  metadataFixture,
  NEW,
  OLD,
  one,
  podman,
  primaryOf,
  REPOMD,
  skopeo,
  UPDATES,
  UPDATES_PATH,
  versions,
} from '../../support/metadata';

const t = metadataFixture();

describe('network manners', () => {
  const bytes = () => t.server.requests.reduce((sum, seen) => sum + seen.bytes, 0);
  const sizeOf = (files: ReadonlyMap<string, Buffer>) =>
    [...files.values()].reduce((sum, data) => sum + data.length, 0);

  it('cold: repomd.xml and primary of what is asked for, and no more', async () => {
    const state = await one(t.load(t.updates()));
    expect(state).toMatchObject({ status: 'ready', checkedAt: t.now, revision: '1729500000', error: undefined });
    expect(versions(state)).toEqual(['5:5.2.3-1.fc40']);
    expect(t.server.take()).toEqual([UPDATES_PATH + REPOMD, UPDATES_PATH + primaryOf(OLD)]);
    expect(bytes()).toBe(sizeOf(OLD));
  });

  it('warm: not one request, also in the next process', async () => {
    await t.load(t.updates());
    t.server.take();
    t.now += 6 * HOUR - 1;
    expect(versions(await one(t.load(t.updates())))).toEqual(['5:5.2.3-1.fc40']);
    t.open();
    expect(versions(await one(t.load(t.updates())))).toEqual(['5:5.2.3-1.fc40']);
    expect(t.server.take()).toEqual([]);
    expect(t.indexed).toHaveLength(1);
  });

  it('expired and unchanged: exactly one conditional request', async () => {
    const before = await one(t.load(t.updates()));
    t.server.take();
    t.now += 6 * HOUR;
    t.open();
    const state = await one(t.load(t.updates()));
    expect(t.server.take()).toEqual([UPDATES_PATH + REPOMD]);
    expect(t.server.requests.at(-1)).toMatchObject({ status: 304, bytes: 0 });
    expect(state).toMatchObject({ status: 'ready', checkedAt: t.now, revision: before.revision, error: undefined });
    await t.load(t.updates());
    expect(t.server.take()).toEqual([]);
  });

  it('expired and changed: repomd.xml and the new primary', async () => {
    await t.load(t.updates());
    t.server.take();
    t.serve(NEW);
    t.now += 6 * HOUR;
    const state = await one(t.load(t.updates()));
    expect(t.server.take()).toEqual([UPDATES_PATH + REPOMD, UPDATES_PATH + primaryOf(NEW)]);
    expect(versions(state)).toEqual(['5:5.2.5-1.fc40']);
    expect(state.revision).toBe('1729600000');
  });

  it('a new repomd.xml around the same primary costs no second download', async () => {
    await t.load(t.updates());
    t.server.take();
    t.serve(repositoryFiles([podman('5.2.3'), skopeo], { revision: 1_729_700_000 }));
    t.now += 6 * HOUR;
    expect((await one(t.load(t.updates()))).revision).toBe('1729700000');
    expect(t.server.take()).toEqual([UPDATES_PATH + REPOMD]);
  });

  it('two repositories with the same primary share one download and index', async () => {
    await t.load(t.updates());
    t.serve(OLD, 'copy/');
    t.server.take();
    expect(versions(await one(t.load(t.request('[copy]\nbaseurl=HOST/copy/\n'))))).toEqual(['5:5.2.3-1.fc40']);
    expect(t.server.take()).toEqual([`copy/${REPOMD}`]);
  });

  it.each(['network-off', 'untrusted'] as const)('%s: not one request', async mode => {
    t.gate = mode;
    const state = await one(t.load(t.updates()));
    expect(t.server.take()).toEqual([]);
    expect(state).toMatchObject({ status: 'missing', index: undefined, checkedAt: undefined });
    expect(state.error).toContain('fedora-updates x86_64: ');
    expect(await readdir(t.cacheFolder)).toEqual([]);
  });

  it.each(['network-off', 'untrusted'] as const)('%s with a cache: the old answers and their age', async mode => {
    await t.load(t.updates());
    t.server.take();
    const checkedAt = t.now;
    t.gate = mode;
    t.now += 1000 * HOUR;
    t.open();
    const state = await one(t.load(t.updates()));
    expect(state).toMatchObject({ status: 'ready', checkedAt, error: undefined });
    expect(versions(state)).toEqual(['5:5.2.3-1.fc40']);
    expect(t.server.take()).toEqual([]);
  });

  it('force asks even when warm', async () => {
    await t.load(t.updates());
    t.server.take();
    await t.repositories.load([t.updates()], { force: true });
    expect(t.server.take()).toEqual([UPDATES_PATH + REPOMD]);
  });

  it.each([
    ['metadata_expire=1m', 'repo', 60_000],
    ['metadata_expire=0', 'repo', 0],
    ['', 'pool', 6 * HOUR],
    ['', 'repo', 48 * HOUR],
  ] as const)('%j of a %s: asked again after %d ms', async (line, role, expire) => {
    t.serve(OLD, 'x/');
    const it = t.request(`[x]\nbaseurl=HOST/x/\n${line}\n`, role);
    await t.load(it);
    t.server.take();
    t.now += expire - 1;
    if (expire > 0) await t.load(it);
    expect(t.server.take()).toEqual([]);
    t.now += 1;
    await t.load(it);
    expect(t.server.take()).toEqual([`x/${REPOMD}`]);
  });

  it('metadata_expire=never: never again', async () => {
    t.serve(OLD, 'x/');
    const never = t.request('[x]\nbaseurl=HOST/x/\nmetadata_expire=never\n');
    await t.load(never);
    t.server.take();
    t.now += 100_000 * HOUR;
    await t.load(never);
    expect(t.server.take()).toEqual([]);
  });

  it('a failed repository is left alone for a minute', async () => {
    t.server.on(UPDATES_PATH + REPOMD, { kind: 'status', status: 500 });
    await t.load(t.updates());
    const state = await one(t.load(t.updates()));
    expect(state.status).toBe('failed');
    expect(t.server.take()).toHaveLength(1);
    t.now += 60_000;
    t.server.behave();
    expect((await one(t.load(t.updates()))).status).toBe('ready');
  });

  it('equal loads at the same time are one', async () => {
    const [first, second] = await Promise.all([t.load(t.updates(), t.pool()), t.load(t.updates())]);
    expect(t.server.take().filter(path => path.startsWith('updates'))).toEqual([
      UPDATES_PATH + REPOMD,
      UPDATES_PATH + primaryOf(OLD),
    ]);
    expect(first[0]?.status).toBe('ready');
    expect(second[0]?.status).toBe('ready');
  });
});

describe('several at once', () => {
  it('basearches side by side, each with its own state', async () => {
    t.serve(NEW, 'updates/40/aarch64/');
    const states = await t.load(
      t.updates(),
      t.request(UPDATES, 'repo', 'aarch64'),
      t.request(UPDATES, 'repo', 's390x'),
    );
    expect(states.map(state => [state.basearch, state.status])).toEqual([
      ['x86_64', 'ready'],
      ['aarch64', 'ready'],
      ['s390x', 'failed'],
    ]);
  });

  it('are filtered each as its own section says', async () => {
    const filtered = t.request(`${UPDATES}excludepkgs=podman\npriority=5\ncost=7\nskip_if_unavailable=1\n`);
    const [plain, without] = await t.load(t.updates(), filtered);
    expect([plain?.index?.has('podman'), without?.index?.has('podman')]).toEqual([true, false]);
    expect(without).toMatchObject({ priority: 5, cost: 7, skipIfUnavailable: true });
    expect(t.indexed).toHaveLength(1);
  });

  it('tell their progress, sizes included', async () => {
    const seen: LoadProgress[] = [];
    await t.repositories.load([t.updates()], { onProgress: progress => seen.push(progress) });
    const size = OLD.get(primaryOf(OLD))?.length;
    expect(seen).toEqual([
      { repository: 'fedora-updates x86_64', phase: 'repomd' },
      { repository: 'fedora-updates x86_64', phase: 'download', received: 0, total: size },
      { repository: 'fedora-updates x86_64', phase: 'download', received: size, total: size },
      { repository: 'fedora-updates x86_64', phase: 'index' },
      { repository: 'fedora-updates x86_64', phase: 'done' },
    ]);
  });

  it('are `loading` meanwhile where nothing is cached', async () => {
    const { until, release } = latch();
    t.server.on(UPDATES_PATH + REPOMD, { kind: 'hold', until });
    const loading = t.load(t.updates());
    await t.server.arrived(UPDATES_PATH + REPOMD);
    const state = await one(t.repositories.snapshot([t.updates()]));
    release();
    expect(state).toMatchObject({ status: 'loading', index: undefined });
    await loading;
  });
});

describe('cancellation', () => {
  it('rejects with the reason and leaves nothing behind', async () => {
    const controller = new AbortController();
    t.server.on(UPDATES_PATH + primaryOf(OLD), { kind: 'stall', bytes: 50 });
    const loading = t.repositories.load([t.updates()], { signal: controller.signal });
    await t.server.arrived(UPDATES_PATH + primaryOf(OLD));
    controller.abort(new Error('the user said so'));
    await expect(loading).rejects.toThrow('the user said so');
    expect(await readdir(t.cacheFolder)).toEqual([]);
    expect((await one(t.repositories.snapshot([t.updates()]))).status).toBe('missing');
    t.server.behave();
    expect((await one(t.load(t.updates()))).status).toBe('ready');
  });

  it('while indexing ends that too', async () => {
    const controller = new AbortController();
    t.runIndexer = (job, signal) => {
      controller.abort(new Error('enough'));
      return buildIndex(job, signal);
    };
    await expect(t.repositories.load([t.updates()], { signal: controller.signal })).rejects.toThrow('enough');
    expect([...(await t.cached('index')), ...(await t.cached('repositories'))]).toEqual([]);
  });

  it('of one does not disturb the others that wait for the same', async () => {
    const controller = new AbortController();
    const { until, release } = latch();
    t.server.on(UPDATES_PATH + REPOMD, { kind: 'hold', until });
    const given = t.repositories.load([t.updates()], { signal: controller.signal });
    const kept = t.load(t.updates());
    await t.server.arrived(UPDATES_PATH + REPOMD);
    controller.abort(new Error('enough'));
    await expect(given).rejects.toThrow('enough');
    release();
    expect((await one(kept)).status).toBe('ready');
    expect(t.server.take()).toHaveLength(2);
  });

  it('before the start asks nothing', async () => {
    await expect(t.repositories.load([t.updates()], { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow(
      'no',
    );
    expect(t.server.take()).toEqual([]);
  });
});

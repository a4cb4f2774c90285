import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type RepositoryAdvisory, repositoryFiles, updateinfoXml } from '../../../scripts/lib/rpm-md.mjs';
import type { RepositoryUpdateinfo, UpdateinfoOptions } from '../../../server/rpmmd/repositories';
import {
  type Files,
  HOUR,
  latch,
  metadataFixture,
  podman,
  REPOMD,
  UPDATES,
  UPDATES_PATH,
} from '../../support/metadata';

const t = metadataFixture();

const kdump = (version: string, id: string): RepositoryAdvisory => ({
  id,
  title: `kdump-utils-${version}-1.fc40`,
  type: 'bugfix',
  issued: '2024-10-22 07:30:00',
  release: 'F40',
  packages: [{ name: 'kdump-utils', version, release: '1.fc40', arch: 'x86_64' }],
});

const FIRST = updateinfoXml([kdump('1.0.47', 'FEDORA-2024-0000000047')]);
const SECOND = updateinfoXml([kdump('1.0.48', 'FEDORA-2024-b6681fcf56')]);
const OLD = repositoryFiles([podman('5.2.3')], { revision: 1_729_500_000, updateinfo: FIRST });
const NEW = repositoryFiles([podman('5.2.5')], { revision: 1_729_600_000, updateinfo: SECOND });

const updateinfoOf = (files: Files): string => [...files.keys()].find(path => path.includes('updateinfo')) ?? '';
const arm = () => t.request(UPDATES, 'repo', 'aarch64');
const ARM_PATH = 'updates/40/aarch64/';
const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');

const load = (options: UpdateinfoOptions = {}, requests = [t.updates()]): Promise<RepositoryUpdateinfo[]> =>
  t.repositories.updateinfo(requests, options);
const ids = (found: readonly RepositoryUpdateinfo[]): string[][] =>
  found.map(({ advisories }) => advisories.map(({ id }) => id));

describe('network manners', () => {
  it('cold: repomd.xml and updateinfo, no primary', async () => {
    t.serve(OLD);
    const found = await load();
    expect(found).toMatchObject([{ id: 'fedora-updates', basearch: 'x86_64', error: undefined }]);
    expect(ids(found)).toEqual([['FEDORA-2024-0000000047']]);
    expect(t.server.take()).toEqual([UPDATES_PATH + REPOMD, UPDATES_PATH + updateinfoOf(OLD)]);
    expect(t.indexed).toEqual([]);
  });

  it('nothing of it is fetched for the packages', async () => {
    t.serve(OLD);
    await t.load(t.updates());
    expect(t.server.take().filter(path => path.includes('updateinfo'))).toEqual([]);
  });

  it('warm: not one request, also in the next process', async () => {
    t.serve(OLD);
    await load();
    t.server.take();
    t.now += 6 * HOUR - 1;
    await load();
    t.open();
    expect(ids(await load())).toEqual([['FEDORA-2024-0000000047']]);
    expect(t.server.take()).toEqual([]);
  });

  it('expired and unchanged: one conditional request; forced: asked at once', async () => {
    t.serve(OLD);
    await load();
    t.server.take();
    t.now += 6 * HOUR;
    t.open();
    expect(ids(await load())).toEqual([['FEDORA-2024-0000000047']]);
    expect(t.server.requests.at(-1)).toMatchObject({ path: UPDATES_PATH + REPOMD, status: 304, bytes: 0 });
    expect(t.server.take()).toHaveLength(1);
    await load({ force: true });
    expect(t.server.take()).toEqual([UPDATES_PATH + REPOMD]);
  });

  it('expired and changed: repomd.xml and the new file', async () => {
    t.serve(OLD);
    await load();
    t.server.take();
    t.serve(NEW);
    t.now += 6 * HOUR;
    expect(ids(await load())).toEqual([['FEDORA-2024-b6681fcf56']]);
    expect(t.server.take()).toEqual([UPDATES_PATH + REPOMD, UPDATES_PATH + updateinfoOf(NEW)]);
  });

  it('a file that basearches share is downloaded once, and stands once in memory', async () => {
    t.serve(OLD);
    t.serve(OLD, ARM_PATH);
    const found = await load({}, [t.updates(), arm()]);
    expect(found.map(({ basearch }) => basearch)).toEqual(['x86_64', 'aarch64']);
    expect(found[0]?.advisories).toBe(found[1]?.advisories);
    expect(t.server.take().filter(path => path.includes('updateinfo'))).toHaveLength(1);
    expect((await t.cached('updateinfo')).filter(name => name.endsWith('.advisories'))).toHaveLength(1);
  });

  it.each(['network-off', 'untrusted'] as const)('%s: not one request, and what is cached', async mode => {
    t.gate = mode;
    const [nothing] = await load();
    expect(nothing?.error).toMatch(/^fedora-updates x86_64: /);
    t.gate = undefined;
    t.serve(OLD);
    await load();
    t.server.take();
    t.gate = mode;
    t.now += 1000 * HOUR;
    t.open();
    expect(await load()).toMatchObject([{ advisories: [{ id: 'FEDORA-2024-0000000047' }], error: undefined }]);
    expect(t.server.take()).toEqual([]);
  });

  it('offline: what is cached, without a request; else it says so', async () => {
    t.serve(OLD);
    expect(await load({ offline: true })).toEqual([
      {
        id: 'fedora-updates',
        basearch: 'x86_64',
        advisories: [],
        error: 'fedora-updates x86_64: its advisories are not cached, and nothing is asked (offline)',
      },
    ]);
    expect(t.server.take()).toEqual([]);
    await load();
    t.server.take();
    t.now += 1000 * HOUR;
    expect(await load({ offline: true })).toMatchObject([
      { advisories: [{ id: 'FEDORA-2024-0000000047' }], error: undefined },
    ]);
    expect(t.server.take()).toEqual([]);
  });

  it('offline: a repository on disk is read', async () => {
    const folder = join(t.cacheFolder, 'local');
    for (const [path, data] of OLD) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), data);
    }
    const local = t.request(`[local]\nbaseurl=${pathToFileURL(folder).href}\n`);
    expect(ids(await load({ offline: true }, [local]))).toEqual([['FEDORA-2024-0000000047']]);
    t.gate = 'untrusted';
    expect(await load({}, [local])).toMatchObject([{ advisories: [], error: expect.stringContaining('not trusted') }]);
  });
});

describe('a repository', () => {
  it('without updateinfo has no advisories, and that is remembered', async () => {
    t.serve(repositoryFiles([podman('5.2.3')]));
    expect(await load()).toEqual([{ id: 'fedora-updates', basearch: 'x86_64', advisories: [], error: undefined }]);
    expect(t.server.take()).toEqual([UPDATES_PATH + REPOMD]);
    t.open();
    await load();
    expect(t.server.take()).toEqual([]);
  });

  it.each(['gz', 'zst', 'none'] as const)('with %s', async compression => {
    t.serve(repositoryFiles([podman('5.2.3')], { updateinfo: FIRST, compression }));
    expect(ids(await load())).toEqual([['FEDORA-2024-0000000047']]);
  });

  it('whose mirror has fallen back keeps the newer ones, with a word', async () => {
    t.serve(NEW);
    await load();
    t.serve(OLD);
    t.now += 6 * HOUR;
    const [found] = await load();
    expect(found?.advisories.map(({ id }) => id)).toEqual(['FEDORA-2024-b6681fcf56']);
    expect(found?.error).toMatch(/^fedora-updates x86_64: .*older than the cached of .*a stale mirror\?/);
  });
});

describe('what is broken', () => {
  const vouched = (data: Buffer): Map<string, Buffer> => {
    const path = updateinfoOf(OLD);
    const before = OLD.get(path) ?? Buffer.alloc(0);
    const repomd = (OLD.get(REPOMD) ?? Buffer.alloc(0)).toString();
    const changed = repomd
      .replaceAll(sha256(before), sha256(data))
      .replace(`<size>${before.length}<`, `<size>${data.length}<`);
    return new Map([...OLD, [REPOMD, Buffer.from(changed)], [path.replace(sha256(before), sha256(data)), data]]);
  };
  const part = (): Buffer => (OLD.get(updateinfoOf(OLD)) ?? Buffer.alloc(0)).subarray(0, 100);

  it.each([
    [
      'a file that is cut off',
      () => new Map([...OLD, [updateinfoOf(OLD), part()]]),
      /100 bytes, but repomd\.xml announces \d+$/,
    ],
    [
      'a wrong checksum',
      () => new Map([...OLD, [updateinfoOf(OLD), Buffer.alloc(OLD.get(updateinfoOf(OLD))?.length ?? 0)]]),
      /wrong checksum: its sha256 is [0-9a-f]{64}, but repomd\.xml announces [0-9a-f]{64}$/,
    ],
    ['a stream that is cut off', () => vouched(part()), /updateinfo\.xml\.gz: ends inside its gz stream$/],
    ['bzip2', () => vouched(Buffer.from('BZh91AY&SY')), /bzip2 compression is not supported$/],
    [
      'hostile XML',
      () => repositoryFiles([podman('5.2.3')], { updateinfo: '<!DOCTYPE x [<!ENTITY a "b">]><updates/>' }),
      /updateinfo\.xml\.gz, line 1, column \d+: a DTD \(<!DOCTYPE>\) is not accepted$/,
    ],
    ['a file that is gone', () => new Map([...OLD].filter(([path]) => path !== updateinfoOf(OLD))), /: 404 Not Found$/],
  ] as const)('%s: says which repository and why, and takes nothing from the others', async (_, files, message) => {
    t.serve(files());
    t.serve(OLD, ARM_PATH);
    const [broken, fine] = await load({}, [t.updates(), arm()]);
    expect(broken?.advisories).toEqual([]);
    expect(broken?.error).toMatch(/^fedora-updates x86_64: http:\/\/127/);
    expect(broken?.error).toMatch(message);
    expect(fine).toMatchObject({ advisories: [{ id: 'FEDORA-2024-0000000047' }], error: undefined });
    const [state] = await t.load(t.updates());
    expect(state).toMatchObject({ status: 'ready', error: undefined });
  });

  it('a server that fails: older advisories stay, with the cause; it is left alone for a minute', async () => {
    t.serve(OLD);
    await load();
    t.now += 6 * HOUR;
    t.server.on(UPDATES_PATH + REPOMD, { kind: 'status', status: 404 });
    t.server.take();
    for (let i = 0; i < 2; i++) {
      expect(await load()).toMatchObject([
        {
          advisories: [{ id: 'FEDORA-2024-0000000047' }],
          error: expect.stringMatching(/^fedora-updates x86_64: .*404/),
        },
      ]);
    }
    expect(t.server.take()).toHaveLength(1);
    t.server.behave();
    t.now += 60_000;
    expect(await load()).toMatchObject([{ error: undefined }]);
  });

  it('a `.repo` file that leads nowhere', async () => {
    const request = t.request('[odd]\nbaseurl=HOST/$stream/\n');
    expect(await load({}, [request])).toMatchObject([
      { error: expect.stringMatching(/^odd x86_64: nothing says what \$stream is/) },
    ]);
    expect(await load({ offline: true }, [request])).toMatchObject([
      { error: expect.stringMatching(/^odd x86_64: nothing says what \$stream is/) },
    ]);
  });
});

describe('the cache', () => {
  const folder = () => join(t.cacheFolder, 'updateinfo');
  const file = async (suffix: string) =>
    join(folder(), (await readdir(folder())).find(name => name.endsWith(suffix)) ?? '');

  it.each([
    ['cut off', (text: string) => text.slice(0, -20)],
    ['changed', (text: string) => text.replace('FEDORA-2024-0000000047', 'FEDORA-2024-0000000048')],
    ['empty', () => ''],
  ])('is rebuilt where its advisories are %s', async (_, damage) => {
    t.serve(OLD);
    await load();
    const advisories = await file('.advisories');
    await writeFile(advisories, damage(await readFile(advisories, 'utf8')));
    t.server.take();
    t.open();
    expect(ids(await load())).toEqual([['FEDORA-2024-0000000047']]);
    expect(t.server.take()).toEqual([UPDATES_PATH + REPOMD, UPDATES_PATH + updateinfoOf(OLD)]);
  });

  it('is rebuilt where its note is broken', async () => {
    t.serve(OLD);
    await load();
    await writeFile(await file('.json'), '{"format": 1');
    t.open();
    expect(ids(await load())).toEqual([['FEDORA-2024-0000000047']]);
  });

  it('forgets what nobody has used for long', async () => {
    t.serve(OLD);
    await load();
    const before = await file('.advisories');
    const long = new Date(t.now - 25 * HOUR);
    await utimes(before, long, long);
    t.serve(NEW);
    t.now += 6 * HOUR;
    await load();
    const left = (await readdir(folder())).filter(name => name.endsWith('.advisories'));
    expect(left).toEqual([`sha256-${updateinfoOf(NEW).slice(9, 73)}.advisories`]);
  });
});

describe('an abort', () => {
  it('rejects and writes nothing', async () => {
    t.serve(OLD);
    const held = latch();
    t.server.on(UPDATES_PATH + updateinfoOf(OLD), { kind: 'hold', until: held.until });
    const controller = new AbortController();
    const loading = load({ signal: controller.signal });
    await t.server.arrived(UPDATES_PATH + updateinfoOf(OLD));
    controller.abort(new Error('enough'));
    await expect(loading).rejects.toThrow('enough');
    held.release();
    expect(await t.cached('updateinfo')).toEqual([]);
  });

  it('of one who waits leaves the others their file', async () => {
    t.serve(OLD);
    t.serve(OLD, ARM_PATH);
    const held = latch();
    for (const path of [UPDATES_PATH, ARM_PATH]) {
      t.server.on(path + updateinfoOf(OLD), { kind: 'hold', until: held.until });
    }
    const controller = new AbortController();
    const first = load({ signal: controller.signal });
    await t.server.arrived(UPDATES_PATH + updateinfoOf(OLD));
    const second = load({}, [arm()]);
    await t.server.arrived(ARM_PATH + REPOMD);
    controller.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    held.release();
    expect(ids(await second)).toEqual([['FEDORA-2024-0000000047']]);
  });
});

import { readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  HOUR,
  indexName,
  metadataFixture,
  NEW,
  OLD,
  one,
  primaryOf,
  UPDATES_PATH,
  versions,
} from '../../support/metadata';

const t = metadataFixture();

describe('the cache', () => {
  const indexFile = () => join(t.cacheFolder, 'index', indexName(OLD));
  const stateFile = async () => join(t.cacheFolder, 'repositories', (await t.cached('repositories'))[0] ?? '');

  it('is read by snapshot() without a request', async () => {
    expect((await one(t.repositories.snapshot([t.updates()]))).status).toBe('missing');
    await t.load(t.updates());
    t.server.take();
    t.open();
    const state = await one(t.repositories.snapshot([t.updates()]));
    expect(state.status).toBe('ready');
    expect(versions(state)).toEqual(['5:5.2.3-1.fc40']);
    expect(t.server.take()).toEqual([]);
  });

  it('holds a readable note of what it has', async () => {
    await t.load(t.updates());
    expect(JSON.parse(await readFile(await stateFile(), 'utf8'))).toMatchObject({
      repository: 'fedora-updates x86_64',
      baseUrl: `${t.server.url}${UPDATES_PATH}`,
      revision: '1729500000',
      primary: { checksum: `sha256:${primaryOf(OLD).slice(9, 73)}` },
      checkedAt: t.now,
    });
  });

  it.each([
    ['index', 'cut off', 100],
    ['index', 'gone', undefined],
    ['note', 'cut off', 20],
    ['note', 'gone', undefined],
  ] as const)('is rebuilt where the %s is %s', async (what, _, length) => {
    await t.load(t.updates());
    const file = what === 'index' ? indexFile() : await stateFile();
    const bytes = await readFile(file);
    if (length === undefined) await rm(file);
    else await writeFile(file, bytes.subarray(0, length));
    t.open();
    expect((await one(t.repositories.snapshot([t.updates()]))).status).toBe('missing');
    expect(versions(await one(t.load(t.updates())))).toEqual(['5:5.2.3-1.fc40']);
    expect((await readFile(indexFile())).length).toBeGreaterThan(100);
  });

  it('is rebuilt where a bit of the index has changed', async () => {
    await t.load(t.updates());
    const bytes = await readFile(indexFile());
    bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1;
    await writeFile(indexFile(), bytes);
    t.open();
    expect(versions(await one(t.load(t.updates())))).toEqual(['5:5.2.3-1.fc40']);
    expect(t.indexed).toHaveLength(2);
  });

  it('is shared: what one process fetched the other sees', async () => {
    const first = t.open();
    const second = t.open();
    await first.load([t.updates()], {});
    t.server.take();
    expect((await second.load([t.updates()], {}))[0]?.status).toBe('ready');
    expect(t.server.take()).toEqual([]);
    t.serve(NEW);
    t.now += 6 * HOUR;
    await first.load([t.updates()], {});
    expect((await second.snapshot([t.updates()]))[0]?.revision).toBe('1729600000');
  });

  it('tells apart repositories of one id from different places', async () => {
    t.serve(NEW, 'other/');
    const other = t.request('[fedora-updates]\nbaseurl=HOST/other/\n');
    const [one, two] = await t.load(t.updates(), other);
    expect([versions(one), versions(two)]).toEqual([['5:5.2.3-1.fc40'], ['5:5.2.5-1.fc40']]);
    expect(await t.cached('repositories')).toHaveLength(2);
  });

  it('loses an index that nobody uses, a day after', async () => {
    await t.load(t.updates());
    t.serve(NEW);
    t.now += 6 * HOUR;
    await utimes(indexFile(), (t.now - 23 * HOUR) / 1000, (t.now - 23 * HOUR) / 1000);
    await t.load(t.updates());
    expect(await t.cached('index')).toHaveLength(2);
    await utimes(indexFile(), (t.now - 25 * HOUR) / 1000, (t.now - 25 * HOUR) / 1000);
    await t.load(t.pool());
    expect((await t.cached('index')).some(name => indexFile().endsWith(name))).toBe(false);
    expect(versions(await one(t.repositories.snapshot([t.updates()])))).toEqual(['5:5.2.5-1.fc40']);
  });

  it('that cannot be written is reported', async () => {
    await writeFile(join(t.cacheFolder, 'index'), 'in the way');
    const state = await one(t.load(t.updates()));
    expect(state.status).toBe('failed');
    expect(state.error).toMatch(/^fedora-updates x86_64: (EEXIST|ENOTDIR)/);
  });
});

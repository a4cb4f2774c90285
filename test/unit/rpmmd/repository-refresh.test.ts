import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { repositoryFiles, repositoryOfXml } from '../../../scripts/lib/rpm-md.mjs';
import { buildIndex } from '../../../server/rpmmd/indexer';
import {
  type Files,
  HOUR,
  indexName,
  metadataFixture,
  NEW,
  OLD,
  one,
  POOL,
  podman,
  primaryOf,
  REPOMD,
  skopeo,
  UPDATES_PATH,
  versions,
} from '../../support/metadata';

const t = metadataFixture();

/** The same repository, its primary replaced by other bytes. */
function withPrimary(files: Files, change: (data: Buffer) => Buffer): Map<string, Buffer> {
  return new Map([...files].map(([path, data]) => [path, path === REPOMD ? data : change(data)]));
}

/** A repository whose repomd.xml vouches for damaged bytes. */
function vouched(files: Files, change: (data: Buffer) => Buffer): Map<string, Buffer> {
  const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');
  const path = primaryOf(files);
  const before = files.get(path) ?? Buffer.alloc(0);
  const after = change(before);
  const repomd = (files.get(REPOMD) ?? Buffer.alloc(0))
    .toString()
    .replaceAll(sha256(before), sha256(after))
    .replace(`<size>${before.length}<`, `<size>${after.length}<`);
  return new Map([
    [REPOMD, Buffer.from(repomd)],
    [path.replace(sha256(before), sha256(after)), after],
  ]);
}

it('takes a repomd.xml that the server compresses unasked', async () => {
  const body = gzipSync(OLD.get(REPOMD) ?? '');
  t.server.on(UPDATES_PATH + REPOMD, { kind: 'body', body, headers: { 'content-encoding': 'gzip' } });
  expect(versions(await one(t.load(t.updates())))).toEqual(['5:5.2.3-1.fc40']);
});

describe('base URLs', () => {
  const TWO = '[two]\nbaseurl=HOST/main/$basearch/\n        HOST/secondary/$basearch/\nmetadata_expire=1h\n';

  it('are tried in order; one that has no such repository is not asked every time', async () => {
    t.serve(OLD, 'secondary/x86_64/');
    expect((await one(t.load(t.request(TWO)))).status).toBe('ready');
    expect(t.server.take()[0]).toBe(`main/x86_64/${REPOMD}`);
    t.now += HOUR;
    await t.load(t.request(TWO));
    expect(t.server.take()).toEqual([`secondary/x86_64/${REPOMD}`]);
  });

  it('that failed otherwise come first again', async () => {
    t.serve(OLD, 'main/x86_64/');
    t.serve(OLD, 'secondary/x86_64/');
    t.server.on(`main/x86_64/${REPOMD}`, { kind: 'status', status: 500 });
    expect((await one(t.load(t.request(TWO)))).status).toBe('ready');
    t.server.behave();
    t.server.take();
    t.now += HOUR;
    await t.load(t.request(TWO));
    expect(t.server.take()).toEqual([`main/x86_64/${REPOMD}`]);
  });

  it('are all named when none answers', async () => {
    const state = await one(t.load(t.request(TWO)));
    const url = `${t.server.url}XX/x86_64/${REPOMD}: 404 Not Found`;
    expect(state).toMatchObject({ status: 'failed', index: undefined });
    expect(state.error).toBe(`two x86_64: ${url.replace('XX', 'main')}; ${url.replace('XX', 'secondary')}`);
  });

  it('that redirect: the primary comes from where repomd.xml came from', async () => {
    t.serve(OLD, 'mirror/');
    t.server.on(`redirector/${REPOMD}`, { kind: 'redirect', to: `/mirror/${REPOMD}` });
    expect((await one(t.load(t.request('[r]\nbaseurl=HOST/redirector/\n')))).status).toBe('ready');
    expect(t.server.take()).toEqual([`redirector/${REPOMD}`, `mirror/${REPOMD}`, `mirror/${primaryOf(OLD)}`]);
  });

  it('with a variable nobody knows are not asked', async () => {
    const state = await one(t.load(t.request('[s]\nbaseurl=HOST/$stream/\n')));
    expect(state.error).toBe(`s x86_64: nothing says what $stream is, which test.repo uses in ${t.server.url}$stream/`);
    expect(t.server.take()).toEqual([]);
  });
});

describe('bad input', () => {
  /** The bad repository says why, the good one works, the cache holds nothing of the bad one. */
  async function expectBad(error: RegExp | string): Promise<void> {
    const [bad, good] = await t.load(t.updates(), t.pool());
    expect(bad).toMatchObject({ status: 'failed', index: undefined, checkedAt: undefined, revision: undefined });
    expect(bad?.error).toMatch(/^fedora-updates x86_64: http:\/\/127\.0\.0\.1:\d+\/updates\/40\/x86_64\/repodata\//);
    expect(bad?.error).toMatch(error);
    expect(good?.status).toBe('ready');
    expect(versions(good)).toEqual(['5:5.2.2-1.fc40']);
    expect(await t.cached('index')).toEqual([indexName(POOL)]);
    expect(await t.cached('repositories')).toEqual([expect.stringMatching(/^pool-x86_64-[0-9a-f]{16}\.json$/)]);
  }

  it('a primary with the wrong checksum', async () => {
    t.serve(withPrimary(OLD, data => Buffer.concat([data.subarray(0, -1), Buffer.from([0xff])])));
    await expectBad(
      /-primary\.xml\.gz: wrong checksum: its sha256 is [0-9a-f]{64}, but repomd.xml announces [0-9a-f]{64}$/,
    );
    expect(t.indexed).toHaveLength(1);
  });

  it('a primary that is shorter than announced', async () => {
    t.serve(withPrimary(OLD, data => data.subarray(0, 100)));
    await expectBad(/-primary\.xml\.gz: 100 bytes, but repomd.xml announces \d+$/);
  });

  it('a primary that is longer than announced', async () => {
    t.serve(withPrimary(OLD, data => Buffer.concat([data, Buffer.alloc(10)])));
    await expectBad(/-primary\.xml\.gz: \d+ bytes, more than the expected \d+ bytes at most$/);
  });

  it.each(['gz', 'zst'] as const)('a truncated %s that its repomd.xml vouches for', async compression => {
    const files = repositoryFiles([podman('5.2.3'), skopeo], { compression });
    t.serve(vouched(files, data => data.subarray(0, data.length - 20)));
    await expectBad(new RegExp(`-primary\\.xml\\.${compression}: ends inside its ${compression} stream$`));
  });

  it('404', async () => {
    t.serve(new Map());
    await expectBad(/\/repomd\.xml: 404 Not Found$/);
  });

  it('a primary that is not there', async () => {
    t.serve(new Map([...OLD].filter(([path]) => path === REPOMD)));
    await expectBad(/-primary\.xml\.gz: 404 Not Found$/);
  });

  it('a repository that never answers', async () => {
    // the others are not to be measured by this time-out
    await t.load(t.pool());
    t.connect(200);
    t.open();
    t.server.on(UPDATES_PATH + REPOMD, { kind: 'hang' });
    await expectBad(/\/repomd\.xml: no answer within 0\.2 s$/);
  });

  it('a connection that breaks in the middle', async () => {
    t.server.on(UPDATES_PATH + primaryOf(OLD), { kind: 'truncate', bytes: 50 });
    await expectBad(/-primary\.xml\.gz: the connection was closed before the answer was complete$/);
  });

  it('a page instead of repomd.xml', async () => {
    t.server.on(UPDATES_PATH + REPOMD, { kind: 'body', body: '<html><body>Please log in</body></html>' });
    await expectBad(/\/repomd\.xml: an HTML page came in its place \(a login or error page\?\)$/);
  });

  it('another document instead of repomd.xml', async () => {
    t.server.on(UPDATES_PATH + REPOMD, { kind: 'body', body: '<metalink/>' });
    await expectBad(/\/repomd\.xml, line 1, column \d+: the root element is <metalink>, not <repomd>$/);
  });

  it('a disk without room for the index', async () => {
    t.runIndexer = (job, signal) =>
      job.outFile.endsWith(indexName(OLD))
        ? Promise.reject(new Error('ENOSPC: no space left on device'))
        : buildIndex(job, signal);
    await expectBad(/-primary\.xml\.gz: no index could be made in \/.*\/index: ENOSPC: no space left on device$/);
  });

  it('a repomd.xml with a DTD', async () => {
    const text = (OLD.get(REPOMD) ?? '').toString();
    const dtd = text.replace('?>', '?>\n<!DOCTYPE repomd [<!ENTITY a "b">]>');
    t.server.on(UPDATES_PATH + REPOMD, { kind: 'body', body: dtd });
    await expectBad(/\/repomd\.xml, line 2, column \d+: a DTD/);
  });

  it('a primary with a DTD and entities', async () => {
    const entity = '<!DOCTYPE metadata [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>';
    t.serve(repositoryOfXml(`<?xml version="1.0"?>\n${entity}\n<metadata packages="1">&lol2;</metadata>`));
    await expectBad(/-primary\.xml\.gz, line 2, column \d+: a DTD \(<!DOCTYPE>\) is not accepted$/);
  });

  it('a location outside the repository', async () => {
    const text = (OLD.get(REPOMD) ?? '').toString().replace('href="repodata/', 'href="../../../../etc/');
    t.server.on(UPDATES_PATH + REPOMD, { kind: 'body', body: text });
    await expectBad(/\/repomd\.xml gives a location outside the repository for primary: /);
    expect(t.server.take().some(path => path.includes('etc/'))).toBe(false);
  });

  it('an announced size beyond reason', async () => {
    const text = (OLD.get(REPOMD) ?? '').toString().replace(/<size>\d+</, '<size>99999999999<');
    t.server.on(UPDATES_PATH + REPOMD, { kind: 'body', body: text });
    await expectBad(/-primary\.xml\.gz: 99999999999 bytes announced, more than 268435456 are not read$/);
  });
});

describe('a refresh that fails', () => {
  async function expectKept(checkedAt: number, error: RegExp): Promise<void> {
    const before = [await t.cached('index'), await t.cached('repositories')];
    const state = await one(t.load(t.updates()));
    expect(state).toMatchObject({ status: 'ready', checkedAt, revision: '1729500000' });
    expect(versions(state)).toEqual(['5:5.2.3-1.fc40']);
    expect(state.error).toMatch(error);
    expect([await t.cached('index'), await t.cached('repositories')]).toEqual(before);
  }

  it('keeps the old answers: unreachable', async () => {
    const checkedAt = t.now;
    await t.load(t.updates());
    t.now += 7 * HOUR;
    t.server.on(UPDATES_PATH + REPOMD, { kind: 'status', status: 500 });
    await expectKept(checkedAt, /^fedora-updates x86_64: .*: 500 Internal Server Error$/);
  });

  it('keeps the old answers: the new primary is wrong', async () => {
    const checkedAt = t.now;
    await t.load(t.updates());
    t.now += 7 * HOUR;
    t.serve(withPrimary(NEW, data => Buffer.alloc(data.length)));
    await expectKept(checkedAt, /wrong checksum/);
  });

  it('keeps the old answers: a stale mirror; force takes them', async () => {
    t.serve(NEW);
    await t.load(t.updates());
    t.serve(OLD);
    t.now += 7 * HOUR;
    const state = await one(t.load(t.updates()));
    expect(versions(state)).toEqual(['5:5.2.5-1.fc40']);
    expect(state.error).toMatch(
      /its metadata of 2024-10-21 08:40 UTC is older than the cached of 2024-10-22 12:26 UTC \(a stale mirror\? a forced refresh takes it\)$/,
    );
    const forced = await one(t.repositories.load([t.updates()], { force: true }));
    expect(versions(forced)).toEqual(['5:5.2.3-1.fc40']);
    expect(forced.error).toBeUndefined();
  });
});

describe('mirrors', () => {
  const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');
  const metalink = (files: ReadonlyMap<string, Buffer>, ...mirrors: string[]) => {
    const repomd = files.get(REPOMD) ?? Buffer.alloc(0);
    const urls = mirrors.map((path, i) => `<url preference="${100 - i}">${t.server.url}${path}${REPOMD}</url>`);
    return `<?xml version="1.0" encoding="utf-8"?>
<metalink version="3.0" xmlns="http://www.metalinker.org/"><files><file name="repomd.xml"><size>${repomd.length}</size>
<verification><hash type="sha256">${sha256(repomd)}</hash></verification>
<resources maxconnections="1">${urls.join('')}</resources></file></files></metalink>`;
  };
  const viaMetalink = () => t.request('[m]\nmetalink=HOST/metalink?repo=updates&arch=$basearch\nmetadata_expire=1h\n');
  const METALINK = 'metalink?repo=updates&arch=x86_64';
  const viaList = () => t.request('[l]\nmirrorlist=HOST/list\nmetadata_expire=1h\n');

  it('of a metalink: one with another repomd.xml is refused and the next one tried', async () => {
    t.serve(OLD, 'stale/');
    t.serve(NEW, 'good/');
    t.server.serve(METALINK, new Map([['', Buffer.from(metalink(NEW, 'stale/', 'good/'))]]));
    const state = await one(t.load(viaMetalink()));
    expect(versions(state)).toEqual(['5:5.2.5-1.fc40']);
    expect(t.server.take()).toEqual([METALINK, `stale/${REPOMD}`, `good/${REPOMD}`, `good/${primaryOf(NEW)}`]);
    t.now += HOUR;
    await t.load(viaMetalink());
    expect(t.server.take()).toEqual([METALINK]);
    expect(t.server.requests.at(-1)?.status).toBe(304);
  });

  it('of a metalink that names the same repomd.xml: nothing else is asked', async () => {
    t.serve(NEW, 'good/');
    t.server.serve(METALINK, new Map([['', Buffer.from(metalink(NEW, 'good/'))]]));
    await t.load(viaMetalink());
    t.server.take();
    t.now += HOUR;
    t.server.serve(METALINK, new Map([['', Buffer.from(metalink(NEW, 'good/', 'other/'))]]));
    expect((await one(t.load(viaMetalink()))).checkedAt).toBe(t.now);
    expect(t.server.take()).toEqual([METALINK]);
  });

  it('of a metalink, all of them wrong: nothing is used', async () => {
    t.serve(OLD, 'stale/');
    t.server.serve(METALINK, new Map([['', Buffer.from(metalink(NEW, 'stale/', 'none/'))]]));
    const state = await one(t.load(viaMetalink()));
    expect(state.status).toBe('failed');
    expect(state.error).toBe(
      `m x86_64: ${t.server.url}stale/${REPOMD}: not the repomd.xml the metalink names; ${t.server.url}none/${REPOMD}: 404 Not Found`,
    );
    expect(await readdir(t.cacheFolder)).toEqual([]);
  });

  it('of a list are tried in order, then the one that answered first', async () => {
    t.serve(OLD, 'b/');
    t.server.serve('list', new Map([['', Buffer.from(`# mirrors\n${t.server.url}a\n${t.server.url}b\n`)]]));
    expect((await one(t.load(viaList()))).status).toBe('ready');
    expect(t.server.take()).toEqual(['list', `a/${REPOMD}`, `b/${REPOMD}`, `b/${primaryOf(OLD)}`]);
    t.now += HOUR;
    await t.load(viaList());
    expect(t.server.take()).toEqual([`b/${REPOMD}`]);
    t.serve(new Map(), 'b/');
    t.serve(NEW, 'a/');
    t.now += HOUR;
    expect(versions(await one(t.load(viaList())))).toEqual(['5:5.2.5-1.fc40']);
    expect(t.server.take()).toEqual([`b/${REPOMD}`, 'list', `a/${REPOMD}`, `a/${primaryOf(NEW)}`]);
  });

  it('of a list that is none', async () => {
    t.server.serve('list', new Map([['', Buffer.from('no such repository\n')]]));
    expect((await one(t.load(viaList()))).error).toBe(
      `l x86_64: ${t.server.url}list: the list names no http or https mirror`,
    );
  });
});

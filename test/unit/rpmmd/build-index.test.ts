import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildIndex } from '../../../server/rpmmd/build-index';
import { openIndex } from '../../../server/rpmmd/index-file';
import type { IndexJob } from '../../../server/rpmmd/index-job';
import { parseRepomd, primaryOf } from '../../../server/rpmmd/repomd';
import { COMPRESSED, FAMILY_LIBS, PLAIN, TWO_PACKAGES } from '../../support/primary-xml';
import { itShared, shared } from '../../support/shared';

const folder = mkdtempSync(join(tmpdir(), 'build-index-'));
afterAll(() => rmSync(folder, { recursive: true }));

function job(name: string, data: Uint8Array, change: Partial<IndexJob> = {}): IndexJob {
  const outFile = join(folder, name, 'sub', 'index');
  return { data, location: 'repodata/primary.xml', openSize: undefined, checksum: 'sha256:1', outFile, ...change };
}

const files = (name: string) =>
  readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => entry.name);

describe('buildIndex', () => {
  it.each(['gz', 'zst', 'xz'] as const)('indexes %s', async kind => {
    const location = `repodata/primary.xml.${kind}`;
    const built = job(kind, COMPRESSED[kind], { location, openSize: TWO_PACKAGES.length });
    const result = await buildIndex(built);
    expect(result).toEqual({ packages: 2, milliseconds: expect.any(Number) });
    const index = await openIndex(built.outFile, { checksum: 'sha256:1' });
    expect([...index.find('plain'), ...index.find('family-libs')]).toEqual([PLAIN, FAMILY_LIBS]);
    expect(files(kind)).toEqual(['index']);
  });

  it('leaves what it was given as it was', async () => {
    const data = Buffer.from(TWO_PACKAGES);
    await buildIndex(job('plain', data));
    expect(data.toString()).toBe(TWO_PACKAGES);
  });

  it('says when the announced count is another', async () => {
    const xml = Buffer.from(TWO_PACKAGES.replace('packages="2"', 'packages="3"'));
    expect(await buildIndex(job('count', xml))).toMatchObject({ packages: 2, announced: 3 });
  });

  it('replaces an older index, whose readers keep it', async () => {
    const first = job('replace', Buffer.from(TWO_PACKAGES));
    await buildIndex(first);
    const old = await openIndex(first.outFile, { checksum: 'sha256:1' });
    await buildIndex({ ...first, data: Buffer.from('<metadata/>'), checksum: 'sha256:2' });
    expect((await openIndex(first.outFile, { checksum: 'sha256:2' })).size).toBe(0);
    expect(old.find('plain')).toEqual([PLAIN]);
  });

  it('keeps the old index and leaves nothing behind when the metadata is bad', async () => {
    const good = job('keep', Buffer.from(TWO_PACKAGES));
    await buildIndex(good);
    const truncated = { ...good, data: COMPRESSED.gz.subarray(0, 500), location: 'a/primary.xml.gz' };
    await expect(buildIndex(truncated)).rejects.toMatchObject({
      name: 'MetadataError',
      kind: 'truncated',
      message: 'primary.xml.gz: ends inside its gz stream',
    });
    expect((await openIndex(good.outFile, { checksum: 'sha256:1' })).size).toBe(2);
    expect(files('keep')).toEqual(['index']);
  });

  it('leaves nothing behind when it cannot write', async () => {
    writeFileSync(join(folder, 'in-the-way'), '');
    const outFile = join(folder, 'in-the-way', 'index');
    await expect(buildIndex(job('x', COMPRESSED.gz, { outFile }))).rejects.toMatchObject({ code: expect.any(String) });
    expect(readFileSync(join(folder, 'in-the-way'), 'utf8')).toBe('');
  });

  it('stops when aborted', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(buildIndex(job('abort', COMPRESSED.gz), signal)).rejects.toThrow('enough');
  });

  itShared('reads CentOS Stream 9 AppStream as createrepo_c does', async () => {
    const path = shared('data/api/rpmmd/osbuild/appstream');
    const primary = primaryOf(parseRepomd(readFileSync(join(path, 'repomd.xml'))));
    const data = readFileSync(join(path, 'primary.xml.gz'));
    const built = job('appstream', data, { location: primary.location, openSize: primary.openSize });
    expect(await buildIndex(built)).toMatchObject({ packages: 17649 });
    const index = await openIndex(built.outFile, { checksum: 'sha256:1' });
    expect(index.find('podman').map(({ evr }) => evr)).toEqual([
      '5:5.3.1-1.el9',
      '4:5.2.3-6.el9',
      '2:5.2.2-1.el9',
      '2:5.2.1-1.el9',
      '2:5.2.0-2.el9',
    ]);
    expect(index.find('vim-enhanced')[0]).toEqual({
      name: 'vim-enhanced',
      arch: 'x86_64',
      evr: '2:8.2.2637-21.el9',
      source: 'vim',
      sourceRpm: 'vim-8.2.2637-21.el9.src.rpm',
      location: 'Packages/vim-enhanced-8.2.2637-21.el9.x86_64.rpm',
      locationBase: '',
      checksum: 'sha256:d5a6efc3902c625080ae6229579a231c6d094c277cf736bb5cbbca9447008d38',
      fileTime: 1722931868,
      buildTime: 1722872275,
      size: 1832026,
      summary: 'A version of the VIM editor which includes recent enhancements',
      license: 'Vim and MIT',
      url: 'http://www.vim.org/',
    });
  });

  itShared(
    'agrees with dnf on the newest of every name and arch, for gz, zst and xz',
    async () => {
      const pool = join(folder, 'pool');
      const formats = ['gz', 'zst', 'xz'];
      const generator = shared('tools/repos/genrepo.py');
      execFileSync('/usr/bin/python3', [generator, '--profile', 'pool', '--out', pool, '--formats', formats.join()]);
      const judged = readFileSync(shared('tools/repos/newest.pool.txt'), 'utf8').trim().split('\n').sort();
      for (const format of formats) {
        const root = join(pool, format);
        const primary = primaryOf(parseRepomd(readFileSync(join(root, 'repodata/repomd.xml'))));
        const built = job(`pool-${format}`, readFileSync(join(root, primary.location)), { location: primary.location });
        expect(await buildIndex({ ...built, openSize: primary.openSize })).toMatchObject({ packages: 5000 });
        const index = await openIndex(built.outFile, { checksum: 'sha256:1' });
        const newest = Array.from(
          index.newest(),
          ({ name, arch, evr }) => `${name} ${evr.includes(':') ? '' : '0:'}${evr} ${arch}`,
        );
        expect(newest.sort(), format).toEqual(judged);
      }
    },
    120_000,
  );
});

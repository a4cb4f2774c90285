import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MetadataError } from '../../../server/rpmmd/metadata-error';
import { metalinkFileOf, parseMetalink } from '../../../server/rpmmd/metalink';
import { itShared, shared } from '../../support/shared';

const sha = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');

/** The shape MirrorManager writes. */
const metalink = (resources: string, verification = `<hash type="sha256">${sha('sha256', 'new')}</hash>`) =>
  `<?xml version="1.0" encoding="utf-8"?>
<metalink version="3.0" xmlns="http://www.metalinker.org/" xmlns:mm0="http://fedorahosted.org/mirrormanager">
 <files>
  <file name="repomd.xml">
   <mm0:timestamp>1381706941</mm0:timestamp>
   <size>3</size>
   <verification>${verification}</verification>
   <mm0:alternates>
    <mm0:alternate>
     <mm0:timestamp>1381700000</mm0:timestamp>
     <size>8</size>
     <verification><hash type="sha256">${sha('sha256', 'previous')}</hash></verification>
    </mm0:alternate>
   </mm0:alternates>
   <resources maxconnections="1">${resources}</resources>
  </file>
 </files>
</metalink>`;
const url = (preference: number, text: string) => `<url protocol="x" preference="${preference}">${text}</url>`;

describe('parseMetalink', () => {
  it('gives the http and https mirrors by preference, without repodata/repomd.xml', () => {
    const { baseUrls } = parseMetalink(
      metalink(
        url(90, 'http://c.example/40/repodata/repomd.xml') +
          url(99, 'rsync://a.example/40/repodata/repomd.xml') +
          url(100, 'https://a.example/40/repodata/repomd.xml') +
          url(99, 'https://b.example/40/repodata/repomd.xml'),
      ),
    );
    expect(baseUrls).toEqual(['https://a.example/40/', 'https://b.example/40/', 'http://c.example/40/']);
  });

  it.each([
    ['<html><body>busy</body></html>', /^metalink, line 1, column \d+: the root element is <html>, not <metalink>$/],
    ['<metalink><files/></metalink>', /^the metalink does not speak of repomd.xml$/],
    [
      metalink(url(1, 'http://a/repodata/repomd.xml'), '').replace(/<mm0:alternates>[\s\S]*<\/mm0:alternates>/, ''),
      /gives no hash/,
    ],
    [metalink(url(1, 'rsync://a/repodata/repomd.xml')), /^the metalink names no http or https mirror$/],
    ['<!DOCTYPE metalink><metalink/>', /DTD/],
  ])('refuses %.30s', (text, message) => {
    expect(() => parseMetalink(text)).toThrow(MetadataError);
    expect(() => parseMetalink(text)).toThrow(message);
  });

  itShared('reads real metalinks', () => {
    const read = (name: string) =>
      parseMetalink(readFileSync(shared(`data/api/rpmmd/librepo/metalinks/${name}`), 'utf8'));
    const real = read('metalink_with_alternates');
    expect(real.baseUrls[0]).toBe(
      'http://www.mirrorservice.org/sites/dl.fedoraproject.org/pub/fedora/linux/updates/19/x86_64/',
    );
    expect(real.files.map(({ timestamp, size }) => [timestamp, size])).toEqual([
      [1381706941, 4761],
      [1381706941, 4761],
    ]);
    expect(real.files[1]?.hashes['sha256']).toBe('099ff51a491eba3f16646efb5d16319249e0bb10f1dc1476d47e23b25e0e0f94');
    // librepo: bad values inside are passed over, a bad whole is refused
    expect(read('metalink_bad_01').baseUrls).toEqual([
      'http://mirror.pnl.gov/fedora/linux/releases/17/Everything/x86_64/os/',
    ]);
    expect(() => read('metalink_bad_02')).toThrow('names no http or https mirror');
    expect(() => read('metalink_really_bad_01')).toThrow('does not speak of repomd.xml');
    expect(() => read('metalink_really_bad_02')).toThrow(MetadataError);
    expect(() => read('metalink_really_bad_03')).toThrow('does not speak of repomd.xml');
  });
});

describe('metalinkFileOf', () => {
  const some = url(1, 'http://a/repodata/repomd.xml');
  it('knows the current repomd.xml and its accepted predecessor, and no other', () => {
    const link = parseMetalink(metalink(some));
    expect(metalinkFileOf(Buffer.from('new'), link)?.timestamp).toBe(1381706941);
    expect(metalinkFileOf(Buffer.from('previous'), link)?.timestamp).toBe(1381700000);
    expect(metalinkFileOf(Buffer.from('odd'), link)).toBeUndefined();
  });

  it('lets only the strongest hash count', () => {
    const hashes = `<hash type="md5">${sha('md5', 'new')}</hash><hash type="sha512">${sha('sha512', 'old')}</hash>`;
    expect(metalinkFileOf(Buffer.from('new'), parseMetalink(metalink(some, hashes)))).toBeUndefined();
    expect(metalinkFileOf(Buffer.from('old'), parseMetalink(metalink(some, hashes)))).toBeDefined();
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MetadataError } from '../../../server/rpmmd/metadata-error';
import { parseRepomd, primaryOf, recordOf } from '../../../server/rpmmd/repomd';
import { itShared, shared } from '../../support/shared';

const SHA256 = 'C0'.repeat(32);

function repomd(primary: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<repomd xmlns="http://linux.duke.edu/metadata/repo" xmlns:rpm="http://linux.duke.edu/metadata/rpm">
  <revision> 1729526400 </revision>
  <tags><distro cpeid="cpe:/o:fedoraproject:fedora:40">Fedora 40</distro></tags>
  <data type="primary_db"><checksum type="sha256">${SHA256}</checksum><location href="repodata/p.sqlite.bz2"/></data>
  <data type="primary">${primary}</data>
</repomd>`;
}

const CHECKSUM = `<checksum type="sha256">${SHA256}</checksum>`;
const LOCATION = '<location href="repodata/c0-primary.xml.zst"/>';

function failure(xml: string): MetadataError {
  try {
    primaryOf(parseRepomd(xml));
  } catch (error) {
    if (error instanceof MetadataError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('parseRepomd', () => {
  it('reads every part of a record', () => {
    const result = parseRepomd(
      Buffer.from(
        repomd(`
    ${CHECKSUM}
    <open-checksum type="sha">${'ab'.repeat(20)}</open-checksum>
    <location xml:base="https://mirror.example.org/f40/" href="repodata/c0-primary.xml.zst"/>
    <timestamp>1729526400.5</timestamp>
    <size>12345</size>
    <open-size>678900</open-size>`),
      ),
    );
    expect(result.revision).toBe('1729526400');
    expect(result.data.map(record => record.type)).toEqual(['primary_db', 'primary']);
    expect(primaryOf(result)).toEqual({
      type: 'primary',
      checksum: { type: 'sha256', value: SHA256.toLowerCase() },
      openChecksum: { type: 'sha1', value: 'ab'.repeat(20) },
      location: 'repodata/c0-primary.xml.zst',
      locationBase: 'https://mirror.example.org/f40/',
      size: 12345,
      openSize: 678900,
      timestamp: 1729526400,
    });
  });

  it('leaves out what is not said', () => {
    expect(primaryOf(parseRepomd(repomd(CHECKSUM + LOCATION)))).toMatchObject({
      openChecksum: undefined,
      locationBase: undefined,
      size: undefined,
      openSize: undefined,
      timestamp: undefined,
    });
  });

  it.each([
    ['md5', 32],
    ['sha1', 40],
    ['sha224', 56],
    ['sha256', 64],
    ['sha384', 96],
    ['sha512', 128],
  ])('knows %s', (type, length) => {
    const value = 'a1'.repeat(length / 2);
    const xml = repomd(`<checksum type="${type}">${value}</checksum>${LOCATION}`);
    expect(primaryOf(parseRepomd(xml)).checksum).toEqual({ type, value });
  });

  it.each([
    ['no checksum', LOCATION, 'malformed', 'repomd.xml has no checksum for primary'],
    ['an unknown type', `<checksum type="crc32">ab</checksum>${LOCATION}`, 'unsupported', "checksum type 'crc32'"],
    ['a type of Object', `<checksum type="toString">ab</checksum>${LOCATION}`, 'unsupported', "type 'tostring'"],
    ['a short checksum', `<checksum type="sha256">abcd</checksum>${LOCATION}`, 'malformed', "no sha256: 'abcd'"],
    ['no location', CHECKSUM, 'malformed', 'no location for primary'],
    ['a bad size', `${CHECKSUM}${LOCATION}<open-size>many</open-size>`, 'malformed', "no number of bytes: 'many'"],
  ])('refuses %s', (_, primary, kind, message) => {
    expect(failure(repomd(primary))).toMatchObject({ kind, message: expect.stringContaining(message) });
  });

  it.each([
    '../../etc/passwd',
    'repodata/../../x.gz',
    '/etc/passwd',
    '%2e%2e/x.gz',
    'repodata/..%2fx.gz',
    '..\\x.gz',
    'http://elsewhere.example.org/x.gz',
    'file:///etc/passwd',
    '//elsewhere.example.org/x.gz',
    'repodata/a&#10;b',
  ])('refuses the location %s', href => {
    expect(failure(repomd(`${CHECKSUM}<location href="${href}"/>`))).toMatchObject({
      kind: 'unsafe',
      message: expect.stringContaining('location outside the repository for primary'),
    });
  });

  it('takes dots and percent signs that lead nowhere', () => {
    const href = 'repodata/..primary..%41%.xml.gz';
    expect(primaryOf(parseRepomd(repomd(`${CHECKSUM}<location href="${href}"/>`))).location).toBe(href);
  });

  it.each(['file:///srv/', 'ftp://x/', 'https://'])('refuses the xml:base %s', base => {
    expect(failure(repomd(`${CHECKSUM}<location xml:base="${base}" href="p.xml.gz"/>`)).kind).toBe('unsafe');
  });

  it('reports a bad record only to who wants that record', () => {
    const xml = repomd(CHECKSUM + LOCATION).replace(
      '<tags>',
      '<data type="odd"><checksum type="x">1</checksum></data><data><location href="a"/></data><tags>',
    );
    const result = parseRepomd(xml);
    expect(primaryOf(result).type).toBe('primary');
    expect(recordOf(result, 'filelists')).toBeUndefined();
    expect(() => recordOf(result, 'odd')).toThrow("unknown checksum type 'x' for odd");
  });

  it.each([
    ['no primary', '<repomd><revision>1</revision></repomd>', 'names no primary metadata'],
    ['another document', '<html><body/></html>', 'the root element is <html>, not <repomd>'],
    ['a DTD', '<!DOCTYPE repomd SYSTEM "x.dtd"><repomd/>', 'a DTD'],
    ['an entity', '<repomd><revision>&x;</revision></repomd>', 'undefined entity'],
    ['half a document', repomd(CHECKSUM).slice(0, 300), 'ends before </repomd>'],
    ['nothing', '', 'has no root element'],
  ])('refuses %s', (_, xml, message) => {
    expect(failure(xml).message).toContain(message);
  });

  itShared('reads the recorded repositories', () => {
    const md = (path: string) => parseRepomd(readFileSync(shared(`data/api/rpmmd/${path}/repomd.xml`)));
    expect(primaryOf(md('osbuild/appstream'))).toEqual({
      type: 'primary',
      checksum: { type: 'sha256', value: 'c03bb2ebc33bbee3046da091b45d90717273a43d3641a9d84e6eede05637bc8a' },
      openChecksum: { type: 'sha256', value: 'a1df0d610cd466c0ff1638782c5a1427b19a01bcde147105e9a07f87669f038a' },
      location: 'repodata/c03bb2ebc33bbee3046da091b45d90717273a43d3641a9d84e6eede05637bc8a-primary.xml.gz',
      locationBase: undefined,
      size: 3597627,
      openSize: 51840420,
      timestamp: 1736761560,
    });
    expect(md('osbuild/appstream').revision).toBe('9-stream');
    expect(primaryOf(md('librepo/repo_yum_01')).checksum).toEqual({
      type: 'sha1',
      value: '4543ad62e4d86337cd1949346f9aec976b847b58',
    });
    expect(md('createrepo_c/repo_with_additional_metadata').data.map(record => record.type)).toContain('primary_zck');
    const noType = readFileSync(shared('data/api/rpmmd/createrepo_c/modified_repo_files/missing_type-repomd.xml'));
    expect(parseRepomd(noType).data.map(record => record.type)).toEqual(['filelists', 'primary']);
  });
});

import { describe, expect, it } from 'vitest';
import { FastPrimaryReader } from '../../../server/rpmmd/primary-fast';
import { Field } from '../../../server/rpmmd/primary-fields';
import { packageXml, primaryXml, TWO_PACKAGES } from '../../support/primary-xml';

let expected: number[] = [];

/** The names read; undefined where the reader gives up. */
function names(xml: string, size = 1000): string[] | undefined {
  const read: string[] = [];
  expected = [];
  const reader = new FastPrimaryReader({
    add: pkg => read.push(pkg.bytes.toString('utf8', pkg.from[Field.name], pkg.to[Field.name])),
    expect: packages => expected.push(packages),
  });
  const bytes = Buffer.from(xml);
  for (let at = 0; at < bytes.length; at += size) if (!reader.push(bytes.subarray(at, at + size))) return undefined;
  return reader.end() ? read : undefined;
}

describe('FastPrimaryReader', () => {
  it('reads the form createrepo_c writes by itself', () => {
    expect(names(TWO_PACKAGES)).toEqual(['family-libs', 'plain']);
    expect(expected).toEqual([2]);
    expect(names(primaryXml('', 0))).toEqual([]);
    expect(names('<metadata></metadata>')).toEqual([]);
    expect(expected).toEqual([]);
  });

  it('reads packages larger than its buffer', () => {
    const description = `<description>${'long text '.repeat(300_000)}</description>`;
    const xml = primaryXml(packageXml({ description }) + packageXml({ name: '<name>next</name>' }), 2);
    expect(names(xml, 65_536)).toEqual(['plain', 'next']);
  });

  it('reads references and characters wherever the pieces are cut, passed over ones too', () => {
    const description = '<description>AT&amp;T &#233;&#x1F600; naïve 日本語 😀</description>';
    const xml = primaryXml(packageXml({ description, summary: '<summary>a &lt;b&gt; 😀</summary>' }));
    for (let size = 1; size <= 24; size++) expect(names(xml, size), `pieces of ${size}`).toEqual(['plain']);
  });

  it.each([
    ['an entity of its own', '<description>a &mine; b</description>'],
    ['an entity without an end', '<description>a &amp b</description>'],
    ['a lone ampersand', '<description>a & b</description>'],
    ['a reference to no character', '<description>&#0;</description>'],
  ])('gives up on %s, passed over or not, wherever the pieces are cut', (_, description) => {
    const xml = primaryXml(packageXml({ description }));
    for (let size = 1; size <= 24; size++) expect(names(xml, size), `pieces of ${size}`).toBeUndefined();
  });

  it('gives up on what is no UTF-8, and on control characters', () => {
    const coloured = primaryXml(packageXml({ summary: '<summary>a \u001b[31mb</summary>' }));
    expect(names(coloured)).toBeUndefined();
    const reader = new FastPrimaryReader({ add: () => undefined, expect: () => undefined });
    const latin1 = Buffer.from(
      primaryXml(packageXml({ description: '<description>na\u00efve</description>' })),
      'latin1',
    );
    expect(reader.push(latin1) && reader.end()).toBeFalsy();
  });

  it.each([
    ['a comment', TWO_PACKAGES.replace('<format>', '<!-- x --><format>')],
    ['a comment cut in two', `${primaryXml(packageXml()).slice(0, -12)}<!-- x --></metadata>`],
    ['CDATA', TWO_PACKAGES.replace('Very', '<![CDATA[Very]]>').replace('Plain', '<![CDATA[Plain]]>')],
    ['a processing instruction', TWO_PACKAGES.replace('<format>', '<?x?><format>')],
    ['a DTD', TWO_PACKAGES.replace('<metadata', '<!DOCTYPE metadata><metadata')],
    ['another encoding', TWO_PACKAGES.replace('UTF-8', 'ISO-8859-1')],
    ['other prefixes', TWO_PACKAGES.replaceAll('rpm:', 'r:').replace('xmlns:rpm', 'xmlns:r')],
    [
      'another prefix besides',
      TWO_PACKAGES.replace('xmlns:rpm', 'xmlns:r="http://linux.duke.edu/metadata/rpm" xmlns:rpm'),
    ],
    ['another namespace', TWO_PACKAGES.replace('metadata/common', 'metadata/uncommon')],
    ['a namespace inside', TWO_PACKAGES.replace('<format>', '<format xmlns="x">')],
    ['other elements between packages', TWO_PACKAGES.replace('<package ', '<other/><package ')],
    ['an element with a like name', TWO_PACKAGES.replace('<package ', '<packages/><package ')],
    ['a package in a package', TWO_PACKAGES.replace('<format>', '<package><name>x</name></package><format>')],
    ['space in the end tag', TWO_PACKAGES.replace('</package>', '</package >')],
    ['an empty package', TWO_PACKAGES.replace('<package ', '<package type="rpm"/><package ')],
    ['a field twice', TWO_PACKAGES.replace('<arch>', '<name>again</name><arch>')],
    ['an element inside a text', TWO_PACKAGES.replace('<name>plain', '<name><b/>plain')],
    ['a foreign entity', TWO_PACKAGES.replace('<name>plain', '<name>&p;lain')],
    ['a bare ampersand', TWO_PACKAGES.replace('<name>plain', '<name>p&ain')],
    ['no name', TWO_PACKAGES.replace('<name>plain</name>', '')],
    ['an unquoted attribute', TWO_PACKAGES.replace('epoch="0"', 'epoch=0')],
    ['attributes without space between', TWO_PACKAGES.replace('epoch="0" ', 'epoch="0"')],
    ['an epoch that is no number', TWO_PACKAGES.replace('epoch="0"', 'epoch="x"')],
    ['a checksum in capitals', TWO_PACKAGES.replace('>6d43', '>6D43')],
    ['line breaks of windows', TWO_PACKAGES.replace('<summary>Plain', '<summary>Pla\r\nin')],
    ['a truncated document', TWO_PACKAGES.slice(0, 1700)],
    ['no end of the root', TWO_PACKAGES.replace('</metadata>', '')],
    ['text after the root', `${TWO_PACKAGES}x`],
    ['another root', TWO_PACKAGES.replaceAll('metadata', 'filelists')],
    ['nothing', ''],
  ])('leaves to the strict reader: %s', (_, xml) => {
    for (const size of [7, 1000, 100_000]) expect(names(xml, size), `pieces of ${size}`).toBeUndefined();
  });
});

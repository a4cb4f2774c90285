import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decompress } from '../../../server/rpmmd/decompress';
import { IndexBuilder } from '../../../server/rpmmd/index-writer';
import { MetadataError } from '../../../server/rpmmd/metadata-error';
import { readPrimary } from '../../../server/rpmmd/primary';
import fc from '../../support/fast-check';
import { FAMILY_LIBS, PLAIN, packageXml, pieces, primaryXml, read, TWO_PACKAGES } from '../../support/primary-xml';
import { itShared, shared } from '../../support/shared';

/** The same two packages in forms that only a whole XML parser reads. */
const VARIANTS: Record<string, string> = {
  'as createrepo_c writes it': TWO_PACKAGES,
  'without line breaks': TWO_PACKAGES.replace(/>\s+</g, '><'),
  'with a comment': TWO_PACKAGES.replace('<summary>', '<!-- </package> <name>x</name> --><summary>'),
  'with CDATA': TWO_PACKAGES.replace('Pods &amp; &lt;containers&gt;, ', '<![CDATA[Pods & <containers>, ]]>'),
  'with a processing instruction': TWO_PACKAGES.replace('<summary>', '<?x </package> ?><summary>'),
  'with single quotes': TWO_PACKAGES.replaceAll('"', "'"),
  'with other prefixes': TWO_PACKAGES.replaceAll('rpm:', 'r:').replace('xmlns:rpm', 'xmlns:r'),
  'with every element prefixed': TWO_PACKAGES.replace(/<(\/?)(?!\/|rpm:|\?|!)/g, '<$1c:').replace('xmlns=', 'xmlns:c='),
  'with attributes turned round': TWO_PACKAGES.replace(
    /epoch="(\d)" ver="([^"]+)" rel="([^"]+)"/g,
    'rel="$3" ver="$2" epoch="$1"',
  )
    .replace(/type="sha256" pkgid="YES"/g, 'pkgid="YES" type="sha256"')
    .replace(/file="(\d+)" build="(\d+)"/g, 'build="$2" file="$1"'),
  'with elements turned round': TWO_PACKAGES.replace(/(<name>.*<\/name>)([\s\S]*?)(<\/package>)/g, '$2$1$3'),
  'with the format first': TWO_PACKAGES.replace(
    /(<package type="rpm">)([\s\S]*?)(<format>[\s\S]*?<\/format>)/g,
    '$1$3$2',
  ),
  'with spaces in tags': TWO_PACKAGES.replace(/<name>/g, '<name >')
    .replace(/<\/name>/g, '</name\n>')
    .replace(/ver=/g, 'ver = '),
  'with space before the end of package': TWO_PACKAGES.replaceAll('</package>', '</package >'),
  'with namespaces declared inside': TWO_PACKAGES.replaceAll(
    '<format>',
    '<format xmlns:rpm="http://linux.duke.edu/metadata/rpm">',
  ),
  'with unknown elements': TWO_PACKAGES.replaceAll(
    '<summary>',
    '<new><name>no</name><format><license>no</license></format></new><summary>',
  ).replaceAll('<rpm:group>', '<rpm:new><rpm:license>no</rpm:license></rpm:new><rpm:group>'),
  'with unknown attributes': TWO_PACKAGES.replaceAll('<location ', '<location new="&gt; x" '),
  'with unknown elements between packages': TWO_PACKAGES.replaceAll(
    '<package ',
    `<other>${packageXml()}</other><package `,
  ),
  'with windows line ends': TWO_PACKAGES.replaceAll('\n', '\r\n'),
  'with a byte order mark': `\ufeff${TWO_PACKAGES}`,
  'without declaration': TWO_PACKAGES.replace(/<\?xml.*\?>\n/, ''),
  'with entities everywhere': TWO_PACKAGES.replaceAll('<name>plain', '<name>&#112;lain').replaceAll(
    'href="odd ',
    'href="odd&#x20;',
  ),
  'with epoch 00': TWO_PACKAGES.replace('epoch="0"', 'epoch="00"').replace('epoch="5"', 'epoch="05"'),
  'with texts as long as a chunk': TWO_PACKAGES.replaceAll(
    '<packager',
    `<changes>${'long & &#x10FFFF; <text/> '.replaceAll('&', '&amp;').repeat(9000)}</changes><packager`,
  ),
};

describe('readPrimary', () => {
  for (const [name, xml] of Object.entries(VARIANTS)) {
    it(`reads a document ${name}`, async () => {
      const { records, counts } = await read(xml);
      expect(records).toEqual([FAMILY_LIBS, PLAIN]);
      expect(counts).toEqual({ packages: 2, declared: 2 });
    });
  }

  it.each([
    ['utf-16le', Buffer.from(`\ufeff${TWO_PACKAGES}`, 'utf16le')],
    ['iso-8859-1', Buffer.from(TWO_PACKAGES.replace('UTF-8', 'ISO-8859-1').replace('&#xEF;', 'ï'), 'latin1')],
  ])('reads %s', async (_, bytes) => {
    expect((await read(bytes)).records).toEqual([FAMILY_LIBS, PLAIN]);
  });

  it('does not mind where the pieces end', async () => {
    const latin = TWO_PACKAGES.replace('&#xEF;', 'ï');
    for (const xml of [latin, `${latin}<!-- end -->`]) {
      for (let size = 1; size < 200; size += size < 20 ? 1 : 13) {
        expect((await read(xml, size)).records, `pieces of ${size}`).toEqual([FAMILY_LIBS, PLAIN]);
      }
    }
  });

  it('reads any packages in any pieces alike, whichever reader reads them', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '&amp;', '&lt;', 'é', '😀', ' ', '\n', '-', '!', '?', '&#33;'),
    });
    const nameOf = fc.string({
      unit: fc.constantFrom('a', 'b', 'Z', '-', '+', 'é', '&amp;'),
      minLength: 1,
      maxLength: 4,
    });
    const pkg = fc.record({ name: nameOf, summary: text, description: text, epoch: fc.nat(3), version: fc.nat(20) });
    await fc.assert(
      fc.asyncProperty(fc.array(pkg, { maxLength: 8 }), fc.integer({ min: 1, max: 3000 }), async (packages, size) => {
        const xml = primaryXml(
          packages
            .map(p =>
              packageXml({
                name: `<name>${p.name}</name>`,
                version: `<version epoch="${p.epoch}" ver="${p.version}" rel="1"/>`,
                summary: `<summary>${p.summary}</summary>`,
                description: `<description>${p.description}</description>`,
              }),
            )
            .join(''),
          packages.length,
        );
        const whole = await read(xml);
        const cut = await read(xml, size);
        const strict = await read(`${xml}<!-- -->`, size);
        expect(whole.counts).toEqual({ packages: packages.length, declared: packages.length });
        expect(cut.records).toEqual(whole.records);
        expect(strict.records).toEqual(whole.records);
      }),
      { numRuns: 60 },
    );
  });

  it('counts what is there, whatever is announced', async () => {
    expect((await read(TWO_PACKAGES.replace('packages="2"', 'packages="9"'))).counts).toEqual({
      packages: 2,
      declared: 9,
    });
    expect((await read(TWO_PACKAGES.replace(' packages="2"', ''))).counts.declared).toBeUndefined();
  });

  it('reads an empty repository', async () => {
    expect((await read(primaryXml('', 0))).counts).toEqual({ packages: 0, declared: 0 });
    expect((await read('<metadata packages="0"/>')).counts).toEqual({ packages: 0, declared: 0 });
  });

  it('leaves source packages out, but counts them', async () => {
    const xml = primaryXml(
      ['src', 'nosrc', 'noarch'].map(arch => packageXml({ arch: `<arch>${arch}</arch>` })).join(''),
      3,
    );
    const { records, counts } = await read(xml);
    expect(records.map(record => record.arch)).toEqual(['noarch']);
    expect(counts.packages).toBe(3);
  });

  it('takes what many leave out', async () => {
    const xml = primaryXml(
      packageXml({ summary: '', url: '', time: '', size: '', format: '', version: '<version ver="1" rel="2"/>' }),
    );
    expect((await read(xml)).records).toEqual([
      {
        name: 'plain',
        arch: 'noarch',
        evr: '1-2',
        source: 'plain',
        sourceRpm: '',
        location: 'plain-1.0-2.noarch.rpm',
        locationBase: '',
        checksum: `sha256:${'ab'.repeat(32)}`,
        fileTime: 0,
        buildTime: 0,
        size: 0,
        summary: '',
        license: '',
        url: '',
      },
    ]);
  });

  it.each([
    ['name', '', 'package number 1 has no name'],
    ['name', '<name></name>', 'package number 1 has no name'],
    ['arch', '', "package 'plain' has no arch"],
    ['version', '', "package 'plain' has no version"],
    ['version', '<version epoch="x" ver="1" rel="1"/>', "package 'plain' has an epoch that is no number: 'x'"],
    ['checksum', '', "package 'plain' has no checksum"],
    ['checksum', '<checksum>ab</checksum>', "package 'plain' has no checksum type"],
    ['checksum', '<checksum type="md5">xyz</checksum>', "has a checksum that is not hexadecimal: 'xyz'"],
    ['location', '', "package 'plain' has no location"],
    ['description', '<description>&foo;</description><!-- -->', 'undefined entity'],
    ['summary', '<summary>AT&T &amp; more</summary>', 'disallowed character in entity name'],
    ['summary', '<summary>&nbsp;</summary>', 'undefined entity'],
    ['summary', '<summary>text</sumary>', 'unexpected close tag'],
  ] as const)('refuses a package with bad %s: %j', async (field, value, message) => {
    await expect(read(primaryXml(packageXml({ [field]: value })))).rejects.toThrow(message);
  });

  it.each([
    ['a DTD', `<!DOCTYPE metadata [<!ENTITY x "y">]>${TWO_PACKAGES.replace(/<\?xml.*\n/, '')}`, 'malformed', 'a DTD'],
    [
      'another document',
      '<filelists packages="0"></filelists>',
      'malformed',
      'the root element is <filelists>, not <metadata>',
    ],
    ['half a document', TWO_PACKAGES.slice(0, 1500), 'truncated', 'ends before </metadata>'],
    ['a document without its end', TWO_PACKAGES.replace('</metadata>', ''), 'truncated', 'ends before </metadata>'],
    ['something after the end', `${TWO_PACKAGES}<more/>`, 'malformed', 'only one root'],
    ['text after the end', `${TWO_PACKAGES}more`, 'malformed', 'text data outside of root node'],
    ['HTML', '<html><body><br></body></html>', 'malformed', 'the root element is <html>, not <metadata>'],
    ['nothing', '', 'truncated', 'has no root element'],
    ['an unknown encoding', TWO_PACKAGES.replace('UTF-8', 'x-klingon'), 'unsupported', "the encoding 'x-klingon'"],
  ])('refuses %s', async (_, xml, kind, message) => {
    const error = await read(xml).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(MetadataError);
    expect(error).toMatchObject({ kind, message: expect.stringContaining(message) });
  });

  it('names file and line', async () => {
    const xml = primaryXml(packageXml({ summary: '<summary>\n&nbsp;</summary>' }));
    const target = new IndexBuilder();
    await expect(readPrimary(pieces(xml, 100), target, 'c0-primary.xml.gz')).rejects.toThrow(
      'c0-primary.xml.gz, line 9, column 6: undefined entity',
    );
  });

  it('passes on what its source throws', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(TWO_PACKAGES.slice(0, 1000));
      throw new MetadataError('truncated', 'ends inside its gz stream');
    }
    await expect(readPrimary(broken, new IndexBuilder())).rejects.toThrow('ends inside its gz stream');
  });

  const recorded = async (path: string) => {
    const data = readFileSync(shared(`data/api/rpmmd/${path}`));
    const builder = new IndexBuilder();
    return readPrimary(() => decompress(data, { location: path }), builder);
  };

  // what createrepo_c 0.17.3 reads from them
  itShared('reads the recorded repositories of other projects', async () => {
    const files = 'createrepo_c/modified_repo_files';
    expect(await recorded('dnf5/repomd-repo1/primary.xml')).toEqual({ packages: 3, declared: 1 });
    expect(await recorded(`${files}/long_primary.xml`)).toEqual({ packages: 2, declared: 2 });
    expect(await recorded(`${files}/multiple_warnings_00-primary.xml`)).toEqual({ packages: 2, declared: 2 });
    expect(await recorded(`${files}/unknown_element_00-primary.xml`)).toEqual({ packages: 2, declared: 2 });
    expect(await recorded(`${files}/unknown_element_01-primary.xml`)).toEqual({ packages: 1, declared: 2 });
    expect(await recorded(`${files}/unknown_element_02-primary.xml`)).toEqual({ packages: 2, declared: 2 });
    await expect(recorded(`${files}/error_00-primary.xml`)).rejects.toThrow("package 'fake_bash' has no checksum");
  });
});

import { describe, expect, it } from 'vitest';
import { Field } from '../../../server/rpmmd/primary-fields';
import { PackageScanner } from '../../../server/rpmmd/primary-package';
import { packageXml } from '../../support/primary-xml';

function scan(xml: string): Record<string, string> | undefined {
  const scanner = new PackageScanner();
  const { pkg } = scanner;
  pkg.bytes = Buffer.from(xml);
  if (scanner.scan('<package'.length, pkg.bytes.length) < 0 || !scanner.complete()) return undefined;
  const field = (i: number) => pkg.bytes.toString('utf8', pkg.from[i], pkg.to[i]);
  return Object.fromEntries(Object.entries(Field).map(([name, i]) => [name, field(i)]));
}

describe('PackageScanner', () => {
  it('finds every field', () => {
    expect(scan(packageXml())).toEqual({
      name: 'plain',
      arch: 'noarch',
      epoch: '0',
      version: '1.0',
      release: '2',
      checksumType: 'sha256',
      checksum: 'ab'.repeat(32),
      summary: 'Plain',
      license: 'MIT',
      url: 'https://plain.example.org/',
      sourceRpm: 'plain-1.0-2.src.rpm',
      location: 'plain-1.0-2.noarch.rpm',
      locationBase: '',
      fileTime: '1334670843',
      buildTime: '1334670842',
      size: '2845',
    });
  });

  it('forgets the package before', () => {
    const scanner = new PackageScanner();
    for (const [xml, url] of [
      [packageXml(), 'https://plain.example.org/'],
      [packageXml({ url: '' }), ''],
      [packageXml({ url: '<url/>' }), ''],
    ] as const) {
      scanner.pkg.bytes = Buffer.from(xml);
      expect(scanner.scan(8, xml.length)).toBeGreaterThan(0);
      expect(scanner.complete()).toBe(true);
      expect(scanner.pkg.bytes.toString('utf8', scanner.pkg.from[Field.url], scanner.pkg.to[Field.url])).toBe(url);
    }
  });

  it('takes only children of package and of format', () => {
    const inner =
      '<more><name>no</name><rpm:license>no</rpm:license><format><rpm:license>no</rpm:license></format></more>';
    const found = scan(
      packageXml({ description: inner, format: `<format>${inner}<rpm:license>yes</rpm:license></format>` }),
    );
    expect(found).toMatchObject({ name: 'plain', license: 'yes', sourceRpm: '' });
    expect(scan(packageXml({ description: '<rpm:license>no</rpm:license>', format: '' }))?.['license']).toBe('');
  });

  it('decodes entities in texts and attributes', () => {
    const found = scan(
      packageXml({
        summary: '<summary>a &lt; b &#38; c</summary>',
        location: '<location href="a&amp;b&#x20AC;.rpm"/>',
      }),
    );
    expect(found).toMatchObject({ summary: 'a < b & c', location: 'a&b€.rpm', name: 'plain' });
  });

  it.each([
    ['name', '<name>a<b/></name>'],
    ['name', '<name>a</nome>'],
    ['arch', '<arch/>'],
    ['checksum', '<checksum type="sha256">abc</checksum>'],
    ['checksum', '<checksum type="sha256">xx</checksum>'],
    ['time', '<time file="12.5" build="1"/>'],
    ['size', '<size package="x"/>'],
    ['version', '<version epoch=0 ver="1" rel="1"/>'],
    ['version', '<version epoch="0" ver="1" rel="1'],
    ['location', '<location href="a<b"/>'],
    ['location', '<location href="a\nb"/>'],
    ['location', '<location href/>'],
  ] as const)('gives up on %s written %j', (field, value) => {
    expect(scan(packageXml({ [field]: value }))).toBeUndefined();
  });
});

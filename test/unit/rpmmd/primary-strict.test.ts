import { describe, expect, it } from 'vitest';
import { Field } from '../../../server/rpmmd/primary-fields';
import { StrictPrimaryReader } from '../../../server/rpmmd/primary-strict';
import { packageXml, primaryXml, TWO_PACKAGES } from '../../support/primary-xml';

function field(xml: string, which: number): string[] {
  const values: string[] = [];
  const reader = new StrictPrimaryReader(pkg => {
    values.push(pkg.bytes.toString('utf8', pkg.from[which], pkg.to[which]));
  }, 'primary.xml');
  // in the middle of characters, too
  for (const byte of Buffer.from(xml)) reader.push(Uint8Array.of(byte));
  reader.end();
  return values;
}

describe('StrictPrimaryReader', () => {
  it('reads every field of every package', () => {
    expect(field(TWO_PACKAGES, Field.name)).toEqual(['family-libs', 'plain']);
    expect(field(TWO_PACKAGES, Field.release)).toEqual(['1.fc40', '2']);
    expect(field(TWO_PACKAGES, Field.summary)).toEqual(['Pods & <containers>, naïve', 'Plain']);
    expect(field(TWO_PACKAGES, Field.locationBase)).toEqual(['', 'https://elsewhere.example.org/pool']);
    expect(field(TWO_PACKAGES, Field.sourceRpm)).toEqual(['family-5.2.5-1.fc40.src.rpm', '']);
  });

  it('is as lenient with numbers as createrepo_c and libsolv', () => {
    const time = '<time file="1334670842.57" build="yesterday"/>';
    expect(field(primaryXml(packageXml({ time })), Field.fileTime)).toEqual(['1334670842']);
    expect(field(primaryXml(packageXml({ time })), Field.buildTime)).toEqual(['']);
  });

  it('writes checksums in small letters', () => {
    const checksum = '<checksum type="md5">\n  AB01\n</checksum>';
    expect(field(primaryXml(packageXml({ checksum })), Field.checksum)).toEqual(['ab01']);
  });
});

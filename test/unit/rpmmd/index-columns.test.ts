import { describe, expect, it } from 'vitest';
import { sourceName } from '../../../server/rpm/nevra';
import { PackageColumns } from '../../../server/rpmmd/index-columns';
import { CONVENTIONAL_FILE } from '../../../server/rpmmd/index-format';
import { FIELDS, Field, type RawPackage } from '../../../server/rpmmd/primary-fields';

const PLAIN = {
  name: 'plain',
  arch: 'noarch',
  version: '1.0',
  release: '2.fc40',
  checksumType: 'md5',
  checksum: '00ff',
  location: 'Packages/p/plain-1.0-2.fc40.noarch.rpm',
};

function raw(values: Partial<Record<keyof typeof Field, string>>): RawPackage {
  const all: Partial<Record<keyof typeof Field, string>> = { ...PLAIN, ...values };
  const pkg: RawPackage = { bytes: Buffer.alloc(0), from: new Int32Array(FIELDS), to: new Int32Array(FIELDS) };
  for (const name of Object.keys(Field) as (keyof typeof Field)[]) {
    pkg.from[Field[name]] = pkg.bytes.length;
    pkg.bytes = Buffer.concat([pkg.bytes, Buffer.from(all[name] ?? '')]);
    pkg.to[Field[name]] = pkg.bytes.length;
  }
  return pkg;
}

function added(...packages: Partial<Record<keyof typeof Field, string>>[]): PackageColumns {
  const columns = new PackageColumns();
  for (const values of packages) columns.add(raw(values));
  return columns;
}

const evrs = (columns: PackageColumns) =>
  [...columns.columns.evr.subarray(0, columns.count)].map(id => columns.strings.text(id));

describe('PackageColumns', () => {
  it('writes EVRs as lockfiles do', () => {
    const columns = added({}, { epoch: '0' }, { epoch: '000' }, { epoch: '1' }, { epoch: '07' }, { release: '' });
    expect(evrs(columns)).toEqual(['1.0-2.fc40', '1.0-2.fc40', '1.0-2.fc40', '1:1.0-2.fc40', '7:1.0-2.fc40', '1.0']);
  });

  it('finds the source package of a source RPM, or takes the name', () => {
    const sourceRpms = [
      'python3.12-3.12.7-1.fc40.src.rpm',
      '',
      'odd',
      'a-1.0~rc1^git-1.el9.nosrc.rpm',
      'é-1-1.src.rpm',
      'a-b-c-1-2.src.rpm',
      'a--1.src.rpm',
      '-1-1.src.rpm',
      'a-1-.src.rpm',
      'a-1.src.rpm',
      'a-1:2-1.src.rpm',
      '.src.rpm',
    ];
    const columns = added(...sourceRpms.map(sourceRpm => ({ sourceRpm })));
    const sources = [...columns.columns.source.subarray(0, columns.count)].map(id => columns.strings.text(id));
    expect(sources).toEqual(sourceRpms.map(text => (text === '' ? 'plain' : sourceName(text))));
    expect(sources.slice(0, 4)).toEqual(['python3.12', 'plain', 'odd', 'a']);
  });

  it('keeps only the folder of a file named as RPM names it', () => {
    const columns = added(
      {},
      { epoch: '4' },
      { location: 'plain-1.0-2.fc40.noarch.rpm' },
      { location: 'a/other.rpm' },
      { version: '1:0', location: 'plain-1:0-2.fc40.noarch.rpm' },
      { release: '', location: 'plain-1.0-.noarch.rpm' },
      { location: 'plain-1.0-2.fc40.noarch.rpm2' },
      { location: 'plain-1.0-2.fc40.noarc' },
    );
    const { strings } = columns;
    const folders = [...columns.columns.locationFolder.subarray(0, 8)].map(id => strings.text(id));
    const files = [...columns.columns.locationFile.subarray(0, 8)].map(id =>
      id === CONVENTIONAL_FILE ? id : strings.text(id),
    );
    expect(folders).toEqual(['Packages/p/', 'Packages/p/', '', 'a/', '', '', '', '']);
    expect(files).toEqual([
      CONVENTIONAL_FILE,
      CONVENTIONAL_FILE,
      CONVENTIONAL_FILE,
      'other.rpm',
      'plain-1:0-2.fc40.noarch.rpm',
      'plain-1.0-.noarch.rpm',
      'plain-1.0-2.fc40.noarch.rpm2',
      'plain-1.0-2.fc40.noarc',
    ]);
  });

  it('keeps checksums of any length and numbers beyond 32 bits', () => {
    const columns = added(
      { checksum: '00ff' },
      { checksum: 'ab'.repeat(64), size: '8589934592', fileTime: '4294967296' },
    );
    expect([...columns.checksumPlaces.subarray(0, 3)]).toEqual([0, 2, 66]);
    expect([...columns.checksums.subarray(0, 3)]).toEqual([0x00, 0xff, 0xab]);
    expect(columns.size[1]).toBe(8589934592);
    expect(columns.fileTime[1]).toBe(4294967296);
    expect(columns.buildTime[1]).toBe(0);
  });

  it('leaves source packages out', () => {
    expect(added({ arch: 'src' }, { arch: 'nosrc' }, { arch: 'src' }).count).toBe(0);
  });

  it('keeps what is there when it makes room, and takes more than was announced', () => {
    const columns = added({}, { version: '2' });
    for (const packages of [1, 300, 0, 2 ** 40]) columns.reserve(packages);
    const small = new PackageColumns();
    small.reserve(300);
    for (let i = 0; i < 1000; i++) small.add(raw({ version: String(i), checksum: 'cd'.repeat(64) }));
    columns.add(raw({ version: '3' }));
    expect(evrs(columns)).toEqual(['1.0-2.fc40', '2-2.fc40', '3-2.fc40']);
    expect([...columns.checksums.subarray(0, 6)]).toEqual([0, 0xff, 0, 0xff, 0, 0xff]);
    expect(evrs(small).slice(997)).toEqual(['997-2.fc40', '998-2.fc40', '999-2.fc40']);
    expect(small.checksums[1000 * 64 - 1]).toBe(0xcd);
  });

  it('grows', () => {
    const columns = new PackageColumns();
    const long = 'n'.repeat(5000);
    for (let i = 0; i < 20_000; i++) columns.add(raw({ version: String(i), checksum: 'ab'.repeat(48) }));
    columns.add(raw({ name: long }));
    expect(columns.count).toBe(20_001);
    expect(evrs(columns).slice(19_998)).toEqual(['19998-2.fc40', '19999-2.fc40', '1.0-2.fc40']);
    expect(columns.strings.text(columns.columns.name[20_000] ?? 0)).toBe(long);
    expect(columns.checksumPlaces[20_000]).toBe(20_000 * 48);
    expect(columns.checksums[20_000 * 48 - 1]).toBe(0xab);
  });
});

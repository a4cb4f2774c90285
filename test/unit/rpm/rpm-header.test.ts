import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NotAnRpmError, readRpmHeader, rpmHeaderEnd } from '../../../server/rpm/rpm-header';
import { canBuildRpms } from '../../support/judges';
import { PODMAN, rpmFile } from '../../support/rpm-file';
import { BUILD_TIME, buildRpms } from '../../support/true-repository';

/** Written out, so that the reader is not only tested against a writer with the same mistakes: `a-1-2.noarch` of `b-3-4`. */
const LITERAL = Buffer.from(
  [
    // lead
    'edabeedb0300'.padEnd(96 * 2, '0'),
    // signature header: one entry (1000, INT32) of 4 bytes; 36 bytes, padded to 40
    '8eade801 00000000 00000001 00000004',
    '000003e8 00000004 00000000 00000001',
    '00000010',
    '00000000',
    // header: name, version, release, arch, source RPM
    '8eade801 00000000 00000005 0000001b',
    '000003e8 00000006 00000000 00000001',
    '000003e9 00000006 00000002 00000001',
    '000003ea 00000006 00000004 00000001',
    '000003fe 00000006 00000006 00000001',
    '00000414 00000006 0000000d 00000001',
    // a, 1, 2, noarch, b-3-4.src.rpm
    '6100 3100 3200 6e6f6172636800 622d332d342e7372632e72706d00',
  ]
    .join('')
    .replaceAll(' ', ''),
  'hex',
);

describe('readRpmHeader', () => {
  it('reads what stands there', () => {
    expect(readRpmHeader(LITERAL)).toEqual({
      name: 'a',
      epoch: null,
      version: '1',
      release: '2',
      arch: 'noarch',
      sourceRpm: 'b-3-4.src.rpm',
      buildTime: undefined,
      summary: '',
    });
    expect(readRpmHeader(rpmFile(PODMAN))).toEqual(PODMAN);
  });

  it('tells epoch 0 from none', () => {
    expect(readRpmHeader(rpmFile({ ...PODMAN, epoch: 0 })).epoch).toBe(0);
  });

  it('knows source packages, which carry the arch they were made on', () => {
    const { sourceRpm: _, ...source } = PODMAN;
    expect(readRpmHeader(rpmFile(source))).toMatchObject({ arch: 'src', sourceRpm: '' });
    expect(readRpmHeader(rpmFile({ ...PODMAN, sourcePackage: 1 }))).toMatchObject({ arch: 'src', sourceRpm: '' });
  });

  it('reads bytes that lie within others', () => {
    const file = rpmFile(PODMAN);
    const around = Buffer.concat([Buffer.from('xyz'), file, Buffer.from('payload')]);
    expect(readRpmHeader(around.subarray(3)).name).toBe('podman');
  });

  it.each<[string, (file: Buffer) => Buffer, string]>([
    ['nothing', () => Buffer.alloc(0), '0 bytes'],
    ['a text', () => Buffer.from('<!DOCTYPE html>'), 'it does not begin as one'],
    ['a cut lead', file => file.subarray(0, 60), 'cut off after 60 bytes'],
    ['a cut signature', file => file.subarray(0, 120), 'cut off after 120 bytes'],
    ['a cut header', file => file.subarray(0, file.length - 1), `cut off after ${LITERAL.length - 1} bytes`],
    ['no signature header', file => patched(file, 96, 0), 'no signature header at byte 96'],
    ['no header', file => patched(file, 136, 0), 'no header at byte 136'],
    ['no entries', file => patched(file, 144, 0), 'a header of 0 entries'],
    ['too many entries', file => patched(file, 144, 0x10000), 'a header of 65536 entries'],
    ['too much data', file => patched(file, 148, 0xffffffff), 'a header of 4294967295 bytes'],
    ['a huge signature', file => patched(file, 108, 0x10000000), 'a signature header of 268435456 bytes'],
    ['a name that is a number', file => patched(file, 156, 4), 'its name is no text'],
    ['a name outside', file => patched(file, 160, 0x7fffffff), 'its name lies outside of the header'],
    ['a source RPM without an end', file => patched(file, file.length - 4, 0x72706d6d), 'its source RPM lies outside'],
    ['another tag for the name', file => patched(file, 152, 999), 'its header has no name'],
    ['a name of no letters', file => patched(file, file.length - 27, 0x01003100), 'its name is no word'],
  ])('refuses %s', (_, broken, why) => {
    expect(() => readRpmHeader(broken(LITERAL))).toThrow(NotAnRpmError);
    expect(() => readRpmHeader(broken(LITERAL))).toThrow(`not an RPM (${why}`);
  });

  it('never reads beyond its bytes, whatever they say', () => {
    const file = rpmFile(PODMAN);
    for (let at = 0; at < file.length; at++) {
      for (const byte of [0, 1, 0x7f, 0xff]) {
        const mutant = Buffer.from(file);
        mutant[at] = byte;
        try {
          readRpmHeader(mutant);
        } catch (error) {
          expect(error, `byte ${at} set to ${byte}`).toBeInstanceOf(NotAnRpmError);
        }
      }
    }
  });
});

describe('rpmHeaderEnd', () => {
  it('says how many bytes are enough', () => {
    const file = Buffer.concat([rpmFile(PODMAN), Buffer.alloc(100)]);
    const end = rpmHeaderEnd(file) ?? 0;
    expect(end).toBe(file.length - 100);
    expect(readRpmHeader(file.subarray(0, end)).name).toBe('podman');
    expect(rpmHeaderEnd(file.subarray(0, 152))).toBe(end);
    for (const length of [0, 3, 100, 111, 151]) expect(rpmHeaderEnd(file.subarray(0, length))).toBeUndefined();
    expect(() => rpmHeaderEnd(Buffer.from('<html>'))).toThrow(NotAnRpmError);
  });
});

function patched(file: Buffer, offset: number, value: number): Buffer {
  const copy = Buffer.from(file);
  copy.writeUInt32BE(value, offset);
  return copy;
}

describe.skipIf(!canBuildRpms)(
  `of real packages${canBuildRpms ? '' : ' (skipped: no rpmbuild on this machine)'}`,
  () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'manifest-lock-rpms-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const FORMAT = '%{NAME}|%{EPOCH}|%{VERSION}|%{RELEASE}|%{ARCH}|%{SOURCERPM}|%{BUILDTIME}|%{SUMMARY}';
    const judged = (path: string): string =>
      execFileSync('rpm', ['-qp', '--nosignature', '--qf', FORMAT, path], {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C.UTF-8' },
        stdio: ['ignore', 'pipe', 'ignore'],
      });

    it('says what rpm says', () => {
      const rpms = buildRpms(folder);
      const names = readdirSync(rpms);
      expect(names.length).toBeGreaterThan(10);
      for (const name of names) {
        const header = readRpmHeader(readFileSync(join(rpms, name)));
        const { epoch, version, release, arch, sourceRpm, buildTime, summary } = header;
        const own = [header.name, epoch ?? '(none)', version, release, arch, sourceRpm, buildTime, summary].join('|');
        expect(own).toBe(judged(join(rpms, name)));
        expect(buildTime).toBe(BUILD_TIME);
      }
    }, 60_000);

    it('knows a source package as one', () => {
      const spec = join(folder, 'own.spec');
      writeFileSync(
        spec,
        'Name: own\nEpoch: 0\nVersion: 1\nRelease: 2\nSummary: Own\nLicense: MIT\n%description\nOwn.\n%files\n',
      );
      execFileSync('rpmbuild', ['-bs', '--quiet', '--define', `_topdir ${folder}/source`, spec], { stdio: 'ignore' });
      const bytes = readFileSync(join(folder, 'source/SRPMS/own-1-2.src.rpm'));
      expect(readRpmHeader(bytes)).toMatchObject({
        name: 'own',
        epoch: 0,
        version: '1',
        release: '2',
        arch: 'src',
        sourceRpm: '',
      });
    }, 60_000);
  },
);

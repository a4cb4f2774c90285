import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sourceName, splitNevra } from '../../../server/rpm/nevra';
import { itShared, shared } from '../../support/shared';

/** Text, then libdnf 0.69's name, epoch, version, release, arch; none where it refuses. */
const CASES: readonly (readonly [string, ...string[]])[] = [
  ['NetworkManager-1:1.16.2-1.fc30.x86_64', 'NetworkManager', '1', '1.16.2', '1.fc30', 'x86_64'],
  ['GeoIP-GeoLite-data-2018.06-3.fc30.noarch', 'GeoIP-GeoLite-data', '0', '2018.06', '3.fc30', 'noarch'],
  ['libstdc++-14.2.1-3.fc40.x86_64', 'libstdc++', '0', '14.2.1', '3.fc40', 'x86_64'],
  ['foo+bar-1.0~rc1^git1-1.fc40.x86_64', 'foo+bar', '0', '1.0~rc1^git1', '1.fc40', 'x86_64'],
  ['foo_1-2:3-4.fc40.x86_64.rpm', 'foo_1', '2', '3', '4.fc40.x86_64', 'rpm'],
  ['os-prober-1.81-3.fc38aarch64', 'os-prober', '0', '1.81', '3', 'fc38aarch64'],
  ['a-b-c-d.e', 'a-b', '0', 'c', 'd', 'e'],
  ['a--1-2.x', 'a-', '0', '1', '2', 'x'],
  ['a-01:1-2.x86_64', 'a', '1', '1', '2', 'x86_64'],
  ['0-0-0.0', '0', '0', '0', '0', '0'],
  ['-'],
  ['a-1-2'],
  ['a-1-2.'],
  ['a-:1-2.x86_64'],
  ['-1-2.x'],
  ['a-1--2.x'],
  ['gpg-pubkey-a15b79cc-63d04c2c'],
  ['foo 1-2-3.x'],
  ['foo-1-2 .x'],
  ['foo-1:2-3.x/y'],
  ['libeco:nf-0.4.0-3.fc36.s390x'],
  ['keyutils-libs-0:10.6.1-7.fc<9.ppc64le'],
  ['libxml2-2.10.4-3(fc39.x86_64'],
];

const parts = (text: string): string[] => {
  const nevra = splitNevra(text);
  return nevra ? [nevra.name, nevra.epoch, nevra.version, nevra.release, nevra.arch] : [];
};

describe('splitNevra', () => {
  for (const [text, ...expected] of CASES) {
    it(`${text} ${expected.length > 0 ? 'is split' : 'is refused'}`, () => expect(parts(text)).toEqual(expected));
  }

  itShared('agrees with libdnf on every judged NEVRA, but for epochs beyond 32 bits', () => {
    const rows = ['nevra.tsv', 'nevra-edge.tsv'].flatMap(file =>
      readFileSync(shared(`data/${file}`), 'utf8')
        .split('\n')
        .filter(Boolean),
    );
    expect(rows.length).toBe(36648);
    const wrong = rows.filter(row => {
      const [text = '', ...expected] = row.split('\t');
      return (parts(text).join('\t') || 'ERR') !== expected.join('\t');
    });
    expect(wrong.map(row => row.split('\t')[0])).toEqual([
      'foo-18446744073709551616:1-2.x',
      'foo-4294967296:1-2.x',
      'foo-2147483648:1-2.x',
    ]);
  });
});

describe('sourceName', () => {
  it('names the source package', () => {
    expect(sourceName('rust-afterburn-5.7.0-1.fc40.src.rpm')).toBe('rust-afterburn');
    expect(sourceName('not a file name')).toBe('not a file name');
  });
});

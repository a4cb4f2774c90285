import { describe, expect, it } from 'vitest';
import { invalidDigest } from '../../../server/rules/invalid-digest';
import { fixed, lines, titles, X86_64_BASE } from './support';

const lock = (digest: string) =>
  `{\n  "packages": {\n    "GeoIP": {\n      "evra": "1.6.12-5.fc30.x86_64",\n      "digest": ${digest}\n    }\n  }\n}\n`;
const GOOD = 'sha256:21dc1220cfdacd089c8c8ed9985801a9d09edb7c26543694cef57ada1d8aafa8';

describe('invalid-digest', () => {
  it.each([
    ['"sha256:none"', 'has characters that are no hex digits'],
    ['"sha256:21dc1220"', 'has 8 hex digits, sha256 has 64'],
    [`"${GOOD.slice(7)}"`, 'is not "algorithm:hex"'],
    ['"crc32:21dc1220"', 'has the algorithm "crc32", which is none of md5, sha1, sha224, sha256, sha384 and sha512'],
    ['12', 'is not text'],
  ])('%s', (digest, what) => {
    expect(lines(invalidDigest, X86_64_BASE, lock(digest))).toEqual([
      `error 5:17-5:${17 + digest.length} The digest of GeoIP ${what}: it equals no package's checksum, the compose fails.`,
    ]);
  });

  it('writes upper case in lower case', () => {
    const text = lock(`"SHA256:${GOOD.slice(7).toUpperCase()}"`);
    expect(titles(invalidDigest, X86_64_BASE, text)).toEqual([['Write it in lower case * all']]);
    expect(fixed(invalidDigest, X86_64_BASE, text, 'Write it in lower case')).toBe(lock(`"${GOOD}"`));
  });

  it('is content with a digest as coreos-assembler wrote them in 2019, and with none', () => {
    expect(lines(invalidDigest, X86_64_BASE, lock(`"${GOOD}"`))).toEqual([]);
    expect(lines(invalidDigest, X86_64_BASE, lock('null'))).toEqual([]);
  });
});

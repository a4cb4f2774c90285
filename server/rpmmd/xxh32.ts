/** XXH32 with seed 0 (github.com/Cyan4973/xxHash, doc/xxhash_spec.md): finds damage, does not resist forgery. */

const P1 = 0x9e3779b1;
const P2 = 0x85ebca77;
const P3 = 0xc2b2ae3d;
const P4 = 0x27d4eb2f;
const P5 = 0x165667b1;

const rotl = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));
const round = (lane: number, word: number): number => Math.imul(rotl((lane + Math.imul(word, P2)) | 0, 13), P1);

/** The hash of `bytes`, which must start at a multiple of 4 in its buffer. On a little-endian machine, XXH32 proper. */
export function xxh32(bytes: Uint8Array): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
  let at = 0;
  let hash = P5;
  if (words.length >= 4) {
    let a = (P1 + P2) | 0;
    let b = P2 | 0;
    let c = 0;
    let d = -P1 | 0;
    for (const last = words.length - 4; at <= last; at += 4) {
      a = round(a, words[at] ?? 0);
      b = round(b, words[at + 1] ?? 0);
      c = round(c, words[at + 2] ?? 0);
      d = round(d, words[at + 3] ?? 0);
    }
    hash = (rotl(a, 1) + rotl(b, 7) + rotl(c, 12) + rotl(d, 18)) | 0;
  }
  hash = (hash + bytes.length) | 0;
  for (; at < words.length; at++) {
    hash = Math.imul(rotl((hash + Math.imul(words[at] ?? 0, P3)) | 0, 17), P4);
  }
  for (let i = at * 4; i < bytes.length; i++) {
    hash = Math.imul(rotl((hash + Math.imul(bytes[i] ?? 0, P5)) | 0, 11), P1);
  }
  hash = Math.imul(hash ^ (hash >>> 15), P2);
  hash = Math.imul(hash ^ (hash >>> 13), P3);
  return (hash ^ (hash >>> 16)) >>> 0;
}

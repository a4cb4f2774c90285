/**
 * The file an index is cached in. One header, then sections, each starting at a multiple of 8; numbers in the byte
 * order of the machine that wrote it (the magic number tells another machine's file).
 *
 * Texts stand once each in a string table and are named by their number there; 0 is the empty string. Packages are
 * ordered by name (bytes of its UTF-8, that is code points), newest EVR first, then arch. They are numbered in this order.
 */
import { createHash } from 'node:crypto';

/** "MLIX" read as a little-endian number. */
export const MAGIC = 0x58494c4d;
/** Raised whenever the meaning of anything here changes. */
export const FORMAT_VERSION = 2;

/** Words (32 bits) of the header. `hash` is `imageHash`. */
export const Header = {
  magic: 0,
  version: 1,
  hash: 2,
  length: 3,
  packages: 4,
  names: 5,
  sources: 6,
  /** String: the repomd checksum of the primary this was made from. */
  checksum: 7,
  /** Then, for each section, its place and its length in bytes. */
  sections: 8,
} as const;

/** The `uint32` columns of a package. */
export const COLUMNS = [
  'name',
  'evr',
  'arch',
  'source',
  'sourceRpm',
  'locationFolder',
  'locationFile',
  'locationBase',
  'checksumType',
  'summary',
  'license',
  'url',
] as const;
export type Column = (typeof COLUMNS)[number];

/**
 * - stringPlaces u32[strings + 1], stringBytes: string `i` is bytes places[i]..places[i + 1]
 * - names u32[names]: strings in order; namePackages u32[names + 1]: the packages of name `i` are [i]..[i + 1]
 * - sources u32[sources]: strings in order; sourcePlaces u32[sources + 1]: into sourcePackages u32[packages], numbers
 *   of packages, newest EVR first, then name, then arch
 * - checksumPlaces u32[packages + 1], checksumBytes: checksums as bytes
 * - fileTime, buildTime, size f64[packages]
 * - the columns, u32[packages] each
 */
export const SECTIONS = [
  'stringPlaces',
  'stringBytes',
  'names',
  'namePackages',
  'sources',
  'sourcePlaces',
  'sourcePackages',
  'checksumPlaces',
  'checksumBytes',
  'fileTime',
  'buildTime',
  'size',
  ...COLUMNS,
] as const;
export type Section = (typeof SECTIONS)[number];

/** The first 32 bits of the SHA-256 of everything behind the hash: finds damage, does not resist forgery. */
export function imageHash(image: Uint8Array): number {
  const digest = createHash('sha256')
    .update(image.subarray((Header.hash + 1) * 4))
    .digest();
  return digest.readUInt32LE();
}

export const HEADER_BYTES = align((Header.sections + SECTIONS.length * 2) * 4);

/** `locationFile` of a file called NAME-VERSION-RELEASE.ARCH.rpm, as nearly every one is. */
export const CONVENTIONAL_FILE = 0xffffffff;

export function align(bytes: number): number {
  return (bytes + 7) & ~7;
}

/** What is read of each package of primary.xml, as bytes: most of them are only copied on, never made into text. */

/** Places of the fields in a RawPackage. */
export const Field = {
  name: 0,
  arch: 1,
  epoch: 2,
  version: 3,
  release: 4,
  checksumType: 5,
  checksum: 6,
  summary: 7,
  license: 8,
  url: 9,
  sourceRpm: 10,
  location: 11,
  locationBase: 12,
  fileTime: 13,
  buildTime: 14,
  size: 15,
} as const;

export const FIELDS = 16;

/**
 * Field `i` is the UTF-8 text `bytes[from[i]..to[i]]`, entities decoded; empty where the package does not have it.
 * One object is used again for every package: valid only during the call it is handed to.
 */
export interface RawPackage {
  bytes: Buffer;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

export function emptyPackage(): RawPackage {
  return { bytes: Buffer.alloc(0), from: new Int32Array(FIELDS), to: new Int32Array(FIELDS) };
}

export type PackageSink = (pkg: RawPackage) => void;

/** Where the packages of a document go. */
export interface PrimaryTarget {
  readonly add: PackageSink;
  /** `packages` is how many the document announces: a hint, as anyone may announce anything. */
  expect(packages: number): void;
  /** What came so far is to be forgotten: the document is read once more. */
  restart(): void;
}

/** Of a whole primary.xml. */
export interface PrimaryCounts {
  /** `package` elements read. */
  readonly packages: number;
  /** `metadata/@packages`; undefined where it is not there or no number. */
  readonly declared: number | undefined;
}

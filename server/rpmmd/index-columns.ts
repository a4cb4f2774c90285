/** The packages of a repository as they come, in growing columns. */
import { sourceName } from '../rpm/nevra';
import { COLUMNS, CONVENTIONAL_FILE, type Column } from './index-format';
import { FIELDS, Field, type RawPackage } from './primary-fields';
import { resized, StringTable } from './string-table';
import { matches } from './xml-scan';

const ZERO = 0x30;
const COLON = 0x3a;
const DASH = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const RPM = Buffer.from('.rpm');
const SRC_RPM = Buffer.from('.src.rpm');

/** Characters that mean nothing in a NEVRA but themselves. */
const PLAIN = new Uint8Array(256);
for (const c of Buffer.from('-.+_~^0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')) PLAIN[c] = 1;

/** What dnf, too, leaves out of a binary repository's packages. */
const SOURCE_ARCHES = new Set(['src', 'nosrc']);

export class PackageColumns {
  readonly strings = new StringTable();
  /** Packages kept: all but source packages. */
  count = 0;
  readonly columns: Record<Column, Uint32Array<ArrayBuffer>>;
  fileTime = new Float64Array(INITIAL);
  buildTime = new Float64Array(INITIAL);
  size = new Float64Array(INITIAL);
  /** Checksum `i` is `checksums[checksumPlaces[i]..checksumPlaces[i + 1]]`. */
  checksumPlaces = new Uint32Array(INITIAL);
  checksums = new Uint8Array(INITIAL * 32);
  private scratch = Buffer.allocUnsafeSlow(4096);
  /** By field: the string it had last. */
  private readonly last = new Uint32Array(FIELDS);
  private lastEvr = 0;
  private lastFolder = 0;
  private lastArch = 0;
  private lastIsSource = false;
  /** By number of a `sourceRpm` string: the number of its source's name, 0 where not yet known. */
  private sourceNames = new Uint32Array(INITIAL);

  constructor() {
    this.columns = Object.fromEntries(COLUMNS.map(name => [name, new Uint32Array(INITIAL)])) as Record<
      Column,
      Uint32Array<ArrayBuffer>
    >;
  }

  add(pkg: RawPackage): void {
    const arch = this.field(pkg, Field.arch);
    if (this.isSourceArch(arch)) return;
    if (this.count + 2 > this.fileTime.length) this.resize(this.fileTime.length * 2);
    const i = this.count++;
    const { columns } = this;
    const name = this.field(pkg, Field.name);
    const sourceRpm = this.field(pkg, Field.sourceRpm);
    columns.name[i] = name;
    columns.arch[i] = arch;
    columns.evr[i] = this.evr(pkg);
    columns.sourceRpm[i] = sourceRpm;
    columns.source[i] = sourceRpm === 0 ? name : this.sourceName(pkg, sourceRpm);
    columns.locationBase[i] = this.field(pkg, Field.locationBase);
    columns.checksumType[i] = this.field(pkg, Field.checksumType);
    columns.summary[i] = this.rareField(pkg, Field.summary);
    columns.license[i] = this.field(pkg, Field.license);
    columns.url[i] = this.rareField(pkg, Field.url);
    this.addLocation(pkg, i);
    this.addChecksum(pkg, i);
    this.fileTime[i] = number(pkg, Field.fileTime);
    this.buildTime[i] = number(pkg, Field.buildTime);
    this.size[i] = number(pkg, Field.size);
  }

  private field(pkg: RawPackage, field: number): number {
    const from = pkg.from[field] ?? 0;
    const to = pkg.to[field] ?? 0;
    if (from === to) return 0;
    // neighbours share most of what they say
    const last = this.last[field] ?? 0;
    if (this.strings.is(last, pkg.bytes, from, to)) return last;
    const id = this.strings.intern(pkg.bytes, from, to);
    this.last[field] = id;
    return id;
  }

  /** Like `field`, for what only neighbours have in common. */
  private rareField(pkg: RawPackage, field: number): number {
    const from = pkg.from[field] ?? 0;
    const to = pkg.to[field] ?? 0;
    if (from === to) return 0;
    const last = this.last[field] ?? 0;
    if (this.strings.is(last, pkg.bytes, from, to)) return last;
    const id = this.strings.append(pkg.bytes, from, to);
    this.last[field] = id;
    return id;
  }

  private isSourceArch(arch: number): boolean {
    if (arch !== this.lastArch) {
      this.lastArch = arch;
      this.lastIsSource = SOURCE_ARCHES.has(this.strings.text(arch));
    }
    return this.lastIsSource;
  }

  private sourceName(pkg: RawPackage, sourceRpm: number): number {
    while (sourceRpm >= this.sourceNames.length)
      this.sourceNames = resized(this.sourceNames, this.sourceNames.length * 2);
    let known = this.sourceNames[sourceRpm] ?? 0;
    if (known === 0) {
      const from = pkg.from[Field.sourceRpm] ?? 0;
      const end = plainSourceName(pkg.bytes, from, pkg.to[Field.sourceRpm] ?? 0);
      known =
        end > from
          ? this.strings.intern(pkg.bytes, from, end)
          : this.strings.internText(sourceName(this.strings.text(sourceRpm)));
      this.sourceNames[sourceRpm] = known;
    }
    return known;
  }

  /** `[E:]V-R`, an epoch of 0 left out. */
  private evr(pkg: RawPackage): number {
    let at = 0;
    let epoch = pkg.from[Field.epoch] ?? 0;
    const epochEnd = pkg.to[Field.epoch] ?? 0;
    while (epoch < epochEnd && pkg.bytes[epoch] === ZERO) epoch++;
    if (epoch < epochEnd) {
      at = this.put(pkg.bytes, epoch, epochEnd, at);
      this.scratch[at++] = COLON;
    }
    at = this.putVersion(pkg, at);
    if (!this.strings.is(this.lastEvr, this.scratch, 0, at)) this.lastEvr = this.strings.append(this.scratch, 0, at);
    return this.lastEvr;
  }

  private addLocation(pkg: RawPackage, i: number): void {
    const { bytes } = pkg;
    const from = pkg.from[Field.location] ?? 0;
    const to = pkg.to[Field.location] ?? 0;
    let file = to;
    while (file > from && bytes[file - 1] !== SLASH) file--;
    if (!this.strings.is(this.lastFolder, bytes, from, file)) this.lastFolder = this.strings.intern(bytes, from, file);
    this.columns.locationFolder[i] = this.lastFolder;
    this.columns.locationFile[i] = isConventional(pkg, file, to)
      ? CONVENTIONAL_FILE
      : this.strings.intern(bytes, file, to);
  }

  private putVersion(pkg: RawPackage, to: number): number {
    let at = this.put(pkg.bytes, pkg.from[Field.version] ?? 0, pkg.to[Field.version] ?? 0, to);
    const release = pkg.from[Field.release] ?? 0;
    const releaseEnd = pkg.to[Field.release] ?? 0;
    if (release === releaseEnd) return at;
    this.scratch[at++] = DASH;
    at = this.put(pkg.bytes, release, releaseEnd, at);
    return at;
  }

  private put(bytes: Uint8Array, from: number, to: number, at: number): number {
    // one more for the separator that follows
    const needed = at + to - from + 1;
    if (needed > this.scratch.length) {
      const larger = Buffer.allocUnsafeSlow(needed * 2);
      this.scratch.copy(larger, 0, 0, at);
      this.scratch = larger;
    }
    const { scratch } = this;
    let out = at;
    for (let i = from; i < to; i++) scratch[out++] = bytes[i] ?? 0;
    return out;
  }

  private addChecksum(pkg: RawPackage, i: number): void {
    const from = pkg.from[Field.checksum] ?? 0;
    const to = pkg.to[Field.checksum] ?? 0;
    let at = this.checksumPlaces[i] ?? 0;
    if (at + (to - from) / 2 > this.checksums.length) {
      const larger = new Uint8Array((at + to - from) * 2);
      larger.set(this.checksums);
      this.checksums = larger;
    }
    const { checksums } = this;
    for (let k = from; k + 1 < to; k += 2) {
      checksums[at++] = (hexDigit(pkg.bytes[k] ?? 0) << 4) | hexDigit(pkg.bytes[k + 1] ?? 0);
    }
    this.checksumPlaces[i + 1] = at;
  }

  /** Makes room for that many packages at once, within reason: what grows step by step leaves as much again behind. */
  reserve(packages: number): void {
    const capacity = Math.min(packages, MAX_RESERVED) + 1;
    if (capacity <= this.fileTime.length) return;
    this.resize(capacity);
    const checksums = new Uint8Array(capacity * CHECKSUM_BYTES);
    checksums.set(this.checksums);
    this.checksums = checksums;
    this.strings.reserve(capacity * STRINGS, capacity * STRING_BYTES);
  }

  private resize(capacity: number): void {
    for (const name of COLUMNS) this.columns[name] = resized(this.columns[name], capacity);
    this.checksumPlaces = resized(this.checksumPlaces, capacity);
    this.fileTime = resizedFloats(this.fileTime, capacity);
    this.buildTime = resizedFloats(this.buildTime, capacity);
    this.size = resizedFloats(this.size, capacity);
  }
}

/**
 * The end of the name in NAME-VERSION-RELEASE.src.rpm of ordinary characters: what `sourceName` says of nearly every
 * source RPM, without making text of it. -1 for any other.
 */
function plainSourceName(bytes: Buffer, from: number, to: number): number {
  const end = to - SRC_RPM.length;
  if (end <= from || !matches(bytes, end, SRC_RPM)) return -1;
  let release = -1;
  let version = -1;
  for (let i = end - 1; i > from; i--) {
    const c = bytes[i] ?? 0;
    if (PLAIN[c] !== 1) return -1;
    if (c !== DASH) continue;
    if (release < 0) release = i;
    else if (version < 0) version = i;
  }
  return version > 0 && version + 1 < release && release + 1 < end && PLAIN[bytes[from] ?? 0] === 1 ? version : -1;
}

/** True where `bytes[file..to]` is NAME-VERSION-RELEASE.ARCH.rpm. */
function isConventional(pkg: RawPackage, file: number, to: number): boolean {
  const { bytes } = pkg;
  let at = skip(pkg, Field.name, file);
  if (bytes[at] !== DASH) return false;
  const version = at + 1;
  at = skip(pkg, Field.version, version);
  // a version with a colon could not be told from an epoch
  for (let i = version; i < at; i++) if (bytes[i] === COLON) return false;
  if (bytes[at] !== DASH || pkg.from[Field.release] === pkg.to[Field.release]) return false;
  at = skip(pkg, Field.release, at + 1);
  if (bytes[at] !== DOT) return false;
  at = skip(pkg, Field.arch, at + 1);
  return at + RPM.length === to && matches(bytes, at, RPM);
}

/** The place after the text of `field`, which must stand at `at`; else one where nothing matches. */
function skip({ bytes, from, to }: RawPackage, field: number, at: number): number {
  let out = at;
  const end = to[field] ?? 0;
  for (let i = from[field] ?? 0; i < end; i++, out++) if (bytes[i] !== bytes[out]) return bytes.length;
  return out;
}

// small: the first growth comes before V8 optimises anything on the assumption that there is none
const INITIAL = 256;

// of Fedora's packages, on average: what a package adds to the string table, and a sha256
const STRINGS = 4;
const STRING_BYTES = 130;
const CHECKSUM_BYTES = 32;
const MAX_RESERVED = 150_000;

function resizedFloats(array: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(length);
  larger.set(array);
  return larger;
}

/** A field of digits; 0 where it is empty. */
function number(pkg: RawPackage, field: number): number {
  let value = 0;
  for (let i = pkg.from[field] ?? 0; i < (pkg.to[field] ?? 0); i++) value = value * 10 + (pkg.bytes[i] ?? ZERO) - ZERO;
  return value;
}

/** Of a lower-case hexadecimal digit. */
function hexDigit(c: number): number {
  return c < 0x3a ? c - ZERO : c - 0x57;
}

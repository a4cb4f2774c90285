/** One `package` element of primary.xml, straight from its bytes. */
import {
  ALL_FOUND,
  type AttributeField,
  CHILDREN,
  FORMAT_CHILDREN,
  findElement,
  isName,
  type KnownElement,
  NO_ATTRIBUTES,
  NO_ELEMENTS,
  PACKAGE,
} from './primary-elements';
import { emptyPackage, FIELDS, Field, type RawPackage } from './primary-fields';
import { decodeEntities, GT, LT, matches, nameEnd, SLASH, skipSpace, tagEnd, textEnd, valueEnd } from './xml-scan';

const EQUALS = 0x3d;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const XMLNS = Buffer.from('xmlns');

/** Reads `package` elements one after the other into the same RawPackage. */
export class PackageScanner {
  readonly pkg = emptyPackage();
  /** Of the tag `parseAttributes` read last. */
  private selfClosing = false;
  /** By field, one bit each: it holds entities that are not yet decoded. */
  private encoded = 0;

  /**
   * Finds the fields of the package that starts at `from` (after `<package`) in `pkg.bytes`, of which `end` are there.
   * The place where it stopped, inside the package, as it looks no further than the last element it wants; -1 where
   * the package is not all there yet or has a form that is left to the strict reader. The bytes stay as they are.
   */
  scan(from: number, end: number): number {
    const { pkg } = this;
    const { bytes } = pkg;
    for (let field = 0; field < FIELDS; field++) {
      pkg.from[field] = 0;
      pkg.to[field] = 0;
    }
    this.encoded = 0;
    let at = this.parseAttributes(from, end, NO_ATTRIBUTES);
    if (at < 0 || this.selfClosing) return -1;
    let seen = 0;
    let depth = 0;
    let inFormat = false;
    let expected = 0;
    while (seen !== ALL_FOUND) {
      at = nextTag(bytes, at, end);
      if (at >= end) return -1;
      if (bytes[at + 1] === SLASH) {
        if (isName(PACKAGE, bytes, at + 2)) return depth === 0 ? at : -1;
        if (--depth < 0) return -1;
        if (depth === 0) inFormat = false;
        at = tagEnd(bytes, nameEnd(bytes, at + 2, end), end);
        if (at < 0) return -1;
        continue;
      }
      const table = depth === 0 ? CHILDREN : inFormat && depth === 1 ? FORMAT_CHILDREN : NO_ELEMENTS;
      const index = findElement(table, bytes, at + 1, expected);
      // an array asked for [-1] looks for a property of that name
      const element = index < 0 ? undefined : table[index];
      if (!element) {
        at = this.parseAttributes(nameEnd(bytes, at + 1, end), end, NO_ATTRIBUTES);
        if (at < 0) return -1;
        if (!this.selfClosing) depth++;
        continue;
      }
      expected = index + 1;
      if ((seen & element.bit) !== 0) return -1;
      seen |= element.bit;
      at = this.parseAttributes(at + 1 + element.name.length, end, element.attributes);
      if (at < 0) return -1;
      if (this.selfClosing) continue;
      if (element.kind === 'text' || element.kind === 'passed') {
        at = this.readText(element, at, end);
        if (at < 0) return -1;
        continue;
      }
      depth++;
      if (element.kind === 'format') {
        inFormat = true;
        expected = 0;
      }
    }
    return at;
  }

  /**
   * Decodes the entities of the package that was scanned, in place. False where there is a foreign one or the package
   * lacks what every package must have: it is left to the strict reader.
   */
  complete(): boolean {
    const { pkg } = this;
    for (let field = 0; this.encoded !== 0 && field < FIELDS; field++) {
      if ((this.encoded & (1 << field)) === 0) continue;
      const to = decodeEntities(pkg.bytes, pkg.from[field] ?? 0, pkg.to[field] ?? 0);
      if (to < 0) return false;
      pkg.to[field] = to;
    }
    return isComplete(pkg);
  }

  /** Reads attributes up to the end of the tag; the place after it, or -1. */
  private parseAttributes(from: number, end: number, wanted: readonly AttributeField[]): number {
    const { bytes } = this.pkg;
    let expected = 0;
    let at = from;
    for (;;) {
      const next = skipSpace(bytes, at, end);
      if (next >= end) return -1;
      const c = bytes[next];
      if (c === GT) {
        this.selfClosing = false;
        return next + 1;
      }
      if (c === SLASH) {
        this.selfClosing = true;
        return next + 1 < end && bytes[next + 1] === GT ? next + 2 : -1;
      }
      if (next === at) return -1;
      const index = findAttribute(wanted, bytes, next, expected);
      const attribute = index < 0 ? undefined : wanted[index];
      // another namespace may begin here
      if (!attribute && matches(bytes, next, XMLNS)) return -1;
      const nameTo = attribute ? next + attribute.name.length : nameEnd(bytes, next, end);
      const equals = skipSpace(bytes, nameTo, end);
      if (bytes[equals] !== EQUALS) return -1;
      const open = skipSpace(bytes, equals + 1, end);
      const quote = bytes[open] ?? 0;
      if (quote !== QUOTE && quote !== APOSTROPHE) return -1;
      const stop = valueEnd(bytes, open + 1, end, quote);
      if (stop === 0) return -1;
      const valueTo = stop < 0 ? -stop - 1 : stop;
      if (attribute) this.keep(attribute.field, open + 1, valueTo, stop < 0);
      expected = index + 1;
      at = valueTo + 1;
    }
  }

  /** Reads a text and its end tag; the place after it, or -1. */
  private readText(element: KnownElement, from: number, end: number): number {
    const { bytes } = this.pkg;
    let to: number;
    if (element.kind === 'passed') {
      to = element.long ? bytes.indexOf(LT, from) : nextTag(bytes, from, end);
      if (to < 0) return -1;
    } else {
      const stop = textEnd(bytes, from, end);
      if (stop === 0) return -1;
      to = stop < 0 ? -stop - 1 : stop;
      this.keep(element.field, from, to, stop < 0);
    }
    if (bytes[to + 1] !== SLASH || !matches(bytes, to + 2, element.name.bytes)) return -1;
    return tagEnd(bytes, to + 2 + element.name.length, end);
  }

  private keep(field: number, from: number, to: number, encoded: boolean): void {
    this.pkg.from[field] = from;
    this.pkg.to[field] = to;
    if (encoded) this.encoded |= 1 << field;
  }
}

/** Characters between elements are passed over. */
function nextTag(bytes: Buffer, from: number, end: number): number {
  let i = from;
  while (i < end && bytes[i] !== LT) i++;
  return i;
}

/** The place in `wanted` of the attribute whose name stands at `at`, -1 where it is none; `expected` is tried first. */
function findAttribute(wanted: readonly AttributeField[], bytes: Buffer, at: number, expected: number): number {
  const guess = expected < wanted.length ? wanted[expected] : undefined;
  if (guess && isName(guess.name, bytes, at)) return expected;
  for (let i = 0; i < wanted.length; i++) {
    const candidate = wanted[i];
    if (candidate && isName(candidate.name, bytes, at)) return i;
  }
  return -1;
}

const MUST_HAVE = [Field.name, Field.arch, Field.version, Field.checksumType, Field.checksum, Field.location];
const NUMBERS = [Field.epoch, Field.fileTime, Field.buildTime, Field.size];

const HEX = new Uint8Array(256);
for (const digit of Buffer.from('0123456789abcdef')) HEX[digit] = 1;

function isComplete({ bytes, from, to }: RawPackage): boolean {
  for (let i = 0; i < MUST_HAVE.length; i++) {
    const field = MUST_HAVE[i] ?? 0;
    if (from[field] === to[field]) return false;
  }
  for (let k = 0; k < NUMBERS.length; k++) {
    const field = NUMBERS[k] ?? 0;
    const end = to[field] ?? 0;
    for (let i = from[field] ?? 0; i < end; i++) {
      const c = bytes[i] ?? 0;
      if (c < 0x30 || c > 0x39) return false;
    }
  }
  const checksumFrom = from[Field.checksum] ?? 0;
  const checksumTo = to[Field.checksum] ?? 0;
  for (let i = checksumFrom; i < checksumTo; i++) if (HEX[bytes[i] ?? 0] === 0) return false;
  return (checksumTo - checksumFrom) % 2 === 0;
}

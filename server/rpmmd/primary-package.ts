/** One `package` element of primary.xml, straight from its bytes. */
import { emptyPackage, FIELDS, Field, type RawPackage } from './primary-fields';
import { decodeEntities, GT, LT, matches, nameEnd, SLASH, skipSpace, tagEnd, textEnd, valueEnd } from './xml-scan';

const EQUALS = 0x3d;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;

interface AttributeField {
  readonly name: Buffer;
  readonly field: number;
}

interface WantedElement {
  readonly name: Buffer;
  /** Of its text; -1 where only its attributes are wanted. */
  readonly field: number;
  readonly attributes: readonly AttributeField[];
}

const NO_TEXT = -1;
const NONE: readonly AttributeField[] = [];
const attribute = (name: string, field: number): AttributeField => ({ name: Buffer.from(name), field });
const element = (name: string, field: number, ...attributes: AttributeField[]): WantedElement => ({
  name: Buffer.from(name),
  field,
  attributes,
});

/** Children of `package`, in the order createrepo_c writes them. */
const CHILDREN: readonly WantedElement[] = [
  element('name', Field.name),
  element('arch', Field.arch),
  element(
    'version',
    NO_TEXT,
    attribute('epoch', Field.epoch),
    attribute('ver', Field.version),
    attribute('rel', Field.release),
  ),
  element('checksum', Field.checksum, attribute('type', Field.checksumType)),
  element('summary', Field.summary),
  element('url', Field.url),
  element('time', NO_TEXT, attribute('file', Field.fileTime), attribute('build', Field.buildTime)),
  element('size', NO_TEXT, attribute('package', Field.size)),
  element('location', NO_TEXT, attribute('href', Field.location), attribute('xml:base', Field.locationBase)),
];
/** Children of `format`. */
const FORMAT_CHILDREN: readonly WantedElement[] = [
  element('rpm:license', Field.license),
  element('rpm:sourcerpm', Field.sourceRpm),
];
const WANTED = CHILDREN.length + FORMAT_CHILDREN.length;
const NONE_WANTED: readonly WantedElement[] = [];
const PACKAGE = Buffer.from('package');
const FORMAT = Buffer.from('format');
const DESCRIPTION = Buffer.from('description');
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
    let at = this.parseAttributes(from, end, NONE);
    if (at < 0 || this.selfClosing) return -1;
    let seen = 0;
    let found = 0;
    let depth = 0;
    let inFormat = false;
    let expected = 0;
    while (found < WANTED) {
      at = nextTag(bytes, at, end);
      if (at >= end) return -1;
      if (bytes[at + 1] === SLASH) {
        const nameTo = nameEnd(bytes, at + 2, end);
        if (is(PACKAGE, bytes, at + 2, nameTo)) return depth === 0 ? at : -1;
        if (--depth < 0) return -1;
        if (depth === 0) inFormat = false;
        at = tagEnd(bytes, nameTo, end);
        if (at < 0) return -1;
        continue;
      }
      const nameFrom = at + 1;
      const nameTo = nameEnd(bytes, nameFrom, end);
      const table = depth === 0 ? CHILDREN : inFormat && depth === 1 ? FORMAT_CHILDREN : NONE_WANTED;
      const index = find(table, bytes, nameFrom, nameTo, expected);
      // an array asked for [-1] looks for a property of that name
      const element = index < 0 ? undefined : table[index];
      if (!element) {
        at = this.parseAttributes(nameTo, end, NONE);
        if (at < 0) return -1;
        if (this.selfClosing) continue;
        if (depth === 0 && is(FORMAT, bytes, nameFrom, nameTo)) {
          inFormat = true;
          expected = 0;
        }
        depth++;
        if (is(DESCRIPTION, bytes, nameFrom, nameTo)) {
          // a long text: the platform's own search is faster than a loop
          at = bytes.indexOf(LT, at);
          if (at < 0) return -1;
        }
        continue;
      }
      expected = index + 1;
      const bit = 1 << (inFormat ? index + CHILDREN.length : index);
      if ((seen & bit) !== 0) return -1;
      seen |= bit;
      found++;
      at = this.parseAttributes(nameTo, end, element.attributes);
      if (at < 0) return -1;
      if (this.selfClosing) continue;
      if (element.field === NO_TEXT) {
        depth++;
        continue;
      }
      at = this.readText(element, at, end);
      if (at < 0) return -1;
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
    const { pkg } = this;
    const { bytes } = pkg;
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
      const nameTo = nameEnd(bytes, next, end);
      const equals = skipSpace(bytes, nameTo, end);
      if (bytes[equals] !== EQUALS) return -1;
      const open = skipSpace(bytes, equals + 1, end);
      const quote = bytes[open] ?? 0;
      if (quote !== QUOTE && quote !== APOSTROPHE) return -1;
      const stop = valueEnd(bytes, open + 1, end, quote);
      // another namespace may begin here
      if (stop === 0 || matches(bytes, next, XMLNS)) return -1;
      const valueTo = stop < 0 ? -stop - 1 : stop;
      for (let i = 0; i < wanted.length; i++) {
        const attribute = wanted[i];
        if (!attribute || !is(attribute.name, bytes, next, nameTo)) continue;
        if (stop < 0) this.encoded |= 1 << attribute.field;
        pkg.from[attribute.field] = open + 1;
        pkg.to[attribute.field] = valueTo;
        break;
      }
      at = valueTo + 1;
    }
  }

  /** Reads a text and its end tag; the place after it, or -1. */
  private readText(element: WantedElement, from: number, end: number): number {
    const { pkg } = this;
    const { bytes } = pkg;
    const stop = textEnd(bytes, from, end);
    if (stop === 0) return -1;
    const to = stop < 0 ? -stop - 1 : stop;
    if (stop < 0) this.encoded |= 1 << element.field;
    if (bytes[to + 1] !== SLASH || !matches(bytes, to + 2, element.name)) return -1;
    pkg.from[element.field] = from;
    pkg.to[element.field] = to;
    return tagEnd(bytes, to + 2 + element.name.length, end);
  }
}

/** Characters between elements are passed over. */
function nextTag(bytes: Buffer, from: number, end: number): number {
  let i = from;
  while (i < end && bytes[i] !== LT) i++;
  return i;
}

/** The element's place in `table`, -1 where it is none of them. `expected` is tried first. */
function find(table: readonly WantedElement[], bytes: Buffer, from: number, to: number, expected: number): number {
  const guess = table[expected];
  if (guess && is(guess.name, bytes, from, to)) return expected;
  for (let i = 0; i < table.length; i++) {
    const candidate = table[i];
    if (candidate && is(candidate.name, bytes, from, to)) return i;
  }
  return -1;
}

function is(name: Buffer, bytes: Buffer, from: number, to: number): boolean {
  return name.length === to - from && matches(bytes, from, name);
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

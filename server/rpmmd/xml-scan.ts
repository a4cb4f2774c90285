/** Reading XML straight from UTF-8 bytes. Every function is bounded by its `end` and answers -1 for what it refuses. */

export const LT = 0x3c;
export const GT = 0x3e;
export const SLASH = 0x2f;
export const BANG = 0x21;
export const QUESTION = 0x3f;
export const AMP = 0x26;
const HASH = 0x23;
const SEMICOLON = 0x3b;

/** What a byte may end, as bits: one look-up instead of several comparisons. */
const KIND = new Uint8Array(256);
const SPACE = 1;
const ENDS_NAME = 2;
const ENDS_TEXT = 4;
const ENDS_VALUE = 8;
for (const c of Buffer.from(' \n\r\t')) KIND[c] = SPACE | ENDS_NAME;
for (const c of Buffer.from('>/=')) KIND[c] = ENDS_NAME;
for (let c = 0; c < 0x20; c++) KIND[c] = (KIND[c] ?? 0) | ENDS_VALUE;
for (const c of Buffer.from('"\'&<')) KIND[c] = (KIND[c] ?? 0) | ENDS_VALUE;
for (const c of Buffer.from('&<')) KIND[c] = (KIND[c] ?? 0) | ENDS_TEXT;
// a carriage return, which a parser normalises, and what XML forbids
for (let c = 0; c < 0x20; c++) if (c !== 0x09 && c !== 0x0a) KIND[c] = (KIND[c] ?? 0) | ENDS_TEXT;

export const isSpace = (c: number): boolean => ((KIND[c] ?? 0) & SPACE) !== 0;

/** True for what may follow a tag or attribute name. */
export const endsName = (c: number): boolean => ((KIND[c] ?? 0) & ENDS_NAME) !== 0;

/** The first place at or after `from` that is not white space; `end` where there is none. */
export function skipSpace(bytes: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end && isSpace(bytes[i] ?? 0)) i++;
  return i;
}

/** True where `expected` stands at `at`. */
export function matches(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  const { length } = expected;
  for (let i = 0; i < length; i++) if (bytes[at + i] !== expected[i]) return false;
  return true;
}

/** The end of the tag or attribute name that starts at `from`. */
export function nameEnd(bytes: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end && ((KIND[bytes[i] ?? 0] ?? 0) & ENDS_NAME) === 0) i++;
  return i;
}

/** What stands at `at`, the end of an attribute or tag name, must close the tag: the place after `>` or -1. */
export function tagEnd(bytes: Uint8Array, at: number, end: number): number {
  const i = skipSpace(bytes, at, end);
  return i < end && bytes[i] === GT ? i + 1 : -1;
}

/**
 * Where the character data from `from` ends: the place of the next `<`. Negative (minus that place minus one) where it
 * holds an entity; 0 where there is none before `end`, or a control character other than tab and line feed.
 */
export function textEnd(bytes: Uint8Array, from: number, end: number): number {
  let entity = false;
  for (let i = from; i < end; i++) {
    const c = bytes[i] ?? 0;
    if (((KIND[c] ?? 0) & ENDS_TEXT) === 0) continue;
    if (c === LT) return entity ? -i - 1 : i;
    if (c !== AMP) return 0;
    entity = true;
  }
  return 0;
}

/** Like textEnd for an attribute's value up to `quote`; control characters, which a parser would normalise, give 0. */
export function valueEnd(bytes: Uint8Array, from: number, end: number, quote: number): number {
  let entity = false;
  for (let i = from; i < end; i++) {
    const c = bytes[i] ?? 0;
    if (((KIND[c] ?? 0) & ENDS_VALUE) === 0) continue;
    if (c === quote) return entity ? -i - 1 : i;
    if (c === AMP) entity = true;
    else if (c === LT || c < 0x20) return 0;
  }
  return 0;
}

/**
 * Decodes character references and XML's five entities in place (the text only shrinks).
 * Returns the new end; -1 for any other entity or a bare ampersand.
 */
export function decodeEntities(bytes: Buffer, from: number, to: number): number {
  let out = from;
  let i = from;
  while (i < to) {
    const c = bytes[i] ?? 0;
    if (c !== AMP) {
      bytes[out++] = c;
      i++;
      continue;
    }
    const semicolon = bytes.indexOf(SEMICOLON, i);
    if (semicolon < 0 || semicolon >= to || semicolon - i > LONGEST_REFERENCE) return -1;
    const code = codePoint(bytes, i + 1, semicolon);
    if (code < 0) return -1;
    out += bytes.write(String.fromCodePoint(code), out, semicolon + 1 - out, 'utf8');
    i = semicolon + 1;
  }
  return out;
}

/** `&#x10FFFF`, the longest that is not padded with zeros. */
const LONGEST_REFERENCE = 10;

/**
 * What stands at `at`, a `&`: `good` for a character reference or one of XML's five entities, `cut` where `bytes` end
 * inside what may become one, `bad` for everything else.
 */
export function referenceAt(bytes: Buffer, at: number): 'good' | 'cut' | 'bad' {
  const text = bytes.toString('latin1', at, at + LONGEST_REFERENCE + 1);
  const semicolon = text.indexOf(';');
  if (semicolon >= 0) return codePoint(bytes, at + 1, at + semicolon) >= 0 ? 'good' : 'bad';
  return at + LONGEST_REFERENCE >= bytes.length && /^&[#0-9A-Za-z]*$/.test(text) ? 'cut' : 'bad';
}

const NAMED: Readonly<Record<string, number>> = { amp: 0x26, lt: 0x3c, gt: 0x3e, quot: 0x22, apos: 0x27 };

/** The code point a reference stands for; -1 where XML 1.0 has no such reference or character. */
function codePoint(bytes: Buffer, from: number, to: number): number {
  const text = bytes.toString('latin1', from, to);
  if (bytes[from] !== HASH) return Object.hasOwn(NAMED, text) ? (NAMED[text] ?? -1) : -1;
  if (!/^#(?:\d+|x[0-9A-Fa-f]+)$/.test(text)) return -1;
  const code = text[1] === 'x' ? Number.parseInt(text.slice(2), 16) : Number.parseInt(text.slice(1), 10);
  return isXmlChar(code) ? code : -1;
}

/** XML 1.0, production 2. */
function isXmlChar(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

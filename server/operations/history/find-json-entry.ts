/**
 * One entry of a JSON lockfile, found without parsing the others: a history reads thousands of base locks. Gives up on
 * whatever is not plain: maps of maps and strings in ASCII, without escapes, is what base locks are. Of those it finds
 * what the parser finds (tested on real and mutated files).
 */

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Metadata of an entry is a map in the fourth level. */
const MAX_DEPTH = 16;

const PACKAGES = Buffer.from('packages');

/** In place of an offset: no value is wanted; the next one is. */
const NONE = -1;
const AHEAD = -2;

/** Half-open, in bytes. */
export interface ByteSpan {
  readonly start: number;
  readonly end: number;
}

/** Where the value of `packages.NAME` stands, of duplicates the last; `absent`: it is not there; undefined: the parser has to say. */
export function findJsonEntry(bytes: Uint8Array, name: string): ByteSpan | 'absent' | undefined {
  const wantedName = Buffer.from(name);
  let found: ByteSpan | 'absent' = 'absent';
  let at = 0;
  let depth = 0;
  let inPackages = false;
  /** Where the value that is wanted begins. */
  let wanted = NONE;
  let expected: 'value' | 'key or end' | 'comma or end' = 'value';
  for (;;) {
    at = afterBlanks(bytes, at);
    const code = bytes[at];
    if (expected === 'value') {
      if (wanted === AHEAD) wanted = at;
      if (code === OPEN_BRACE && depth < MAX_DEPTH) {
        depth++;
        at++;
        expected = 'key or end';
        continue;
      }
      if (code !== QUOTE || depth === 0) return undefined;
      at = afterString(bytes, at);
      if (at < 0) return undefined;
    } else if (code === CLOSE_BRACE) {
      depth--;
      at++;
    } else {
      if (expected === 'comma or end') {
        if (code !== COMMA) return undefined;
        at = afterBlanks(bytes, at + 1);
      }
      const end = bytes[at] === QUOTE ? afterString(bytes, at) : -1;
      if (end < 0) return undefined;
      if (depth === 1) {
        inPackages = isString(bytes, at, end, PACKAGES);
        // of two `packages` the last one counts, whatever the first has
        if (inPackages) found = 'absent';
      } else if (depth === 2 && inPackages && isString(bytes, at, end, wantedName)) {
        wanted = AHEAD;
      }
      at = afterBlanks(bytes, end);
      if (bytes[at++] !== COLON) return undefined;
      expected = 'value';
      continue;
    }
    // a value has ended
    if (depth === 0) return afterBlanks(bytes, at) === bytes.length ? found : undefined;
    if (depth === 2 && wanted >= 0) {
      found = { start: wanted, end: at };
      wanted = NONE;
    }
    expected = 'comma or end';
  }
}

function afterBlanks(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let code = bytes[at]; code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09; code = bytes[++at]);
  return at;
}

/** Negative for a string that is not plain, or not closed. */
function afterString(bytes: Uint8Array, quote: number): number {
  let at = quote + 1;
  for (let code = bytes[at] ?? 0; code !== QUOTE; code = bytes[++at] ?? 0) {
    if (code < 0x20 || code >= 0x80 || code === BACKSLASH) return -1;
  }
  return at + 1;
}

/** Whether the string from its opening quote to behind its closing one is that word. */
function isString(bytes: Uint8Array, start: number, end: number, word: Uint8Array): boolean {
  if (end - start - 2 !== word.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[start + 1 + i] !== word[i]) return false;
  return true;
}

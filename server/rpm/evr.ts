/** EVR parsing and comparison exactly as librpm does it (rpmio/rpmvercmp.cc, lib/rpmver.c of rpm 4.18). */

/** An epoch:version-release. `epoch` is a string of digits without leading zeros; absent and `0` are both "0". */
export interface Evr {
  readonly epoch: string;
  readonly version: string;
  /** Absent in a version-only string (`1.2`), which is older than the same version with any release. */
  readonly release: string | undefined;
}

/** -1: the first is older; 0: equal as RPM sees it; 1: the first is newer. */
export type Order = -1 | 0 | 1;

const TILDE = 0x7e;
const CARET = 0x5e;
const ZERO = 0x30;
const COLON = 0x3a;
const DASH = 0x2d;

const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39;
// librpm's risalpha is ASCII only: every other byte is a separator
const isAlpha = (c: number): boolean => (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a);
const isSkipped = (c: number): boolean => !isDigit(c) && !isAlpha(c) && c !== TILDE && c !== CARET;

/** Order of two version or release strings (librpm's raw `rpmvercmp`). No errors: any text compares. */
export function rpmvercmp(a: string, b: string): Order {
  if (a === b) return 0;
  const aEnd = a.length;
  const bEnd = b.length;
  let i = 0;
  let j = 0;
  while (i < aEnd || j < bEnd) {
    while (i < aEnd && isSkipped(a.charCodeAt(i))) i++;
    while (j < bEnd && isSkipped(b.charCodeAt(j))) j++;
    const ca = i < aEnd ? a.charCodeAt(i) : 0;
    const cb = j < bEnd ? b.charCodeAt(j) : 0;
    if (ca === TILDE || cb === TILDE) {
      if (ca !== TILDE) return 1;
      if (cb !== TILDE) return -1;
      i++;
      j++;
      continue;
    }
    if (ca === CARET || cb === CARET) {
      // a caret is newer than the end of the other, older than anything else in it
      if (i >= aEnd) return -1;
      if (j >= bEnd) return 1;
      if (ca !== CARET) return 1;
      if (cb !== CARET) return -1;
      i++;
      j++;
      continue;
    }
    if (i >= aEnd || j >= bEnd) break;
    const startA = i;
    const startB = j;
    if (isDigit(ca)) {
      while (i < aEnd && isDigit(a.charCodeAt(i))) i++;
      while (j < bEnd && isDigit(b.charCodeAt(j))) j++;
      if (startB === j) return 1; // a number is newer than letters
      const order = compareDigits(a, startA, i, b, startB, j);
      if (order !== 0) return order;
    } else {
      while (i < aEnd && isAlpha(a.charCodeAt(i))) i++;
      while (j < bEnd && isAlpha(b.charCodeAt(j))) j++;
      if (startB === j) return -1;
      const order = compareText(a, startA, i, b, startB, j);
      if (order !== 0) return order;
    }
  }
  if (i >= aEnd && j >= bEnd) return 0;
  return i >= aEnd ? -1 : 1;
}

/** Digit runs of any length, leading zeros ignored: the longer is larger, then digit by digit. */
function compareDigits(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number): Order {
  let i = aFrom;
  let j = bFrom;
  while (i < aTo && a.charCodeAt(i) === ZERO) i++;
  while (j < bTo && b.charCodeAt(j) === ZERO) j++;
  if (aTo - i !== bTo - j) return aTo - i > bTo - j ? 1 : -1;
  return compareText(a, i, aTo, b, j, bTo);
}

function compareText(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number): Order {
  const length = Math.min(aTo - aFrom, bTo - bFrom);
  for (let k = 0; k < length; k++) {
    const difference = a.charCodeAt(aFrom + k) - b.charCodeAt(bFrom + k);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  if (aTo - aFrom === bTo - bFrom) return 0;
  return aTo - aFrom < bTo - bFrom ? -1 : 1;
}

/**
 * Splits `[epoch:]version[-release]` as librpm's parseEVR: an epoch is leading digits before the first `:` (an empty one
 * is 0; anything else before the colon belongs to the version), the release is what follows the last `-`.
 */
export function parseEvr(text: string): Evr {
  let from = endOfDigits(text, 0);
  let epoch = '0';
  if (text.charCodeAt(from) === COLON) {
    epoch = text.slice(0, from).replace(/^0+(?=\d)/, '') || '0';
    from++;
  } else {
    from = 0;
  }
  const dash = text.lastIndexOf('-');
  if (dash < from) return { epoch, version: text.slice(from), release: undefined };
  return { epoch, version: text.slice(from, dash), release: text.slice(dash + 1) };
}

/** Canonical text of an EVR: the epoch is written only when it is not 0, as lockfiles do. */
export function formatEvr(evr: Evr): string {
  const epoch = evr.epoch === '0' ? '' : `${evr.epoch}:`;
  return evr.release === undefined ? `${epoch}${evr.version}` : `${epoch}${evr.version}-${evr.release}`;
}

/** Order of two parsed EVRs; no release is older than any, even an empty one (librpm's rpmverCmp). */
export function compareParsedEvr(a: Evr, b: Evr): Order {
  if (a.epoch !== b.epoch) return compareDigits(a.epoch, 0, a.epoch.length, b.epoch, 0, b.epoch.length);
  const version = rpmvercmp(a.version, b.version);
  if (version !== 0) return version;
  if (a.release === undefined) return b.release === undefined ? 0 : -1;
  if (b.release === undefined) return 1;
  return rpmvercmp(a.release, b.release);
}

/** Order of two `[epoch:]version[-release]` strings. */
export function compareEvr(a: string, b: string): Order {
  if (a === b) return 0;
  return compareFirstNumber(a, b) || compareParsedEvr(parseEvr(a), parseEvr(b));
}

/**
 * The order where the number at the first difference of two EVRs decides it, as it does for nearly all versions of one
 * package; 0 where it does not. Takes no EVR apart: what stands before that number is the same, and so is its part of the
 * EVR.
 */
function compareFirstNumber(a: string, b: string): Order {
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  let start = at;
  while (start > 0 && isDigit(a.charCodeAt(start - 1))) start--;
  const aEnd = endOfDigits(a, at);
  const bEnd = endOfDigits(b, at);
  if (aEnd === start || bEnd === start) return 0;
  // an epoch against a version
  if (start === 0 && (a.charCodeAt(aEnd) === COLON) !== (b.charCodeAt(bEnd) === COLON)) return 0;
  // a version against a release
  if (hasDash(a, at) !== hasDash(b, at)) return 0;
  return compareDigits(a, start, aEnd, b, start, bEnd);
}

function hasDash(text: string, from: number): boolean {
  for (let i = from; i < text.length; i++) if (text.charCodeAt(i) === DASH) return true;
  return false;
}

function endOfDigits(text: string, from: number): number {
  let end = from;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  return end;
}

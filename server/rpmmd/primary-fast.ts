/**
 * The fast reader of primary.xml: looks only at what it wants, straight in the bytes. It understands the form createrepo_c
 * and its like write, with elements and attributes in any order. Whatever else a primary.xml may hold (comments, CDATA,
 * other prefixes, mistakes) makes it give up: primary-strict.ts then reads the document from its start, and is the
 * one that reports what is wrong.
 */
import { isUtf8 } from 'node:buffer';
import type { PrimaryCounts, PrimaryTarget } from './primary-fields';
import { PackageScanner } from './primary-package';
import { AMP, BANG, GT, isSpace, LT, matches, QUESTION, referenceAt, skipSpace } from './xml-scan';

const PACKAGE_START = Buffer.from('<package');
const PACKAGE_END = Buffer.from('</package');
const ROOT_END = Buffer.from('</metadata');

const COMMON = 'http://linux.duke.edu/metadata/common';
const RPM = 'http://linux.duke.edu/metadata/rpm';
const HEAD =
  /^(?:<\?xml version=["']1\.0["'](?: +encoding=["']utf-8["'])?(?: +standalone=["'](?:yes|no)["'])?\s*\?>)?\s*<metadata((?:\s+[\w:.-]+="[^"<&]*")*)\s*>/i;
const MAX_HEAD = 4096;

// a larger package is left to the strict reader's bounds
const MAX_PACKAGE = 16 * 1024 * 1024;

type State = 'head' | 'packages' | 'done';

/** Feed with `push` until it answers false (given up), then ask `end`. */
export class FastPrimaryReader {
  private state: State = 'head';
  private readonly scanner = new PackageScanner();
  private work = Buffer.allocUnsafeSlow(512 * 1024);
  /** End of the bytes in `work`; what has been dealt with is moved out. */
  private length = 0;
  /** Up to where the bytes are known to be such as this reader understands, read or passed over. */
  private checked = 0;
  /** Up to where the end of the first package in `work` has been looked for. */
  private searched = 0;
  private packages = 0;
  private declared: number | undefined;

  constructor(private readonly target: Pick<PrimaryTarget, 'add' | 'expect'>) {}

  /** False: this document is not for this reader; what the target got is to be dropped. */
  push(chunk: Uint8Array): boolean {
    this.append(chunk);
    if (this.state === 'head') {
      if (this.length < MAX_HEAD) return true;
      if (!this.readHead()) return false;
    }
    return this.read();
  }

  /** The counts of a complete document; undefined where it is not for this reader. */
  end(): PrimaryCounts | undefined {
    if (this.state === 'head' && !this.readHead()) return undefined;
    if (!this.read() || this.state !== 'done') return undefined;
    return { packages: this.packages, declared: this.declared };
  }

  private append(chunk: Uint8Array): void {
    const needed = this.length + chunk.length;
    if (needed > this.work.length) {
      const larger = Buffer.allocUnsafeSlow(needed * 2);
      this.work.copy(larger, 0, 0, this.length);
      this.work = larger;
    }
    this.work.set(chunk, this.length);
    this.length = needed;
    this.scanner.pkg.bytes = this.work;
  }

  private consume(upTo: number): void {
    if (upTo > 0) this.work.copyWithin(0, upTo, this.length);
    this.length -= upTo;
    this.checked = Math.max(0, this.checked - upTo);
    this.searched = Math.max(0, this.searched - upTo);
  }

  private readHead(): boolean {
    const match = HEAD.exec(this.work.toString('latin1', 0, Math.min(this.length, MAX_HEAD)));
    if (!match) return false;
    for (const [, name = '', value = ''] of (match[1] ?? '').matchAll(/([\w:.-]+)="([^"]*)"/g)) {
      if (name === 'xmlns' && value !== COMMON) return false;
      if (name.startsWith('xmlns:') && (name !== 'xmlns:rpm' || value !== RPM)) return false;
      if (name === 'packages' && /^\d+$/.test(value)) this.declared = Number(value);
    }
    if (this.declared !== undefined) this.target.expect(this.declared);
    this.state = 'packages';
    this.consume(match[0].length);
    return true;
  }

  private read(): boolean {
    if (!this.isPlain()) return false;
    const { work, length, scanner, target } = this;
    // what stands in `work` beyond is of earlier pieces
    const view = work.subarray(0, length);
    let at = 0;
    for (;;) {
      at = skipSpace(work, at, length);
      if (this.state === 'done') {
        this.consume(at);
        return this.length === 0;
      }
      // `</metadata>`, the longest of what may stand here
      if (length - at < ROOT_END.length + 1) break;
      if (!matches(work, at, PACKAGE_START)) {
        const end = matches(work, at, ROOT_END) ? skipSpace(work, at + ROOT_END.length, length) : -1;
        if (end < 0) return false;
        if (end === length) break;
        if (work[end] !== GT) return false;
        this.state = 'done';
        at = end + 1;
        continue;
      }
      const scanned = scanner.scan(at + PACKAGE_START.length, length);
      const end = this.packageEnd(view, scanned < 0 ? at : scanned);
      if (end === undefined) return false;
      if (end < 0) {
        if (length - at > MAX_PACKAGE) return false;
        break;
      }
      if (scanned < 0 || !scanner.complete()) return false;
      target.add(scanner.pkg);
      this.packages++;
      at = end + PACKAGE_END.length + 1;
    }
    this.consume(at);
    return true;
  }

  /** Where `</package>` stands from `start` on: -1 where it is not yet there; undefined for a form not known. */
  private packageEnd(view: Buffer, start: number): number | undefined {
    let from = Math.max(start, this.searched);
    for (;;) {
      const end = view.indexOf(PACKAGE_END, from);
      const after = end + PACKAGE_END.length;
      if (end < 0 || after >= this.length) {
        // the needle may be cut in two by the end of what is here
        this.searched = Math.max(start, this.length - PACKAGE_END.length);
        return -1;
      }
      const c = view[after] ?? 0;
      if (c === GT) return end;
      if (isSpace(c)) return undefined;
      from = after; // </packager>
    }
  }

  /**
   * True where what came since is UTF-8, all its references are character references or XML's own entities, and there is
   * no comment, CDATA section, DTD or processing instruction. What the last piece cuts in two waits for the next one.
   */
  private isPlain(): boolean {
    const { work, length, checked } = this;
    const fresh = work.subarray(checked, completeEnd(work, length));
    if (!isUtf8(fresh)) return false;
    // one before, as `<` may have come with the piece before
    const withBefore = work.subarray(Math.max(0, checked - 1), length);
    if (followsLt(withBefore, BANG) || followsLt(withBefore, QUESTION)) return false;
    this.checked = checked + fresh.length;
    for (let at = fresh.indexOf(AMP); at >= 0; at = fresh.indexOf(AMP, at + 1)) {
      const reference = referenceAt(fresh, at);
      if (reference === 'bad') return false;
      if (reference === 'cut') {
        this.checked = checked + at;
        break;
      }
    }
    return true;
  }
}

/** The end of the last whole UTF-8 character among the first `length` bytes, if they are UTF-8 at all. */
function completeEnd(bytes: Uint8Array, length: number): number {
  for (let back = 1; back <= Math.min(3, length); back++) {
    const c = bytes[length - back] ?? 0;
    if ((c & 0xc0) === 0x80) continue;
    const needs = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;
    return needs > back ? length - back : length;
  }
  return length;
}

/** `wanted` is rare in metadata, so that looking for it costs next to nothing. */
function followsLt(bytes: Buffer, wanted: number): boolean {
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) {
    if (bytes[at - 1] === LT) return true;
  }
  return false;
}

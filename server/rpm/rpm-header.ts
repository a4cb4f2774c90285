/**
 * The header of an RPM package file: what the package is called and where it comes from. Lead, signature header and header as in
 * rpm's docs/manual/format_v4.md; nothing of it is verified, and the payload is not looked at.
 */

export interface RpmHeader {
  readonly name: string;
  /** Null where the package has none, which Koji, too, tells from epoch 0. */
  readonly epoch: number | null;
  readonly version: string;
  readonly release: string;
  /** `src` for a source package, whose header names the machine that it was made on. */
  readonly arch: string;
  /** `podman-5.2.5-1.fc40.src.rpm`; empty for a source package. */
  readonly sourceRpm: string;
  /** Unix seconds; undefined where the header does not say. */
  readonly buildTime: number | undefined;
  /** Empty where there is none. Untrusted text. */
  readonly summary: string;
}

/** `message` is "not an RPM (...)"; whoever read the bytes puts their name before it. */
export class NotAnRpmError extends Error {
  override readonly name = 'NotAnRpmError';
  constructor(why: string) {
    super(`not an RPM (${why})`);
  }
}

const LEAD_SIZE = 96;
const LEAD_MAGIC = 0xedabeedb;
/** `8e ad e8` and the header's version, 1. */
const HEADER_MAGIC = 0x8eade801;
const INTRO_SIZE = 16;
const ENTRY_SIZE = 16;
/** rpm's own bounds (lib/header.cc: HEADER_TAGS_MAX, HEADER_DATA_MAX). */
const MAX_ENTRIES = 0xffff;
const MAX_DATA = 0x0fffffff;

const TAG = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  summary: 1004,
  buildTime: 1006,
  arch: 1022,
  sourceRpm: 1044,
  sourcePackage: 1106,
} as const;

const INT32 = 4;
const STRING = 6;
const I18N_STRING = 9;

/** Where the header ends: so many bytes of the file are enough to read it. Undefined where `bytes`, its beginning, ends too early to tell. */
export function rpmHeaderEnd(bytes: Uint8Array): number | undefined {
  const view = viewOf(bytes);
  if (bytes.length >= 4) checkLead(view);
  const signature = sectionAt(view, LEAD_SIZE, 'signature header');
  return signature && sectionAt(view, padded(signature.end), 'header')?.end;
}

/** Throws a NotAnRpmError for everything that is no package file, or not as much of one as the header needs. */
export function readRpmHeader(bytes: Uint8Array): RpmHeader {
  const view = viewOf(bytes);
  if (bytes.length < 4) throw new NotAnRpmError(`${bytes.length} bytes`);
  checkLead(view);
  const signature = sectionAt(view, LEAD_SIZE, 'signature header');
  const section = signature && sectionAt(view, padded(signature.end), 'header');
  if (!section || section.end > bytes.length) throw new NotAnRpmError(`cut off after ${bytes.length} bytes`);
  const header = new Tags(view, section);
  const sourceRpm = header.text('source RPM', TAG.sourceRpm);
  // the first is how rpm itself tells (headerIsSource)
  const isSource = sourceRpm === undefined || header.has(TAG.sourcePackage);
  return {
    name: header.required('name', TAG.name),
    epoch: header.integer('epoch', TAG.epoch) ?? null,
    version: header.required('version', TAG.version),
    release: header.required('release', TAG.release),
    arch: isSource ? 'src' : header.required('arch', TAG.arch),
    sourceRpm: isSource ? '' : sourceRpm,
    buildTime: header.integer('build time', TAG.buildTime),
    summary: header.text('summary', TAG.summary) ?? '',
  };
}

interface Section {
  readonly entries: number;
  /** Offsets in the file. */
  readonly index: number;
  readonly data: number;
  readonly end: number;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The signature header is filled up so that the header begins at a multiple of 8. */
const padded = (end: number): number => Math.ceil(end / 8) * 8;

function checkLead(view: DataView): void {
  if (view.getUint32(0) !== LEAD_MAGIC) throw new NotAnRpmError('it does not begin as one');
}

/** Undefined where the file ends before the section says how long it is. */
function sectionAt(view: DataView, start: number, what: string): Section | undefined {
  if (start + INTRO_SIZE > view.byteLength) return undefined;
  if (view.getUint32(start) !== HEADER_MAGIC) throw new NotAnRpmError(`no ${what} at byte ${start}`);
  const entries = view.getUint32(start + 8);
  const size = view.getUint32(start + 12);
  if (entries === 0 || entries > MAX_ENTRIES) throw new NotAnRpmError(`a ${what} of ${entries} entries`);
  if (size > MAX_DATA) throw new NotAnRpmError(`a ${what} of ${size} bytes`);
  const index = start + INTRO_SIZE;
  const data = index + entries * ENTRY_SIZE;
  return { entries, index, data, end: data + size };
}

interface TagEntry {
  readonly type: number;
  /** In the file. */
  readonly offset: number;
  readonly count: number;
}

/** The tags of a header that lies whole in the view. */
class Tags {
  readonly #view: DataView;
  readonly #end: number;
  readonly #entries = new Map<number, TagEntry>();

  constructor(view: DataView, { entries, index, data, end }: Section) {
    this.#view = view;
    this.#end = end;
    for (let at = index; at < index + entries * ENTRY_SIZE; at += ENTRY_SIZE) {
      const offset = data + view.getUint32(at + 8);
      this.#entries.set(view.getUint32(at), { type: view.getUint32(at + 4), offset, count: view.getUint32(at + 12) });
    }
  }

  has(tag: number): boolean {
    return this.#entries.has(tag);
  }

  required(what: string, tag: number): string {
    const text = this.text(what, tag);
    if (text === undefined || text === '') throw new NotAnRpmError(`its header has no ${what}`);
    // one word each in every package that rpmbuild makes
    if (/[^\x21-\x7e]/.test(text)) throw new NotAnRpmError(`its ${what} is no word of ASCII characters`);
    return text;
  }

  /** Of several translations the first one, which is that of the C locale. */
  text(what: string, tag: number): string | undefined {
    const entry = this.#entries.get(tag);
    if (!entry) return undefined;
    const { type, offset, count } = entry;
    if ((type !== STRING && type !== I18N_STRING) || count < 1) throw new NotAnRpmError(`its ${what} is no text`);
    const bytes = new Uint8Array(this.#view.buffer, this.#view.byteOffset, this.#end);
    const end = offset < this.#end ? bytes.indexOf(0, offset) : -1;
    if (end < 0) throw new NotAnRpmError(`its ${what} lies outside of the header`);
    return new TextDecoder().decode(bytes.subarray(offset, end));
  }

  integer(what: string, tag: number): number | undefined {
    const entry = this.#entries.get(tag);
    if (!entry) return undefined;
    const { type, offset, count } = entry;
    if (type !== INT32 || count < 1) throw new NotAnRpmError(`its ${what} is no number`);
    if (offset + 4 > this.#end) throw new NotAnRpmError(`its ${what} lies outside of the header`);
    return this.#view.getUint32(offset);
  }
}

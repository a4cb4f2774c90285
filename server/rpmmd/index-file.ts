/** A cached index, answering straight from the file's bytes. */
import { type FileHandle, open } from 'node:fs/promises';
import {
  COLUMNS,
  CONVENTIONAL_FILE,
  type Column,
  FORMAT_VERSION,
  HEADER_BYTES,
  Header,
  imageHash,
  MAGIC,
  SECTIONS,
  type Section,
} from './index-format';
import { CorruptIndexError } from './metadata-error';
import type { PackageIndex, PackageRecord } from './package-index';

/**
 * Opens an index file. `expected.checksum`: that of the primary it must have been made from, `type:hex`. Rejects with
 * CorruptIndexError where the file is damaged, of another format version or of other metadata, and with the file
 * system's error (ENOENT, ...) where it cannot be read.
 */
export async function openIndex(path: string, expected: { readonly checksum: string }): Promise<PackageIndex> {
  const index = indexOf(await readWhole(path));
  if (index.checksum !== expected.checksum) {
    throw new CorruptIndexError(`the index is of the metadata ${index.checksum}, not ${expected.checksum}`);
  }
  return index;
}

/** The index in the image of an index file, which must start at a multiple of 8 in its buffer. */
export function indexOf(image: Buffer): FileIndex {
  if (image.length < HEADER_BYTES) throw new CorruptIndexError('the index is shorter than its header');
  const header = new Uint32Array(image.buffer, image.byteOffset, HEADER_BYTES / 4);
  if (header[Header.magic] !== MAGIC) throw new CorruptIndexError('this is no index');
  if (header[Header.version] !== FORMAT_VERSION) {
    throw new CorruptIndexError(`the index has format ${header[Header.version]}, not ${FORMAT_VERSION}`);
  }
  if (header[Header.length] !== image.length) {
    throw new CorruptIndexError(`the index has ${image.length} bytes, not ${header[Header.length]}`);
  }
  if (header[Header.hash] !== imageHash(image)) {
    throw new CorruptIndexError('the index is damaged: its hash does not match');
  }
  return new FileIndex(image, header);
}

async function readWhole(path: string): Promise<Buffer> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const { size } = await file.stat();
    // not from the pool: the columns need it aligned
    const image = Buffer.allocUnsafeSlow(size);
    let at = 0;
    while (at < size) {
      const { bytesRead } = await file.read(image, at, size - at, at);
      if (bytesRead === 0) throw new CorruptIndexError('the index became shorter while it was read');
      at += bytesRead;
    }
    return image;
  } finally {
    await file?.close();
  }
}

export class FileIndex implements PackageIndex {
  readonly size: number;
  /** Of the primary this was made from, `type:hex`. */
  readonly checksum: string;
  private readonly stringPlaces: Uint32Array;
  private readonly stringBytes: Buffer;
  private readonly names: Uint32Array;
  private readonly namePackages: Uint32Array;
  private readonly sources: Uint32Array;
  private readonly sourcePlaces: Uint32Array;
  private readonly sourcePackages: Uint32Array;
  private readonly checksumPlaces: Uint32Array;
  private readonly checksumBytes: Buffer;
  private readonly fileTime: Float64Array;
  private readonly buildTime: Float64Array;
  private readonly sizes: Float64Array;
  private readonly columns: Readonly<Record<Column, Uint32Array>>;
  private readonly arches = new Map<number, string>();

  constructor(image: Buffer, header: Uint32Array) {
    const place = (name: Section): [from: number, bytes: number] => {
      const word = Header.sections + SECTIONS.indexOf(name) * 2;
      return [header[word] ?? 0, header[word + 1] ?? 0];
    };
    const bytes = (name: Section): Buffer => {
      const [from, length] = place(name);
      return image.subarray(from, from + length);
    };
    const words = (name: Section): Uint32Array => {
      const [from, length] = place(name);
      return new Uint32Array(image.buffer, image.byteOffset + from, length / 4);
    };
    const floats = (name: Section): Float64Array => {
      const [from, length] = place(name);
      return new Float64Array(image.buffer, image.byteOffset + from, length / 8);
    };
    this.size = header[Header.packages] ?? 0;
    this.stringPlaces = words('stringPlaces');
    this.stringBytes = bytes('stringBytes');
    this.names = words('names');
    this.namePackages = words('namePackages');
    this.sources = words('sources');
    this.sourcePlaces = words('sourcePlaces');
    this.sourcePackages = words('sourcePackages');
    this.checksumPlaces = words('checksumPlaces');
    this.checksumBytes = bytes('checksumBytes');
    this.fileTime = floats('fileTime');
    this.buildTime = floats('buildTime');
    this.sizes = floats('size');
    this.columns = Object.fromEntries(COLUMNS.map(name => [name, words(name)])) as Record<Column, Uint32Array>;
    this.checksum = this.text(header[Header.checksum]);
  }

  find(name: string, arch?: string): PackageRecord[] {
    const found = this.search(this.names, name);
    const records: PackageRecord[] = [];
    if (found < 0) return records;
    const end = this.namePackages[found + 1] ?? 0;
    for (let pkg = this.namePackages[found] ?? 0; pkg < end; pkg++) {
      if (arch === undefined || this.arch(this.columns.arch[pkg]) === arch) records.push(this.record(pkg));
    }
    return records;
  }

  findBySource(source: string): PackageRecord[] {
    const found = this.search(this.sources, source);
    const records: PackageRecord[] = [];
    if (found < 0) return records;
    const end = this.sourcePlaces[found + 1] ?? 0;
    for (let i = this.sourcePlaces[found] ?? 0; i < end; i++) records.push(this.record(this.sourcePackages[i] ?? 0));
    return records;
  }

  has(name: string): boolean {
    return this.search(this.names, name) >= 0;
  }

  namesWithPrefix(prefix: string, limit: number): string[] {
    const found = this.search(this.names, prefix);
    const names: string[] = [];
    for (let i = found < 0 ? -found - 1 : found; i < this.names.length && names.length < limit; i++) {
      const name = this.text(this.names[i]);
      if (!name.startsWith(prefix)) break;
      names.push(name);
    }
    return names;
  }

  *newest(): Generator<{ readonly name: string; readonly arch: string; readonly evr: string }> {
    const { arch, evr } = this.columns;
    for (let i = 0; i < this.names.length; i++) {
      const name = this.text(this.names[i]);
      const from = this.namePackages[i] ?? 0;
      const end = this.namePackages[i + 1] ?? 0;
      for (let pkg = from; pkg < end; pkg++) {
        // newest first: only the first of an arch counts, and a name has few packages
        let first = from;
        while (arch[first] !== arch[pkg]) first++;
        if (first < pkg) continue;
        yield { name, arch: this.arch(arch[pkg]), evr: this.text(evr[pkg]) };
      }
    }
  }

  private record(pkg: number): PackageRecord {
    const { columns } = this;
    const name = this.text(columns.name[pkg]);
    const arch = this.arch(columns.arch[pkg]);
    const evr = this.text(columns.evr[pkg]);
    const file = columns.locationFile[pkg];
    const folder = this.text(columns.locationFolder[pkg]);
    const checksum = this.checksumBytes.toString('hex', this.checksumPlaces[pkg], this.checksumPlaces[pkg + 1]);
    return {
      name,
      arch,
      evr,
      source: this.text(columns.source[pkg]),
      sourceRpm: this.text(columns.sourceRpm[pkg]),
      location: folder + (file === CONVENTIONAL_FILE ? conventionalFile(name, evr, arch) : this.text(file)),
      locationBase: this.text(columns.locationBase[pkg]),
      checksum: `${this.text(columns.checksumType[pkg])}:${checksum}`,
      fileTime: this.fileTime[pkg] ?? 0,
      buildTime: this.buildTime[pkg] ?? 0,
      size: this.sizes[pkg] ?? 0,
      summary: this.text(columns.summary[pkg]),
      license: this.text(columns.license[pkg]),
      url: this.text(columns.url[pkg]),
    };
  }

  /** A handful of arches is asked for again and again. */
  private arch(id = 0): string {
    let known = this.arches.get(id);
    if (known === undefined) {
      known = this.text(id);
      this.arches.set(id, known);
    }
    return known;
  }

  private text(id: number | undefined): string {
    if (id === undefined || id === 0) return '';
    return this.stringBytes.toString('utf8', this.stringPlaces[id], this.stringPlaces[id + 1]);
  }

  /** The place of `key` among sorted strings; where it would stand, minus one and negative, where it is not there. */
  private search(keys: Uint32Array, key: string): number {
    const wanted = Buffer.from(key);
    let low = 0;
    let high = keys.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const order = this.compare(keys[middle] ?? 0, wanted);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -low - 1;
  }

  private compare(id: number, wanted: Buffer): number {
    const from = this.stringPlaces[id] ?? 0;
    const length = (this.stringPlaces[id + 1] ?? 0) - from;
    const common = Math.min(length, wanted.length);
    for (let i = 0; i < common; i++) {
      const difference = (this.stringBytes[from + i] ?? 0) - (wanted[i] ?? 0);
      if (difference !== 0) return difference;
    }
    return length - wanted.length;
  }
}

/** NAME-VERSION-RELEASE.ARCH.rpm: file names have no epoch. A version cannot hold the colon. */
function conventionalFile(name: string, evr: string, arch: string): string {
  return `${name}-${evr.slice(evr.indexOf(':') + 1)}.${arch}.rpm`;
}

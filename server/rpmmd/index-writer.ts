/** Makes the image of an index file out of a repository's packages. */
import { PackageColumns } from './index-columns';
import {
  align,
  COLUMNS,
  type Column,
  FORMAT_VERSION,
  HEADER_BYTES,
  Header,
  imageHash,
  MAGIC,
  SECTIONS,
  type Section,
} from './index-format';
import { group, NewestFirst } from './index-order';
import type { PrimaryTarget, RawPackage } from './primary-fields';

/** Collects packages, then writes them. Source packages (arch `src`, `nosrc`) are left out. */
export class IndexBuilder implements PrimaryTarget {
  private packages = new PackageColumns();

  readonly add = (pkg: RawPackage): void => this.packages.add(pkg);

  expect(packages: number): void {
    this.packages.reserve(packages);
  }

  /** Forgets every package. */
  restart(): void {
    this.packages = new PackageColumns();
  }

  /** How many packages are kept. */
  get size(): number {
    return this.packages.count;
  }

  /** The index file. `checksum`: of the primary, `type:hex`, as repomd.xml has it. */
  finish(checksum: string): Buffer {
    const { packages } = this;
    const { strings, count, columns } = packages;
    const checksumString = strings.internText(checksum);
    const newest = new NewestFirst(strings);
    const { evr, arch } = columns;
    const byEvrArch = (a: number, b: number) =>
      newest.compare(evr[a] ?? 0, evr[b] ?? 0) || strings.compare(arch[a] ?? 0, arch[b] ?? 0);
    const byName = group(strings, columns.name.subarray(0, count), byEvrArch);
    // from here on packages are numbered in this order
    const order = byName.packages;
    const sorted = Object.fromEntries(COLUMNS.map(name => [name, gather(columns[name], order)])) as ColumnSections;
    const bySource = group(strings, sorted.source, (a, b) => newest.compare(sorted.evr[a] ?? 0, sorted.evr[b] ?? 0));
    const checksums = this.sortedChecksums(order);

    const sections: Record<Section, ArrayBufferView> = {
      stringPlaces: strings.places(),
      stringBytes: strings.contents(),
      names: byName.keys,
      namePackages: byName.places,
      sources: bySource.keys,
      sourcePlaces: bySource.places,
      sourcePackages: bySource.packages,
      checksumPlaces: checksums.places,
      checksumBytes: checksums.bytes,
      fileTime: gatherFloats(packages.fileTime, order),
      buildTime: gatherFloats(packages.buildTime, order),
      size: gatherFloats(packages.size, order),
      ...sorted,
    };
    return assemble(sections, {
      packages: count,
      names: byName.keys.length,
      sources: bySource.keys.length,
      checksum: checksumString,
    });
  }

  private sortedChecksums(order: Uint32Array): { places: Uint32Array; bytes: Uint8Array } {
    const { checksumPlaces, checksums, count } = this.packages;
    const places = new Uint32Array(count + 1);
    const bytes = new Uint8Array(checksumPlaces[count] ?? 0);
    let at = 0;
    for (let i = 0; i < count; i++) {
      const pkg = order[i] ?? 0;
      const from = checksumPlaces[pkg] ?? 0;
      const to = checksumPlaces[pkg + 1] ?? 0;
      for (let k = from; k < to; k++) bytes[at++] = checksums[k] ?? 0;
      places[i + 1] = at;
    }
    return { places, bytes };
  }
}

function gather(column: Uint32Array, order: Uint32Array): Uint32Array {
  const sorted = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i++) sorted[i] = column[order[i] ?? 0] ?? 0;
  return sorted;
}

function gatherFloats(column: Float64Array, order: Uint32Array): Float64Array {
  const sorted = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) sorted[i] = column[order[i] ?? 0] ?? 0;
  return sorted;
}

type ColumnSections = Record<Column, Uint32Array>;

interface Counts {
  readonly packages: number;
  readonly names: number;
  readonly sources: number;
  readonly checksum: number;
}

function assemble(sections: Record<Section, ArrayBufferView>, counts: Counts): Buffer {
  let length = HEADER_BYTES;
  for (const name of SECTIONS) length += align(sections[name].byteLength);
  const image = Buffer.alloc(length);
  const header = new Uint32Array(image.buffer, image.byteOffset, HEADER_BYTES / 4);
  header[Header.magic] = MAGIC;
  header[Header.version] = FORMAT_VERSION;
  header[Header.length] = length;
  header[Header.packages] = counts.packages;
  header[Header.names] = counts.names;
  header[Header.sources] = counts.sources;
  header[Header.checksum] = counts.checksum;
  let at = HEADER_BYTES;
  SECTIONS.forEach((name, i) => {
    const section = sections[name];
    image.set(new Uint8Array(section.buffer, section.byteOffset, section.byteLength), at);
    header[Header.sections + i * 2] = at;
    header[Header.sections + i * 2 + 1] = section.byteLength;
    at += align(section.byteLength);
  });
  header[Header.hash] = imageHash(image);
  return image;
}

/** Puts the packages of an index into order. */
import { compareParsedEvr, type Evr, parseEvr } from '../rpm/evr';
import type { StringTable } from './string-table';

/** Packages that have a string in common. */
export interface Grouped {
  /** The strings, in code point order. */
  readonly keys: Uint32Array;
  /** The packages of key `i` are `packages[places[i]..places[i + 1]]`. */
  readonly places: Uint32Array;
  readonly packages: Uint32Array;
}

export type Compare = (a: number, b: number) => number;

/** Groups packages by `column`, which says each one's string; those of one group are ordered by `compare`, stably. */
export function group(strings: StringTable, column: Uint32Array, compare: Compare): Grouped {
  const counts = new Uint32Array(strings.size);
  const used: number[] = [];
  for (let pkg = 0; pkg < column.length; pkg++) {
    const id = column[pkg] ?? 0;
    if (increment(counts, id) === 0) used.push(id);
  }
  used.sort((a, b) => strings.compare(a, b));
  const keys = Uint32Array.from(used);
  const places = new Uint32Array(keys.length + 1);
  const next = counts; // from here on: where the next package of a string goes
  for (let i = 0; i < keys.length; i++) {
    const id = keys[i] ?? 0;
    const place = places[i] ?? 0;
    places[i + 1] = place + (counts[id] ?? 0);
    next[id] = place;
  }
  const packages = new Uint32Array(column.length);
  for (let pkg = 0; pkg < column.length; pkg++) packages[increment(next, column[pkg] ?? 0)] = pkg;
  for (let i = 0; i < keys.length; i++) sortRange(packages, places[i] ?? 0, places[i + 1] ?? 0, compare);
  return { keys, places, packages };
}

/** Compares EVRs given as strings of a table, newest first. */
export class NewestFirst {
  private readonly parsed = new Map<number, Evr>();

  constructor(private readonly strings: StringTable) {}

  compare(a: number, b: number): number {
    // siblings mostly have the very same, though not always under the same number
    return this.strings.compare(a, b) === 0 ? 0 : compareParsedEvr(this.evr(b), this.evr(a));
  }

  private evr(id: number): Evr {
    let known = this.parsed.get(id);
    if (!known) {
      known = parseEvr(this.strings.text(id));
      this.parsed.set(id, known);
    }
    return known;
  }
}

/** Nearly all groups have one package, or are in order as they came. */
function sortRange(packages: Uint32Array, from: number, to: number, compare: Compare): void {
  for (let i = from + 1; i < to; i++) {
    if (compare(packages[i - 1] ?? 0, packages[i] ?? 0) <= 0) continue;
    packages.set(Array.from(packages.subarray(from, to)).sort(compare), from);
    return;
  }
}

/** Adds one; the number as it was. */
function increment(array: Uint32Array, i: number): number {
  const before = array[i] ?? 0;
  array[i] = before + 1;
  return before;
}

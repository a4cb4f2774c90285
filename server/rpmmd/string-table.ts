/** Byte strings, numbered in the order they came. Number 0 is the empty string. */

const EMPTY_SLOT = -1;

// small: the first growth comes before V8 optimises anything on the assumption that there is none
const INITIAL = 512;

export class StringTable {
  private bytes = Buffer.allocUnsafeSlow(INITIAL * 16);
  /** String `i` is `bytes[starts[i]..starts[i + 1]]`. */
  private starts = new Uint32Array(INITIAL);
  private hashes = new Uint32Array(INITIAL);
  private slots = new Int32Array(INITIAL * 2).fill(EMPTY_SLOT);
  private count = 0;
  private interned = 0;

  constructor() {
    this.intern(this.bytes, 0, 0);
  }

  /** How many strings there are. */
  get size(): number {
    return this.count;
  }

  /** Makes room for that many strings and bytes in all. */
  reserve(strings: number, bytes: number): void {
    if (bytes > this.bytes.length) this.resizeBytes(bytes);
    if (strings < this.starts.length) return;
    this.starts = resized(this.starts, strings + 1);
    this.hashes = resized(this.hashes, strings + 1);
  }

  /** The number of the string `bytes[from..to]`, which is stored once. */
  intern(bytes: Uint8Array, from: number, to: number): number {
    const hash = hashOf(bytes, from, to);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const id = this.slots[slot] ?? EMPTY_SLOT;
      if (id === EMPTY_SLOT) break;
      if (this.hashes[id] === hash && this.is(id, bytes, from, to)) return id;
      slot = (slot + 1) & mask;
    }
    const id = this.append(bytes, from, to);
    this.hashes[id] = hash;
    this.slots[slot] = id;
    this.interned++;
    if (this.interned * 2 > this.slots.length) this.rehash();
    return id;
  }

  /** Stores the string once more: cheaper, for what rarely repeats. `intern` does not find it. */
  append(bytes: Uint8Array, from: number, to: number): number {
    const id = this.count++;
    const start = this.starts[id] ?? 0;
    const end = start + to - from;
    if (end > this.bytes.length) this.resizeBytes(Math.max(end, this.bytes.length * 2));
    const own = this.bytes;
    for (let i = from, j = start; i < to; i++, j++) own[j] = bytes[i] ?? 0;
    if (id + 2 > this.starts.length) {
      this.starts = resized(this.starts, this.starts.length * 2);
      this.hashes = resized(this.hashes, this.hashes.length * 2);
    }
    this.starts[id + 1] = end;
    return id;
  }

  /** Order of two strings by their bytes, which is that of their code points. */
  compare(a: number, b: number): number {
    if (a === b) return 0;
    const own = this.bytes;
    const aFrom = this.starts[a] ?? 0;
    const bFrom = this.starts[b] ?? 0;
    const aLength = (this.starts[a + 1] ?? 0) - aFrom;
    const bLength = (this.starts[b + 1] ?? 0) - bFrom;
    const common = Math.min(aLength, bLength);
    for (let i = 0; i < common; i++) {
      const difference = (own[aFrom + i] ?? 0) - (own[bFrom + i] ?? 0);
      if (difference !== 0) return difference;
    }
    return aLength - bLength;
  }

  internText(text: string): number {
    const bytes = Buffer.from(text);
    return this.intern(bytes, 0, bytes.length);
  }

  text(id: number): string {
    return this.bytes.toString('utf8', this.starts[id], this.starts[id + 1]);
  }

  /** `size + 1` places in `contents()`. A view: valid until the next `intern`. */
  places(): Uint32Array {
    return this.starts.subarray(0, this.count + 1);
  }

  /** A view: valid until the next `intern`. */
  contents(): Uint8Array {
    return this.bytes.subarray(0, this.starts[this.count]);
  }

  /** True where string `id` is `bytes[from..to]`. */
  is(id: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.starts[id] ?? 0;
    if ((this.starts[id + 1] ?? 0) - start !== to - from) return false;
    const own = this.bytes;
    for (let i = from, j = start; i < to; i++, j++) if (bytes[i] !== own[j]) return false;
    return true;
  }

  private resizeBytes(length: number): void {
    const larger = Buffer.allocUnsafeSlow(length);
    this.bytes.copy(larger);
    this.bytes = larger;
  }

  private rehash(): void {
    const old = this.slots;
    this.slots = new Int32Array(old.length * 2).fill(EMPTY_SLOT);
    const mask = this.slots.length - 1;
    for (let i = 0; i < old.length; i++) {
      const id = old[i] ?? EMPTY_SLOT;
      if (id === EMPTY_SLOT) continue;
      let slot = (this.hashes[id] ?? 0) & mask;
      while (this.slots[slot] !== EMPTY_SLOT) slot = (slot + 1) & mask;
      this.slots[slot] = id;
    }
  }
}

/** Four bytes a step, as the multiplication is what costs. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = to - from;
  let i = from;
  for (const last = to - 4; i <= last; i += 4) {
    const word =
      (bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8) | ((bytes[i + 2] ?? 0) << 16) | ((bytes[i + 3] ?? 0) << 24);
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; i < to; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca77);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** The same numbers in more room. */
export function resized(array: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length);
  larger.set(array);
  return larger;
}

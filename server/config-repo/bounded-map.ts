/** A cache of what is dear to make: the `limit` values asked for last. */
export class BoundedMap<K, V> {
  // a Map keeps its order: the first key is the one not asked for longest
  readonly #values = new Map<K, V>();

  constructor(readonly limit: number) {}

  /** The value of `key`; where it is not known, what `make` gives, which is kept. */
  get(key: K, make: () => V): V {
    const known = this.#values.has(key);
    const value = known ? (this.#values.get(key) as V) : make();
    this.#values.delete(key);
    this.#values.set(key, value);
    if (!known) this.#trim();
    return value;
  }

  /** Forgets `value`; another one under that key stays. */
  delete(key: K, value: V): void {
    if (this.#values.get(key) === value) this.#values.delete(key);
  }

  get size(): number {
    return this.#values.size;
  }

  #trim(): void {
    for (const key of this.#values.keys()) {
      if (this.#values.size <= this.limit) return;
      this.#values.delete(key);
    }
  }
}

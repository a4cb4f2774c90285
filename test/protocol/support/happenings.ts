/** Messages of one kind, in order of arrival, and whoever waits for one. */
export class Happenings<T> {
  readonly all: T[] = [];
  #seen = 0;
  #waiting: { readonly matches: (value: T) => boolean; readonly resolve: (value: T) => void }[] = [];

  add(value: T): void {
    this.all.push(value);
    const due = this.#waiting.filter(({ matches }) => matches(value));
    this.#waiting = this.#waiting.filter(waiter => !due.includes(waiter));
    if (due.length > 0) this.#seen = this.all.length;
    for (const { resolve } of due) resolve(value);
  }

  /** The first that matches among those not yet looked at, or the next that comes. It and all before it count as looked at. */
  first(matches: (value: T) => boolean = () => true): Promise<T> {
    for (let i = this.#seen; i < this.all.length; i++) {
      const value = this.all[i] as T;
      if (!matches(value)) continue;
      this.#seen = i + 1;
      return Promise.resolve(value);
    }
    return new Promise(resolve => this.#waiting.push({ matches, resolve }));
  }

  /** From here on: what has come so far counts as looked at. */
  forget(): void {
    this.#seen = this.all.length;
  }
}

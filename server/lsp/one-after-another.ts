/** Work that is done again when something has changed meanwhile, and never twice at once. */
export class OneAfterAnother {
  readonly #work: () => Promise<void>;
  #running: Promise<void>;
  /** The one after it. */
  #next: Promise<void> | undefined;

  /** `work` does not reject. The first one waits for `start`. */
  constructor(start: Promise<void>, work: () => Promise<void>) {
    this.#running = start;
    this.#work = work;
  }

  /** Resolves when the work is done that begins after this call. */
  run(): Promise<void> {
    if (this.#next) return this.#next;
    this.#next = this.#running.then(() => {
      this.#next = undefined;
      return this.#work();
    });
    this.#running = this.#next;
    return this.#next;
  }
}

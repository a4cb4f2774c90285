/** Tells the client that what it was shown may be another now: once after each time that it asked. */

/** Typing changes it with every keystroke. */
const DELAY_MS = 300;

export class ShownWatch {
  readonly #send: () => void;
  #shown = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: () => void) {
    this.#send = send;
  }

  /** The client was told what there is. */
  shown(): void {
    this.#shown = true;
  }

  /** Something may have changed. */
  touch(): void {
    if (!this.#shown) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#shown = false;
      this.#send();
    }, DELAY_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}

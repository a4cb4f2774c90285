/** Keeps answers of services between runs: small JSON values by key, each with its age. Any process may share the folder. */

/** What a service said, and when. */
export interface Answered<T> {
  readonly value: T;
  /** Unix milliseconds. */
  readonly at: number;
}

export interface AnswerStore {
  /** Undefined where nothing is kept, or what is kept is broken. Never rejects. */
  read(key: string): Promise<Answered<unknown> | undefined>;
  /** Written beside and renamed. A store that cannot be written is told once to whoever made it; it never rejects. */
  write(key: string, answer: Answered<unknown>): Promise<void>;
}

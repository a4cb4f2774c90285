import type { AnswerStore } from '../../server/http/answer-store';

/** Keeps nothing. */
export const NO_STORE: AnswerStore = {
  read: () => Promise.resolve(undefined),
  write: () => Promise.resolve(),
};

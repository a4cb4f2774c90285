import type { Answered, AnswerStore } from '../../server/http/answer-store';

export interface MapStore extends AnswerStore {
  /** JSON texts, as a store on disk has them. */
  readonly texts: Map<string, string>;
}

/** An AnswerStore in memory, through JSON like the one on disk. */
export function mapStore(): MapStore {
  const texts = new Map<string, string>();
  return {
    texts,
    read: async key => {
      const text = texts.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as Answered<unknown>);
    },
    write: async (key, answer) => {
      texts.set(key, JSON.stringify(answer));
    },
  };
}

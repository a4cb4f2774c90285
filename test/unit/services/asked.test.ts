import { describe, expect, it } from 'vitest';
import { HttpError } from '../../../server/http/http';
import { Asked } from '../../../server/services/asked';

const limited = new HttpError('status', 'https://koji.example', 'https://koji.example: 429', 429, { retryAfter: 5000 });
const asking = (asked: Asked, take: (failed: (error: Error) => void) => void) =>
  asked.ask('koji', 'packages', ['a', 'b'], async (_, failed) => {
    take(failed);
    return 'values';
  });
const failing = (error: Error) => () => {
  throw error;
};

describe('Asked', () => {
  it('keeps the first of the failures that concern most', async () => {
    const asked = new Asked({});
    await asking(asked, failed => failed(new Error('one')));
    await asking(asked, failed => failed(new Error('another')));
    expect(asked.failureOf('koji')).toEqual({ message: 'one', scope: 'thing', retryAfter: undefined });
    expect([...asked.answered]).toEqual(['koji']);
    await asking(asked, failing(new Error('a web page')));
    expect(asked.failureOf('koji')).toEqual({ message: 'a web page', scope: 'question', retryAfter: undefined });
    await asking(asked, failing(new Error('not asked', { cause: limited })));
    await asking(asked, failing(new Error('not asked either', { cause: limited })));
    expect(asked.failureOf('koji')).toEqual({ message: 'not asked', scope: 'service', retryAfter: 5000 });
    expect(asked.failureOf('bodhi')).toBeUndefined();
  });

  it('tells what is under way, and asks nothing of nothing or after the end', async () => {
    const steps: string[] = [];
    const controller = new AbortController();
    const asked = new Asked({
      signal: controller.signal,
      onProgress: ({ service, question, count, done }) => steps.push(`${service} ${question} ${count} ${done}`),
    });
    await asking(asked, failing(new Error('down')));
    await asked.ask('bodhi', 'updates', [], async () => 'values');
    controller.abort();
    await asking(asked, () => undefined);
    expect(steps).toEqual(['koji packages 2 false', 'koji packages 2 true']);
    expect(asked.answered.size).toBe(0);
  });
});

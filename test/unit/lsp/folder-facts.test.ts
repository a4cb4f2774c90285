import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bodhi } from '../../../server/bodhi/bodhi';
import { FolderFacts } from '../../../server/lsp/folder-facts';
import { FactsLoader } from '../../../server/services/facts-loader';
import type { WantedEntry } from '../../../server/services/wanted-entry';

const MINUTE = 60_000;
const START = Date.UTC(2024, 9, 24, 12);

const wanted = (...aliases: string[]): WantedEntry[] =>
  aliases.map(update => ({ name: 'podman', version: undefined, basearches: ['x86_64'], update, source: undefined }));

/** A Bodhi that has no update at all, asked as often as `asked` says. */
function setUp() {
  const asked: (readonly string[])[] = [];
  const happened: string[] = [];
  const idle: number[] = [];
  let activities = 0;
  let answer = async (): Promise<void> => undefined;
  const bodhi = {
    url: 'https://bodhi.example',
    updates: async (aliases: readonly string[], signal?: AbortSignal) => {
      asked.push(aliases);
      await answer();
      signal?.throwIfAborted();
      return new Map(aliases.map(alias => [alias, { value: undefined, at: Date.now() }]));
    },
  } as unknown as Bodhi;
  const facts = new FolderFacts({
    loader: new FactsLoader({ services: { koji: undefined, bodhi }, release: undefined, now: Date.now }),
    now: Date.now,
    onChange: () => void happened.push('change'),
    onActivity: () => void activities++,
    onIdle: () => void idle.push(asked.length),
    onLog: message => void happened.push(message),
    onError: message => void happened.push(`error: ${message}`),
  });
  return {
    facts,
    asked,
    happened,
    idle,
    activities: () => activities,
    answers: (next: () => Promise<void>) => {
      answer = next;
    },
  };
}

const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => void vi.useRealTimers());

describe('FolderFacts', () => {
  it('asks for what is new, and again after ten minutes', async () => {
    const { facts, asked, happened } = setUp();
    facts.want([]);
    await settled();
    expect(asked).toEqual([]);
    facts.want(wanted('A'));
    await settled();
    facts.want(wanted('A'));
    await settled();
    expect(asked).toEqual([['A']]);
    expect(happened).toEqual(['change']);
    expect(facts.facts.bodhi?.update('A')).toEqual({ value: undefined, at: START });
    facts.want(wanted('A', 'B'));
    await settled();
    expect(asked).toEqual([['A'], ['A', 'B']]);
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    facts.want(wanted('A', 'B'));
    await settled();
    expect(asked).toHaveLength(3);
    // only the age is another
    expect(happened).toEqual(['change', 'change']);
    expect(facts.facts.bodhi?.update('A')?.at).toBe(START + 10 * MINUTE);
  });

  it('asks once more after what is under way, with what is wanted by then', async () => {
    const { facts, asked, answers } = setUp();
    let release = (): void => undefined;
    answers(
      () =>
        new Promise(resolve => {
          release = resolve;
        }),
    );
    facts.want(wanted('A'));
    await settled();
    expect([facts.busy, facts.activity]).toEqual([true, 'Bodhi: updates (1)']);
    facts.want(wanted('B'));
    facts.want(wanted('C'));
    answers(async () => undefined);
    release();
    await settled();
    expect(asked).toEqual([['A'], ['C']]);
    expect([facts.busy, facts.activity]).toEqual([false, '']);
  });

  it('waits three seconds for what does not come, then asks beside it', async () => {
    const { facts, asked, happened, answers } = setUp();
    let fail = (): void => undefined;
    answers(
      () =>
        new Promise((_, reject) => {
          fail = () => reject(new Error('no answer within 30 s'));
        }),
    );
    facts.want(wanted('A'));
    await settled();
    answers(async () => undefined);
    facts.want(wanted('B'));
    facts.want(wanted('C'));
    await vi.advanceTimersByTimeAsync(2999);
    expect(asked).toEqual([['A']]);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toEqual([['A'], ['C']]);
    expect(happened).toEqual(['change']);
    expect(facts.facts.bodhi?.update('C')?.at).toBe(START + 3000);
    expect([facts.busy, facts.activity]).toEqual([true, 'Bodhi: updates (1)']);
    fail();
    await settled();
    expect(facts.busy).toBe(false);
    expect(happened.slice(1)).toEqual(['Bodhi cannot be asked: no answer within 30 s']);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(asked).toEqual([['A'], ['C'], ['C']]);
    expect(facts.states[0]?.problem).toBeUndefined();
  });

  it('says once that a service fails, asks again by itself, and says that it answers', async () => {
    const { facts, asked, happened, answers } = setUp();
    answers(() => Promise.reject(new Error('503 Service Unavailable')));
    facts.want(wanted('A'));
    await settled();
    expect(happened).toEqual(['Bodhi cannot be asked: 503 Service Unavailable']);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(asked).toHaveLength(2);
    expect(happened).toHaveLength(1);
    answers(async () => undefined);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(happened.slice(1)).toEqual(['change', 'Bodhi (https://bodhi.example) answers again']);
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(asked).toHaveLength(3);
  });

  it('is refreshed where that was not done since, also where a service fails', async () => {
    const { facts, asked, answers } = setUp();
    answers(() => Promise.reject(new Error('503 Service Unavailable')));
    facts.want(wanted('A'));
    await facts.refresh(START);
    expect(asked).toHaveLength(1);
    answers(async () => undefined);
    await vi.advanceTimersByTimeAsync(1000);
    // asked meanwhile, but not of the service that is left alone
    facts.want(wanted('A', 'B'));
    await facts.refresh(START + 1);
    expect(asked).toEqual([['A'], ['A', 'B']]);
    expect(facts.states[0]?.problem).toBeUndefined();
  });

  it('asks at once what it could not ask before the service answered somebody else', async () => {
    const { facts, asked, idle, answers } = setUp();
    const url = 'https://bodhi.example';
    answers(() => Promise.reject(new Error('503 Service Unavailable')));
    facts.want(wanted('A'));
    await settled();
    expect(idle).toEqual([1]);
    answers(async () => undefined);
    facts.answeredElsewhere('bodhi', url, START);
    facts.answeredElsewhere('bodhi', 'https://other.example', START + 1);
    facts.answeredElsewhere('koji', url, START + 1);
    await settled();
    expect(asked).toHaveLength(1);
    facts.answeredElsewhere('bodhi', url, START + 1);
    facts.answeredElsewhere('bodhi', url, START + 1);
    await settled();
    expect(asked).toHaveLength(2);
    expect(facts.states).toMatchObject([{ answered: START, problem: undefined }]);
    facts.answeredElsewhere('bodhi', url, START + 1);
    await settled();
    expect(asked).toHaveLength(2);
  });

  it('says nothing of services of which nothing is wanted any more', async () => {
    const { facts, answers, activities } = setUp();
    answers(() => Promise.reject(new Error('503 Service Unavailable')));
    facts.want(wanted('A'));
    await settled();
    expect(facts.states).toMatchObject([{ problem: { message: '503 Service Unavailable' } }]);
    const before = activities();
    facts.want([]);
    expect([facts.states, activities()]).toEqual([[], before + 1]);
  });

  it('ends without a word when nobody needs it any more', async () => {
    const { facts, asked, happened, answers } = setUp();
    let release = (): void => undefined;
    answers(
      () =>
        new Promise(resolve => {
          release = resolve;
        }),
    );
    facts.want(wanted('A'));
    await settled();
    facts.dispose();
    release();
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    facts.want(wanted('B'));
    await settled();
    expect(asked).toEqual([['A']]);
    expect(happened).toEqual([]);
  });
});

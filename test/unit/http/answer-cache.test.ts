import { beforeEach, describe, expect, it } from 'vitest';
import { AnswerCache, type Question } from '../../../server/http/answer-cache';
import { type MapStore, mapStore } from '../../support/map-store';

let store: MapStore;
let now: number;
let asked: string[][];

beforeEach(() => {
  store = mapStore();
  now = 1_000_000;
  asked = [];
});

/** Keeps numbers, hands out texts; null for none. Numbers from 100 on hold for ever. */
const create = (capacity = 10) =>
  new AnswerCache<number | null, string | undefined>({
    store,
    now: () => now,
    name: 'lengths',
    revive: kept => (typeof kept === 'number' || kept === null ? kept : undefined),
    convert: kept => (kept === null ? undefined : `length ${kept}`),
    lifetime: value => (value === 'length 100' ? Number.POSITIVE_INFINITY : 1000),
    capacity,
  });

/** The length of each key; `none` has none. */
const lengths: Question<number | null> = async keys => {
  asked.push([...keys]);
  return new Map(keys.map(key => [key, key === 'none' ? null : key === 'ever' ? 100 : key.length]));
};

/** Waits for `release` or for the end of its signal. */
function held(): { question: Question<number | null>; release: () => void; signals: AbortSignal[] } {
  let release = (): void => undefined;
  const until = new Promise<void>(resolve => {
    release = resolve;
  });
  const signals: AbortSignal[] = [];
  const question: Question<number | null> = async (keys, signal) => {
    signals.push(signal);
    await Promise.race([
      until,
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    ]);
    return lengths(keys, signal);
  };
  return { question, release: () => release(), signals };
}

describe('AnswerCache', () => {
  it('asks once for what is not known, in the order of the keys, each once', async () => {
    const cache = create();
    const first = await cache.get(['ab', 'none', 'ab'], lengths);
    expect([...first]).toEqual([
      ['ab', { value: 'length 2', at: 1_000_000 }],
      ['none', { value: undefined, at: 1_000_000 }],
    ]);
    now += 999;
    const second = await cache.get(['abc', 'ab', 'none'], lengths);
    expect([...second.keys()]).toEqual(['abc', 'ab', 'none']);
    expect(second.get('ab')?.at).toBe(1_000_000);
    expect(asked).toEqual([['ab', 'none'], ['abc']]);
  });

  it('asks again when an answer has grown old, but not for what never changes', async () => {
    const cache = create();
    await cache.get(['ab', 'ever'], lengths);
    now += 1000;
    expect((await cache.get(['ab', 'ever'], lengths)).get('ab')?.at).toBe(1_001_000);
    expect(asked).toEqual([['ab', 'ever'], ['ab']]);
  });

  it('takes from the store what another run has asked, with its age', async () => {
    await create().get(['ab', 'none'], lengths);
    expect([...store.texts]).toEqual([
      ['lengths ab', '{"value":2,"at":1000000}'],
      ['lengths none', '{"value":null,"at":1000000}'],
    ]);
    now += 500;
    const answers = await create().get(['ab', 'none', 'x'], lengths);
    expect(answers.get('ab')).toEqual({ value: 'length 2', at: 1_000_000 });
    expect(answers.get('none')).toEqual({ value: undefined, at: 1_000_000 });
    expect(asked).toEqual([['ab', 'none'], ['x']]);
  });

  it.each([
    ['of another shape', '{"value":"two","at":1000000}'],
    ['without value', '{"at":1000000}'],
    ['too old', '{"value":2,"at":999000}'],
    ['of a clock that was put back', '{"value":2,"at":1000001}'],
  ])('does not take from the store what is %s', async (_, text) => {
    store.texts.set('lengths ab', text);
    await create().get(['ab'], lengths);
    expect(asked).toEqual([['ab']]);
  });

  it('joins a question that is under way', async () => {
    const cache = create();
    const { question, release } = held();
    const first = cache.get(['ab', 'abc'], question);
    const second = cache.get(['abc', 'x'], question);
    release();
    expect([...(await second)].map(([key, { value }]) => [key, value])).toEqual([
      ['abc', 'length 3'],
      ['x', 'length 1'],
    ]);
    await first;
    expect(asked).toEqual([['ab', 'abc'], ['x']]);
  });

  it('tells the failure of one key to those who asked for it, and keeps the others', async () => {
    const cache = create();
    const question: Question<number | null> = async (keys, signal) =>
      new Map<string, number | null | Error>([...(await lengths(keys, signal)), ['bad', new Error('bad is bad')]]);
    const both = cache.get(['ab', 'bad'], question);
    const joined = cache.get(['ab'], question);
    await expect(both).rejects.toThrow('bad is bad');
    expect((await joined).get('ab')?.value).toBe('length 2');
    expect([...store.texts.keys()]).toEqual(['lengths ab']);
    await cache.get(['ab', 'bad'], lengths);
    expect(asked).toEqual([['ab', 'bad'], ['bad']]);
  });

  it('gives the answers that there are to who takes failures one by one', async () => {
    const question: Question<number | null> = async () =>
      new Map<string, number | null | Error>([
        ['ab', 2],
        ['bad', new Error('bad is bad')],
      ]);
    const failures: string[] = [];
    const answers = await create().get(['bad', 'ab'], question, undefined, ({ message }) => failures.push(message));
    expect([...answers]).toEqual([['ab', { value: 'length 2', at: now }]]);
    expect(failures).toEqual(['bad is bad']);
  });

  it('ends a question when the last one who wants it has left, and not before', async () => {
    const cache = create();
    const { question, signals } = held();
    const one = new AbortController();
    const other = new AbortController();
    const first = cache.get(['ab'], question, one.signal);
    const second = cache.get(['ab'], question, other.signal);
    one.abort(new Error('one left'));
    await expect(first).rejects.toThrow('one left');
    expect(signals.map(signal => signal.aborted)).toEqual([false]);
    other.abort(new Error('other left'));
    await expect(second).rejects.toThrow('other left');
    expect(signals.map(signal => signal.aborted)).toEqual([true]);
    expect((await cache.get(['ab'], lengths)).get('ab')?.value).toBe('length 2');
  });

  it('asks nothing for who has left already', async () => {
    await expect(create().get(['ab'], lengths, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    expect(asked).toEqual([]);
  });

  it('keeps no failure, and hands it to all who wait', async () => {
    const cache = create();
    const fail: Question<number | null> = () => Promise.reject(new Error('down'));
    const both = [cache.get(['ab'], fail), cache.get(['ab'], lengths)];
    for (const one of both) await expect(one).rejects.toThrow('down');
    expect((await cache.get(['ab'], lengths)).get('ab')?.value).toBe('length 2');
    expect(store.texts.size).toBe(1);
  });

  it('learns along the way, but nothing older than what it knows', async () => {
    const cache = create();
    cache.learn('ab', 7, now);
    cache.learn('ab', 8, now - 1);
    expect((await cache.get(['ab'], lengths)).get('ab')).toEqual({ value: 'length 7', at: now });
    expect(asked).toEqual([]);
    expect(store.texts.size).toBe(0);
  });

  it('forgets what was not asked for longest', async () => {
    const cache = create(2);
    await cache.get(['a', 'b'], lengths);
    await cache.get(['a'], lengths);
    await cache.get(['c'], lengths);
    store.texts.clear();
    await cache.get(['a'], lengths);
    await cache.get(['b'], lengths);
    expect(asked).toEqual([['a', 'b'], ['c'], ['b']]);
  });
});

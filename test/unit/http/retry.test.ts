import { describe, expect, it } from 'vitest';
import { HttpError } from '../../../server/http/http';
import { DEFAULT_RETRIES, delayAfter, isTransient, parseRetryAfter, sleep } from '../../../server/http/retry';

describe('isTransient', () => {
  it.each([
    [429, true],
    [500, false],
    [502, true],
    [503, true],
    [504, true],
    [403, false],
    [404, false],
  ])('status %d: %s', (status, expected) => {
    expect(isTransient(new HttpError('status', '', '', status))).toBe(expected);
  });

  it.each([
    ['connect', true],
    ['timeout', false],
    ['tls', false],
    ['aborted', false],
    ['network-off', false],
    ['too-large', false],
  ] as const)('%s: %s', (kind, expected) => {
    expect(isTransient(new HttpError(kind, '', ''))).toBe(expected);
  });
});

describe('delayAfter', () => {
  it('doubles up to a bound, spread over the upper half', () => {
    const policy = { ...DEFAULT_RETRIES, baseDelay: 500, maxDelay: 3000 };
    expect([1, 2, 3, 4].map(attempt => delayAfter(attempt, undefined, policy, () => 1))).toEqual([
      500, 1000, 2000, 3000,
    ]);
    expect(delayAfter(1, undefined, policy, () => 0)).toBe(250);
  });

  it('does as the server says, within reason', () => {
    expect(delayAfter(1, 30_000, DEFAULT_RETRIES, () => 1)).toBe(30_000);
    expect(delayAfter(1, 30_001, DEFAULT_RETRIES, () => 1)).toBeUndefined();
  });
});

it.each([
  ['120', 120_000],
  ['Wed, 21 Oct 2015 07:28:00 GMT', 60_000],
  ['Wed, 21 Oct 2015 07:00:00 GMT', 0],
  ['soon', undefined],
  [undefined, undefined],
])('parseRetryAfter(%j)', (value, expected) => {
  expect(parseRetryAfter(value, Date.UTC(2015, 9, 21, 7, 27))).toBe(expected);
});

it('sleep ends with its signal', async () => {
  const controller = new AbortController();
  const sleeping = sleep(1_000_000, controller.signal);
  controller.abort(new Error('enough'));
  await expect(sleeping).rejects.toThrow('enough');
  await expect(sleep(1_000_000, controller.signal)).rejects.toThrow('enough');
  await sleep(0);
});

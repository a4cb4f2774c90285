import { describe, expect, it } from 'vitest';
import { rangeOf, sinceOf } from '../../../../../client/webview/history/ranges';

/** 2024-10-24 12:00 UTC */
const NOW = 1_729_771_200;
const DAY = 86_400;

describe('time ranges', () => {
  it('begin at a midnight', () => {
    expect(sinceOf('3m', NOW)).toBe(Date.UTC(2024, 6, 24) / 1000);
    expect(sinceOf('1y', NOW)).toBe(Date.UTC(2023, 9, 24) / 1000);
    expect(sinceOf('all', NOW)).toBe(0);
    expect(sinceOf('6m', NOW)).toBeUndefined();
  });

  it('are found again, also days later', () => {
    for (const range of ['3m', '6m', '1y', 'all'] as const) {
      expect(rangeOf(sinceOf(range, NOW), NOW)).toBe(range);
      expect(rangeOf(sinceOf(range, NOW), NOW + 10 * DAY)).toBe(range);
    }
  });

  it('may be none of those to choose from', () => {
    expect(rangeOf(NOW - 130 * DAY, NOW)).toBeUndefined();
    expect(rangeOf(NOW - 3000 * DAY, NOW)).toBeUndefined();
  });
});

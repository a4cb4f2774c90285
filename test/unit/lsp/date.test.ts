import { describe, expect, it } from 'vitest';
import { formatAge, formatDate } from '../../../server/lsp/date';

describe('formatDate', () => {
  it.each([
    [1729526400, '2024-10-21'],
    [1729555199, '2024-10-21'],
    [1729555200, '2024-10-22'],
    [0, 'an unknown date'],
    [Number.MAX_SAFE_INTEGER, 'an unknown date'],
  ])('%d is %s', (seconds, text) => {
    expect(formatDate(seconds)).toBe(text);
  });
});

describe('formatAge', () => {
  const now = Date.UTC(2024, 9, 21, 16);
  it.each([
    [59_000, 'just now'],
    [60_000, '1 minute ago'],
    [59 * 60_000, '59 minutes ago'],
    [3_600_000, '1 hour ago'],
    [47 * 3_600_000, '1 day ago'],
    [72 * 3_600_000, '3 days ago'],
    [-5_000, 'just now'],
  ])('%d ms is %s', (age, text) => {
    expect(formatAge(now - age, now)).toBe(text);
  });
});

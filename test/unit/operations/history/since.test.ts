import { expect, it } from 'vitest';
import { parseSince, sinceBefore } from '../../../../server/operations/history/since';

const NOW = Date.UTC(2024, 9, 24, 15, 30) / 1000;

function from(text: string, now = NOW): string | undefined {
  const since = parseSince(text);
  return since && new Date(sinceBefore(since, now) * 1000).toISOString();
}

it('takes a date as the beginning of that day, UTC', () => {
  expect(from('2024-04-24')).toBe('2024-04-24T00:00:00.000Z');
  expect(from(' 2024-02-29 ')).toBe('2024-02-29T00:00:00.000Z');
});

it('goes back by the calendar', () => {
  expect(from('6 months')).toBe('2024-04-24T15:30:00.000Z');
  expect(from('1 year ago')).toBe('2023-10-24T15:30:00.000Z');
  expect(from('2 weeks')).toBe('2024-10-10T15:30:00.000Z');
  expect(from('90d')).toBe('2024-07-26T15:30:00.000Z');
  expect(from('1M', Date.UTC(2024, 2, 31) / 1000)).toBe('2024-02-29T00:00:00.000Z');
  expect(from('8 months', Date.UTC(2024, 9, 31) / 1000)).toBe('2024-02-29T00:00:00.000Z');
  expect(from('14 months', Date.UTC(2024, 0, 5) / 1000)).toBe('2022-11-05T00:00:00.000Z');
  expect(from('99999 years')).toBe('1970-01-01T00:00:00.000Z');
});

it('takes nothing else', () => {
  for (const text of [
    '',
    'yesterday',
    '2024-02-30',
    '2024-13-01',
    '2024-4-1',
    '24.4.2024',
    '6',
    '-6 months',
    '6 eons',
  ]) {
    expect(parseSince(text), text).toBeUndefined();
  }
});

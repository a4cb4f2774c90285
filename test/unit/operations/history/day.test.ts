import { expect, it } from 'vitest';
import { dayOf, daysBetween } from '../../../../server/operations/history/day';

const at = (text: string): number => Date.parse(text) / 1000;

it('counts the days between dates, whatever the hours', () => {
  expect(dayOf(at('2024-10-21T23:59:59Z'))).toBe('2024-10-21');
  expect(daysBetween(at('2024-10-18T23:00:00Z'), at('2024-10-21T01:00:00Z'))).toBe(3);
  expect(daysBetween(at('2024-10-18T01:00:00Z'), at('2024-10-18T23:00:00Z'))).toBe(0);
  expect(daysBetween(at('2024-02-28T12:00:00Z'), at('2024-03-01T12:00:00Z'))).toBe(2);
});

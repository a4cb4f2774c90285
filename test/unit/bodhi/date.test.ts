import { expect, it } from 'vitest';
import { parseDate } from '../../../server/bodhi/date';

it('reads dates as Bodhi writes them, in UTC', () => {
  expect(parseDate('2019-10-01 20:30:23')).toBe(Date.UTC(2019, 9, 1, 20, 30, 23));
  expect(parseDate('2019-13-01 20:30:23')).toBeNaN();
});

/** The time ranges of the picker, and the `since` that stands for each. */
import { DAY } from './words';

export type RangeId = '3m' | '6m' | '1y' | 'all';

export const RANGES: readonly { readonly id: RangeId; readonly label: string; readonly days: number | undefined }[] = [
  { id: '3m', label: '3 months', days: 92 },
  { id: '6m', label: '6 months', days: 183 },
  { id: '1y', label: '1 year', days: 366 },
  { id: 'all', label: 'All', days: undefined },
];

/** Unix seconds, a midnight; undefined for half a year, which is what is answered when nothing is said. `now` in Unix seconds. */
export function sinceOf(range: RangeId, now: number): number | undefined {
  if (range === '6m') return undefined;
  const days = RANGES.find(({ id }) => id === range)?.days;
  return days === undefined ? 0 : Math.floor((now - days * DAY) / DAY) * DAY;
}

/** Undefined where `since` is none of them. What was chosen some days ago is still the same range. */
export function rangeOf(since: number | undefined, now: number): RangeId | undefined {
  if (since === undefined) return '6m';
  if (since <= 0) return 'all';
  const days = (now - since) / DAY;
  return RANGES.find(range => range.days !== undefined && Math.abs(days - range.days) <= range.days * 0.15)?.id;
}

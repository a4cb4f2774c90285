/** From when on a history is wanted: a date, or so long before another time. */

export type Since = { readonly at: number } | { readonly months: number; readonly days: number };

/** Half a year: a release of Fedora. */
export const DEFAULT_SINCE: Since = { months: 6, days: 0 };

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const RELATIVE = /^(\d{1,5})\s*(d|days?|w|weeks?|m|months?|y|years?)(?:\s+ago)?$/i;

/** `2024-04-24` (UTC) or `6 months`, `2 weeks ago`, `90d`; undefined for anything else. */
export function parseSince(text: string): Since | undefined {
  const trimmed = text.trim();
  const [, year, month, day] = DATE.exec(trimmed) ?? [];
  if (year !== undefined) {
    const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
    // 2024-02-30 would be a day in March
    return new Date(at).toISOString().startsWith(trimmed) ? { at: at / 1000 } : undefined;
  }
  const [, number, unit = ''] = RELATIVE.exec(trimmed) ?? [];
  if (number === undefined) return undefined;
  const count = Number(number);
  switch (unit.charAt(0).toLowerCase()) {
    case 'd':
      return { months: 0, days: count };
    case 'w':
      return { months: 0, days: 7 * count };
    case 'm':
      return { months: count, days: 0 };
    default:
      return { months: 12 * count, days: 0 };
  }
}

/** Unix seconds: that long before `from`, by the calendar of UTC; the last day of a month that has not so many. */
export function sinceBefore(since: Since, from: number): number {
  if ('at' in since) return since.at;
  const { months, days } = since;
  const date = new Date(from * 1000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay) - days);
  return Math.max(0, Math.floor(date.getTime() / 1000));
}

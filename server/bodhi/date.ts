/** Bodhi's dates: `YYYY-MM-DD HH:MM:SS`, UTC. */

/** Unix milliseconds; NaN for what is no date. */
export function parseDate(date: string): number {
  return Date.parse(`${date.replace(' ', 'T')}Z`);
}

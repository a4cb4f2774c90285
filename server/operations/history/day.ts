/** Unix seconds as YYYY-MM-DD (UTC). */
export function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** Days between the dates of two times: what a reader of the dates would count. */
export function daysBetween(from: number, to: number): number {
  const DAY = 86_400;
  return Math.floor(to / DAY) - Math.floor(from / DAY);
}

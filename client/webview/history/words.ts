/** How the page says dates, lengths of time and origins. */
import type { HistorySpan } from '../../../server/protocol';

export const DAY = 86_400;

/** `2024-10-18`, UTC. */
export function dateText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** As one counts them on a calendar (UTC), so that they agree with the dates beside them. */
export function daysBetween(since: number, until: number): number {
  return Math.floor(until / DAY) - Math.floor(since / DAY);
}

/** `14 days`, `1 day`, `less than a day`. */
export function daysText(days: number): string {
  if (days < 1) return 'less than a day';
  return days === 1 ? '1 day' : `${days} days`;
}

/** `+3 d` after something else, `same day`. */
export function laterText(days: number): string {
  return days < 1 ? 'same day' : `+${days} d`;
}

/** `pin`, `fast-track`, `override`, `base lock`, `not locked` */
export function originText({ evr, provenance, type }: Pick<HistorySpan, 'evr' | 'provenance' | 'type'>): string {
  if (evr === undefined) return 'not locked';
  return provenance === 'override' ? (type ?? 'override') : 'base lock';
}

/** With `…` in the middle: both the version and the dist tag at the end say something. */
export function shortened(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const tail = Math.min(6, Math.floor(characters / 3));
  return `${text.slice(0, Math.max(1, characters - tail - 1))}…${text.slice(text.length - tail)}`;
}

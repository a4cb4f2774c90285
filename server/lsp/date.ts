/** Times as a release engineer compares them: UTC. */

const MS = 1000;

/** `2024-10-21` of Unix seconds; "an unknown date" for 0, which createrepo_c writes where it knows none. */
export function formatDate(seconds: number): string {
  const date = new Date(seconds * MS);
  return seconds > 0 && Number.isFinite(date.getTime()) ? date.toISOString().slice(0, 10) : 'an unknown date';
}

const MINUTE = 60 * MS;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "just now", "12 minutes ago", "5 hours ago", "3 days ago" between two times in Unix milliseconds. */
export function formatAge(then: number, now: number): string {
  const age = Math.max(0, now - then);
  if (age < MINUTE) return 'just now';
  const [unit, name] = age < HOUR ? [MINUTE, 'minute'] : age < DAY ? [HOUR, 'hour'] : [DAY, 'day'];
  const count = Math.floor(age / unit);
  return `${count} ${name}${count === 1 ? '' : 's'} ago`;
}

/** Which dates stand under the plot, and which versions beside it. */
import { DAY } from './words';

export interface TimeTick {
  /** Unix seconds, a midnight of UTC. */
  readonly at: number;
  readonly label: string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120];
const WEEK = 7 * DAY;
/** 1970-01-05 was a Monday. */
const FIRST_MONDAY = 4 * DAY;

/** At most `most` of them (at least 1): Mondays, firsts of months or years, whatever is densest. `Oct 7`, `Oct`, `Jan 2024`. */
export function timeTicks(since: number, until: number, most: number): TimeTick[] {
  for (const weeks of [1, 2]) {
    const mondays = mondaysIn(since, until, weeks);
    if (mondays.length <= most && until - since <= 26 * WEEK) return mondays;
  }
  for (const step of MONTH_STEPS) {
    const months = monthsIn(since, until, step);
    if (months.length <= most) return months;
  }
  return [];
}

function mondaysIn(since: number, until: number, weeks: number): TimeTick[] {
  const ticks: TimeTick[] = [];
  const step = weeks * WEEK;
  for (let at = Math.ceil((since - FIRST_MONDAY) / step) * step + FIRST_MONDAY; at <= until; at += step) {
    const date = new Date(at * 1000);
    ticks.push({ at, label: `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}` });
  }
  return ticks;
}

function monthsIn(since: number, until: number, step: number): TimeTick[] {
  const start = new Date(since * 1000);
  const ticks: TimeTick[] = [];
  const first = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / step) * step;
  for (let month = first; ; month += step) {
    const at = Date.UTC(Math.floor(month / 12), month % 12) / 1000;
    if (at > until) return ticks;
    if (at < since) continue;
    const year = Math.floor(month / 12);
    const name = MONTHS[month % 12] ?? '';
    ticks.push({
      at,
      label: step >= 12 ? `${year}` : ticks.length === 0 || month % 12 === 0 ? `${name} ${year}` : name,
    });
  }
}

/** Of things that want a label, those that get one: the weightier first, none closer than `gap` to another. In the order given. */
export function thinned<T extends { readonly y: number; readonly weight: number }>(
  items: readonly T[],
  gap: number,
): T[] {
  const kept = new Set<T>();
  for (const item of [...items].sort((a, b) => b.weight - a.weight)) {
    if (![...kept].some(other => Math.abs(other.y - item.y) < gap)) kept.add(item);
  }
  return items.filter(item => kept.has(item));
}

/** Moves `wanted` places apart so that none is closer than `gap` to the next, near where they want to be and within bounds if they fit. In the order given. */
export function spread(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y || a.i - b.i);
  const places: number[] = [];
  for (const { y } of order) places.push(Math.max(y, (places.at(-1) ?? Number.NEGATIVE_INFINITY) + gap, top));
  for (let i = places.length - 1, limit = bottom; i >= 0; i--) {
    const place = Math.max(Math.min(places[i] ?? 0, limit), top + i * gap);
    places[i] = place;
    limit = place - gap;
  }
  const result = new Array<number>(wanted.length).fill(0);
  order.forEach(({ i }, rank) => {
    result[i] = places[rank] ?? 0;
  });
  return result;
}

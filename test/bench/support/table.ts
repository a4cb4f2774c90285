/** The lines of a benchmark: row of the budget table, ours, the peer's, what must be. A budget that is missed is said, not an error. */

export interface Measured {
  /** Row of the budget table. */
  readonly row: string;
  readonly work: string;
  /** Median of ours. */
  readonly ours: number;
  /** Median of the peer; undefined where it is not here. */
  readonly peer?: number | undefined;
  readonly unit: 'ms' | 'MB' | 'KB' | '/s';
  /** Largest ours / peer, or for a rate (`/s`) the smallest. */
  readonly ratio?: number;
  /** Largest value of ours, or for a rate the smallest. */
  readonly limit?: number;
}

const WIDTHS = [4, 66, 13, 13, 8, 26] as const;

export function printHeader(): void {
  console.log(line(['row', 'work', 'ours', 'peer', 'ratio', 'must be']));
}

export function print(measured: Measured): void {
  const { row, work, ours, peer, unit } = measured;
  const ratio = peer === undefined ? undefined : ours / peer;
  const columns = [row, work, format(ours, unit), format(peer, unit), ratio?.toFixed(3) ?? '-', mustBe(measured)];
  console.log(line(columns) + verdict(measured, ratio));
}

/** What cannot be measured here, and why. */
export function printSkipped(row: string, work: string, reason: string): void {
  console.log(`${line([row, work]).trimEnd()}  not measured: ${reason}`);
}

/** A remark between the lines. */
export function note(text: string): void {
  console.log(`     (${text})`);
}

function verdict({ ours, unit, ratio: wanted, limit }: Measured, ratio: number | undefined): string {
  if (wanted === undefined && limit === undefined) return '';
  const rate = unit === '/s';
  const within = (value: number, bound: number): boolean => (rate ? value >= bound : value <= bound);
  if (limit !== undefined && !within(ours, limit)) return 'NOT MET';
  if (wanted === undefined) return 'ok';
  if (ratio === undefined) return 'no peer';
  return within(ratio, wanted) ? 'ok' : 'NOT MET';
}

function mustBe({ unit, ratio, limit }: Measured): string {
  const bound = unit === '/s' ? 'at least' : 'at most';
  const parts = [...(ratio === undefined ? [] : [`${ratio} x`]), ...(limit === undefined ? [] : [format(limit, unit)])];
  return parts.length === 0 ? '' : `${bound} ${parts.join(' and ')}`;
}

function format(value: number | undefined, unit: Measured['unit']): string {
  if (value === undefined) return '-';
  if (unit === '/s') return `${(value / 1_000_000).toFixed(2)} M/s`;
  return `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`;
}

function line(columns: readonly string[]): string {
  return columns
    .map((text, i) => (i === 2 || i === 3 || i === 4 ? text.padStart(WIDTHS[i]) : text.padEnd(WIDTHS[i] ?? 0)))
    .join('  ');
}

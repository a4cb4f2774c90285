/** Where a key leads in the table. */
import { lineAt } from './window';

export type Step = 'down' | 'up' | 'first' | 'last' | 'pageDown' | 'pageUp';

/** Index of the line that a step leads to from another; `page` in pixels. A page is at least one line. */
export function nextLine(offsets: readonly number[], at: number, step: Step, page: number): number {
  const last = Math.max(0, offsets.length - 2);
  const y = offsets[at] ?? 0;
  switch (step) {
    case 'down':
      return Math.min(last, at + 1);
    case 'up':
      return Math.max(0, at - 1);
    case 'first':
      return 0;
    case 'last':
      return last;
    case 'pageDown':
      return Math.min(last, Math.max(at + 1, lineAt(offsets, y + page)));
    case 'pageUp':
      return Math.max(0, Math.min(at - 1, lineAt(offsets, y - page)));
  }
}

/** Which lines are to be seen: only these are in the page. */

/** Where each line begins, in pixels, and at last where they all end. */
export function offsetsOf(lines: readonly { readonly height: number }[]): readonly number[] {
  const offsets = [0];
  let end = 0;
  for (const { height } of lines) {
    end += height;
    offsets.push(end);
  }
  return offsets;
}

/** Index of the line at this height; of the first above, of the last below them all. */
export function lineAt(offsets: readonly number[], y: number): number {
  let low = 0;
  let high = Math.max(0, offsets.length - 2);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((offsets[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** From the first line in sight to behind the last, and some around them, so that scrolling shows no gaps. */
export function slice(
  offsets: readonly number[],
  top: number,
  bottom: number,
): { readonly start: number; readonly end: number } {
  const around = (bottom - top) / 2;
  const count = offsets.length - 1;
  return {
    start: Math.min(count, lineAt(offsets, top - around)),
    end: Math.min(count, lineAt(offsets, bottom + around) + 1),
  };
}

/** The lines in which two texts differ, as edits of the first. */
import type { TextEdit } from './model';
import { differingRegion } from './text-edits';

/** Beyond so many lines to take out and put in one edit over all of them does. */
const MAX_DISTANCE = 400;

/** Edits that turn `from` into `to`: as few lines as can be (Myers' greedy algorithm), and of those only the part that differs. */
export function lineEdits(from: string, to: string): TextEdit[] {
  const a = linesOf(from);
  const b = linesOf(to);
  const kept = commonLines(a, b);
  if (!kept) return from === to ? [] : [differingRegion(from, to)];
  const edits: TextEdit[] = [];
  let [x, y, offset] = [0, 0, 0];
  for (const [nextX, nextY] of [...kept, [a.length, b.length] as const]) {
    const old = a.slice(x, nextX).join('');
    const fresh = b.slice(y, nextY).join('');
    if (old !== fresh) edits.push(shifted(differingRegion(old, fresh), offset));
    offset += old.length + (a[nextX]?.length ?? 0);
    [x, y] = [nextX + 1, nextY + 1];
  }
  return edits;
}

function shifted({ span, newText }: TextEdit, by: number): TextEdit {
  return { span: { start: span.start + by, end: span.end + by }, newText };
}

/** Each with its line break. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

type Pair = readonly [x: number, y: number];

/** Indices of lines that stay, in order; undefined where there is too much between them. */
function commonLines(a: readonly string[], b: readonly string[]): Pair[] | undefined {
  const reached: Map<number, number>[] = [];
  let front = new Map<number, number>([[1, 0]]);
  for (let distance = 0; distance <= Math.min(a.length + b.length, MAX_DISTANCE); distance++) {
    reached.push(new Map(front));
    for (let k = -distance; k <= distance; k += 2) {
      let x = isDown(front, k, distance) ? at(front, k + 1) : at(front, k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      front.set(k, x);
      if (x >= a.length && x - k >= b.length) return trace(reached, a.length, b.length);
    }
    front = new Map(front);
  }
  return undefined;
}

const at = (front: ReadonlyMap<number, number>, k: number): number => front.get(k) ?? -1;

/** True where the furthest path to diagonal `k` comes from the one above it: a line is put in. */
function isDown(front: ReadonlyMap<number, number>, k: number, distance: number): boolean {
  return k === -distance || (k !== distance && at(front, k - 1) < at(front, k + 1));
}

function trace(reached: readonly ReadonlyMap<number, number>[], aLength: number, bLength: number): Pair[] {
  const pairs: Pair[] = [];
  let [x, y] = [aLength, bLength];
  for (let distance = reached.length - 1; distance >= 0; distance--) {
    const front = reached[distance] ?? new Map<number, number>();
    const k = x - y;
    const from = isDown(front, k, distance) ? k + 1 : k - 1;
    const fromX = distance === 0 ? 0 : at(front, from);
    const fromY = distance === 0 ? 0 : fromX - from;
    while (x > fromX && y > fromY) pairs.push([--x, --y]);
    [x, y] = [fromX, fromY];
  }
  return pairs.reverse();
}

import { describe, expect, it } from 'vitest';
import { streamsLayout } from '../../../../../client/webview/graph/streams-layout';

const BOX = { width: 150, height: 60 };
const FCOS = ['testing-devel', 'testing', 'stable', 'next-devel', 'next', 'rawhide', 'branched'];
const edge = (from: string, to: string) => ({ from, to, labelWidth: 90 });
const EDGES = [
  edge('testing-devel', 'testing'),
  edge('testing', 'stable'),
  edge('next-devel', 'next'),
  edge('testing-devel', 'next'),
];
const at = (width: number, keys = FCOS, edges = EDGES) =>
  streamsLayout(keys, edges, { width, box: BOX, labelHeight: 20 });

function overlaps(layout: ReturnType<typeof at>): string[] {
  const boxes = [...layout.boxes];
  return boxes.flatMap(([a, p], i) =>
    boxes
      .slice(i + 1)
      .filter(([, q]) => Math.abs(p.x - q.x) < BOX.width && Math.abs(p.y - q.y) < BOX.height)
      .map(([b]) => `${a}, ${b}`),
  );
}

describe('the picture of the streams', () => {
  it('goes from left to right where there is room, with the rest beside it', () => {
    const layout = at(1100);
    expect(layout.direction).toBe('right');
    expect(layout.width).toBeLessThanOrEqual(1100);
    const { boxes } = layout;
    const [devel, testing, stable, rawhide] = ['testing-devel', 'testing', 'stable', 'rawhide'].map(key =>
      boxes.get(key),
    );
    expect(new Set([devel?.y, testing?.y, stable?.y, rawhide?.y]).size).toBe(1);
    const xs = [devel, testing, stable, rawhide].map(corner => corner?.x ?? 0);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    expect(overlaps(layout)).toEqual([]);
  });

  it('goes from top to bottom where it is narrow', () => {
    const layout = at(480);
    expect(layout.direction).toBe('down');
    expect(layout.width).toBeLessThanOrEqual(480);
    expect(layout.boxes.get('stable')?.x).toBe(layout.boxes.get('testing')?.x);
    expect(layout.boxes.get('stable')?.y).toBeGreaterThan(layout.boxes.get('testing')?.y ?? 0);
    expect(overlaps(layout)).toEqual([]);
  });

  it.each([1100, 480, 200])('has no label upon another at %i px', width => {
    const labels = at(width).arrows.map(({ label }) => label);
    expect(labels).toHaveLength(4);
    for (const [i, a] of labels.entries()) {
      for (const b of labels.slice(i + 1)) expect(Math.abs(a.x - b.x) >= 90 || Math.abs(a.y - b.y) >= 20).toBe(true);
    }
  });

  it('has straight arrows straight, and heads at the box', () => {
    const layout = at(1100);
    const [first] = layout.arrows;
    const testing = layout.boxes.get('testing');
    expect(first?.path).toMatch(/^M[\d. ]+L[\d. ]+$/);
    expect(first?.head.x).toBe(testing?.x);
    expect(first?.head.y).toBe((testing?.y ?? 0) + BOX.height / 2);
  });

  it('shows circles, edges to themselves not, nor to what is not there', () => {
    const edges = [edge('a', 'b'), edge('b', 'a'), edge('a', 'a'), edge('x', 'a')];
    const layout = at(1100, ['a', 'b'], edges);
    expect(layout.arrows.map(({ edge: { from, to } }) => `${from} ${to}`)).toEqual(['a b', 'b a']);
  });

  it('shows streams without promotions in lines', () => {
    const layout = at(340, ['a', 'b', 'c'], []);
    expect([...layout.boxes.values()]).toEqual([
      { x: 4, y: 4 },
      { x: 176, y: 4 },
      { x: 4, y: 86 },
    ]);
  });
});

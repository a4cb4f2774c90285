import { describe, expect, it } from 'vitest';
import { gridOf } from '../../../../../client/webview/graph/stream-grid';

const edge = (from: string, to: string) => ({ from, to });
const FCOS = ['testing-devel', 'testing', 'stable', 'next-devel', 'next', 'rawhide', 'branched'];

describe('layers and rows', () => {
  it('of Fedora CoreOS, while next-devel is open and while it is not', () => {
    const likely = edge('next-devel', 'next');
    const other = edge('testing-devel', 'next');
    for (const feeds of [
      [likely, other],
      [other, likely],
    ]) {
      const { cells, apart } = gridOf(FCOS, [edge('testing-devel', 'testing'), edge('testing', 'stable'), ...feeds]);
      expect(Object.fromEntries(cells)).toEqual({
        'testing-devel': { layer: 0, row: 0 },
        testing: { layer: 1, row: 0 },
        stable: { layer: 2, row: 0 },
        'next-devel': { layer: 0, row: 1 },
        next: { layer: 1, row: 1 },
      });
      expect(apart).toEqual(['rawhide', 'branched']);
    }
  });

  it('put a stream behind the longest way to it, and keep cells free for edges over several layers', () => {
    const direct = edge('a', 'd');
    const { cells, via } = gridOf(['a', 'b', 'c', 'd'], [edge('a', 'b'), edge('b', 'c'), edge('c', 'd'), direct]);
    expect(cells.get('d')).toEqual({ layer: 3, row: 0 });
    const passed = via.get(direct) ?? [];
    expect(passed.map(({ layer }) => layer)).toEqual([1, 2]);
    const streams = [...cells.values()].map(({ layer, row }) => `${layer}.${row}`);
    for (const { layer, row } of passed) expect(streams).not.toContain(`${layer}.${row}`);
  });

  it('bear circles', () => {
    const back = edge('c', 'a');
    const { cells, back: found } = gridOf(['a', 'b', 'c'], [edge('a', 'b'), edge('b', 'c'), back]);
    expect([...found]).toEqual([back]);
    expect([...cells.values()].map(({ layer }) => layer)).toEqual([0, 1, 2]);
    expect(gridOf(['a', 'b'], [edge('a', 'b'), edge('b', 'a')]).back.size).toBe(1);
  });

  it('never put two into one cell', () => {
    const keys = Array.from({ length: 9 }, (_, i) => `s${i}`);
    const edges = keys.flatMap((to, i) =>
      keys
        .slice(0, i)
        .filter((_, k) => (i * 7 + k) % 3 === 0)
        .map(from => edge(from, to)),
    );
    const { cells, via } = gridOf(keys, edges);
    const all = [...cells.values(), ...[...via.values()].flat()].map(({ layer, row }) => `${layer}.${row}`);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(9);
  });

  it('are none without edges', () => {
    const { cells, apart } = gridOf(['a', 'b'], []);
    expect(cells.size).toBe(0);
    expect(apart).toEqual(['a', 'b']);
  });
});

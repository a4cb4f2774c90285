import { describe, expect, it } from 'vitest';
import { plotLayout, plotSince, spanAt, spanBeside, stepPath } from '../../../../../client/webview/history/plot-layout';
import type { HistoryResult } from '../../../../../server/protocol';
import { PODMAN } from './podman';

const layout = plotLayout(PODMAN, new Set(), 1000);
const line = (stream: string) => layout.lines.find(found => found.stream === stream);

describe('the plot', () => {
  it('begins with the oldest commit, where that is later than what was asked about', () => {
    expect(plotSince({ ...PODMAN, since: 0 })).toBe(1_724_200_363);
    expect(plotSince({ ...PODMAN, since: 1_727_000_000 })).toBe(1_727_000_000);
    expect(plotSince({ since: 10, until: 20, streams: [] })).toBe(20);
  });

  it('has newer versions above older ones, and never two lines in one place', () => {
    const [old, newer] = line('testing-devel')?.spans ?? [];
    expect(newer?.y).toBeLessThan(old?.y ?? 0);
    const testing = line('testing')?.spans.at(-1);
    const stable = line('stable')?.spans.at(-1);
    expect(testing?.span.evr).toBe(stable?.span.evr);
    expect(Math.abs((testing?.y ?? 0) - (stable?.y ?? 0))).toBeGreaterThan(1);
  });

  it('places times in proportion', () => {
    const spans = line('testing')?.spans ?? [];
    const share = (at: number) => (at - 1_724_200_363) / (1_729_771_200 - 1_724_200_363);
    const expected = layout.left + share(1_725_916_136) * (layout.right - layout.left);
    expect(spans[1]?.x1).toBeCloseTo(expected, 6);
    expect(spans.at(-1)?.x2).toBeCloseTo(layout.right, 6);
  });

  it('labels the ends of the lines that go on until now, without overlap', () => {
    expect(layout.ends.map(({ stream, version }) => [stream, version])).toEqual([
      ['testing-devel', '5:5.2.5-1.fc40'],
      ['testing', '5:5.2.4-1.fc40'],
      ['stable', '5:5.2.4-1.fc40'],
      ['next', '5:5.2.4-1.fc41'],
    ]);
    const places = layout.ends.map(({ labelY }) => labelY).sort((a, b) => a - b);
    for (const [i, y] of places.slice(1).entries()) expect(y - (places[i] ?? 0)).toBeGreaterThanOrEqual(14);
  });

  it('leaves out streams that are switched off, with the versions that only they have', () => {
    const fewer = plotLayout(PODMAN, new Set(['next', 'rawhide']), 1000);
    expect(fewer.lines.map(({ stream }) => stream)).toEqual(['testing-devel', 'testing', 'stable']);
    expect(fewer.y.map(({ version }) => version).filter(version => !version.endsWith('fc40'))).toEqual([]);
  });

  it('thins the labels of many versions, and stays inside its width', () => {
    const versions = Array.from({ length: 60 }, (_, i) => `6.${i}.0-200.fc40`);
    const spans = versions.map((evr, i) => ({ evr, since: i * 86_400, commit: `c${i}`, subject: 's' }));
    const kernel: HistoryResult = {
      ...PODMAN,
      since: 0,
      until: 60 * 86_400,
      versions,
      streams: [{ stream: 'testing', label: 'testing', spans }],
    };
    for (const width of [1000, 440]) {
      const many = plotLayout(kernel, new Set(), width);
      expect(many.lines[0]?.spans).toHaveLength(60);
      const places = many.y.map(({ y }) => y).sort((a, b) => a - b);
      expect(places.length).toBeGreaterThan(20);
      for (const [i, y] of places.slice(1).entries()) expect(y - (places[i] ?? 0)).toBeGreaterThanOrEqual(14);
      expect(many.right).toBeLessThan(width);
      expect(many.height).toBeLessThan(700);
    }
  });

  it('is empty where nothing is locked', () => {
    const empty = plotLayout({ ...PODMAN, streams: [], versions: [] }, new Set(), 1000);
    expect(empty.lines).toEqual([]);
    expect(Number.isFinite(empty.height)).toBe(true);
  });
});

describe('a step line', () => {
  it('goes up where a span follows the other, and begins anew after a gap', () => {
    const path = stepPath([
      { x1: 0, x2: 10, y: 50 },
      { x1: 10, x2: 20, y: 40 },
      { x1: 30, x2: 40, y: 30 },
    ]);
    expect(path).toBe('M0 50H10V40H20M30 30H40');
  });
});

describe('pointer and keys', () => {
  it('find the nearest line', () => {
    const testing = line('testing')?.spans.at(-1);
    const x = layout.right - 1;
    const place = spanAt(layout, x, testing?.y ?? 0, 14);
    expect(place && layout.lines[place.line]?.spans[place.span]).toBe(testing);
    expect(spanAt(layout, x, layout.bottom, 14)).toBeUndefined();
  });

  it('go along a line and to the line beside at the same time', () => {
    expect(spanBeside(layout, { line: 1, span: 3 }, 'ArrowLeft')).toEqual({ line: 1, span: 2 });
    expect(spanBeside(layout, { line: 1, span: 3 }, 'ArrowRight')).toEqual({ line: 1, span: 3 });
    expect(spanBeside(layout, { line: 1, span: 3 }, 'Home')).toEqual({ line: 1, span: 0 });
    expect(spanBeside(layout, { line: 1, span: 0 }, 'End')).toEqual({ line: 1, span: 3 });
    // testing has had 5.2.4 since 2024-10-07: in the middle of that stable had 5.2.2 still
    const below = spanBeside(layout, { line: 1, span: 3 }, 'ArrowDown');
    expect(below && layout.lines[below.line]?.spans[below.span]?.span.evr).toBe('5:5.2.2-1.fc40');
    expect(spanBeside(layout, { line: 0, span: 1 }, 'ArrowUp')).toEqual({ line: 0, span: 1 });
    expect(spanBeside(layout, { line: 0, span: 1 }, 'x')).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { spread, thinned, timeTicks } from '../../../../../client/webview/history/ticks';

const at = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 1000;
const labels = (since: string, until: string, most: number) =>
  timeTicks(at(since), at(until), most).map(({ label }) => label);

describe('dates below the plot', () => {
  it('are Mondays where there is room', () => {
    // 2024-10-07 was a Monday
    expect(labels('2024-10-01', '2024-10-24', 8)).toEqual(['Oct 7', 'Oct 14', 'Oct 21']);
  });

  it('are months over half a year, with the year at the first and at January', () => {
    expect(labels('2024-10-15', '2025-03-15', 8)).toEqual(['Nov 2024', 'Dec', 'Jan 2025', 'Feb', 'Mar']);
  });

  it('are fewer where there is less room', () => {
    expect(labels('2023-10-15', '2024-10-15', 4)).toEqual(['Jan 2024', 'Apr', 'Jul', 'Oct']);
    expect(labels('2019-06-01', '2024-10-15', 5)).toEqual(['2020', '2021', '2022', '2023', '2024']);
    expect(labels('2019-06-01', '2024-10-15', 3)).toEqual(['2020', '2022', '2024']);
  });
});

describe('labels beside the plot', () => {
  it('are those of the weightier ones, where two are too near', () => {
    const items = [
      { y: 0, weight: 1 },
      { y: 10, weight: 3 },
      { y: 20, weight: 2 },
      { y: 30, weight: 1 },
    ];
    expect(thinned(items, 14).map(({ y }) => y)).toEqual([10, 30]);
    expect(thinned(items, 10).map(({ y }) => y)).toEqual([0, 10, 20, 30]);
  });

  it('move apart, in order and within bounds', () => {
    expect(spread([50, 50, 50], 10, 0, 100)).toEqual([50, 60, 70]);
    expect(spread([95, 98, 20], 10, 0, 100)).toEqual([90, 100, 20]);
    expect(spread([2, 1], 10, 5, 100)).toEqual([15, 5]);
    // no room for all: the order holds and the top is kept
    expect(spread([0, 0, 0], 10, 0, 15)).toEqual([0, 10, 20]);
    expect(spread([], 10, 0, 15)).toEqual([]);
  });
});

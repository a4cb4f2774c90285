import { describe, expect, it } from 'vitest';
import { nextLine } from '../../../../../client/webview/compare/model/steps';
import { lineAt, offsetsOf, slice } from '../../../../../client/webview/compare/model/window';

const OFFSETS = offsetsOf([22, 22, 60, 20, 22].map(height => ({ height })));

describe('where lines are', () => {
  it('adds up heights', () => {
    expect(OFFSETS).toEqual([0, 22, 44, 104, 124, 146]);
    expect(offsetsOf([])).toEqual([0]);
  });

  it.each([
    [-5, 0],
    [0, 0],
    [21, 0],
    [22, 1],
    [103, 2],
    [104, 3],
    [1000, 4],
  ])('at %d is line %d', (y, at) => {
    expect(lineAt(OFFSETS, y)).toBe(at);
  });

  it('has those in sight and half as many again on either side', () => {
    const many = offsetsOf(Array.from({ length: 5000 }, () => ({ height: 20 })));
    expect(slice(many, 20_000, 20_400)).toEqual({ start: 990, end: 1031 });
    expect(slice(many, 0, 400)).toEqual({ start: 0, end: 31 });
    expect(slice(many, 99_600, 100_000)).toEqual({ start: 4970, end: 5000 });
    // scrolled past the end, as after a filter
    expect(slice(OFFSETS, 5000, 5400)).toEqual({ start: 4, end: 5 });
    expect(slice([0], 0, 400)).toEqual({ start: 0, end: 0 });
  });
});

describe('where a key leads', () => {
  it.each([
    ['down', 0, 1],
    ['down', 4, 4],
    ['up', 0, 0],
    ['up', 3, 2],
    ['first', 3, 0],
    ['last', 0, 4],
    ['pageDown', 0, 2],
    ['pageDown', 4, 4],
    ['pageUp', 4, 2],
    ['pageUp', 0, 0],
  ] as const)('%s from %d', (step, from, to) => {
    expect(nextLine(OFFSETS, from, step, 70)).toBe(to);
  });

  it('moves by a line at least', () => {
    expect(nextLine(OFFSETS, 2, 'pageDown', 5)).toBe(3);
    expect(nextLine(OFFSETS, 2, 'pageUp', 0)).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { wrapText } from '../../../../../client/webview/compare/model/wrap';

const wrap = (text: string, width: number) => wrapText(text, width, each => each.length);

describe('wrapText', () => {
  it.each([
    ['one two three', 20, ['one two three']],
    ['one two three', 7, ['one two', 'three']],
    ['one two three', 8, ['one two', 'three']],
    ['  - indented text', 12, ['  - indented', 'text']],
    ['first\nsecond  ', 20, ['first', 'second']],
    ['first\n\nthird', 20, ['first', '', 'third']],
    ['unbreakable', 4, ['unbr', 'eaka', 'ble']],
    ['a unbreakable b', 4, ['a', 'unbr', 'eaka', 'ble', 'b']],
    ['narrow', 0, ['n', 'a', 'r', 'r', 'o', 'w']],
    ['', 10, ['']],
  ])('%j in %d', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });
});

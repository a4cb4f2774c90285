import { describe, expect, it } from 'vitest';
import { nearest } from '../../../server/config-repo/nearest';

describe('nearest', () => {
  it.each([
    ['promote-to', 'promotes-to'],
    ['Branch', 'branch'],
    ['brnahc', undefined],
    ['koj', 'koji'],
    ['x', undefined],
  ])('%s: %s', (text, expected) => {
    expect(nearest(text, ['branch', 'not-behind', 'promotes-to', 'koji'])).toBe(expected);
  });

  it('takes no word of which nothing would be left', () => {
    expect(nearest('ab', ['xy'])).toBeUndefined();
    expect(nearest('reasno', ['reason'], 1)).toBeUndefined();
  });
});

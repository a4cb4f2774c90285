import { describe, expect, it } from 'vitest';
import { zeroEpoch } from '../../../server/rules/zero-epoch';
import { fixed, lines, OVERRIDES, titles } from './support';

describe('zero-epoch', () => {
  it('drops the epoch 0 that Koji says of netavark (2fe536a7)', () => {
    const text = 'packages:\n  netavark:\n    evr: 0:1.10.3-3.fc40\n';
    expect(lines(zeroEpoch, OVERRIDES, text)).toEqual([
      'hint 3:10-3:12 The epoch 0 of netavark can go: readers treat it as none, and base locks and repositories do not write it.',
    ]);
    expect(titles(zeroEpoch, OVERRIDES, text)).toEqual([['Drop the epoch: 1.10.3-3.fc40 *']]);
    expect(fixed(zeroEpoch, OVERRIDES, text, 'Drop the epoch: 1.10.3-3.fc40')).toBe(
      'packages:\n  netavark:\n    evr: 1.10.3-3.fc40\n',
    );
  });

  it('keeps the arch and the quotes of an evra', () => {
    const text = "packages:\n  tzdata:\n    evra: '0:2024a-5.fc40.noarch'\n";
    expect(fixed(zeroEpoch, OVERRIDES, text, 'Drop the epoch: 2024a-5.fc40')).toBe(
      "packages:\n  tzdata:\n    evra: '2024a-5.fc40.noarch'\n",
    );
  });

  it('leaves other epochs alone', () => {
    expect(lines(zeroEpoch, OVERRIDES, 'packages:\n  a:\n    evr: 10:1-1\n  b:\n    evr: 0.1-0\n')).toEqual([]);
  });
});

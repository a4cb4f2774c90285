import { describe, expect, it } from 'vitest';
import { conflictingVersion } from '../../../server/rules/conflicting-version';
import { fixed, lines, OVERRIDES, titles } from './support';

const TEXT = 'packages:\n  tzdata:\n    evra: 2024a-5.fc40.noarch\n    # both\n    evr: 2024b-1.fc40\n';

describe('conflicting-version', () => {
  it('reports the second one and drops either', () => {
    expect(lines(conflictingVersion, OVERRIDES, TEXT)).toEqual([
      'error 5:5-5:8 tzdata has both evr and evra: rpm-ostree refuses the whole file. Drop one of them.',
    ]);
    expect(titles(conflictingVersion, OVERRIDES, TEXT)).toEqual([['Drop evra', 'Drop evr']]);
    expect(fixed(conflictingVersion, OVERRIDES, TEXT, 'Drop evr')).toBe(
      'packages:\n  tzdata:\n    evra: 2024a-5.fc40.noarch\n    # both\n',
    );
    expect(fixed(conflictingVersion, OVERRIDES, TEXT, 'Drop evra')).toBe(
      'packages:\n  tzdata:\n    # both\n    evr: 2024b-1.fc40\n',
    );
  });

  it('leaves one of them alone, and one of them twice to duplicate-key', () => {
    expect(lines(conflictingVersion, OVERRIDES, 'packages:\n  a:\n    evr: 1-1\n    evr: 1-2\n')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { shownPackages } from '../../../../../client/webview/compare/model/packages';
import { sourceAdvisories } from '../../../../../client/webview/compare/model/rows';
import { allRows, nothingText, shownText, summaryParts } from '../../../../../client/webview/compare/model/summary';
import type { CompareAdvisoriesResult, CompareResult } from '../../../../../server/protocol';
import { ADVISORIES, changed, compared, resultOf } from '../../../../support/compared';

const inputOf = (result: CompareResult, advisories?: CompareAdvisoriesResult) => ({
  packages: shownPackages(result, []),
  advisories: sourceAdvisories(advisories),
});

const line = (result: CompareResult, advisories?: CompareAdvisoriesResult) => {
  const input = inputOf(result, advisories);
  return summaryParts(result, input, allRows(input), advisories)
    .map(({ text, grave }) => (grave ? `!${text}` : text))
    .join(', ');
};

describe('the line that says it all', () => {
  it('counts, what needs a look marked', () => {
    expect(line(compared(), ADVISORIES)).toBe(
      '^25 upgraded, !v1 downgraded, +2 added, -1 removed, 405 the same, 16 source packages (1 only rebuilt), 1 security fix, ' +
        '!1 security fix lost, !1 override lost, 2 overrides gained',
    );
  });

  it('says that advisories are still asked for', () => {
    expect(line(resultOf([changed('a', 'a', '1-1', '2-1')]))).toBe(
      '^1 upgraded, 433 the same, 1 source package, asking for advisories',
    );
  });

  it('says nothing of nothing', () => {
    expect(line(resultOf([]))).toBe('');
  });
});

it('says how many are shown', () => {
  const input = inputOf(compared());
  expect(shownText(16, input, 'source')).toBe('16 changes shown');
  expect(shownText(1, input, 'flat')).toBe('1 of 29 changes shown');
});

describe('where there is nothing to show', () => {
  const empty = { ...resultOf([]), summary: { ...resultOf([]).summary, unchanged: 434 } };
  it.each([
    [empty, 'No package changes from stable to testing: 434 packages are the same.'],
    [
      { ...empty, overrides: compared().overrides },
      'No package changes from stable to testing: 434 packages are the same. Overrides differ, see above.',
    ],
    [
      { ...empty, summary: { ...empty.summary, unchanged: 0 } },
      'No package can be compared between stable and testing.',
    ],
    [{ ...empty, to: undefined }, undefined],
    [compared(), undefined],
  ])('%#', (result, text) => {
    expect(nothingText(result)).toBe(text);
  });
});

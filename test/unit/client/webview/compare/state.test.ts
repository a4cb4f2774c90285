import { describe, expect, it } from 'vitest';
import { DEFAULT_VIEW, isNarrowed, restoreState, toggled } from '../../../../../client/webview/compare/model/state';

const PAIR = { folder: '/src/config', from: 'stable', to: 'testing' };

describe('restoreState', () => {
  it('gives back what was kept', () => {
    const view = {
      filter: 'kernel',
      kinds: ['added'],
      arches: ['s390x'],
      group: 'flat',
      sort: 'severity',
      securityOnly: true,
      overridesOnly: true,
      open: ['kernel'],
      graph: false,
      overrides: false,
    } as const;
    expect(restoreState(JSON.parse(JSON.stringify({ ...PAIR, view })))).toEqual({ ...PAIR, view });
  });

  it('takes what it does not know for what it is at first', () => {
    const view = { filter: 3, kinds: 'added', arches: [1, 's390x'], group: 'tree', sort: 'age', graph: 'yes' };
    expect(restoreState({ ...PAIR, view })).toEqual({ ...PAIR, view: { ...DEFAULT_VIEW, arches: ['s390x'] } });
    expect(restoreState(PAIR)).toEqual({ ...PAIR, view: DEFAULT_VIEW });
  });

  it.each([[undefined], [null], ['text'], [{ folder: '/src/config', from: 'stable' }], [{ ...PAIR, to: 1 }]])(
    'is nothing without a pair: %j',
    kept => {
      expect(restoreState(kept)).toBeUndefined();
    },
  );
});

it('toggles', () => {
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  expect(toggled(['b'], 'a')).toEqual(['b', 'a']);
});

it('knows when something is left out', () => {
  expect(isNarrowed({ ...DEFAULT_VIEW, filter: ' ', sort: 'kind', group: 'flat', open: ['a'] })).toBe(false);
  expect(isNarrowed({ ...DEFAULT_VIEW, arches: ['s390x'] })).toBe(true);
});

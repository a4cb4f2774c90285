import { expect, it } from 'vitest';
import { neededServices } from '../../../server/cli/check-services';

const BOTH = ['koji', 'bodhi'] as const;

it.each([
  [undefined, []],
  [['syntax'], []],
  [['unknown-build'], ['Koji']],
  [['wrong-update', 'syntax'], ['Bodhi']],
  [
    ['deleted-build', 'obsolete-update'],
    ['Koji', 'Bodhi'],
  ],
  // they have something to say without, too
  [['missing-bodhi', 'stale-pin', 'split-source'], []],
])('--only %j needs %j', (codes, expected) => {
  expect(neededServices(BOTH, codes && new Set(codes))).toEqual(expected);
  expect(neededServices([], codes && new Set(codes))).toEqual([]);
});

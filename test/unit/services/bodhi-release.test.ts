import { expect, it } from 'vitest';
import { bodhiRelease } from '../../../server/services/bodhi-release';

it.each([
  ['40', 'F40'],
  ['43', 'F43'],
  ['9.8', undefined],
  ['9', undefined],
  ['rawhide', undefined],
  [undefined, undefined],
])('%s is called %s', (releasever, expected) => {
  expect(bodhiRelease(releasever)).toBe(expected);
});

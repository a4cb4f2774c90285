import { expect, it } from 'vitest';
import { globMatcher } from '../../../server/rpmmd/fnmatch';

// the answers of glibc's fnmatch(pattern, text, 0)
it.each([
  ['a*c', 'abbc', true],
  ['a*c', 'abd', false],
  ['*', '.hidden/with-slash', true],
  ['a.c', 'abc', false],
  ['c++*', 'c++-libs', true],
  ['[a-c]x', 'bx', true],
  ['[!a-c]x', 'bx', false],
  ['[^a]x', 'bx', true],
  ['[]a]x', ']x', true],
  ['[ab', '[ab', true],
  ['[z-a]', 'm', false],
  ['{a,b}', 'a', false],
  ['\\*', '*', true],
  ['\\*', 'x', false],
  ['a**b', 'ab', true],
  ['a*b*c', 'abbcbc', true],
  ['a*b*c', 'abbcb', false],
  ['*-?.fc4[01]', 'podman-1.fc40', true],
  ['?', '\u{1f600}', true],
])('%s on %s', (pattern, text, expected) => {
  expect(globMatcher(pattern)(text)).toBe(expected);
});

it('takes no longer for many stars', () => {
  expect(globMatcher(`${'*?'.repeat(40)}#`)('a'.repeat(200))).toBe(false);
});

import { describe, expect, it } from 'vitest';
import { chosenArches } from '../../../server/cli/settings';

const LOCKED = ['aarch64', 'ppc64le', 's390x', 'x86_64'];

describe('chosenArches', () => {
  it.each([
    ['the whole repository', undefined, [], ['x86_64']],
    ['the common file', undefined, [undefined], ['x86_64']],
    ['one arch file', undefined, ['s390x'], ['s390x']],
    ['the common file and an arch file', undefined, [undefined, 's390x'], ['x86_64', 's390x']],
    ['what is asked for', 'aarch64,s390x', [undefined], ['aarch64', 's390x']],
    ['all', 'all', ['s390x'], LOCKED],
  ])('%s', (_, value, files, expected) => {
    expect(chosenArches(value, LOCKED, files)).toEqual(expected);
  });

  it('falls back on the first basearch of a repository without x86_64', () => {
    expect(chosenArches(undefined, ['riscv64'], [])).toEqual(['riscv64']);
  });

  it('refuses a basearch that the repository does not lock', () => {
    expect(() => chosenArches('riscv64', LOCKED, [])).toThrow(
      '--arch: the repository locks aarch64, ppc64le, s390x, x86_64, not riscv64',
    );
  });
});

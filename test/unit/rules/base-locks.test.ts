import { describe, expect, it } from 'vitest';
import { baseLocksOf, basesText, lockedIn, sameEvr } from '../../../server/rules/base-locks';
import { baseLock, contextOf, OVERRIDES, X86_64_BASE } from './support';

const AARCH64_BASE = 'manifest-lock.aarch64.json';
const bases = (files: Readonly<Record<string, string>>, packages: readonly string[] = []) =>
  baseLocksOf(contextOf(OVERRIDES, 'packages: {}\n', { files, packages }));

describe('base locks', () => {
  it('are those of whole basearches, the JSON one where there are two', () => {
    const yaml = 'packages:\n  zlib:\n    evra: 1-1.x86_64\n';
    const files = { 'manifest-lock.x86_64.yaml': yaml, [X86_64_BASE]: baseLock({ zlib: '1-2.x86_64' }) };
    expect([...bases(files)].map(([arch, { path }]) => [arch, path])).toEqual([['x86_64', X86_64_BASE]]);
    expect([...bases({ 'manifest-lock.x86_64.yaml': yaml })].map(([arch]) => arch)).toEqual(['x86_64']);
    expect(bases({ [AARCH64_BASE]: baseLock({}) }).size).toBe(0);
    expect(bases(files, ['zlib', 'kernel']).size).toBe(0);
    expect(baseLocksOf(contextOf(OVERRIDES, 'packages: {}\n')).size).toBe(0);
  });

  it('say where a package is locked, a common version once', () => {
    const text = (x86_64: string, aarch64: string) =>
      basesText(
        lockedIn(
          bases({ [X86_64_BASE]: baseLock({ zlib: x86_64 }), [AARCH64_BASE]: baseLock({ zlib: aarch64 }) }),
          'zlib',
        ),
      );
    expect(text('1-1.x86_64', '1-1.aarch64')).toBe('the base locks of x86_64 and aarch64 (1-1)');
    expect(text('1-1.x86_64', '1-2.aarch64')).toBe('the base locks of x86_64 (1-1) and aarch64 (1-2)');
  });

  it.each([
    ['1-1', '0:1-1', true],
    ['2:1-1', '1-1', false],
    ['1.0-1', '1.00-1', false],
  ])('%s and %s: the same is %s', (a, b, same) => {
    expect(sameEvr(a, b)).toBe(same);
  });
});

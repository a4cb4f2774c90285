import { describe, expect, it } from 'vitest';
import { missingPackages } from '../../../server/rules/missing-packages';
import { fixed, lines, OVERRIDES, titles, X86_64_BASE } from './support';

const FIX = 'Write "packages: {}"';

describe('missing-packages', () => {
  it('reports null, as merged to testing-devel in 1357ad67', () => {
    const text = '# header\n\npackages:\n';
    expect(lines(missingPackages, OVERRIDES, text)).toEqual([
      'error 3:1-3:10 "packages" is null: rpm-ostree refuses the file and the builder crashes on it. A file that locks nothing says "packages: {}".',
    ]);
    expect(titles(missingPackages, OVERRIDES, text)).toEqual([[`${FIX} * all`]]);
    expect(fixed(missingPackages, OVERRIDES, text, FIX)).toBe('# header\n\npackages: {}\n');
  });

  it('reports an empty list, as in 836f930e', () => {
    expect(fixed(missingPackages, OVERRIDES, 'packages: []\n', FIX)).toBe('packages: {}\n');
  });

  it('throws no list away that has something in it', () => {
    // coreos-assembler's first generated lock, 2019-07
    const text = '{\n  "packages": [["GeoIP-1.6.12-5.fc30.x86_64", "sha256:21dc"]]\n}\n';
    expect(lines(missingPackages, 'manifest-lock.generated.x86_64.json', text)).toEqual([
      'error 2:3-2:13 "packages" is a list: rpm-ostree refuses the file and the builder crashes on it. It has to map package names to versions.',
    ]);
    expect(titles(missingPackages, X86_64_BASE, text)).toEqual([[]]);
  });

  it('reports an empty file and one of comments only', () => {
    expect(lines(missingPackages, OVERRIDES, '')).toEqual([
      'error 1:1-1:1 The file has no "packages": rpm-ostree refuses the file and the builder crashes on it. A file that locks nothing says "packages: {}".',
    ]);
    expect(fixed(missingPackages, OVERRIDES, '', FIX)).toBe('packages: {}\n');
    expect(fixed(missingPackages, OVERRIDES, '# packages:\n#   podman:\n', FIX)).toBe(
      '# packages:\n#   podman:\npackages: {}\n',
    );
    expect(lines(missingPackages, X86_64_BASE, '')).toHaveLength(1);
  });

  it('reports a map without it and another root', () => {
    expect(lines(missingPackages, OVERRIDES, 'metadata: {}\n')).toEqual([
      'error 1:1-1:9 The file has no "packages": rpm-ostree refuses the file and the builder crashes on it. A file that locks nothing says "packages: {}".',
    ]);
    expect(fixed(missingPackages, OVERRIDES, 'metadata: {}\n', FIX)).toBe('metadata: {}\npackages: {}\n');
    expect(lines(missingPackages, OVERRIDES, '- podman\n')).toEqual([
      'error 1:1-1:9 The file is no map with "packages": rpm-ostree refuses the file and the builder crashes on it. It has to map package names to versions.',
    ]);
  });

  it('is content with a map, empty or not, and silent on broken text', () => {
    expect(lines(missingPackages, OVERRIDES, 'packages: {}\n')).toEqual([]);
    expect(lines(missingPackages, X86_64_BASE, '{"packages": {}}')).toEqual([]);
    expect(lines(missingPackages, X86_64_BASE, '{"packa')).toEqual([]);
  });
});

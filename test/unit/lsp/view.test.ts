import { describe, expect, it } from 'vitest';
import { archesOf, isLockfile } from '../../../server/lsp/view';

describe('isLockfile', () => {
  it.each([
    ['/c/manifest-lock.overrides.yaml', 'yaml', true],
    ['/c/manifest-lock.x86_64.json', 'json', true],
    ['/c/manifest-lock.generated.x86_64.json', 'json', true],
    ['/c/manifest-lock-variant.yml', 'yaml', true],
    ['/c/manifest.yaml', 'yaml', false],
    ['/c/.manifest-lock.yaml', 'yaml', false],
    ['/c/manifest-lock.txt', 'plaintext', false],
    ['/c/anything.yaml', 'manifest-lock', true],
  ])('%s (%s): %s', (path, languageId, ours) => {
    expect(isLockfile(path, languageId)).toBe(ours);
  });
});

describe('archesOf', () => {
  const four = ['aarch64', 'ppc64le', 's390x', 'x86_64'];
  it.each([
    ['manifest-lock.overrides.yaml', four, ['x86_64']],
    ['manifest-lock.overrides.s390x.yaml', four, ['s390x']],
    ['manifest-lock.aarch64.json', four, ['aarch64']],
    ['manifest-lock.overrides.yaml', ['aarch64', 'riscv64'], ['aarch64']],
    ['manifest-lock.overrides.yaml', [], []],
  ])('%s of %j is about %j', (path, basearches, arches) => {
    expect(archesOf(path, 'x86_64', basearches)).toEqual(arches);
  });
});

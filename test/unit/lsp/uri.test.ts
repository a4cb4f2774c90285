import { describe, expect, it } from 'vitest';
import { gitUri } from '../../../server/lsp/git-uri';
import { isReadOnly, pathOf, relativePath } from '../../../server/lsp/uri';

describe('pathOf', () => {
  it.each([
    ['file:///config/manifest-lock.overrides.yaml', '/config/manifest-lock.overrides.yaml'],
    ['file:///with%20blank/a%2Bb.json', '/with blank/a+b.json'],
    ['untitled:Untitled-1', undefined],
  ])('%s: %s', (uri, path) => expect(pathOf(uri)).toBe(path));
});

describe('isReadOnly', () => {
  it('is true for a file in a commit alone', () => {
    const inCommit = { folder: '/config', commit: '1'.repeat(40), path: 'manifest-lock.overrides.yaml' };
    expect(isReadOnly(gitUri(inCommit, 'HEAD'))).toBe(true);
    expect(isReadOnly('file:///config/manifest-lock.overrides.yaml')).toBe(false);
  });
});

describe('relativePath', () => {
  it('is relative to the folder, or the path itself', () => {
    expect(relativePath('/config', '/config/overlay/manifest-lock.json')).toBe('overlay/manifest-lock.json');
    expect(relativePath(undefined, '/config/manifest-lock.json')).toBe('/config/manifest-lock.json');
  });
});

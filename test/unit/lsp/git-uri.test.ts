import { describe, expect, it } from 'vitest';
import { URI } from 'vscode-uri';
import { gitUri, parseGitUri } from '../../../server/lsp/git-uri';

const DOCUMENT = {
  folder: '/config with blank/ü',
  commit: '1'.repeat(40),
  path: 'overlay/manifest-lock.overrides.yaml',
};

describe('gitUri', () => {
  it('is understood again, also as an editor writes it', () => {
    const uri = gitUri(DOCUMENT, 'origin/testing-devel');
    expect(parseGitUri(uri)).toEqual(DOCUMENT);
    expect(parseGitUri(URI.parse(uri).toString())).toEqual(DOCUMENT);
    expect(parseGitUri(URI.parse(uri).toString(true))).toEqual(DOCUMENT);
  });

  it('ends in the branch and the name of the file, so that a tab says both', () => {
    const { path } = URI.parse(gitUri(DOCUMENT, 'origin/testing-devel of 2024-05-02'));
    expect(path).toBe('/overlay/origin/testing-devel_of_2024-05-02:manifest-lock.overrides.yaml');
  });
});

describe('parseGitUri', () => {
  it.each([
    'file:///config/manifest-lock.overrides.yaml',
    'manifest-lock-git:/HEAD/a.yaml',
    'manifest-lock-git:/HEAD/a.yaml?%7B%22folder%22%3A1%7D',
    'manifest-lock-git:/HEAD/a.yaml?[',
  ])('takes %s for no such address', uri => expect(parseGitUri(uri)).toBeUndefined());
});

import { describe, expect, it } from 'vitest';
import type { FileTree } from '../../../server/config-repo/model';
import { parseLockfile } from '../../../server/lockfile/parse';
import { readSnapshot } from '../../../server/lsp/read-snapshot';
import { baseLock, MANIFEST, OVERRIDES, repoFile } from '../../support/fedora';

const FILES: Readonly<Record<string, string>> = {
  'manifest.yaml': MANIFEST,
  'fedora.repo': repoFile('https://example.org/'),
  '.manifest-lock.yaml': 'rules:\n  no-such-rule: off\n',
  'manifest-lock.overrides.yaml': OVERRIDES,
  'manifest-lock.x86_64.json': baseLock('x86_64'),
};
const tree: FileTree = {
  read: async path => FILES[path],
  list: async folder => (folder === '' ? Object.keys(FILES) : []),
};

describe('readSnapshot', () => {
  it('keeps the texts of what was read besides lockfiles', async () => {
    const { files, texts, problems } = await readSnapshot(tree, parseLockfile, {
      defaultRepositories: [],
      ruleCodes: ['syntax'],
    });
    expect(files.map(({ path }) => path)).toEqual(['manifest-lock.overrides.yaml', 'manifest-lock.x86_64.json']);
    expect(Object.fromEntries(texts)).toEqual({
      'manifest.yaml': MANIFEST,
      'fedora.repo': FILES['fedora.repo'],
      '.manifest-lock.yaml': FILES['.manifest-lock.yaml'],
    });
    expect(problems).toMatchObject([{ path: '.manifest-lock.yaml', message: expect.stringContaining('no-such-rule') }]);
  });
});

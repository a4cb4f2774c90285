import { describe, expect, it } from 'vitest';
import { loadConfigRepo } from '../../../server/config-repo/load';
import { loadLockfiles } from '../../../server/config-repo/load-lockfiles';
import { worktree } from '../../../server/config-repo/worktree';
import { effectiveSet } from '../../../server/lockfile/layers';
import { parseLockfile } from '../../../server/lockfile/parse';
import { tempFolder } from './temp-folder';

describe('loadLockfiles', () => {
  it('parses every layer, with its place in the order', async () => {
    const tree = worktree(
      tempFolder({
        'manifest.yaml': '',
        'manifest-lock.x86_64.json':
          '{"packages": {"a": {"evra": "1-1.x86_64"}, "b": {"evra": "1-1.noarch"}, "c": {"evra": "1-1.x86_64"}}}',
        'manifest-lock.generated.x86_64.json': '{"packages": {"d": {"evra": "9-9.x86_64"}}}',
        'manifest-lock.overrides.yaml': 'packages:\n  b:\n    evr: 2-1\n  c:\n    evr: 2-1\n',
        'overlay/manifest-lock.overrides.x86_64.yaml': 'packages:\n  c:\n    evr: 3-1\n',
      }),
    );
    const repo = await loadConfigRepo(tree, { defaultRepositories: [] });
    const asked: string[] = [];
    const { files, problems } = await loadLockfiles(tree, repo.lockfiles, (text, format, path) => {
      asked.push(`${format} ${path}`);
      return parseLockfile(text, format);
    });
    expect(problems).toEqual([]);
    expect(asked.sort()).toEqual([
      'json manifest-lock.x86_64.json',
      'yaml manifest-lock.overrides.yaml',
      'yaml overlay/manifest-lock.overrides.x86_64.yaml',
    ]);
    const effective = [...effectiveSet('x86_64', files)].map(([name, { version, file }]) => [
      name,
      version?.evr,
      file.path,
    ]);
    expect(effective).toEqual([
      ['a', '1-1', 'manifest-lock.x86_64.json'],
      ['b', '2-1', 'manifest-lock.overrides.yaml'],
      ['c', '3-1', 'overlay/manifest-lock.overrides.x86_64.yaml'],
    ]);
  });

  it('reports lockfiles that cannot be read, and reads the others', async () => {
    const tree = worktree(
      tempFolder(
        { 'manifest-lock.overrides.yaml': 'packages: {}\n', 'manifest-lock.s390x.json/folder': '' },
        { 'manifest-lock.x86_64.json': 'fedora-coreos-config/manifest-lock.x86_64.json' },
      ),
    );
    const repo = await loadConfigRepo(tree, { defaultRepositories: [] });
    const { files, problems } = await loadLockfiles(tree, repo.lockfiles, parseLockfile);
    expect(files.map(file => file.path)).toEqual(['manifest-lock.overrides.yaml']);
    expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'manifest-lock.s390x.json: cannot read manifest-lock.s390x.json: it is not a regular file',
      'manifest-lock.x86_64.json: manifest-lock.x86_64.json is gone, or a link to a file that is not there.',
    ]);
  });
});

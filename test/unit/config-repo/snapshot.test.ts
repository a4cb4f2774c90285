import { describe, expect, it } from 'vitest';
import { loadCommit } from '../../../server/config-repo/snapshot';
import { parseLockfile } from '../../../server/lockfile/parse';
import { FIRST_DATE } from '../../support/git';
import { open, repository } from '../git/support';

const BASE = '{"packages": {"ignition": {"evra": "2.20.0-1.fc41.x86_64"}}}';
const OVERRIDE = 'packages:\n  ignition:\n    evr: 2.21.0-1.fc41\n';

describe('loadCommit', () => {
  it('reads the lockfiles of a commit, not those of the working tree', async () => {
    const made = repository();
    const files = { 'manifest.yaml': 'x', 'manifest-lock.x86_64.json': BASE, 'manifest-lock.overrides.yaml': OVERRIDE };
    const commit = made.commit(files, 'one');
    made.commit({ 'manifest-lock.overrides.yaml': 'packages: {}\n' }, 'two');
    const found = await loadCommit(await open(made.folder), { commit, root: '' }, parseLockfile);
    expect(found).toMatchObject({ commit, committed: FIRST_DATE, basearches: ['x86_64'] });
    expect(found.files.map(({ path }) => path)).toEqual(['manifest-lock.overrides.yaml', 'manifest-lock.x86_64.json']);
    const set = found.effective('x86_64');
    expect(set.get('ignition')?.version?.evr).toBe('2.21.0-1.fc41');
    expect(found.effective('x86_64')).toBe(set);
  });

  it('reads a repository that is a folder of the tree', async () => {
    const made = repository();
    const commit = made.commit({ 'config/manifest-lock.x86_64.json': BASE }, 'one');
    const { files } = await loadCommit(await open(made.folder), { commit, root: 'config' }, parseLockfile);
    expect(files.map(({ path }) => path)).toEqual(['manifest-lock.x86_64.json']);
  });

  it('passes a submodule by', async () => {
    const made = repository();
    made.commit({ 'manifest-lock.x86_64.json': BASE }, 'one');
    made.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},fedora-coreos-config`);
    made.git('commit', '-q', '-m', 'submodule');
    const commit = made.git('rev-parse', 'HEAD');
    const { files } = await loadCommit(await open(made.folder), { commit, root: '' }, parseLockfile);
    expect(files).toHaveLength(1);
  });

  it('rejects for a lockfile that does not parse: what it locks is not known', async () => {
    const made = repository();
    const commit = made.commit({ 'manifest-lock.overrides.yaml': `${OVERRIDE}  kernel\n` }, 'one');
    const loading = loadCommit(await open(made.folder), { commit, root: '' }, parseLockfile);
    await expect(loading).rejects.toThrow('manifest-lock.overrides.yaml does not parse (line 4)');
  });

  it('rejects for a lockfile that cannot be read, and for a commit that is not there', async () => {
    const made = repository();
    const commit = made.commit({ 'manifest-lock.x86_64.json': new Uint8Array([0xff, 0xfe]) }, 'one');
    const git = await open(made.folder);
    await expect(loadCommit(git, { commit, root: '' }, parseLockfile)).rejects.toThrow('manifest-lock.x86_64.json');
    await expect(loadCommit(git, { commit: 'f'.repeat(40), root: '' }, parseLockfile)).rejects.toThrow('f'.repeat(40));
  });
});

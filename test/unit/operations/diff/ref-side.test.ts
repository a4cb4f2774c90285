import { describe, expect, it } from 'vitest';
import { refSide } from '../../../../server/operations/diff/ref-side';
import type { SideContext } from '../../../../server/operations/diff/side-context';
import { FIRST_DATE, runGit, type TestRepository } from '../../../support/git';
import { folder, open, repository } from '../../git/support';
import { baseLock, contextOf, evrsOf, failed, manifest, opened, stream } from './side-support';

const OVERRIDE = `packages:
  podman:
    evr: 5:5.2.5-1.fc40
    metadata:
      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1752
      type: fast-track
`;
const LOCKS = { bash: '5.2.26-3.fc40', podman: '5:5.2.4-1.fc40' };

async function sideOf(made: TestRepository, revision: string, more: Partial<SideContext> = {}) {
  return refSide({ spec: revision, revision }, await contextOf(made.folder, more));
}

describe('a commit', () => {
  it('is what its lockfiles give, wherever the working tree is', async () => {
    const made = repository();
    const files = { ...stream('testing', LOCKS), 'manifest-lock.overrides.yaml': OVERRIDE };
    const commit = made.commit(files, 'one', { branch: 'testing' });
    made.commit(stream('next', { bash: '5.2.32-1.fc41' }), 'two', { branch: 'next' });
    const side = opened(await sideOf(made, 'testing'));
    expect(side).toMatchObject({
      ...{ spec: 'testing', kind: 'ref', label: 'testing', commit, committed: FIRST_DATE },
      ...{ stream: 'testing', releasever: '40', basearches: ['x86_64', 'aarch64'], partial: false, notes: [] },
    });
    expect(side.missing.size).toBe(0);
    expect(side.unavailable).toBeUndefined();
    for (const arch of ['x86_64', 'aarch64']) {
      expect(evrsOf(side, arch)).toEqual({ bash: '5.2.26-3.fc40', podman: '5:5.2.5-1.fc40' });
      expect(side.packages(arch).get('bash')).toMatchObject({ arch, provenance: { kind: 'base' } });
    }
    expect(side.packages('x86_64').get('podman')?.provenance).toMatchObject({
      kind: 'override',
      type: 'fast-track',
      bodhi: 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638',
    });
  });

  it('may be below a folder', async () => {
    const made = repository();
    const files = {
      'config/manifest.yaml': manifest('testing'),
      'config/manifest-lock.x86_64.json': baseLock('x86_64', LOCKS),
    };
    made.commit(files, 'one');
    const side = opened(await sideOf(made, 'HEAD', { root: 'config' }));
    expect(evrsOf(side, 'x86_64')).toEqual(LOCKS);
  });

  it('lends its lockfiles from a child folder without manifest, and not from a submodule', async () => {
    const made = repository();
    made.commit({ ...stream('testing', LOCKS), 'overlay/manifest-lock.overrides.x86_64.yaml': OVERRIDE }, 'one');
    made.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},fedora-coreos-config`);
    made.git('commit', '-q', '-m', 'submodule');
    const side = opened(await sideOf(made, 'HEAD'));
    expect(side.notes).toEqual([]);
    expect(evrsOf(side, 'x86_64')['podman']).toBe('5:5.2.5-1.fc40');
    expect(evrsOf(side, 'aarch64')['podman']).toBe('5:5.2.4-1.fc40');
  });

  it('that is called by its stream has it, where its files name none', async () => {
    const made = repository();
    made.commit({ 'manifest-lock.x86_64.json': baseLock('x86_64', LOCKS) }, 'one', { branch: 'stable' });
    expect(opened(await sideOf(made, 'stable')).stream).toBe('stable');
    expect(opened(await sideOf(made, 'HEAD')).stream).toBeUndefined();
  });

  it('with a broken base lock loses that basearch alone', async () => {
    const made = repository();
    made.commit({ ...stream('testing', LOCKS), 'manifest-lock.aarch64.json': '{"packages": {' }, 'one');
    const side = opened(await sideOf(made, 'HEAD'));
    expect(side.basearches).toEqual(['x86_64']);
    expect(side.missing.get('aarch64')).toMatch(/^manifest-lock\.aarch64\.json has a syntax error: .* \(line 1\)\.$/);
    expect(side.packages('aarch64').size).toBe(0);
    expect(evrsOf(side, 'x86_64')).toEqual(LOCKS);
  });

  it('with a base lock that is no text loses that basearch alone', async () => {
    const made = repository();
    made.commit({ ...stream('testing', LOCKS), 'manifest-lock.aarch64.json': new Uint8Array([0xff]) }, 'one');
    const side = opened(await sideOf(made, 'HEAD'));
    expect(side.basearches).toEqual(['x86_64']);
    expect(side.missing.get('aarch64')).toMatch(/cannot read manifest-lock\.aarch64\.json: .*UTF-8/);
  });

  it('with broken overrides has its base locks', async () => {
    const made = repository();
    const files = { ...stream('testing', LOCKS), 'manifest-lock.overrides.yaml': 'packages:\n  podman: [\n' };
    made.commit(files, 'one');
    const side = opened(await sideOf(made, 'HEAD'));
    expect(evrsOf(side, 'x86_64')).toEqual(LOCKS);
    expect(side.notes).toEqual([
      expect.stringMatching(/^manifest-lock\.overrides\.yaml has a syntax error: .* Its overrides are not counted\.$/),
    ]);
  });

  it('of a shallow clone is there as far as the clone goes', async () => {
    const made = repository();
    made.commit(stream('testing', { bash: '5.2.26-2.fc40' }), 'one');
    made.commit(stream('testing', LOCKS), 'two');
    const clone = folder();
    runGit(clone, ['clone', '-q', '--depth', '1', `file://${made.folder}`, '.']);
    const context = await contextOf(clone);
    expect(evrsOf(opened(await refSide({ spec: 'HEAD', revision: 'HEAD' }, context)), 'x86_64')).toEqual(LOCKS);
    expect(failed(await refSide({ spec: 'HEAD~1', revision: 'HEAD~1' }, context)).message).toContain('shallow clone');
  });
});

describe('what is no side', () => {
  it('a commit without a config repository', async () => {
    const made = repository();
    made.commit({ 'README.md': 'pages' }, 'one', { branch: 'gh-pages' });
    expect(failed(await sideOf(made, 'gh-pages'))).toEqual({
      failed: 'input',
      message: 'gh-pages has no config repository: neither a manifest nor a lockfile is there',
      noConfigRepository: true,
    });
  });

  it('a commit in which its folder is not there yet', async () => {
    const made = repository();
    made.commit(stream('testing', LOCKS), 'one');
    expect(failed(await sideOf(made, 'HEAD', { root: 'config' })).message).toBe(
      'HEAD has no config repository in config: neither a manifest nor a lockfile is there',
    );
  });

  it('a name of nothing', async () => {
    const made = repository();
    made.commit(stream('testing', LOCKS), 'one', { branch: 'testing' });
    expect(failed(await sideOf(made, 'testng'))).toEqual({
      failed: 'input',
      message: '"testng" is no stream, branch or other revision here: did you mean testing?',
    });
  });

  it('anything without git', async () => {
    const made = repository();
    const { git: _, ...context } = await contextOf(made.folder);
    const without: SideContext = { ...context, git: undefined, gitAbsence: 'no program git is installed' };
    expect(failed(await refSide({ spec: 'testing', revision: 'testing' }, without))).toEqual({
      failed: 'input',
      message: '"testing" needs git: no program git is installed',
    });
  });

  it('a revision that git cannot read', async () => {
    const made = repository();
    made.commit(stream('testing', LOCKS), 'one', { branch: 'testing' });
    const git = await open(made.folder);
    git.close();
    const side = await refSide({ spec: 'HEAD', revision: 'HEAD' }, await contextOf(made.folder, { git }));
    expect(failed(side)).toEqual({ failed: 'input', message: expect.stringContaining('"HEAD" cannot be read: ') });
  });

  it('anything once it is called off', async () => {
    const made = repository();
    made.commit(stream('testing', LOCKS), 'one');
    const git = await open(made.folder);
    git.close();
    const signal = AbortSignal.abort(new Error('called off'));
    await expect(sideOf(made, 'HEAD', { git, signal })).rejects.toThrow('called off');
  });
});

import { describe, expect, it } from 'vitest';
import { DEFAULT_REPO_SETTINGS, type StreamPolicy } from '../../../../server/config-repo/repo-settings';
import { findRef } from '../../../../server/operations/diff/find-ref';
import { FIRST_DATE, runGit, type TestRepository } from '../../../support/git';
import { folder, open, repository } from '../../git/support';

const { streams } = DEFAULT_REPO_SETTINGS;

async function find(made: TestRepository, revision: string, policies = streams) {
  return findRef(revision, await open(made.folder), policies);
}

async function message(made: TestRepository, revision: string): Promise<string> {
  const found = await find(made, revision);
  if (!('failed' in found)) throw new Error(`${revision} is ${found.label}`);
  expect(found.failed).toBe('input');
  return found.message;
}

/** A remote branch at a new commit of that date. */
function remote(made: TestRepository, name: string, date: number): string {
  const id = runGit(made.folder, ['commit-tree', '-m', name, 'HEAD^{tree}'], date);
  made.git('update-ref', `refs/remotes/${name}`, id);
  return id;
}

describe('a name of a stream', () => {
  it('is the newest of its local and remote branches', async () => {
    const made = repository();
    const local = made.commit({ a: '1' }, 'one', { branch: 'testing', date: FIRST_DATE });
    expect(await find(made, 'testing')).toEqual({ commit: local, label: 'testing', stream: 'testing' });
    const newer = remote(made, 'origin/testing', FIRST_DATE + 60);
    expect(await find(made, 'testing')).toEqual({ commit: newer, label: 'origin/testing', stream: 'testing' });
    expect(await find(made, 'refs/heads/testing')).toMatchObject({ commit: local, stream: undefined });
    expect(await find(made, 'origin/testing')).toEqual({ commit: newer, label: 'origin/testing', stream: undefined });
  });

  it('whose branch is called otherwise goes by both', async () => {
    const made = repository();
    const commit = made.commit({ a: '1' }, 'one', { branch: 'release/prod' });
    const policy: StreamPolicy = { name: 'prod', branch: 'release/prod', notBehind: [], promotesTo: [] };
    for (const name of ['prod', 'release/prod']) {
      expect(await find(made, name, new Map([['prod', policy]]))).toEqual({
        commit,
        label: 'release/prod',
        stream: 'prod',
      });
    }
  });

  it('without a branch may be a tag', async () => {
    const made = repository();
    const commit = made.commit({ a: '1' }, 'one');
    made.git('tag', 'stable');
    expect(await find(made, 'stable')).toEqual({ commit, label: 'stable', stream: undefined });
  });

  it('without a branch is to be fetched', async () => {
    const made = repository();
    made.commit({ a: '1' }, 'one');
    expect(await message(made, 'stable')).toBe(
      'the stream stable has no branch stable here, neither local nor remote: fetch it',
    );
  });
});

describe('any other revision', () => {
  it('is what git makes of it', async () => {
    const made = repository();
    const one = made.commit({ a: '1' }, 'one');
    const two = made.commit({ a: '2' }, 'two');
    made.git('tag', '-a', '-m', 'tagged', 'v1', one);
    made.branch('feature', one);
    for (const [revision, commit] of [
      ['HEAD', two],
      ['HEAD~1', one],
      ['v1', one],
      ['feature', one],
      [two.slice(0, 10), two],
    ] as const) {
      expect(await find(made, revision)).toEqual({ commit, label: revision, stream: undefined });
    }
  });

  it('of a repository without commits is none', async () => {
    expect(await message(repository(), 'HEAD')).toBe('HEAD has no commit yet');
  });

  it.each([
    ['testng', ': did you mean testing?'],
    ['TESTING', ': did you mean testing?'],
    ['origin/stabel', ': did you mean origin/stable?'],
    ['rhel', ': did you mean origin/rhel?'],
    ['rhel~1', ': did you mean origin/rhel~1?'],
    ['rhel~2', '; the streams here are '],
    ['test', ': did you mean testing or testing-devel?'],
    ['testin~1', ': did you mean testing~1?'],
    ['testin~2', '; the streams here are '],
    ['test~99', '; the streams here are '],
    ['stable:manifest.yaml', '; the streams here are '],
    ['HEAD~99', '; the streams here are testing-devel, testing, origin/stable'],
    ['HEAD:manifest.yaml', '; the streams here are '],
    ['no such thing', '; the streams here are '],
  ])('that does not exist may have meant another: %s', async (revision, hint) => {
    const made = repository();
    const one = made.commit({ a: '1' }, 'one');
    made.branch('testing-devel');
    made.commit({ a: '2' }, 'two', { branch: 'testing' });
    remote(made, 'origin/stable', FIRST_DATE);
    made.git(
      'update-ref',
      'refs/remotes/origin/rhel',
      made.git('commit-tree', '-p', one, '-m', 'on it', 'HEAD^{tree}'),
    );
    const said = await message(made, revision);
    expect(said).toContain(`${JSON.stringify(revision)} is no stream, branch or other revision here`);
    expect(said).toContain(hint);
  });

  it('of a shallow clone may be older than its history', async () => {
    const made = repository();
    made.commit({ a: '1' }, 'one');
    made.commit({ a: '2' }, 'two');
    const clone = folder();
    runGit(clone, ['clone', '-q', '--depth', '1', `file://${made.folder}`, '.']);
    const found = await findRef('HEAD~1', await open(clone), streams);
    expect(found).toEqual({
      failed: 'input',
      message:
        '"HEAD~1" is no stream, branch or other revision here (this is a shallow clone: what is older than its history is not there)',
    });
  });
});

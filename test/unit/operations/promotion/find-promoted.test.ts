import { expect, it } from 'vitest';
import { DEFAULT_REPO_SETTINGS } from '../../../../server/config-repo/repo-settings';
import { findPromoted, PromotionError } from '../../../../server/operations/promotion/find-promoted';
import { locks, openedGit, type StreamsOfTest, streams } from './support';

async function find(made: StreamsOfTest, spec: string, preferred: readonly string[] = [], root = '') {
  const git = await openedGit(made.folder);
  const policies = DEFAULT_REPO_SETTINGS.streams;
  return findPromoted(spec, { git, refs: await git.refs(), policies, root, preferred });
}

it('takes a name for a stream before it takes it for a branch or tag', async () => {
  const made = streams();
  const commit = made.stream('testing', locks({ kernel: '6.11.3-200.fc40' }));
  made.git('tag', 'testing', 'main');
  expect(await find(made, 'testing')).toMatchObject({ label: 'testing', commit, isStream: true });
  expect(await find(made, 'refs/heads/testing')).toMatchObject({
    commit,
    isStream: false,
    policy: { name: 'testing' },
  });
});

it('tells the stream of a revision by the branch that has it, where its files do not', async () => {
  const made = streams();
  const silent = { 'manifest.yaml': 'packages: []\n' };
  const old = made.stream('testing-devel', silent);
  made.git('branch', 'next-devel', old);
  made.stream('next-devel', { x: 'x\n' });
  const only = made.stream('testing-devel', { y: 'y\n' });
  expect((await find(made, only)).policy.name).toBe('testing-devel');
  await expect(find(made, old)).rejects.toThrow(
    `${old} is of no stream: neither its files nor a stream's branch says which`,
  );
  // both have it: the one that can be meant
  expect((await find(made, old, ['testing-devel'])).policy.name).toBe('testing-devel');
});

it('says what is not there', async () => {
  const made = streams();
  made.stream('testing', {});
  await expect(find(made, 'stable')).rejects.toThrow(
    new PromotionError('stable has no branch here, neither local nor remote: fetch it'),
  );
  await expect(find(made, 'testing', [], 'fcos')).rejects.toThrow('testing has no config repository in fcos');
});

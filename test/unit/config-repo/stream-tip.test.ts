import { expect, it } from 'vitest';
import { DEFAULT_REPO_SETTINGS } from '../../../server/config-repo/repo-settings';
import { divergenceWords, streamTip } from '../../../server/config-repo/stream-tip';

const LINE = ['a', 'b', 'c'];
const git = {
  // `x` is on a line of its own
  isAncestor: async (one: string, other: string) =>
    LINE.includes(one) && LINE.includes(other) && LINE.indexOf(one) <= LINE.indexOf(other),
};
const at = (name: string, commit: string, committed = 1) => ({ name, commit, committed });

it.each([
  ['only the local one', [at('refs/heads/stable', 'b')], 'stable b only'],
  ['only a remote one', [at('refs/remotes/origin/stable', 'b')], 'origin/stable b only'],
  ['the same', [at('refs/heads/stable', 'b'), at('refs/remotes/origin/stable', 'b')], 'stable b same'],
  ['ahead', [at('refs/heads/stable', 'c'), at('refs/remotes/origin/stable', 'b')], 'stable c ahead'],
  // whatever the dates say
  ['ahead', [at('refs/heads/stable', 'c', 1), at('refs/remotes/origin/stable', 'b', 2)], 'stable c ahead'],
  ['behind', [at('refs/heads/stable', 'a', 2), at('refs/remotes/origin/stable', 'b', 1)], 'origin/stable b behind'],
  ['diverged', [at('refs/heads/stable', 'x', 1), at('refs/remotes/origin/stable', 'b', 2)], 'origin/stable b diverged'],
  [
    'the newest of the remotes',
    [at('refs/heads/stable', 'a'), at('refs/remotes/origin/stable', 'b'), at('refs/remotes/upstream/stable', 'c', 2)],
    'upstream/stable c behind',
  ],
])('%s', async (_, refs, expected) => {
  const policy = DEFAULT_REPO_SETTINGS.streams.get('stable');
  const found = policy && (await streamTip(git, policy, refs));
  expect(`${found?.tip.label} ${found?.tip.ref.commit} ${found?.line}`).toBe(expected);
});

it('is nothing without a branch', async () => {
  const policy = DEFAULT_REPO_SETTINGS.streams.get('stable');
  expect(policy && (await streamTip(git, policy, [at('refs/heads/testing', 'a')]))).toBeUndefined();
});

it('says of a shallow clone how far it can tell', () => {
  const remote = { label: 'origin/stable', ref: at('refs/remotes/origin/stable', 'a') };
  const words = (shallow: boolean) => divergenceWords({ branch: 'stable' }, { remote }, { shallow });
  expect(words(false)).toBe('stable and origin/stable each have commits that the other lacks');
  expect(words(true)).toBe(`${words(false)} (as far as the history of this shallow clone goes)`);
});

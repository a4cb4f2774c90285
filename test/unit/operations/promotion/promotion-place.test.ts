import { expect, it } from 'vitest';
import { locks, make, otherWorktree, plan, streams } from './support';

it('is none in a stream that another worktree has checked out', async () => {
  const made = streams();
  made.stream('stable', locks({ kernel: '6.10.12-200.fc40' }));
  made.stream('testing', locks({ kernel: '6.11.3-200.fc40' }));
  const folder = otherWorktree(made, 'stable');
  const { refused, commit } = await plan(made.folder, 'testing', 'stable');
  expect(commit).toBeUndefined();
  expect(refused).toBe(
    `stable is checked out in ${folder}: run it where another branch is checked out, or with --new-branch`,
  );
  const aside = await make(made.folder, await plan(made.folder, 'testing', 'stable', { newBranch: true }));
  expect(made.git('rev-parse', `${aside}^`)).toBe(made.git('rev-parse', 'stable'));
});

it('is the branch of a stream that cannot be read, which it may mend', async () => {
  const made = streams();
  // a link out of the repository is no lockfile that anybody can read
  const blob = made.git('rev-parse', 'main:manifest.yaml');
  made.stream('stable', locks({ kernel: '6.10.12-200.fc40' }));
  made.git('checkout', '--quiet', 'stable');
  made.git('update-index', '--cacheinfo', `120000,${blob},manifest-lock.x86_64.json`);
  made.git('commit', '--quiet', '--message', 'broken');
  made.git('checkout', '--quiet', '--force', 'main');
  made.stream('testing', locks({ kernel: '6.11.3-200.fc40' }));
  const promotion = await plan(made.folder, 'testing', 'stable');
  expect(promotion.diff.basearches).toEqual(['aarch64']);
  const commit = await make(made.folder, promotion);
  expect(made.git('diff', '--name-only', 'testing', commit)).toBe('manifest.yaml');
});

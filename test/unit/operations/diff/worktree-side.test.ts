import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLockfile } from '../../../../server/lockfile/parse';
import { worktreeSide } from '../../../../server/operations/diff/worktree-side';
import { FIRST_DATE } from '../../../support/git';
import { folder, open, repository } from '../../git/support';
import { contextOf, evrsOf, failed, opened, stream, worktreeOf } from './side-support';

const LOCKS = { bash: '5.2.26-3.fc40' };

describe('the working tree', () => {
  it('is what its files say, not what HEAD says', async () => {
    const made = repository();
    const commit = made.commit(stream('testing', { bash: '5.2.26-2.fc40' }), 'one', { branch: 'feature' });
    for (const [path, text] of Object.entries(stream('testing', LOCKS))) writeFileSync(join(made.folder, path), text);
    const side = opened(
      await worktreeSide('worktree', await contextOf(made.folder, { worktree: await worktreeOf(made.folder) })),
    );
    expect(side).toMatchObject({
      ...{ spec: 'worktree', kind: 'worktree', label: 'working tree', commit, committed: FIRST_DATE },
      ...{ stream: 'testing', releasever: '40', notes: [] },
    });
    expect(evrsOf(side, 'aarch64')).toEqual(LOCKS);
  });

  it('has what open editors say', async () => {
    const made = repository();
    made.commit(stream('testing', LOCKS), 'one');
    const { config, files, problems } = await worktreeOf(made.folder);
    const typed = parseLockfile('packages:\n  bash:\n    evr: 5.2.37-1.fc40\n', 'yaml');
    const editor = {
      path: 'manifest-lock.overrides.yaml',
      layer: 'overrides',
      arch: undefined,
      lockfile: typed,
    } as const;
    const worktree = { config, files: [...files, editor], problems };
    const side = opened(await worktreeSide('worktree', await contextOf(made.folder, { worktree })));
    expect(evrsOf(side, 'x86_64')).toEqual({ bash: '5.2.37-1.fc40' });
  });

  it('needs no git, and no commit', async () => {
    const made = repository();
    for (const [path, text] of Object.entries(stream('testing', LOCKS))) writeFileSync(join(made.folder, path), text);
    const worktree = await worktreeOf(made.folder);
    const context = await contextOf(made.folder, { worktree });
    for (const git of [context.git, undefined]) {
      const side = opened(await worktreeSide('worktree', { ...context, git }));
      expect(side).toMatchObject({ commit: undefined, committed: undefined, notes: [] });
      expect(evrsOf(side, 'x86_64')).toEqual(LOCKS);
    }
  });

  it('keeps what is readable of it', async () => {
    const made = repository();
    made.commit(stream('testing', LOCKS), 'one');
    appendFileSync(join(made.folder, 'manifest-lock.x86_64.json'), new Uint8Array([0xff]));
    const worktree = await worktreeOf(made.folder);
    const git = await open(made.folder);
    git.close();
    const side = opened(await worktreeSide('worktree', await contextOf(made.folder, { worktree, git })));
    expect(side.basearches).toEqual(['aarch64']);
    expect(side.missing.get('x86_64')).toMatch(/manifest-lock\.x86_64\.json.*UTF-8/);
    expect(side.notes).toEqual([expect.stringMatching(/^HEAD cannot be read: .*\.$/)]);
  });

  it('says which base lock was deleted', async () => {
    const made = repository();
    made.commit(stream('testing', LOCKS), 'one');
    rmSync(join(made.folder, 'manifest-lock.x86_64.json'));
    const worktree = await worktreeOf(made.folder);
    const side = opened(await worktreeSide('worktree', await contextOf(made.folder, { worktree })));
    expect(side.missing).toEqual(new Map([['x86_64', 'There is no base lock.']]));
  });

  it('is not there in a bare repository', async () => {
    const made = repository({ folder: folder(), bare: true });
    expect(failed(await worktreeSide('worktree', await contextOf(made.folder)))).toEqual({
      failed: 'input',
      message: 'there is no working tree here: name a stream or a revision',
    });
  });
});

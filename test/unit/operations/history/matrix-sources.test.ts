import { expect, it } from 'vitest';
import { parseLockfile } from '../../../../server/lockfile/parse';
import { matrixSources } from '../../../../server/operations/history/matrix-sources';
import { layerFiles } from '../../../support/branches';
import { open, repository } from '../../git/support';
import { BASE, lock } from './support';

it('has branches as they are in git, what is checked out as the working tree has it, and names what is broken', async () => {
  const made = repository();
  const tip = (branch: string, text: string) => {
    const commit = made.commit({ [BASE]: text }, branch, { branch });
    return { stream: branch, label: `origin/${branch}`, tip: commit, committed: 0, own: branch === 'testing' };
  };
  const streams = [
    tip('next', '{"packages": '),
    tip('testing', lock({ podman: '1-1' })),
    tip('stable', lock({ podman: '2-1' })),
  ];
  const git = await open(made.folder);
  const worktree = { config: { basearches: ['x86_64'] }, files: layerFiles({ [BASE]: lock({ podman: '3-1' }) }) };
  const { sources, problems } = await matrixSources({ git, streams, worktree, parse: parseLockfile });
  const told = sources.map(({ stream, label, basearches, effective }) => {
    return [stream, label, basearches, effective('x86_64').get('podman')?.version?.evr];
  });
  expect(told).toEqual([
    ['testing', 'working tree', ['x86_64'], '3-1'],
    ['stable', 'origin/stable', ['x86_64'], '2-1'],
  ]);
  expect(problems).toEqual(['origin/next cannot be read: manifest-lock.x86_64.json does not parse (line 1)']);
  const bare = await matrixSources({ git, streams: streams.slice(1), worktree: undefined, parse: parseLockfile });
  expect(bare.sources.map(({ label }) => label)).toEqual(['origin/testing', 'origin/stable']);
});

import { describe, expect, it } from 'vitest';
import type { GitRef } from '../../../../server/git/git';
import { compareChoices } from '../../../../server/lsp/streams/choices';
import type { ComparedRepository } from '../../../../server/lsp/streams/repository';
import type { StreamState } from '../../../../server/operations/streams/load-streams';
import { streamFlows } from '../../../../server/operations/streams/stream-flows';
import { commitOf } from '../../../support/branches';
import { POLICIES, stateOf } from '../../operations/streams/stream-states';

const REPOSITORY = {
  ...{ folder: '/src/config', name: 'config', gitAbsence: undefined },
  config: { settings: { streams: POLICIES } },
} as unknown as ComparedRepository;

const DAY = Date.UTC(2024, 9, 21) / 1000;
const ref = (name: string, of: string, committed = DAY): GitRef => ({ name, commit: commitOf(of), committed });

function choicesOf(streams: readonly StreamState[], refs: readonly GitRef[], branch: string | undefined) {
  const head = { commit: commitOf(branch ?? 'detached'), branch };
  const flows = streamFlows({ streams, policies: POLICIES });
  return compareChoices({
    ...{ repository: REPOSITORY, flows, builds: undefined },
    loaded: { streams, head, refs, problems: ['next cannot be read: it is damaged'] },
  });
}

const LOCKED = { kernel: '6.11.4-201.fc40' };

describe('what can be compared', () => {
  it('is each stream once, under the branch that stands for it', () => {
    const { choices, notes } = choicesOf(
      [stateOf('testing-devel', LOCKED, { worktree: true }), { ...stateOf('stable', LOCKED), label: 'origin/stable' }],
      [
        ref('refs/heads/stable', 'older', DAY - 86_400),
        ref('refs/heads/testing-devel', 'testing-devel'),
        ref('refs/remotes/origin/stable', 'stable'),
        ref('refs/remotes/origin/testing-devel', 'testing-devel'),
        ref('refs/remotes/origin/next', 'next'),
        ref('refs/tags/v1', 'v1', DAY - 172_800),
      ],
      'testing-devel',
    );
    expect(choices.map(({ group, spec, label, detail }) => [group, spec, label, detail])).toEqual([
      ['stream', 'testing-devel', 'testing-devel', '2024-10-21'],
      ['stream', 'stable', 'origin/stable', '40, 2024-10-21, 0 overrides'],
      ['working tree', 'worktree', 'working tree', 'testing-devel, 40, 0 overrides'],
      ['branch', 'HEAD', 'HEAD', `testing-devel, ${commitOf('testing-devel').slice(0, 10)}, 2024-10-21`],
      // it could not be read as a stream
      ['branch', 'origin/next', 'origin/next', '2024-10-21'],
      // `stable` alone would mean the stream
      ['branch', 'refs/heads/stable', 'refs/heads/stable', '2024-10-20'],
      ['branch', 'v1', 'v1', 'tag, 2024-10-19'],
    ]);
    expect(notes).toEqual(['next cannot be read: it is damaged']);
  });

  it('is called by its whole name where a short one could mean another', () => {
    const { choices } = choicesOf(
      [stateOf('stable', LOCKED, { worktree: true })],
      [ref('refs/heads/fix', 'fix'), ref('refs/tags/fix', 'tag', DAY - 1), ref('refs/heads/stable', 'stable')],
      'stable',
    );
    expect(choices.filter(({ group }) => group === 'branch').map(({ spec }) => spec)).toEqual([
      'HEAD',
      'refs/heads/fix',
      'refs/tags/fix',
    ]);
  });
});

describe('what most would compare', () => {
  const own = (name: string) => stateOf(name, LOCKED, { worktree: true });
  const suggested = (streams: readonly StreamState[], branch?: string) => choicesOf(streams, [], branch).suggested;

  it('is a production stream with what would be promoted to it', () => {
    expect(suggested([stateOf('testing', LOCKED), own('stable')])).toEqual({ from: 'worktree', to: 'testing' });
  });

  it('is what users have with what a development stream would bring', () => {
    const streams = [own('testing-devel'), stateOf('testing', LOCKED), stateOf('stable', LOCKED)];
    expect(suggested(streams)).toEqual({ from: 'testing', to: 'worktree' });
  });

  it('is what is not committed of a stream that stands for itself', () => {
    expect(suggested([own('rawhide'), stateOf('stable', LOCKED)])).toEqual({ from: 'HEAD', to: 'worktree' });
  });
});

import { describe, expect, it } from 'vitest';
import type { StreamTarget, TargetPlace } from '../../../server/config-repo/stream-targets';
import { openGitWriter } from '../../../server/git/open-git-writer';
import { overrideMessage } from '../../../server/operations/commit-message';
import { branchSubject, type StreamEdit, streamCommits } from '../../../server/operations/stream-commits';
import { gitEnvironment } from '../../support/git';
import { repository } from '../git/support';
import { lockText, pinOf, plannedFor, targetOf } from './stream-support';

const OVERRIDES = 'manifest-lock.overrides.yaml';
const AT = 'a'.repeat(40);
const files = [{ path: OVERRIDES, after: 'packages: {}\n' }];
const message = 'overrides: pin kernel\n';

function edit(name: string, place: TargetPlace, rest: Partial<StreamTarget> = {}): Promise<StreamEdit> {
  return targetOf(name, { place, locked: {} }).then(target => ({ target: { ...target, ...rest }, files, message }));
}

const onBranch = (name: string): TargetPlace => {
  return { kind: 'branch', ref: `refs/heads/${name}`, expected: undefined, parent: AT };
};

describe('on the branches of the streams', () => {
  it('is one commit each, with paths from the top of the tree', async () => {
    const edits = [
      await edit('testing', onBranch('testing')),
      await edit('stable', onBranch('stable'), { root: 'config' }),
    ];
    const { commits, refused } = streamCommits(edits);
    expect(refused).toEqual([]);
    expect(commits[1]).toEqual({
      stream: 'stable',
      branch: 'stable',
      ref: 'refs/heads/stable',
      expected: undefined,
      parent: AT,
      message,
      files: [{ path: `config/${OVERRIDES}`, text: 'packages: {}\n' }],
    });
    expect(commits[0]?.files.map(({ path }) => path)).toEqual([OVERRIDES]);
  });

  it('is none for the working tree, for what does not change, and for what cannot', async () => {
    const none: TargetPlace = { kind: 'none', message: 'stable is checked out in /stable', parent: AT };
    const edits = [
      await edit('testing-devel', { kind: 'worktree' }),
      { ...(await edit('testing', onBranch('testing'))), files: [] },
      await edit('stable', none),
    ];
    expect(streamCommits(edits)).toEqual({
      commits: [],
      refused: [{ stream: 'stable', message: 'stable is checked out in /stable' }],
    });
  });
});

describe('on new branches', () => {
  const named = async (subject: string, refs: readonly string[] = []) => {
    const edits = [await edit('stable', onBranch('stable')), await edit('testing', onBranch('testing'))];
    const newBranches = { subject, refs: refs.map(name => ({ name })) };
    return streamCommits(edits, { newBranches }).commits.map(({ ref, expected }) => [ref, expected]);
  };

  it('is called after stream and build', async () => {
    expect(await named('kernel-6.11.4-201.fc40')).toEqual([
      ['refs/heads/backport/stable/kernel-6.11.4-201.fc40', undefined],
      ['refs/heads/backport/testing/kernel-6.11.4-201.fc40', undefined],
    ]);
  });

  it('never is a branch that is there, here or on a remote', async () => {
    const refs = [
      'refs/heads/backport/stable/kernel-6.11.4-201.fc40',
      'refs/remotes/origin/backport/stable/kernel-6.11.4-201.fc40-2',
      'refs/heads/backport/testing/kernel-6.11.4-201.fc40/fixed',
      'refs/tags/backport/stable/kernel-6.11.4-201.fc40-3',
    ];
    expect((await named('kernel-6.11.4-201.fc40', refs)).map(([ref]) => ref)).toEqual([
      'refs/heads/backport/stable/kernel-6.11.4-201.fc40-3',
      'refs/heads/backport/testing/kernel-6.11.4-201.fc40-2',
    ]);
    expect((await named('kernel-6.11.4-201.fc40', ['refs/heads/backport'])).map(([ref]) => ref)).toEqual([
      'refs/heads/backport-stable-kernel-6.11.4-201.fc40',
      'refs/heads/backport-testing-kernel-6.11.4-201.fc40',
    ]);
  });

  it.each([
    'passt-0^20240326.g4988e2b-1.fc40',
    'rust-1.0~rc1-1.fc40',
    '../..',
    'a..b.lock',
    '-f',
    'ü b:c?*[\\',
    '@{-1}',
    '',
  ])('has a name that git takes: %s', async subject => {
    const made = repository();
    for (const [ref] of await named(subject)) made.git('check-ref-format', ref ?? '');
  });

  it('can stand where the own branch cannot get a commit', async () => {
    const none: TargetPlace = { kind: 'none', message: 'stable is checked out in /stable', parent: AT };
    const newBranches = { subject: 'kernel', refs: [] };
    const { commits } = streamCommits([await edit('stable', none)], { newBranches });
    expect(commits).toMatchObject([{ branch: 'backport/stable/kernel', expected: undefined, parent: AT }]);
    const unreadable: TargetPlace = { kind: 'none', message: 'stable: it is not UTF-8 text' };
    expect(streamCommits([await edit('stable', unreadable)], { newBranches })).toEqual({
      commits: [],
      refused: [{ stream: 'stable', message: 'stable: it is not UTF-8 text' }],
    });
  });

  it('is called after the first of several builds', () => {
    expect(branchSubject(['kernel-6.11.4-201.fc40'])).toBe('kernel-6.11.4-201.fc40');
    expect(branchSubject(['a-1-1', 'b-1-1', 'a-1-1', 'c-1-1'])).toBe('a-1-1-and-2-more');
  });
});

it('keeps the overrides of each stream, through to the commits', async () => {
  // stable of February 2021: a cherry-pick of the kernel lost the sudo that closed CVE-2021-3156
  const sudo = `# kept
packages:
  sudo:
    evr: 1.9.5p2-1.fc33
    metadata:
      type: fast-track # CVE-2021-3156
`;
  const locked = { kernel: '5.10.9-201.fc33', sudo: '1.9.2-1.fc33' };
  const made = repository();
  const streams: readonly (readonly [name: string, overrides: string])[] = [
    ['stable', sudo],
    ['testing', 'packages: {}\n'],
  ];
  const items = [pinOf('kernel-5.10.12-200.fc33')];
  const edits: StreamEdit[] = [];
  for (const [name, overrides] of streams) {
    const lock = lockText(locked, 'x86_64', '2021-02-01T00:00:00Z');
    const at = made.commit({ [OVERRIDES]: overrides, 'manifest-lock.x86_64.json': lock }, name, { branch: name });
    const place: TargetPlace = { kind: 'branch', ref: `refs/heads/${name}`, expected: at, parent: at };
    const target = await targetOf(name, { locked, overrides, releasever: '33', place });
    const plan = plannedFor(target, items);
    edits.push({ target, files: plan.files, message: overrideMessage({ stream: target.policy, items, plan }).text });
  }
  made.git('checkout', '--quiet', '--detach');
  const { commits } = streamCommits(edits);
  await openGitWriter({ environment: gitEnvironment() })(made.folder).commit(commits);
  expect(made.git('status', '--porcelain')).toBe('');
  for (const [name] of streams) {
    expect(made.git('diff', '--stat', '--format=', `${name}~`, name)).toContain('1 file changed');
  }
  expect(made.git('log', '-1', '--format=%s', 'stable')).toBe('[stable] overrides: pin kernel-5.10.12-200.fc33');
  expect(made.git('show', `stable:${OVERRIDES}`)).toBe(
    `# kept
packages:
  kernel:
    evr: 5.10.12-200.fc33
    metadata:
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1803
      type: pin
  sudo:
    evr: 1.9.5p2-1.fc33
    metadata:
      type: fast-track # CVE-2021-3156`,
  );
});

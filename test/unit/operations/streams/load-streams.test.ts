import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadConfigRepo } from '../../../../server/config-repo/load';
import { loadLockfiles } from '../../../../server/config-repo/load-lockfiles';
import { rememberParse } from '../../../../server/config-repo/remember-parse';
import { worktree } from '../../../../server/config-repo/worktree';
import { type GitRepository, isAbsent } from '../../../../server/git/git';
import { openGit } from '../../../../server/git/open-git';
import { parseLockfile } from '../../../../server/lockfile/parse';
import { type LoadStreamsInput, loadStreams, StreamCache } from '../../../../server/operations/streams/load-streams';
import { FIRST_DATE, gitEnvironment, gitRepository, type TestRepository } from '../../../support/git';
import { locks, OVERRIDES, SUDO } from '../../../support/streams-repository';

let repo: TestRepository;
let git: GitRepository | undefined;

const manifest = (stream: string, releasever = '40') => `releasever: ${releasever}\nvariables:\n  stream: ${stream}\n`;

beforeEach(async () => {
  repo = gitRepository();
  const branches = [
    ['stable', '6.10.12-200.fc40', SUDO],
    ['testing-devel', '6.11.4-201.fc40', 'packages: {}\n'],
  ] as const;
  for (const [branch, version, text] of branches) {
    const files = { 'manifest.yaml': manifest(branch), [OVERRIDES]: text, ...locks(version) };
    repo.commit(files, `tree: ${branch}`, { branch, date: FIRST_DATE });
  }
  const opened = await openGit({ environment: gitEnvironment() })(repo.folder);
  if (isAbsent(opened)) throw new Error(opened.message);
  git = opened;
});
afterEach(() => {
  git?.close();
  repo.dispose();
});

async function input(more: Partial<LoadStreamsInput> = {}): Promise<LoadStreamsInput> {
  const tree = worktree(repo.folder);
  const config = await loadConfigRepo(tree, { defaultRepositories: [] });
  const { files } = await loadLockfiles(tree, config.lockfiles, parseLockfile);
  return { git, config, files, parse: rememberParse(parseLockfile), ...more };
}

it('finds the working tree and the branches of the other streams, in the order of promotion', async () => {
  const { streams, problems, head, refs } = await loadStreams(await input());
  expect(problems).toEqual([]);
  expect(
    streams.map(({ spec, label, policy, commit, side }) => [
      ...[spec, label, policy.name, commit?.subject, commit?.committed],
      ...[side.kind, side.releasever, side.basearches.length, side.packages('x86_64').get('sudo')?.evr],
    ]),
  ).toEqual([
    [
      'worktree',
      'working tree',
      'testing-devel',
      'tree: testing-devel',
      FIRST_DATE,
      'worktree',
      '40',
      4,
      '1.9.15-2.p5.fc40',
    ],
    ['stable', 'stable', 'stable', 'tree: stable', FIRST_DATE, 'ref', '40', 4, '1.9.15-5.p5.fc40'],
  ]);
  expect([head?.branch, refs.map(({ name }) => name)]).toEqual([
    'testing-devel',
    ['refs/heads/stable', 'refs/heads/testing-devel'],
  ]);
});

it('knows no basearch of a stream without base locks', async () => {
  const none = Object.fromEntries(Object.keys(locks('1-1')).map(path => [path, null]));
  repo.commit({ ...none, 'manifest.yaml': manifest('rawhide', '42') }, 'tree: rawhide', { branch: 'rawhide' });
  repo.checkout('testing-devel');
  const { streams } = await loadStreams(await input());
  const rawhide = streams.find(({ policy }) => policy.name === 'rawhide');
  expect(rawhide?.side).toMatchObject({ releasever: '42', basearches: [] });
  expect([...(rawhide?.side.missing ?? [])]).toEqual(
    ['x86_64', 'aarch64', 'ppc64le', 's390x'].map(arch => [arch, 'There is no base lock.']),
  );
});

it('says which stream cannot be read, and has the others', async () => {
  repo.commit({ [OVERRIDES]: 'packages: {', 'manifest.yaml': manifest('next') }, 'broken', { branch: 'next' });
  repo.checkout('testing-devel');
  const { streams, problems } = await loadStreams(await input());
  expect(streams.map(({ policy }) => policy.name)).toEqual(['testing-devel', 'stable']);
  expect(problems).toEqual([`next cannot be read: ${OVERRIDES} does not parse (line 1)`]);
});

it('says that a file of the working tree does not parse', async () => {
  repo.commit({ [OVERRIDES]: 'packages: {' }, 'broken');
  const { problems } = await loadStreams(await input());
  expect(problems).toEqual([`${OVERRIDES} does not parse: what the working tree has is known in part.`]);
});

it('has the working tree alone where there is no git, or it fails', async () => {
  const alone = await loadStreams(await input({ git: undefined }));
  expect([alone.streams.map(({ spec }) => spec), alone.problems, alone.refs]).toEqual([['worktree'], [], []]);
  if (!git) throw new Error('git is there');
  const failing = {
    ...git,
    head: () => Promise.reject(new Error('refs are damaged')),
    refs: () => Promise.resolve([]),
  };
  const failed = await loadStreams(await input({ git: failing }));
  expect([failed.streams.map(({ spec }) => spec), failed.problems]).toEqual([
    ['worktree'],
    ['Branches cannot be read: refs are damaged'],
  ]);
});

it('reads no commit twice', async () => {
  const cache = new StreamCache();
  const first = await loadStreams(await input({ cache }));
  const again = await loadStreams(await input({ cache }));
  expect(again.streams[1]?.side).toBe(first.streams[1]?.side);
  repo.commit({ [OVERRIDES]: 'packages: {}\n' }, 'overrides: drop sudo', { branch: 'stable' });
  repo.checkout('testing-devel');
  const moved = await loadStreams(await input({ cache }));
  expect(moved.streams[1]?.commit?.subject).toBe('overrides: drop sudo');
});

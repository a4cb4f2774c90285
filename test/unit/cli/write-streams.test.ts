import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeStreams } from '../../../server/cli/write-streams';
import type { GitWriter, OpenGitWriter } from '../../../server/git/git-writer';
import { openGitWriter } from '../../../server/git/open-git-writer';
import { gitEnvironment, gitRepository, type TestRepository } from '../../support/git';

const FILE = 'manifest-lock.overrides.yaml';

let repo: TestRepository;
beforeEach(() => {
  repo = gitRepository();
  repo.commit({ [FILE]: 'packages: {}\n' }, 'first');
  for (const stream of ['testing', 'stable']) repo.branch(stream);
});
afterEach(() => repo.dispose());

const open = openGitWriter({ environment: gitEnvironment() });

/** The real one, with something happening around its commits. */
const opening =
  (around: (commit: () => ReturnType<GitWriter['commit']>) => ReturnType<GitWriter['commit']>): OpenGitWriter =>
  folder => {
    const writer = open(folder);
    return { ...writer, commit: commits => around(() => writer.commit(commits)) };
  };

const commitTo = (stream: string) => {
  const parent = repo.git('rev-parse', stream);
  return {
    ...{ stream, branch: stream, ref: `refs/heads/${stream}`, expected: parent, parent, message: `[${stream}] pin\n` },
    files: [{ path: FILE, text: 'packages: # new\n' }],
  };
};
const fileOf = (after: string) => ({ path: FILE, before: 'packages: {}\n', after });
const changes = (files = [fileOf('packages: # new\n')]) => {
  return { folder: repo.folder, commits: [commitTo('testing'), commitTo('stable')], files, canonical: false };
};
const inWorktree = () => readFileSync(join(repo.folder, FILE), 'utf8');

it('makes the commits and edits the working tree', async () => {
  const made = await writeStreams(changes(), { openGitWriter: open });
  expect([...made]).toEqual(['testing', 'stable'].map(stream => [stream, repo.git('rev-parse', stream)]));
  expect(repo.git('log', '-1', '--format=%s', 'stable')).toBe('[stable] pin');
  expect(repo.git('status', '--porcelain')).toBe(` M ${FILE}`);
  expect(inWorktree()).toBe('packages: # new\n');
});

it('needs no git for the working tree alone', async () => {
  const noGit: OpenGitWriter = () => {
    throw new Error('not to be asked');
  };
  const { folder, files, canonical } = changes();
  expect(await writeStreams({ folder, files, canonical, commits: [] }, { openGitWriter: noGit })).toEqual(new Map());
  expect(inWorktree()).toBe('packages: # new\n');
});

it('writes nothing where a branch has moved meanwhile', async () => {
  const asked = changes();
  const tip = repo.git('commit-tree', '-p', 'stable', '-m', 'meanwhile', 'stable^{tree}');
  repo.git('update-ref', 'refs/heads/stable', tip);
  const refs = repo.git('for-each-ref');
  await expect(writeStreams(asked, { openGitWriter: open })).rejects.toThrow(
    /^nothing is written: stable has moved meanwhile: /,
  );
  expect(repo.git('for-each-ref')).toBe(refs);
  expect(inWorktree()).toBe('packages: {}\n');
  expect(readdirSync(repo.folder)).toEqual(['.git', FILE]);
});

it('commits nothing where a file was changed in the meantime', async () => {
  writeFileSync(join(repo.folder, FILE), 'packages: {} # meanwhile\n');
  const refs = repo.git('for-each-ref');
  await expect(writeStreams(changes(), { openGitWriter: open })).rejects.toThrow(
    `${join(repo.folder, FILE)} was changed in the meantime: nothing is written`,
  );
  expect(repo.git('for-each-ref')).toBe(refs);
});

it('takes back the files it made where a commit is refused', async () => {
  const fresh = 'manifest-lock.overrides.x86_64.yaml';
  const asked = { ...changes(), files: [{ path: fresh, before: undefined, after: 'packages: # new\n' }] };
  repo.git('update-ref', '-d', 'refs/heads/stable');
  await expect(writeStreams(asked, { openGitWriter: open })).rejects.toThrow(/^nothing is written: stable /);
  expect(readdirSync(repo.folder)).toEqual(['.git', FILE]);
});

it('says what is committed where the working tree fails after all', async () => {
  const pulled = opening(async commit => {
    const made = await commit();
    rmSync(join(repo.folder, FILE));
    mkdirSync(join(repo.folder, FILE));
    return made;
  });
  const error = await writeStreams(changes(), { openGitWriter: pulled }).catch((thrown: unknown) => thrown);
  const [testing, stable] = ['testing', 'stable'].map(stream => repo.git('rev-parse', stream));
  expect(error).toMatchObject({
    name: 'InputError',
    message: expect.stringMatching(
      new RegExp(
        `^the working tree: cannot write: EISDIR.*; committed already: ${testing} on testing, ${stable} on stable$`,
      ),
    ),
  });
  expect(repo.git('log', '-1', '--format=%s', 'stable')).toBe('[stable] pin');
  expect(readdirSync(repo.folder)).toEqual(['.git', FILE]);
});

it('passes on what is a defect as it is', async () => {
  const broken = opening(() => Promise.reject(new TypeError('a defect')));
  await expect(writeStreams(changes(), { openGitWriter: broken })).rejects.toThrow(TypeError);
  expect(inWorktree()).toBe('packages: {}\n');
});

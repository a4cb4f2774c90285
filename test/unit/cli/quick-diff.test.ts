import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quickDiff } from '../../../server/cli/quick-diff';
import { openGit } from '../../../server/git/open-git';
import { gitEnvironment, gitRepository, type TestRepository } from '../../support/git';

const OVERRIDES = 'manifest-lock.overrides.yaml';

function tree(stream: string, kernel: string, overrides = 'packages: {}\n'): Record<string, string> {
  const lock = (arch: string) => JSON.stringify({ packages: { kernel: { evra: `${kernel}.${arch}` } } });
  return {
    'manifest.yaml': `variables:\n  stream: ${stream}\n\nreleasever: 40\n\nrepos:\n  - fedora\n`,
    [OVERRIDES]: overrides,
    'manifest-lock.x86_64.json': lock('x86_64'),
    'manifest-lock.aarch64.json': lock('aarch64'),
  };
}

let repo: TestRepository;
beforeAll(() => {
  repo = gitRepository();
  repo.commit(tree('stable', '6.10.12-200.fc40'), 'stable', { branch: 'stable' });
  repo.commit(tree('testing', '6.11.3-200.fc40'), 'testing', { branch: 'testing' });
  repo.commit({ 'manifest-lock.aarch64.json': '{' }, 'broken', { branch: 'broken' });
  repo.commit({ ...tree('next', '6.11.3-200.fc40'), [OVERRIDES]: 'packages: {kernel: {evr: 6-1}}\n' }, 'flow', {
    branch: 'flow',
  });
  repo.commit(
    { ...tree('x', '6.11.3-200.fc40'), 'manifest.yaml': 'include: a.yaml\n', 'a.yaml': 'releasever: 41\n' },
    'included',
    { branch: 'included' },
  );
  repo.commit({ 'manifest-lock.x86_64.json': null, 'manifest-lock.aarch64.json': null }, 'no base locks', {
    branch: 'rawhide',
  });
  repo.checkout('testing');
});
afterAll(() => repo.dispose());

async function quick(...argv: readonly string[]) {
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    isTerminal: false,
    write: (text: string) => {
      written[name] += text;
      return Promise.resolve(true);
    },
  });
  const status = await quickDiff(argv, {
    stdout: output('stdout'),
    stderr: output('stderr'),
    cwd: repo.folder,
    cacheFolder: '/nowhere',
    openGit: openGit({ environment: gitEnvironment() }),
  });
  return { status, ...written };
}

const NOTHING = { status: undefined, stdout: '', stderr: '' };

describe('quickDiff', () => {
  it('compares streams and revisions', async () => {
    const { status, stdout, stderr } = await quick('diff', 'stable', 'HEAD');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^from {2}stable +[0-9a-f]{10} {2}2024-01-01 {2}release 40\nto {4}HEAD /);
    expect(stdout).toContain('\n  kernel  6.10.12-200.fc40 -> 6.11.3-200.fc40\n');
    expect(await quick('diff', 'testing', 'stable', '--fail-on', 'downgraded', '--format', 'json')).toMatchObject({
      status: 1,
      stderr: 'manifest-lock diff: downgraded: kernel\n',
    });
  });

  it.each([
    ['another subcommand', ['check']],
    ['help', ['diff', 'stable', 'testing', '--help']],
    ['bad usage', ['diff', 'stable']],
    ['a basearch that nobody locks', ['diff', 'stable', 'testing', '--arch', 's390x']],
    ['no such revision', ['diff', 'stable', 'nosuch']],
    ['no config repository', ['diff', 'stable', 'testing', '--repo', '/']],
    ['the working tree', ['diff', 'HEAD', 'worktree']],
    ['a build', ['diff', 'HEAD', 'build:stable']],
    ['a tag', ['diff', 'HEAD', 'tag:f40']],
    ['what services say', ['diff', 'stable', 'testing', '--advisories']],
    ['changelogs', ['diff', 'stable', 'testing', '--changelog']],
    ['what is read', ['diff', 'stable', 'testing', '--verbose']],
    ['a lock that does not parse', ['diff', 'stable', 'broken']],
    ['overrides in another style', ['diff', 'stable', 'flow']],
    ['a manifest that includes what matters', ['diff', 'stable', 'included']],
    ['a stream without base locks', ['diff', 'stable', 'rawhide']],
  ])('leaves to the whole program, with nothing written: %s', async (_what, argv) => {
    expect(await quick(...argv)).toEqual(NOTHING);
  });

  it('leaves a repository with settings of its own to the whole program', async () => {
    const settings = join(repo.folder, '.manifest-lock.yaml');
    writeFileSync(settings, 'services:\n  koji: off\n');
    try {
      expect(await quick('diff', 'stable', 'testing')).toEqual(NOTHING);
    } finally {
      rmSync(settings);
    }
  });
});

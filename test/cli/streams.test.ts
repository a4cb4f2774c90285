import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cli } from '../support/cli';
import { emptyFolder, gitEnvironment, runGit } from '../support/git';
import { partialClone, REMEDY } from '../support/partial-clone';
import { itShared, shared } from '../support/shared';
import {
  locks,
  OVERRIDES,
  SERVICES,
  type StreamsRepository,
  SUDO,
  streamsRepository,
} from '../support/streams-repository';

const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/728';
const UPDATE = 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-dddddddddd';
const SECURITY = {
  'FEDORA-2024-dddddddddd': {
    status: 'stable',
    release: 'F40',
    type: 'security',
    severity: 'high',
    builds: [{ nvr: 'kernel-6.11.3-200.fc40' }],
    bugs: [{ bug_id: 2317458, title: 'CVE-2024-9676 kernel: something' }],
  },
};

let repo: StreamsRepository;
beforeEach(async () => {
  repo = await streamsRepository({ ...SERVICES, bodhi: SECURITY });
});
afterEach(() => repo.end());

const short = (revision: string): string => repo.git('rev-parse', revision).slice(0, 10);

it('draws the streams and says what the next promotions bring', async () => {
  const { status, stdout, stderr } = await repo.run('streams');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toBe(`testing-devel 40 --(^1)--> testing 40 --(^1 v1 !1)--> stable 40

testing-devel  40  2024-01-01  0 overrides  (working tree)  ${short('testing-devel')} tree: testing-devel
testing        40  2024-01-01  0 overrides                  ${short('testing')} tree: testing
stable         40  2024-01-01  1 override                   ${short('stable')} tree: stable

testing would get from testing-devel: ^1

stable would get from testing: ^1 v1 !1
  downgrade: sudo 1.9.15-5.p5.fc40 -> 1.9.15-2.p5.fc40
  lost override: sudo 1.9.15-5.p5.fc40 -> 1.9.15-2.p5.fc40 (${REASON})
`);
});

it('is a Markdown section, and asks for security fixes where they are wanted', async () => {
  const { stdout, stderr } = await repo.run('streams', '--format', 'markdown', '--advisories');
  expect(stderr).toBe('');
  expect(stdout).toBe(`## Streams

\`\`\`text
testing-devel 40 --(^1)--> testing 40 --(^1 v1 !1)--> stable 40
\`\`\`

Signs: + added, ^ upgraded, v downgraded, - removed source packages; ! lost overrides

### \`testing\` to \`stable\`

- downgrade: \`sudo\` \`1.9.15-5.p5.fc40 → 1.9.15-2.p5.fc40\`
- lost override: \`sudo\` \`1.9.15-5.p5.fc40 → 1.9.15-2.p5.fc40\`: [coreos/fedora-coreos-tracker#728](<${REASON}>)
- security fix: \`kernel\` \`6.10.12-200.fc40 → 6.11.3-200.fc40\`: [FEDORA-2024-dddddddddd](<${UPDATE}>) (important) CVE-2024-9676
`);
});

it('is JSON for programs', async () => {
  const { status, stdout } = await repo.run('streams', '--format', 'json');
  expect(status).toBe(0);
  const { streams } = JSON.parse(stdout);
  expect(
    streams.map(({ stream, ref, worktree, overrides }: Record<string, unknown>) => [stream, ref, worktree, overrides]),
  ).toEqual([
    ['testing-devel', 'working tree', true, 0],
    ['testing', 'testing', false, 0],
    ['stable', 'stable', false, 1],
  ]);
  const arches = ['x86_64', 'aarch64', 'ppc64le', 's390x'];
  const sudo = { from: '1.9.15-5.p5.fc40', to: '1.9.15-2.p5.fc40' };
  expect(streams[2]).toMatchObject({
    ...{ releasever: '40', date: '2024-01-01T00:00:00.000Z', subject: 'tree: stable', closed: false },
    ...{ commit: repo.git('rev-parse', 'stable'), basearches: arches },
  });
  expect(streams[2].feeds).toMatchObject([
    {
      from: 'testing',
      likely: true,
      summary: { packages: { upgraded: 2, downgraded: 1, added: 0, removed: 0 }, sources: { upgraded: 1 } },
      downgrades: [
        { name: 'sudo', source: 'sudo', reason: null, arches: Object.fromEntries(arches.map(arch => [arch, sudo])) },
      ],
      lostOverrides: [
        { name: 'sudo', ...sudo, arches, effect: 'downgraded', type: 'pin', reason: REASON, bodhi: null },
      ],
      advisories: null,
    },
  ]);
});

it('shows the working tree as it is, and a downgrade that a pin means', async () => {
  const podman = SUDO.replaceAll('sudo', 'podman').replace('1.9.15-5.p5.fc40', '5:5.2.3-1.fc40');
  writeFileSync(join(repo.folder, OVERRIDES), podman);
  const { stdout } = await repo.run('streams');
  expect(stdout).toContain(`testing would get from testing-devel: ^1 v1
  downgrade: podman 5:5.2.4-1.fc40 -> 5:5.2.3-1.fc40, pinned: ${REASON}
`);
});

it('says what is not known: no base locks, a branch that cannot be read, no network', async () => {
  const none = Object.fromEntries(Object.keys(locks('1-1')).map(path => [path, null]));
  const manifest = 'releasever: 42\nvariables:\n  stream: rawhide\n';
  repo.commit({ ...none, 'manifest.yaml': manifest }, 'tree: rawhide', { branch: 'rawhide' });
  repo.checkout('testing-devel');
  repo.commit({ [OVERRIDES]: 'packages: {' }, 'broken', { branch: 'next-devel' });
  repo.checkout('testing-devel');
  const { status, stdout, stderr } = await repo.run('streams', '--offline', '--advisories');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^rawhide 42$/m);
  expect(stdout).toMatch(/^rawhide +42 .* \(no base locks\)/m);
  expect(stderr.split('\n')[0]).toBe(`next-devel cannot be read: ${OVERRIDES} does not parse (line 1)`);
  expect(stderr).toContain('Bodhi is not asked: network access is off (--offline).');
  expect(repo.standIns.bodhi.requests).toEqual([]);
});

it('reads a bare repository and a clone in which nothing is checked out', async () => {
  const folders = [['--bare'], ['--no-checkout']].map(options => {
    const folder = emptyFolder();
    runGit(folder, ['clone', '--quiet', ...options, repo.folder, '.']);
    return folder;
  });
  const env = gitEnvironment();
  const expected = (await repo.run('streams')).stdout.replace('  (working tree)', '');
  // columns are as wide as what stands in them
  const cells = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll('origin/', '');
  for (const folder of folders) {
    const { status, stdout, stderr } = await cli(['streams', '--repo', folder], { cwd: '/', env });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).not.toContain('working tree');
    expect(cells(stdout).replaceAll(/ \((testing|stable)\)/g, '')).toBe(cells(expected));
  }
  const [bare = ''] = folders;
  for (const branch of ['testing-devel', 'testing', 'stable']) runGit(bare, ['branch', '-M', branch, `old-${branch}`]);
  const none = await cli(['streams', '--repo', bare], { cwd: '/', env });
  expect(none).toEqual({
    status: 2,
    stdout: '',
    stderr: `manifest-lock streams: no branch of a stream has lockfiles here: such branches are rawhide, branched, next-devel, testing-devel, next, testing and stable\n`,
  });
  for (const folder of folders) rmSync(folder, { recursive: true });
});

it('says of a partial clone what was not fetched', async () => {
  const folder = partialClone(repo, '--no-checkout');
  const { status, stdout, stderr } = await cli(['streams', '--repo', folder], { cwd: '/', env: gitEnvironment() });
  rmSync(folder, { recursive: true });
  expect([status, stdout]).toEqual([2, '']);
  const lines = stderr.trimEnd().split('\n');
  expect(lines.pop()).toBe('manifest-lock streams: there is no stream that can be read');
  expect(lines.map(line => line.slice(0, line.indexOf(' '))).sort()).toEqual([
    'origin/stable',
    'origin/testing',
    'testing-devel',
  ]);
  for (const line of lines) expect(line).toContain(` was not fetched: ${REMEDY}`);
});

it('has the working tree alone without git, and takes no arguments', async () => {
  const folder = emptyFolder();
  mkdirSync(folder, { recursive: true });
  for (const [path, text] of Object.entries(locks('6.11.4-201.fc40'))) writeFileSync(join(folder, path), text);
  const env = gitEnvironment();
  const { status, stdout, stderr } = await cli(['streams', '--repo', folder], { env });
  expect(status).toBe(0);
  expect(stdout).toMatch(/^working tree\n\nworking tree +0 overrides/);
  expect(stderr).toMatch(/: the working tree is all there is\n$/);
  const wrong = await cli(['streams', 'stable', '--repo', folder], { env });
  expect([wrong.status, wrong.stderr.split('\n')[0]]).toEqual([
    2,
    'manifest-lock streams: unexpected argument "stable"',
  ]);
});

itShared('says of Fedora CoreOS on 24 October 2024 what its lockfiles say', async () => {
  const folder = emptyFolder();
  const streams = ['testing-devel', 'testing', 'stable', 'next-devel', 'next', 'rawhide', 'branched'];
  runGit(folder, ['init', '--quiet', '--initial-branch=none']);
  const refs = streams.map(name => `refs/heads/${name}:refs/heads/${name}`);
  runGit(folder, ['fetch', '--quiet', shared('data/config-2024.bundle'), ...refs]);
  runGit(folder, ['checkout', '--quiet', 'testing-devel']);
  const { stdout, stderr } = await cli(['streams'], { cwd: folder, env: gitEnvironment() });
  expect(stderr).toBe('');
  // counted with librpm from the lockfiles of the tips
  expect(stdout.split('\n').slice(0, 4)).toEqual([
    'testing-devel 40 --(^10)--> testing 40 --(^20)--> stable 40',
    'next-devel 41 --(+2 ^10 -2)--> next 41',
    'rawhide 42',
    'branched 41',
  ]);
});

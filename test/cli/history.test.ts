import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliResult, cli } from '../support/cli';
import { emptyFolder, gitRepository, runGit, type TestRepository } from '../support/git';
import { partialClone } from '../support/partial-clone';
import { describeShared, shared } from '../support/shared';

const OVERRIDES = 'manifest-lock.overrides.yaml';
const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/1809';

const day = (text: string): number => Date.parse(`${text}T12:00:00Z`) / 1000;

function lock(arch: string, podman: string): Record<string, string> {
  const packages = { podman: { evra: `${podman}.${arch}` }, zincati: { evra: `0.0.29-1.fc40.${arch}` } };
  return { [`manifest-lock.${arch}.json`]: `${JSON.stringify({ packages }, undefined, 2)}\n` };
}

const locks = (podman: string) => ({ ...lock('x86_64', podman), ...lock('aarch64', podman) });

const FAST_TRACK = `packages:
  podman:
    evr: 5:5.2.5-1.fc40
    metadata:
      reason: ${REASON}
      type: fast-track
`;

describe('history', () => {
  let made: TestRepository;

  beforeAll(() => {
    made = gitRepository();
    const at = (date: string, branch: string) => ({ date: day(date), branch });
    made.commit(
      { 'manifest.yaml': 'releasever: 40\n', ...locks('5:5.2.3-1.fc40') },
      'begin',
      at('2024-09-01', 'stable'),
    );
    made.branch('testing');
    made.branch('testing-devel');
    made.commit({ [OVERRIDES]: FAST_TRACK }, 'overrides: fast-track podman', at('2024-10-18', 'testing-devel'));
    made.commit({ [OVERRIDES]: FAST_TRACK }, 'tree: promote', at('2024-10-21', 'testing'));
    made.commit(lock('aarch64', '5:5.2.4-1.fc40'), 'aarch64', at('2024-10-22', 'stable'));
    made.checkout('testing-devel');
  });
  afterAll(() => made.dispose());

  const history = (...args: string[]): Promise<CliResult> => cli(['history', ...args], { cwd: made.folder });

  it('shows every stream, since when, and who was ahead', async () => {
    const { status, stdout, stderr } = await history('podman', '--since', '2024-09-15');
    expect(stdout.replaceAll(/\b[0-9a-f]{10}\b/g, 'COMMIT')).toBe(`podman now

STREAM                        x86_64                       aarch64
testing-devel (working tree)  5:5.2.5-1.fc40 (fast-track)  =
testing                       5:5.2.5-1.fc40 (fast-track)  =
stable                        5:5.2.3-1.fc40               5:5.2.4-1.fc40
(= as on x86_64)

podman on x86_64, 2024-09-15 to 2024-10-22

testing-devel
FROM        VERSION         HELD        BY          COMMIT      SUBJECT
2024-09-01  5:5.2.3-1.fc40  47 d        base        COMMIT  begin
2024-10-18  5:5.2.5-1.fc40  4 d so far  fast-track  COMMIT  overrides: fast-track podman

testing
FROM        VERSION         HELD        BY          COMMIT      SUBJECT
2024-09-01  5:5.2.3-1.fc40  50 d        base        COMMIT  begin
2024-10-21  5:5.2.5-1.fc40  1 d so far  fast-track  COMMIT  tree: promote

stable
FROM        VERSION         HELD         BY    COMMIT      SUBJECT
2024-09-01  5:5.2.3-1.fc40  51 d so far  base  COMMIT  begin

When versions came

5:5.2.5-1.fc40: testing-devel 2024-10-18 (fast-track), testing 2024-10-21 (+3 d, fast-track)
5:5.2.3-1.fc40: testing-devel 2024-09-01, testing 2024-09-01 (+0 d), stable 2024-09-01 (+0 d)
`);
    expect(stderr.split('\n')).toEqual([
      'The newest commit of the streams is of 2024-10-22: what came since is not known here.',
      'testing-devel, testing and stable: their history begins on 2024-09-01.',
      '',
    ]);
    expect(status).toBe(0);
  });

  it('writes JSON, of one arch and of some streams', async () => {
    const { status, stdout, stderr } = await history(
      ...['podman', '--arch=aarch64', '--stream', 'stable', '--since=2024-09-15', '--format=json'],
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const commit = made.git('rev-parse', 'stable');
    const begin = made.git('rev-parse', 'stable~1');
    expect(JSON.parse(stdout)).toEqual({
      name: 'podman',
      arch: 'aarch64',
      since: '2024-09-15T00:00:00Z',
      until: '2024-10-22T12:00:00Z',
      matrix: {
        arches: ['x86_64', 'aarch64'],
        streams: [
          {
            stream: 'stable',
            label: 'stable',
            versions: {
              x86_64: { evr: '5:5.2.3-1.fc40', provenance: 'base' },
              aarch64: { evr: '5:5.2.4-1.fc40', provenance: 'base' },
            },
          },
        ],
      },
      streams: [
        {
          stream: 'stable',
          label: 'stable',
          overridesOnly: false,
          spans: [
            {
              evr: '5:5.2.3-1.fc40',
              since: '2024-09-01T12:00:00Z',
              until: '2024-10-22T12:00:00Z',
              commit: begin,
              subject: 'begin',
              provenance: 'base',
            },
            {
              evr: '5:5.2.4-1.fc40',
              since: '2024-10-22T12:00:00Z',
              until: '2024-10-22T12:00:00Z',
              commit,
              subject: 'aarch64',
              provenance: 'base',
            },
          ],
        },
      ],
      arrivals: [
        {
          evr: '5:5.2.4-1.fc40',
          streams: [{ stream: 'stable', since: '2024-10-22T12:00:00Z', days: 0, provenance: 'base' }],
        },
        {
          evr: '5:5.2.3-1.fc40',
          streams: [{ stream: 'stable', since: '2024-09-01T12:00:00Z', days: 0, provenance: 'base' }],
        },
      ],
      notes: [
        'The newest commit of the streams is of 2024-10-22: what came since is not known here.',
        'stable: its history begins on 2024-09-01.',
      ],
    });
  });

  it('reads a bare repository, whatever its HEAD leads to', async () => {
    const bare = join(made.folder, '.git', 'bare.git');
    runGit('/', ['clone', '--quiet', '--bare', made.folder, bare]);
    const ask = () => cli(['history', 'podman', '--since=2024-09-15', '--repo', bare], { cwd: '/' });
    const { status, stdout, stderr } = await ask();
    const checkout = await history('podman', '--since=2024-09-15');
    expect(stdout).toBe(
      checkout.stdout.replace(
        /STREAM(?:.*\n)+?stable .*\n/,
        `STREAM         x86_64                       aarch64
testing-devel  5:5.2.5-1.fc40 (fast-track)  =
testing        5:5.2.5-1.fc40 (fast-track)  =
stable         5:5.2.3-1.fc40               5:5.2.4-1.fc40
`,
      ),
    );
    expect([status, stderr]).toEqual([0, checkout.stderr]);
    runGit(bare, ['symbolic-ref', 'HEAD', 'refs/heads/unborn']);
    expect(await ask()).toEqual({ status, stdout, stderr });
    for (const branch of ['testing-devel', 'testing', 'stable'])
      runGit(bare, ['update-ref', '-d', `refs/heads/${branch}`]);
    expect(await ask()).toEqual({
      status: 2,
      stdout: '',
      stderr: 'manifest-lock history: there is no history to read: the repository has no commit\n',
    });
  });

  it('says of a partial clone what was not fetched, and of no package that it is not there', async () => {
    const folders = [partialClone(made), partialClone(made, '--no-checkout'), partialClone(made, '--bare')];
    try {
      const [checkout = '', empty = '', bare = ''] = folders;
      for (const folder of [empty, bare]) {
        const { status, stdout, stderr } = await cli(['history', 'podman', '--arch=x86_64', '--repo', folder]);
        expect([status, stdout]).toEqual([2, '']);
        expect(stderr).toMatch(
          /stable cannot be read: .* was not fetched: this is a partial clone, .* gets everything/,
        );
        expect(stderr).toMatch(/\nmanifest-lock history: there is no history to read: no stream can be read\n$/);
      }
      // what is checked out has been fetched, and this stream never had more
      runGit(checkout, ['cat-file', 'blob', 'origin/testing-devel~1:manifest-lock.x86_64.json']);
      const { status, stderr } = await cli(['history', 'pdoman', '--repo', checkout]);
      expect(status).toBe(2);
      expect(stderr).toContain('origin/stable cannot be read: ');
      expect(stderr).toMatch(/: no stream locks pdoman, .* is it podman\? \(as far as streams can be read\)\n$/);
    } finally {
      for (const folder of folders) rmSync(folder, { recursive: true });
    }
  });

  it('names what was meant', async () => {
    const error = async (...args: string[]) => {
      const { status, stdout, stderr } = await history(...args);
      expect([status, stdout]).toEqual([2, '']);
      return stderr.split('\n').find(line => line.startsWith('manifest-lock')) ?? '';
    };
    expect(await error('pdoman', '--since=2024-09-15')).toBe(
      'manifest-lock history: no stream locks pdoman, nor has one since 2024-09-15; is it podman?',
    );
    expect(await error()).toBe('manifest-lock history: name one package');
    expect(await error('podman', '--since=soon')).toMatch(
      /--since must be YYYY-MM-DD, or like "6 months", not "soon"$/,
    );
    expect(await error('podman', '--since=9999-01-01')).toMatch(/--since: 9999-01-01 has not come yet$/);
    expect(await error('podman', '--stream=next')).toMatch(
      /there is no stream "next" here, but testing-devel, testing, stable$/,
    );
    expect(await error('podman', '--arch=m68k')).toMatch(/--arch: the streams lock x86_64, aarch64, not m68k$/);
  });

  it('says where there is no git, and no commit', async () => {
    const folder = emptyFolder();
    try {
      writeFileSync(join(folder, 'manifest-lock.x86_64.json'), '{"packages":{}}');
      const outside = await cli(['history', 'podman'], { cwd: folder });
      expect([outside.status, outside.stderr]).toEqual([
        2,
        `manifest-lock history: there is no history to read: ${folder} is not in a git repository\n`,
      ]);
      gitRepository({ folder });
      const unborn = await cli(['history', 'podman'], { cwd: folder });
      expect([unborn.status, unborn.stderr]).toEqual([
        2,
        'manifest-lock history: there is no history to read: the repository has no commit\n',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describeShared('history of Fedora CoreOS', () => {
  it('shows that podman 5.2.4 reached stable two weeks after testing', async () => {
    const made = gitRepository();
    try {
      made.git('fetch', '--quiet', shared('data/config-2024.bundle'), 'refs/heads/*:refs/remotes/origin/*');
      made.git('checkout', '--quiet', '-b', 'stable', 'origin/stable');
      const { status, stdout } = await cli(['history', 'podman', '--since=2024-05-01'], { cwd: made.folder });
      expect(status).toBe(0);
      expect(stdout).toMatch(
        /^5:5\.2\.4-1\.fc40: testing 2024-10-07 \(fast-track\), stable 2024-10-21 \(\+14 d, fast-track\)$/m,
      );
      expect(stdout).toMatch(/^stable \(working tree\) +5:5\.2\.4-1\.fc40 \(fast-track\) +=/m);
    } finally {
      made.dispose();
    }
  });
});

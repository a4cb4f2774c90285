/** `promote`: previews, the gate, and the commit, in checkouts and bare repositories. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CliResult, cli } from '../support/cli';
import { emptyFolder, gitEnvironment, gitRepository, runGit, type TestRepository } from '../support/git';
import { lacking, partialClone, REMEDY } from '../support/partial-clone';

const ARCHES = ['x86_64', 'aarch64'] as const;
const OVERRIDES = 'manifest-lock.overrides.yaml';
const ISSUE = 'https://github.com/coreos/fedora-coreos-tracker/issues/1752';
const PIN = `packages:
  kernel:
    evr: 6.10.12-200.fc40
    metadata:
      reason: ${ISSUE}
      type: pin
`;
const LOST = `packages:
  runc:
    evr: 2:1.1.12-1.fc40
    metadata:
      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-900dc7f6ff
      type: fast-track
`;

const manifest = (stream: string): string => `releasever: 40\nvariables:\n  stream: ${stream}\n`;
const locks = (evrs: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    ARCHES.map(arch => {
      const packages = Object.entries(evrs).map(([name, evr]) => [name, { evra: `${evr}.${arch}` }]);
      return [`manifest-lock.${arch}.json`, JSON.stringify({ packages: Object.fromEntries(packages) })];
    }),
  );
const buildArgs = (stream: string) => `STREAM=${stream}\nDESCRIPTION=Fedora CoreOS ${stream}\nVERSION=40\n`;

let repo: TestRepository;

/** `main`, a stream of nobody, is checked out; stable has an override that testing has not. */
beforeEach(() => {
  repo = gitRepository();
  repo.commit({ [OVERRIDES]: 'packages: {}\n', 'manifest.yaml': manifest('main') }, 'first');
  const streams = {
    stable: {
      ...locks({ kernel: '6.11.3-200.fc40', runc: '2:1.1.8-1.fc40', podman: '5:5.2.3-1.fc40' }),
      [OVERRIDES]: LOST,
    },
    testing: {
      ...locks({ kernel: '6.11.4-201.fc40', runc: '2:1.1.8-1.fc40', podman: '5:5.2.4-1.fc40' }),
      ...{ [OVERRIDES]: PIN, 'kola-denylist.yaml': '- pattern: x\n  snooze: 2024-11-01\n' },
    },
    'testing-devel': locks({ kernel: '6.11.4-201.fc40', runc: '2:1.1.12-1.fc40', podman: '5:5.2.4-1.fc40' }),
  };
  for (const [stream, files] of Object.entries(streams)) {
    repo.git('checkout', '--quiet', '-b', stream, 'main');
    repo.commit(
      { ...files, 'manifest.yaml': manifest(stream), 'build-args.conf': buildArgs(stream) },
      `tree: ${stream}`,
    );
  }
  repo.checkout('main');
});
afterEach(() => repo.dispose());

function promote(args: readonly string[], cwd = repo.folder): Promise<CliResult> {
  return cli(['promote', '--offline', ...args], { cwd, env: gitEnvironment() });
}

const state = () => [repo.git('status', '--porcelain=v2', '--branch'), repo.git('stash', 'list'), repo.git('reflog')];
const branches = () => repo.git('for-each-ref', '--format=%(refname) %(objectname)');

describe('--dry-run', () => {
  it('shows what changes, what is meant, the message, and writes nothing', async () => {
    const before = branches();
    const testing = repo.git('rev-parse', 'testing');

    const { status, stdout, stderr } = await promote(['testing', 'stable', '--dry-run']);

    expect([status, stderr]).toEqual([0, '']);
    expect(branches()).toBe(before);
    expect(stdout).toContain('stable after promotion from testing');
    expect(stdout).toMatch(
      /\nOverrides lost \(1 package\)\n! runc +2:1\.1\.12-1\.fc40 -> 2:1\.1\.8-1\.fc40, a downgrade\n/,
    );
    expect(stdout.slice(stdout.indexOf('Downgrades that nothing'))).toBe(
      `Downgrades that nothing says are meant
! runc  2:1.1.12-1.fc40 -> 2:1.1.8-1.fc40

Downgrades that a pin means
  kernel  6.11.3-200.fc40 -> 6.10.12-200.fc40
    pin: ${ISSUE}

Files: 3 changed, 1 added
  manifest.yaml: kept as it is
  build-args.conf: STREAM=stable; DESCRIPTION=Fedora CoreOS stable
  kola-denylist.yaml: # snooze: 2024-11-01 (disabled on promotion)

Commit message
  tree: promote changes from testing at ${testing}

  1 package upgraded, 2 downgraded, on x86_64 and aarch64.

  Downgrades that nothing says are meant:
  - runc: 2:1.1.12-1.fc40 -> 2:1.1.8-1.fc40

  Downgrades that a pin means:
  - kernel: 6.11.3-200.fc40 -> 6.10.12-200.fc40
    pin: ${ISSUE}

  Overrides lost:
  - runc: 2:1.1.12-1.fc40 -> 2:1.1.8-1.fc40, a downgrade
    fast-track: https://bodhi.fedoraproject.org/updates/FEDORA-2024-900dc7f6ff

stable: would be committed to stable
`,
    );
  });

  it('goes with revisions, and with the stream that is checked out', async () => {
    const ids = ['testing', 'stable'].map(name => repo.git('rev-parse', name));
    const { status, stdout } = await promote([...ids, '--dry-run']);
    const [from, to] = ids.map(id => id.slice(0, 12));
    expect([status, stdout.split('\n').at(-2)]).toEqual([0, `stable: ${from} onto ${to} is a preview`]);
    repo.checkout('stable');
    const own = await promote(['testing', 'stable', '--dry-run']);
    expect([own.status, own.stderr]).toEqual([0, '']);
    expect(own.stdout).toContain('\nWarning: stable is what is checked out here: ');
  });

  it('writes Markdown for a pull request', async () => {
    const { stdout } = await promote(['testing', 'stable', '--dry-run', '--format', 'markdown']);
    expect(stdout).toContain('## Promotion of `testing` to `stable`\n');
    expect(stdout).toContain(
      '### Downgrades that nothing says are meant\n\n- runc: 2:1.1.12-1.fc40 → 2:1.1.8-1.fc40\n',
    );
    expect(stdout).toContain(`(pin: [coreos/fedora-coreos-tracker#1752](<${ISSUE}>))`);
    expect(stdout).toContain('- kept as it is: `manifest.yaml`\n- adapted: `build-args.conf`: `STREAM=stable`, ');
  });

  it('has the members that are documented', async () => {
    const { stdout } = await promote(['testing', 'stable', '--dry-run', '--format', 'json']);
    const answer = JSON.parse(stdout);
    const [stable, testing] = ['stable', 'testing'].map(name => repo.git('rev-parse', name));
    expect(Object.keys(answer)).toEqual([
      ...[
        'from',
        'to',
        'branch',
        'commit',
        'written',
        'refused',
        'failed',
        'warnings',
        'downgrades',
        'files',
        'adapted',
      ],
      ...['message', 'diff', 'notes'],
    ]);
    expect(answer).toMatchObject({
      from: { stream: 'testing', ref: 'testing', commit: testing },
      to: { stream: 'stable', ref: 'stable', commit: stable },
      ...{ branch: 'stable', commit: null, written: false, refused: null, failed: {}, warnings: [] },
      downgrades: [
        { name: 'kernel', source: 'kernel', intended: true, reason: ISSUE },
        { name: 'runc', source: 'runc', intended: false, reason: null },
      ],
      files: {
        added: ['kola-denylist.yaml'],
        changed: ['manifest-lock.aarch64.json', OVERRIDES, 'manifest-lock.x86_64.json'].sort(),
        removed: [],
      },
      diff: { summary: { packages: { upgraded: 1, downgraded: 2, added: 0, removed: 0 }, overridesLost: 1 } },
    });
  });

  it('says which advisories could not be asked for', async () => {
    const { status, stdout } = await promote(['testing', 'stable', '--dry-run', '--advisories']);
    expect(status).toBe(0);
    expect(stdout).toContain('Bodhi is not asked: network access is off (--offline).');
  });
});

describe('the commit', () => {
  it('is made on the branch, and nothing else is touched', async () => {
    const [stable, before] = [repo.git('rev-parse', 'stable'), state()];
    const { status, stdout, stderr } = await promote(['testing', 'stable']);
    const made = repo.git('rev-parse', 'stable');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.endsWith(`\nstable: commit ${made} on stable; nothing is pushed\n`)).toBe(true);
    expect(state()).toEqual(before);
    expect(repo.git('rev-parse', 'stable^')).toBe(stable);
    expect(repo.git('diff', '--name-only', 'testing', 'stable').split('\n')).toEqual([
      ...['build-args.conf', 'kola-denylist.yaml', 'manifest.yaml'],
    ]);
    expect(repo.git('show', 'stable:build-args.conf')).toBe(buildArgs('stable').trimEnd());
    expect(repo.git('log', '-1', '--format=%an %s', 'stable')).toBe(
      `config tree: promote changes from testing at ${repo.git('rev-parse', 'testing')}`,
    );
    const again = await promote(['testing', 'stable', '--format', 'json']);
    expect([again.status, again.stderr, repo.git('rev-parse', 'stable')]).toEqual([0, '', made]);
    expect(JSON.parse(again.stdout)).toMatchObject({
      refused: 'nothing to promote: stable has all that testing has',
      written: false,
    });
  });

  it('is made in a bare repository, as JSON says', async () => {
    const bare = join(repo.folder, '.git', 'bare');
    runGit('/', ['clone', '--quiet', '--bare', repo.folder, bare]);
    const { status, stdout, stderr } = await promote(['testing', 'stable', '--format', 'json'], bare);
    expect([status, stderr]).toEqual([0, '']);
    const made = runGit(bare, ['rev-parse', 'stable']);
    expect(JSON.parse(stdout)).toMatchObject({ branch: 'stable', commit: made, written: true });
    expect(runGit(bare, ['show', 'stable:build-args.conf'])).toBe(buildArgs('stable').trimEnd());
  });

  it('is made where nothing is checked out, but not to the branch that would be', async () => {
    const folder = emptyFolder();
    try {
      runGit(folder, ['clone', '--quiet', '--no-checkout', '--branch=stable', repo.folder, '.']);
      const refused = await promote(['testing', 'stable'], folder);
      expect([refused.status, refused.stdout]).toEqual([2, '']);
      expect(refused.stderr).toContain(
        `stable is checked out in ${folder}: run it where another branch is checked out`,
      );
      const { status, stderr } = await promote(['testing-devel', 'testing'], folder);
      expect([status, stderr]).toEqual([0, '']);
      expect(runGit(folder, ['show', 'testing:build-args.conf'])).toBe(buildArgs('testing').trimEnd());
      expect(runGit(folder, ['diff', '--name-only', 'origin/testing-devel', 'testing'])).toBe(
        'build-args.conf\nmanifest.yaml',
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is made in a partial clone that has what it reads, and else says what brings that', async () => {
    repo.checkout('testing');
    repo.commit({ 'overlay.d/file': 'not read\n', 'fedora.repo': '[fedora]\n' }, 'overlay');
    repo.checkout('main');
    const folder = partialClone(repo, '--no-checkout');
    try {
      const before = runGit(folder, ['for-each-ref']);
      const fetch = (stream: string, ...paths: string[]) => {
        for (const path of paths) runGit(folder, ['cat-file', 'blob', `origin/${stream}:${path}`]);
      };
      const locked = [...ARCHES.map(arch => `manifest-lock.${arch}.json`), OVERRIDES];
      const refused = async (...named: RegExp[]) => {
        const { status, stdout, stderr } = await promote(['testing', 'stable'], folder);
        expect([status, stdout, runGit(folder, ['for-each-ref'])]).toEqual([2, '', before]);
        for (const name of named) expect(stderr).toMatch(name);
        expect(stderr.trimEnd().endsWith(` not fetched: ${REMEDY}`)).toBe(true);
      };
      await refused(/\nmanifest-lock promote: nothing can be planned: .*manifest\.yaml of commit \w{12}/);
      fetch('testing', 'manifest.yaml', 'build-args.conf', 'kola-denylist.yaml', ...locked);
      fetch('stable', 'manifest.yaml', 'build-args.conf');
      // a target whose locks are not known would be promoted to unseen
      await refused(
        /\nmanifest-lock promote: nothing can be planned: manifest-lock\.aarch64\.json of commit \w{12}, .* were not fetched: /,
      );
      fetch('stable', ...locked);
      const { status, stdout } = await promote(['testing', 'stable'], folder);
      expect(status).toBe(0);
      expect(stdout).toContain('! runc  2:1.1.12-1.fc40 -> 2:1.1.8-1.fc40\n');
      expect(runGit(folder, ['rev-parse', 'stable:overlay.d/file'])).toBe(
        repo.git('rev-parse', 'testing:overlay.d/file'),
      );
      expect(lacking(folder)).toBeGreaterThan(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('goes onto a new branch beside the one that is checked out', async () => {
    repo.checkout('stable');
    const before = branches();
    const refused = await promote(['testing', 'stable']);
    expect([refused.status, refused.stdout, branches()]).toEqual([2, '', before]);
    expect(refused.stderr).toBe(
      'stable is what is checked out here: run it where another branch is checked out, or with --new-branch\nnothing is written\n',
    );
    const { status, stdout } = await promote(['testing', 'stable', '--new-branch']);
    const branch = `promote/stable/from-testing-${repo.git('rev-parse', 'testing').slice(0, 12)}`;
    expect(status).toBe(0);
    expect(stdout).toContain(`stable: commit ${repo.git('rev-parse', branch)} on ${branch}; nothing is pushed\n`);
    expect(repo.git('status', '--porcelain')).toBe('');
  });
});

describe('--fail-on', () => {
  it.each([
    ['unexplained-downgraded', 'unexplained-downgraded: runc\n'],
    ['override-lost,downgraded', 'override-lost: runc\ndowngraded: kernel and runc\n'],
  ])('%s keeps it from being made', async (kinds, told) => {
    const before = branches();
    const { status, stdout, stderr } = await promote(['testing', 'stable', '--fail-on', kinds]);
    expect([status, stderr, branches()]).toEqual([1, `${told}nothing is written\n`, before]);
    expect(stdout).toContain('Downgrades that a pin means');
  });

  it('ends a preview with status 1, too, and lets everything else pass', async () => {
    const failing = await promote(['testing', 'stable', '--dry-run', '--fail-on', 'downgraded', '--format', 'json']);
    expect([failing.status, JSON.parse(failing.stdout).failed]).toEqual([1, { downgraded: ['kernel', 'runc'] }]);
    expect((await promote(['testing', 'stable', '--fail-on', 'removed,added'])).status).toBe(0);
  });
});

describe('what it does not do', () => {
  it.each([
    [['stable', 'testing'], 'stable is not promoted to testing: testing-devel is\nnothing is written\n'],
    [['next', 'testing'], 'manifest-lock promote: next has no branch here, neither local nor remote: fetch it\n'],
    [
      ['nowhere', 'stable'],
      'manifest-lock promote: "nowhere" is neither a stream nor a revision here; the streams are rawhide, branched, next-devel, testing-devel, next, testing and stable\n',
    ],
  ])('%j', async (args, expected) => {
    const before = branches();
    const { status, stdout, stderr } = await promote(args);
    expect([status, stdout, stderr, branches()]).toEqual([2, '', expected, before]);
  });

  it.each([
    [['testing'], 'name what is promoted and the stream it goes to'],
    [['testing', 'stable', 'next'], 'unexpected argument "next"'],
    [['testing', 'stable', '--fail-on', 'lost'], '--fail-on: there is no lost, but '],
    [['testing', 'stable', '--format', 'html'], '--format must be text, json or markdown, not "html"'],
  ])('understand %j', async (args, expected) => {
    const { status, stderr } = await promote(args);
    expect(status).toBe(2);
    expect(stderr).toContain(`manifest-lock promote: ${expected}`);
  });

  it('says what a broken source is', async () => {
    repo.checkout('testing');
    repo.commit({ [OVERRIDES]: 'packages:\n  a: [\n' }, 'broken');
    repo.checkout('main');
    const { status, stderr } = await promote(['testing', 'stable']);
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^manifest-lock promote: testing cannot be promoted: manifest-lock\.overrides\.yaml .*line \d/,
    );
  });

  it('says that there is no git', async () => {
    const { status, stderr } = await promote(['testing', 'stable'], '/');
    expect(status).toBe(2);
    expect(stderr).toContain('/ is not in a git repository');
  });
});

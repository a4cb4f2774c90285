/** `diff` as a process: streams, revisions, the working tree, builds, tags; what fails, and what is said of it. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from '../support/cli';
import { emptyFolder, gitEnvironment, runGit } from '../support/git';
import { partialClone, REMEDY } from '../support/partial-clone';
import {
  locks,
  OVERRIDES,
  REASON,
  SERVICES,
  type StreamsRepository,
  SUDO,
  streamsRepository,
} from '../support/streams-repository';

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

const NEXT = `packages:
  kernel:
    evr: 6.11.2-200.fc40
    metadata:
      reason: ${REASON}
      type: pin
`;

const BUILT = {
  builds: [{ id: '42.20241020.91.0', arches: ['x86_64'] }],
  generated: {
    '42.20241020.91.0/x86_64': {
      packages: { kernel: { evra: '6.12.0-0.rc3.30.fc42.x86_64' }, sudo: { evra: '1.9.15-2.p5.fc40.x86_64' } },
    },
  },
};

let repo: StreamsRepository;
beforeAll(async () => {
  repo = await streamsRepository({ ...SERVICES, bodhi: SECURITY, builds: { rawhide: BUILT } });
  const broken = { ...locks('6.11.3-200.fc40'), 'manifest-lock.s390x.json': '{\n  "packages": {\n' };
  repo.commit(
    { ...broken, 'manifest.yaml': 'releasever: 40\nvariables:\n  stream: next\n', [OVERRIDES]: NEXT },
    'tree: next',
    { branch: 'next' },
  );
  const lockless = Object.fromEntries(Object.keys(locks('')).map(name => [name, null]));
  repo.commit(
    { ...lockless, 'manifest.yaml': 'releasever: 42\nvariables:\n  stream: rawhide\n', [OVERRIDES]: NEXT },
    'tree: rawhide',
    { branch: 'rawhide' },
  );
  repo.checkout('testing-devel');
});
afterAll(() => repo.end());

const short = (revision: string): string => repo.git('rev-parse', revision).slice(0, 10);
const diff = (...args: readonly string[]) => repo.run('diff', ...args);

async function json(...args: readonly string[]) {
  const { stdout, ...rest } = await diff(...args, '--format', 'json');
  return { ...JSON.parse(stdout), ...rest };
}

describe('diff', () => {
  it('says what is in one stream and was not in the other', async () => {
    const { status, stdout, stderr } = await diff('stable', 'testing');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(`from  stable   ${short('stable')}  2024-01-01  release 40
to    testing  ${short('testing')}  2024-01-01  release 40

2 packages upgraded, 1 downgraded; 2 the same, on x86_64, aarch64, ppc64le and s390x.
Overrides: 1 lost.

Downgraded (1 package of 1 source package)
! sudo  1.9.15-5.p5.fc40 -> 1.9.15-2.p5.fc40
    was pin: https://github.com/coreos/fedora-coreos-tracker/issues/728

Upgraded (2 packages of 1 source package)
  kernel  6.10.12-200.fc40 -> 6.11.3-200.fc40  kernel and kernel-core

Overrides lost (1 package)
! sudo  1.9.15-5.p5.fc40 -> 1.9.15-2.p5.fc40, a downgrade
    pin: https://github.com/coreos/fedora-coreos-tracker/issues/728
`);
    const { koji, bodhi, builds } = repo.standIns;
    expect([koji, bodhi, builds].map(({ requests }) => requests.length)).toEqual([0, 0, 0]);
  });

  it('compares any revisions, and says in words that nothing differs', async () => {
    const { status, stdout } = await diff('testing', 'testing^{commit}');
    expect(status).toBe(0);
    expect(stdout.split('\n').slice(3)).toEqual([
      'testing and testing^{commit} lock the same 5 packages on x86_64, aarch64, ppc64le and s390x.',
      '',
    ]);
  });

  it('takes the working tree as it is', async () => {
    writeFileSync(join(repo.folder, OVERRIDES), SUDO);
    try {
      const { from, to, changes, overrides, status } = await json('HEAD', 'worktree');
      expect(status).toBe(0);
      expect([from.kind, to.kind, to.label, to.commit]).toEqual([
        'ref',
        'worktree',
        'working tree',
        repo.git('rev-parse', 'HEAD'),
      ]);
      expect(changes.map(({ name, kind }: Record<string, string>) => `${name} ${kind}`)).toEqual(['sudo upgraded']);
      expect(overrides).toMatchObject([{ name: 'sudo', kind: 'gained', effect: 'upgraded' }]);
    } finally {
      repo.git('checkout', '--quiet', OVERRIDES);
    }
  });

  // the short way is taken where all is well; --verbose takes the long one
  it.each([
    ['stable', 'testing'],
    ['testing-devel~1', 'HEAD', '--format', 'json'],
    ['testing', 'stable', '--by', 'binary', '--format', 'markdown', '--fail-on', 'downgraded'],
  ])('says the same the short and the long way: %s %s', async (...args) => {
    expect(await diff(...args)).toEqual(await diff(...args, '--verbose'));
  });

  it('writes JSON in the documented shape', async () => {
    const { from, to, basearches, changes, summary } = await json('stable', 'testing');
    expect(from).toMatchObject({
      ref: 'stable',
      commit: repo.git('rev-parse', 'stable'),
      stream: 'stable',
      releasever: '40',
      packages: { x86_64: 5, s390x: 4 },
    });
    expect(to).toMatchObject({ ref: 'testing', label: 'testing' });
    expect(basearches).toEqual(['x86_64', 'aarch64', 'ppc64le', 's390x']);
    expect(changes.map(({ name }: { name: string }) => name)).toEqual(['kernel', 'kernel-core', 'sudo']);
    const pin = {
      kind: 'override',
      file: OVERRIDES,
      type: 'pin',
      reason: 'https://github.com/coreos/fedora-coreos-tracker/issues/728',
      bodhi: null,
    };
    expect(changes[2]).toMatchObject({
      name: 'sudo',
      source: 'sudo',
      kind: 'downgraded',
      arches: { s390x: { from: '1.9.15-5.p5.fc40', to: '1.9.15-2.p5.fc40' } },
      provenance: { from: pin, to: { kind: 'base', file: 'manifest-lock.x86_64.json' } },
      advisories: [],
    });
    expect(summary).toMatchObject({ packages: { upgraded: 2, downgraded: 1, added: 0, removed: 0 }, overridesLost: 1 });
  });

  it('lists what --only names, on the basearches that --arch names, a row each with --by binary', async () => {
    const only = await json('stable', 'testing', '--only', 'downgraded', '--arch', 'aarch64,s390x');
    expect(
      only.changes.map(({ name, arches }: { name: string; arches: object }) => [name, ...Object.keys(arches)]),
    ).toEqual([['sudo', 'aarch64', 's390x']]);
    expect(only.summary).toMatchObject({ packages: { upgraded: 2, downgraded: 1 }, unchanged: 1 });
    const { stdout } = await diff('stable', 'testing', '--by', 'binary', '--only', 'upgraded', '--arch', 'all');
    expect(stdout).toContain(
      '\nUpgraded (2 packages)\n  kernel       6.10.12-200.fc40 -> 6.11.3-200.fc40\n  kernel-core  6.10.12',
    );
    expect(stdout).not.toContain('Overrides lost');
  });

  it('writes Markdown for a pull request', async () => {
    const { stdout } = await diff('stable', 'testing', '--format', 'markdown');
    expect(stdout).toMatch(/^## `stable` → `testing`\n/);
    expect(stdout).toContain(
      '### Downgrades\n\n| Source package | Version | Why |\n| --- | --- | --- |\n| sudo | 1.9.15-5.p5.fc40 → 1.9.15-2.p5.fc40 | was pin: [coreos/fedora-coreos-tracker#728]',
    );
    expect(stdout).toContain('<summary>Upgraded: 2 packages of 1 source package</summary>');
  });
});

describe('--fail-on', () => {
  it('ends with 1 where there is such a change, and says which', async () => {
    const { status, stderr } = await diff('stable', 'testing', '--fail-on', 'downgraded,override-lost,removed');
    expect(status).toBe(1);
    expect(stderr).toBe('manifest-lock diff: downgraded: sudo\nmanifest-lock diff: override-lost: sudo\n');
  });

  it('ends with 0 where there is none, whatever is listed', async () => {
    const { status, stderr } = await diff('stable', 'testing', '--fail-on', 'removed,added', '--only', 'downgraded');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    // what is not listed fails as well
    expect((await diff('stable', 'testing', '--fail-on', 'downgraded', '--only', 'upgraded')).status).toBe(1);
    expect((await diff('stable', 'testing', '--fail-on', 'downgraded', '--arch', 'x86_64')).status).toBe(1);
  });
});

describe('one side is broken', () => {
  it('names what is not there, what may have been meant, and what is known of the other', async () => {
    const { status, stdout, stderr } = await diff('tesing', 'stable');
    expect(status).toBe(2);
    expect(stderr).toBe(
      'manifest-lock diff: "tesing" is no stream, branch or other revision here: did you mean testing?\n',
    );
    expect(stdout).toBe(
      `to    stable  ${short('stable')}  2024-01-01  release 40  5 packages on x86_64, 4 on aarch64, 4 on ppc64le, 4 on s390x\n`,
    );
  });

  it('says so in JSON and Markdown, too', async () => {
    const { status, from, to, changes, summary, notes } = await json('stable', 'nosuch');
    expect(status).toBe(2);
    expect(from).toMatchObject({ ref: 'stable', packages: { x86_64: 5 } });
    expect(to).toMatchObject({
      ref: 'nosuch',
      commit: null,
      error: { kind: 'input', message: expect.stringContaining('"nosuch" is no stream') },
    });
    expect([changes, summary, notes.length]).toEqual([[], null, 1]);
    const { stdout } = await diff('stable', 'nosuch', '--format', 'markdown');
    expect(stdout).toContain('## `stable` → `nosuch`\n\nNothing is compared:\n\n- "nosuch" is no stream');
    expect(stdout).toContain('- from: `stable`: ');
  });

  it('compares the other basearches where one lock does not parse', async () => {
    const { status, stdout, stderr } = await diff('testing', 'next', '--only', 'downgraded');
    expect(status).toBe(2);
    expect(stdout).toContain('1 package downgraded; 4 the same, on x86_64, aarch64 and ppc64le.\n');
    expect(stdout).toContain(
      '! kernel  6.11.3-200.fc40 -> 6.11.2-200.fc40\n    pin: https://github.com/coreos/fedora-coreos-tracker/issues/1752\n',
    );
    expect(stderr).toMatch(/^manifest-lock diff: next, s390x: manifest-lock\.s390x\.json has a syntax error: .*\n$/);
    // nobody asked about it
    expect((await diff('testing', 'next', '--arch', 'x86_64')).status).toBe(0);
  });

  it('says that a stream without base locks needs its builds', async () => {
    const { status, stdout, stderr } = await diff('testing', 'rawhide', '--offline');
    expect(status).toBe(3);
    expect(stdout).toContain('Nothing of testing and rawhide can be compared.\n');
    expect(stderr).toBe(
      'manifest-lock diff: rawhide: There are no base locks, and the build service is not asked: network access is off (--offline).\n',
    );
    expect(stdout).toContain('- rawhide: Nothing but its override of kernel (6.11.2-200.fc40) is known.\n');
  });

  it('says that neither side is there', async () => {
    const { status, stdout, stderr } = await diff('one', 'two');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.split('\n').map(line => line.split(' ')[2])).toEqual(['"one"', '"two"', undefined]);
  });
});

describe('services', () => {
  it('tells what lies between the versions', async () => {
    const { status, stdout } = await diff('stable', 'testing', '--advisories', '--only', 'upgraded');
    expect(stdout).toContain('Security: 1 security advisory for 1 source package (1 CVE), as Bodhi has it.\n');
    expect(stdout).toContain(
      'kernel and kernel-core\n    FEDORA-2024-dddddddddd: security, important: CVE-2024-9676\n',
    );
    expect(status).toBe(0);
    const { changes, advisories } = await json('stable', 'testing', '--advisories');
    expect(advisories.asked).toEqual(['Bodhi']);
    expect(changes[0].advisories).toMatchObject([
      { id: 'FEDORA-2024-dddddddddd', severity: 'important', type: 'security', cves: ['CVE-2024-9676'] },
    ]);
  });

  it('ends with 3 where what was asked for cannot be had, and tells the rest', async () => {
    const { status, stdout } = await diff('stable', 'testing', '--advisories', '--changelog', '--offline');
    expect(status).toBe(3);
    expect(stdout).toContain('Security: nothing could be asked about advisories.\n');
    expect(stdout).toContain('Koji is not asked: network access is off (--offline).');
    expect(stdout).toContain('kernel  6.10.12-200.fc40 -> 6.11.3-200.fc40');
    // nothing changes, so nothing needs to be asked
    expect((await diff('stable', 'stable', '--advisories', '--offline')).status).toBe(0);
  });

  it('takes what builds have locked for a stream without base locks, and for a build', async () => {
    const rawhide = await diff('testing', 'rawhide');
    expect(rawhide.stdout).toContain('! kernel ');
    expect(rawhide.stdout).toContain('6.11.3-200.fc40 -> 6.11.2-200.fc40');
    expect(rawhide.stdout.replace(/\n {2}/g, ' ')).toContain(
      '- rawhide: There are no base locks: what is not overridden is that of build 42.20241020.91.0 of rawhide.',
    );
    // nobody has built the other three
    expect(rawhide.stderr).toContain('manifest-lock diff: rawhide, aarch64: There are no base locks, and ');
    expect(rawhide.status).toBe(2);

    const built = await json('testing', 'build:rawhide', '--arch', 'x86_64');
    expect(built.to).toMatchObject({ kind: 'build', stream: 'rawhide' });
    expect(built.changes.map(({ name, kind }: Record<string, string>) => `${name} ${kind}`)).toEqual([
      'kernel upgraded',
      'kernel-core removed',
      'microcode_ctl removed',
      'podman removed',
    ]);
    expect(built.changes[0].provenance.to).toEqual({ kind: 'build', id: '42.20241020.91.0' });
    expect(built.overrides).toEqual([]);
    expect(built.status).toBe(0);
  });

  it('asks a Koji tag for nothing when it must not', async () => {
    const { status, stdout, stderr } = await diff('testing', 'tag:f40-updates-candidate', '--offline');
    expect(status).toBe(3);
    expect(stdout).toContain('from  testing ');
    expect(stderr).toContain('network access is off (--offline)');
  });
});

describe('bad usage', () => {
  it.each([
    [['stable'], 'two sides are compared, not 1'],
    [['a', 'b', 'c'], 'two sides are compared, not 3'],
    [['stable', 'testing', '--only', 'lost'], '--only: no kind "lost": there are upgraded, downgraded, added, removed'],
    [
      ['stable', 'testing', '--fail-on', 'x'],
      '--fail-on: no kind "x": there are upgraded, downgraded, added, removed, override-lost',
    ],
    [
      ['stable', 'testing', '--arch', 'riscv64'],
      '--arch: x86_64, aarch64, ppc64le, s390x are locked here, not riscv64',
    ],
    [['stable', 'testing', '--format', 'html'], '--format must be text, json or markdown, not "html"'],
  ])('%j', async (args, message) => {
    const { status, stderr } = await diff(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(`manifest-lock diff: ${message}\n`);
  });
});

describe('elsewhere', () => {
  it('says of a partial clone what was not fetched, and does not take it for empty', async () => {
    const folder = partialClone(repo, '--no-checkout');
    try {
      const { status, stdout } = await cli(['diff', 'testing', 'stable', '--repo', folder]);
      expect(status).toBe(2);
      expect(stdout).toContain('\nNothing of origin/testing and origin/stable can be compared.\n');
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain(` was not fetched: ${REMEDY}.`);
      const treeless = join(folder, 'treeless');
      runGit('/', ['clone', '--quiet', '--no-checkout', '--filter=tree:0', `file://${repo.folder}`, treeless]);
      const unread = await cli(['diff', 'testing', 'stable', '--repo', treeless]);
      expect([unread.status, unread.stdout]).toEqual([2, '']);
      expect(unread.stderr).toMatch(
        /^manifest-lock diff: cannot read the top folder of commit \w{12}: .* was not fetched: /,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('needs no working tree', async () => {
    // below a config repository, which is another one
    const outer = emptyFolder();
    const bare = join(outer, 'bare.git');
    runGit('/', ['clone', '--quiet', '--bare', repo.folder, bare]);
    writeFileSync(join(outer, 'manifest-lock.x86_64.json'), '{"packages": {}}');
    try {
      const found = await cli(['diff', 'stable', 'testing', '--fail-on', 'downgraded', '--repo', bare]);
      expect(found).toMatchObject({ status: 1, stderr: 'manifest-lock diff: downgraded: sudo\n' });
      const worktree = await cli(['diff', 'stable', 'worktree', '--repo', bare]);
      expect(worktree.status).toBe(2);
      expect(worktree.stderr).toBe(
        'manifest-lock diff: worktree: there is no working tree here: name a stream or a revision\n',
      );
    } finally {
      rmSync(outer, { recursive: true });
    }
  });

  it('finds the config repository in a folder of its git repository, from inside', async () => {
    const folder = emptyFolder();
    try {
      const config = join(folder, 'config');
      mkdirSync(join(config, 'manifests'), { recursive: true });
      const write = (kernel: string): void => {
        for (const [name, text] of Object.entries(locks(kernel))) writeFileSync(join(config, name), text);
        writeFileSync(join(config, 'manifest.yaml'), 'releasever: 40\n');
        runGit(folder, ['add', '--all']);
        runGit(folder, ['commit', '--quiet', '--message', kernel]);
      };
      runGit(folder, ['init', '--quiet']);
      write('6.10.12-200.fc40');
      write('6.11.3-200.fc40');
      for (const cwd of [config, join(config, 'manifests')]) {
        const { stdout, stderr } = await cli(['diff', 'HEAD~1', 'HEAD'], { cwd, env: gitEnvironment() });
        expect(stderr).toBe('');
        expect(stdout).toContain('kernel  6.10.12-200.fc40 -> 6.11.3-200.fc40');
      }
      // from outside it is named, and what to type
      expect(await cli(['diff', 'HEAD~1', 'HEAD', '--repo', folder], { env: gitEnvironment() })).toMatchObject({
        status: 2,
        stderr: [
          'HEAD~1 has no config repository: neither a manifest nor a lockfile is there',
          'HEAD has no config repository: neither a manifest nor a lockfile is there',
          `${folder} is no config repository: name one of those below it with --repo: ${config}`,
        ]
          .map(line => `manifest-lock diff: ${line}\n`)
          .join(''),
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says that there is no config repository, or no git', async () => {
    const folder = emptyFolder();
    try {
      expect(await cli(['diff', 'a', 'b'], { cwd: folder })).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('is no config repository'),
      });
      for (const [name, text] of Object.entries(locks('6.11.3-200.fc40'))) writeFileSync(join(folder, name), text);
      const { status, stderr, stdout } = await cli(['diff', 'HEAD', 'worktree'], {
        cwd: folder,
        env: gitEnvironment(),
      });
      expect(status).toBe(2);
      expect(stderr).toContain(`manifest-lock diff: "HEAD" needs git: ${folder} is not in a git repository\n`);
      expect(stdout).toContain('to    working tree  5 packages on x86_64');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

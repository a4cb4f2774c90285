import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli } from '../support/cli';
import { gitEnvironment, runGit } from '../support/git';
import { NO_INTERNET } from '../support/no-internet';
import { PODMAN, rpmFile } from '../support/rpm-file';
import { rowsOf, startServices } from '../support/services';
import { itShared, shared } from '../support/shared';
import {
  ARCHES,
  OVERRIDES,
  REASON,
  type StreamsRepository,
  SUDO,
  streamsRepository,
} from '../support/streams-repository';

let repo: StreamsRepository;
beforeEach(async () => {
  repo = await streamsRepository();
});
afterEach(() => repo.end());

const KERNEL = 'kernel-6.11.4-201.fc40';

/** What a pin of a kernel looks like. */
const pinned = (evr: string): string =>
  ['kernel', 'kernel-core']
    .map(name => `  ${name}:\n    evr: ${evr}\n    metadata:\n      reason: ${REASON}\n      type: pin\n`)
    .join('');

describe('pin in the working tree', () => {
  it('writes the locked packages of a build, and keeps the rest of the file', async () => {
    repo.checkout('stable');
    const { status, stdout, stderr } = await repo.run('pin', 'kernel-6.11.3-200.fc40', '-r', REASON);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`${OVERRIDES}: kernel, kernel-core 6.10.12-200.fc40 -> 6.11.3-200.fc40\n`);
    const [head = '', sudo = ''] = SUDO.split('packages:\n');
    expect(repo.worktree()).toBe(`${head}packages:\n${pinned('6.11.3-200.fc40')}${sudo}`);
    expect(repo.git('status', '--porcelain')).toBe(` M ${OVERRIDES}`);
  });

  it('makes the file of an arch where the package is of that one alone', async () => {
    const { status } = await repo.run('pin', 'microcode_ctl-2.1-62.fc40', '-r', REASON);
    expect(status).toBe(0);
    expect(readFileSync(join(repo.folder, 'manifest-lock.overrides.x86_64.yaml'), 'utf8')).toContain(
      'microcode_ctl:\n    evra: 2:2.1-62.fc40.x86_64\n',
    );
    expect(repo.worktree()).toBe('packages: {}\n');
  });

  it('says everything as JSON', async () => {
    const { stdout } = await repo.run('pin', 'kernel-6.11.5-200.fc40', '-r', REASON, '--format', 'json');
    const entry = (name: string) => ({
      ...{ name, file: OVERRIDES, version: '6.11.5-200.fc40' },
      from: Object.fromEntries(ARCHES.map(arch => [arch, '6.11.4-201.fc40'])),
      ...{ change: 'added', effect: 'upgrade' },
    });
    expect(JSON.parse(stdout)).toEqual({
      targets: [
        {
          ...{ stream: 'testing-devel', branch: 'testing-devel', worktree: true, commit: null, files: [OVERRIDES] },
          entries: [entry('kernel'), entry('kernel-core')],
          effects: ['upgrade'],
          message: `overrides: pin kernel-6.11.5-200.fc40\n\nSee: ${REASON}\n\n- kernel, kernel-core: 6.11.4-201.fc40 -> 6.11.5-200.fc40\n`,
          notes: [],
        },
      ],
      refused: [],
      notes: [
        'Unsigned in Koji: kernel-6.11.5-200.fc40.',
        "Not in coreos-pool yet: kernel-6.11.5-200.fc40. Fedora's tagger puts there what it finds locked once this is pushed.",
      ],
      written: true,
    });
  });

  it('holds a package where it is', async () => {
    const { status } = await repo.run('pin', 'kernel', '-r', REASON);
    expect(status).toBe(0);
    expect(repo.worktree()).toContain(`packages:\n${pinned('6.11.4-201.fc40')}`);
  });

  it('changes nothing with --dry-run, and shows the message', async () => {
    const before = repo.state();
    const { status, stdout } = await repo.run('pin', KERNEL, '-r', REASON, '--dry-run');
    expect(status).toBe(0);
    expect(stdout).toContain(`    overrides: pin ${KERNEL}\n`);
    expect(repo.state()).toEqual(before);
  });

  it('needs no git', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'manifest-lock-pin-'));
    try {
      writeFileSync(join(folder, 'manifest.yaml'), 'releasever: 40\n');
      writeFileSync(join(folder, 'manifest-lock.x86_64.json'), '{"packages": {"kernel": {"evra": "6-1.fc40.x86_64"}}}');
      const options = { cwd: folder, env: NO_INTERNET };
      const args = ['pin', KERNEL, '-r', REASON, ...repo.standIns.args, '--cache', join(folder, 'cache')];
      expect((await cli(args, options)).status).toBe(0);
      expect(readFileSync(join(folder, OVERRIDES), 'utf8')).toContain('  kernel:\n    evr: 6.11.4-201.fc40\n');
      const into = await cli([...args, '--into', 'stable'], options);
      expect(into).toMatchObject({ status: 2, stderr: expect.stringContaining('--into: ') });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('pin --into', () => {
  it('keeps the override of sudo on the stream that gets a kernel (stable 557fcd95 lost it)', async () => {
    const before = repo.state();
    const files = readFileSync(join(repo.folder, OVERRIDES));
    const { status, stdout, stderr } = await repo.run(
      'pin',
      'kernel-6.11.3-200.fc40',
      '-r',
      REASON,
      '--into',
      'stable',
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const commit = repo.git('rev-parse', 'stable');
    expect(stdout).toContain(`stable: commit ${commit} on stable:\n`);
    const [head = '', sudo = ''] = SUDO.split('packages:\n');
    expect(`${repo.overrides('stable')}\n`).toBe(`${head}packages:\n${pinned('6.11.3-200.fc40')}${sudo}`);
    // one commit, of that file alone; everything else as it was
    expect(repo.git('rev-list', '--count', 'stable~1..stable')).toBe('1');
    expect(before.branches).toContain(`refs/heads/stable ${repo.git('rev-parse', 'stable~1')}`);
    expect(repo.git('diff', '--name-only', 'stable~1', 'stable')).toBe(OVERRIDES);
    expect(repo.git('log', '-1', '--format=%s', 'stable')).toBe('[stable] overrides: pin kernel-6.11.3-200.fc40');
    expect(repo.state()).toEqual({
      ...before,
      branches: before.branches.replace(/(refs\/heads\/stable) \S+/, `$1 ${commit}`),
    });
    expect(readFileSync(join(repo.folder, OVERRIDES))).toEqual(files);
  });

  it('goes to several streams at once, and edits the one that is checked out', async () => {
    const { status, stdout } = await repo.run(
      ...['pin', 'kernel-6.11.5-200.fc40', '-r', REASON, '--into', 'testing,stable,testing-devel', '--format', 'json'],
    );
    expect(status).toBe(0);
    const { targets, written } = JSON.parse(stdout) as {
      readonly targets: readonly {
        readonly stream: string;
        readonly worktree: boolean;
        readonly commit: string | null;
      }[];
      readonly written: boolean;
    };
    expect(written).toBe(true);
    expect(targets.map(({ stream, worktree, commit }) => [stream, worktree, commit])).toEqual([
      ['testing-devel', true, null],
      ['testing', false, repo.git('rev-parse', 'testing')],
      ['stable', false, repo.git('rev-parse', 'stable')],
    ]);
    expect(repo.git('status', '--porcelain')).toBe(` M ${OVERRIDES}`);
    for (const text of [repo.worktree(), repo.overrides('testing'), repo.overrides('stable')]) {
      expect(text).toContain(pinned('6.11.5-200.fc40').trimEnd());
    }
  });

  it('says what becomes of it: already on its way, skipping a stream', async () => {
    const redundant = await repo.run('pin', 'kernel-6.11.3-200.fc40', '-r', REASON, '--into', 'stable', '--dry-run');
    expect(redundant.stdout).toContain('effect: upgrade; comes with the next promotion from testing anyway');
    const skips = await repo.run('pin', KERNEL, '-r', REASON, '--into', 'stable', '--dry-run');
    expect(skips.stdout).toContain('skips testing (6.11.3-200.fc40 there)');
  });

  it('makes branches of its own with --new-branches', async () => {
    const before = repo.git('rev-parse', 'stable');
    const { status, stdout } = await repo.run('pin', KERNEL, '-r', REASON, '--into', 'stable', '--new-branches');
    expect(status).toBe(0);
    expect(stdout).toContain(` on backport/stable/${KERNEL}:\n`);
    expect(repo.git('rev-parse', 'stable', `backport/stable/${KERNEL}~1`)).toBe(`${before}\n${before}`);
  });

  it('writes nothing anywhere where one stream refuses', async () => {
    const before = repo.state();
    const broken = 'packages: [\n';
    repo.checkout('testing');
    repo.commit({ [OVERRIDES]: broken }, 'broken');
    repo.checkout('testing-devel');
    const changed = repo.state();
    expect(changed).not.toEqual(before);
    const { status, stdout, stderr } = await repo.run(
      ...['pin', KERNEL, '-r', REASON, '--into', 'stable,testing,testing-devel', '--format', 'json'],
    );
    expect(status).toBe(2);
    expect(stderr).toContain(`testing: ${OVERRIDES}:`);
    expect(stderr).toContain('nothing is written\n');
    expect(JSON.parse(stdout)).toMatchObject({ refused: [{ stream: 'testing' }], written: false });
    expect(repo.state()).toEqual(changed);
  });

  it('refuses a branch that is checked out elsewhere', async () => {
    const elsewhere = join(repo.folder, '.git', 'elsewhere');
    repo.git('worktree', 'add', '--quiet', elsewhere, 'stable');
    const before = repo.state();
    const { status, stderr } = await repo.run('pin', KERNEL, '-r', REASON, '--into', 'stable,testing');
    expect(status).toBe(2);
    expect(stderr).toContain(`stable: stable is checked out in ${elsewhere}`);
    expect(repo.state()).toEqual(before);
  });

  it('names the streams there are', async () => {
    const { status, stderr } = await repo.run('pin', KERNEL, '-r', REASON, '--into', 'stabel');
    expect(status).toBe(2);
    expect(stderr).toContain('there is no stream "stabel" here, but testing-devel, testing, stable.');
  });
});

describe('pin refuses', () => {
  it.each([
    [['-r', REASON], 'name what to override to'],
    [[KERNEL], `Pinning ${KERNEL} needs a reason, an http or https URL.`],
    [[KERNEL, '-r', ''], `Pinning ${KERNEL} needs a reason, an http or https URL.`],
    [[KERNEL, '-r', 'ftp://x'], 'The reason has to be an http or https URL: ftp://x'],
    [[KERNEL, '-r', REASON, '--new-branches'], '--new-branches goes with --into'],
    [['kernel-6.11.9-1.fc40', '-r', REASON], 'Koji has no build kernel-6.11.9-1.fc40. The newest of kernel are '],
    [['kernel-6.11.2-200.fc40', '-r', REASON], 'kernel-6.11.2-200.fc40 was deleted from Koji: its RPMs are gone.'],
    [
      ['kernel-6.11.4-301.fc41', '-r', REASON],
      'does not have the dist tag of this stream, .fc40. --ignore-dist-mismatch lets it pass.',
    ],
    [['sudo', '-r', REASON], 'testing-devel has sudo 1.9.15-2.p5.fc40, which Koji does not know: name the build.'],
  ])('%j', async (args, message) => {
    const before = repo.state();
    const { status, stdout, stderr } = await repo.run('pin', ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(repo.state()).toEqual(before);
  });

  it('takes a build for another release where it is told to', async () => {
    const { status } = await repo.run('pin', 'kernel-6.11.4-301.fc41', '-r', REASON, '--ignore-dist-mismatch');
    expect(status).toBe(0);
  });
});

describe('pin without a service', () => {
  it.each(['html', 'reset', 'truncated'] as const)(
    'says that Koji cannot be asked (%s), and writes nothing',
    async kind => {
      repo.standIns.koji.behave({ kind });
      const before = repo.state();
      const { status, stderr } = await repo.run('pin', KERNEL, '-r', REASON);
      expect(status).toBe(3);
      expect(stderr).toContain('manifest-lock pin: nothing is written: ');
      expect(stderr).toContain(repo.standIns.koji.url);
      expect(repo.state()).toEqual(before);
    },
  );

  it('says what --offline forbids', async () => {
    const { status, stderr } = await repo.run('pin', KERNEL, '-r', REASON, '--offline');
    expect(status).toBe(3);
    expect(stderr).toContain(`Koji is not asked, and only it knows ${KERNEL}.`);
    expect(repo.standIns.koji.requests).toEqual([]);
  });

  it('pins an RPM of this machine', async () => {
    const path = join(repo.folder, '.git', 'podman.rpm');
    writeFileSync(path, rpmFile(PODMAN));
    const { status, stdout } = await repo.run('pin', path, '-r', REASON, '--offline', '--into', 'stable');
    expect(status).toBe(0);
    expect(stdout).toContain('needs manual tagging');
    // the RPM is of one arch
    expect(repo.git('show', 'stable:manifest-lock.overrides.x86_64.yaml')).toContain(
      '  podman:\n    evra: 5:5.2.5-1.fc40.x86_64\n',
    );
    expect(repo.overrides('stable')).toBe(SUDO.trimEnd());
  });

  it('names a file that is not there', async () => {
    const { status, stderr } = await repo.run('pin', './nosuch.rpm', '-r', REASON, '--offline');
    expect(status).toBe(2);
    expect(stderr).toContain('nosuch.rpm: there is no such file or folder');
  });
});

const BACKPORT = 'kernel-6.11.3-200.fc40';

itShared('keeps the overrides of the real stable branch that gets the kernel of testing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'manifest-lock-bundle-'));
  const rows = rowsOf(BACKPORT, {
    ...{ kernel: [...ARCHES, 'i686'], 'kernel-core': ARCHES, 'kernel-modules': ARCHES, 'kernel-modules-core': ARCHES },
    'kernel-doc': ['noarch'],
  });
  const services = await startServices({ koji: { [BACKPORT]: rows } });
  try {
    const git = (...args: readonly string[]): string => runGit(join(folder, 'clone'), args);
    runGit(folder, ['clone', '--quiet', '--branch', 'rawhide', shared('data/config-2024.bundle'), 'clone']);
    // two fast-tracks that testing dropped, and one that it has too
    const stable = '3a71e3cfe08049a9f64b9fc92eef8f4456864f83';
    git('branch', '--no-track', 'stable', stable);
    const before = git('show', `stable:${OVERRIDES}`);
    const [status, refs] = [git('status', '--porcelain'), git('for-each-ref')];
    const args = [
      'pin',
      BACKPORT,
      '-r',
      REASON,
      '--into',
      'stable',
      ...services.args,
      '--cache',
      join(folder, 'cache'),
    ];
    const result = await cli(args, { cwd: join(folder, 'clone'), env: { ...gitEnvironment(), ...NO_INTERNET } });
    expect(result).toMatchObject({ status: 0, stderr: '' });
    expect(git('rev-parse', 'stable~1')).toBe(stable);
    expect(git('diff', '--numstat', 'stable~1', 'stable')).toBe(`20\t0\t${OVERRIDES}`);
    const after = git('show', `stable:${OVERRIDES}`);
    for (const kept of ['afterburn', 'afterburn-dracut', 'podman']) {
      const entry = new RegExp(`^  ${kept}:\\n(?:    .*\\n?)+`, 'm');
      expect(after.match(entry)?.[0]).toBe(before.match(entry)?.[0]);
    }
    expect(git('status', '--porcelain')).toBe(status);
    const others = (text: string): string[] => text.split('\n').filter(line => !line.endsWith('refs/heads/stable'));
    expect(others(git('for-each-ref'))).toEqual(others(refs));
    expect(existsSync(join(folder, 'clone', '.git', 'index.lock'))).toBe(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await services.close();
  }
});

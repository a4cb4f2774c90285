/** `check` with git around it: commits, parents, other streams. Small repositories of real EVRs. */
import { rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliResult, cli } from '../support/cli';
import { servicesFile } from '../support/fedora';
import { emptyFolder, FIRST_DATE, gitRepository, runGit, type TestRepository } from '../support/git';
import { partialClone, REMEDY } from '../support/partial-clone';

const DAY = 86_400;

function lock(packages: Readonly<Record<string, string>>): string {
  const entries = Object.entries(packages).map(([name, evra]) => [name, { evra }]);
  return `${JSON.stringify({ packages: Object.fromEntries(entries) }, undefined, 4)}\n`;
}

const SUDO = `packages:
  sudo:
    evr: 1.9.5p2-1.fc33
    metadata:
      type: fast-track
      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2021-8840cbdccd
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/730
`;
const KERNEL = `packages:
  kernel:
    evr: 5.10.12-200.fc33
    metadata:
      type: pin
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/729
`;
const OVERRIDES = 'manifest-lock.overrides.yaml';
const BASE = 'manifest-lock.x86_64.json';

const stream = (name: string, packages: Readonly<Record<string, string>>, overrides = 'packages: {}\n') => ({
  'manifest.yaml': `releasever: 33\nvariables:\n  stream: ${name}\n`,
  [BASE]: lock(packages),
  [OVERRIDES]: overrides,
  '.manifest-lock.yaml': servicesFile(),
});

let repository: TestRepository;
let first: string;
let lost: string;
beforeAll(() => {
  repository = gitRepository();
  const packages = { kernel: '5.10.9-201.fc33.x86_64', sudo: '1.9.2-1.fc33.x86_64' };
  first = repository.commit(stream('stable', packages, SUDO), 'overrides: fast-track sudo', { branch: 'stable' });
  lost = repository.commit({ [OVERRIDES]: KERNEL }, '[stable] overrides: pin kernel-5.10.12-200.fc33', {
    date: FIRST_DATE + DAY,
  });
  repository.commit({ 'README.md': 'later\n' }, 'docs', { date: FIRST_DATE + 30 * DAY });
  repository.commit(stream('testing', { ...packages, kernel: '5.10.8-200.fc33.x86_64' }), 'lockfiles: bump', {
    branch: 'testing',
    date: FIRST_DATE + 2 * DAY,
  });
});
afterAll(() => repository.dispose());

interface Finding {
  readonly code: string;
  readonly file: string;
  readonly package?: string;
  readonly message: string;
  readonly related?: readonly { readonly file: string; readonly ref?: string; readonly commit?: string }[];
}
const findingsOf = ({ stdout }: CliResult): Finding[] => JSON.parse(stdout).findings;
const check = (...args: string[]) => cli(['check', '--format', 'json', ...args], { cwd: repository.folder });

describe('check --ref', () => {
  it('sees the cherry-pick that adds a kernel and loses the sudo fix', async () => {
    const result = await check('--ref', lost);
    expect(result.status).toBe(1);
    const dropped = findingsOf(result).filter(({ code }) => code === 'dropped-override');
    expect(dropped.map(({ file, package: name }) => [file, name])).toEqual([[OVERRIDES, 'sudo']]);
    expect(dropped[0]?.message).toContain('sudo 1.9.5p2-1.fc33');
    expect(dropped[0]?.message).toContain('1.9.2-1.fc33');
    expect(dropped[0]?.related?.map(({ file, commit }) => [file, commit])).toContainEqual([OVERRIDES, first]);
  });

  it('has nothing to say of the commit before, nor of a root commit', async () => {
    expect(findingsOf(await check('--ref', first)).map(({ code }) => code)).toEqual([]);
  });

  it('measures history against the streams as they were then, and a tip against them as they are', async () => {
    const behind = (result: CliResult) => findingsOf(result).filter(({ code }) => code === 'stream-downgrade');
    const tip = behind(await check('--ref', 'testing'));
    expect(tip.map(({ package: name, file }) => [name, file])).toEqual([['kernel', BASE]]);
    expect(tip[0]?.message).toContain('5.10.12-200.fc33');
    const old = repository.commit({ [OVERRIDES]: SUDO }, 'overrides: fast-track sudo', {
      branch: 'testing',
      date: FIRST_DATE + 31 * DAY,
    });
    expect(behind(await check('--ref', `${old}^`))[0]?.related?.[0]?.ref).toMatch(/^stable of 2024-01-02$/);
  });

  it('does not touch the working tree, and needs none', async () => {
    const before = repository.git('status', '--porcelain');
    const folder = emptyFolder();
    try {
      runGit(folder, ['clone', '--quiet', '--bare', repository.folder, 'bare.git']);
      const bare = await cli(['check', '--repo', 'bare.git', '--ref', lost], { cwd: folder });
      expect(bare.status).toBe(1);
      expect(bare.stdout).toMatch(/^manifest-lock\.overrides\.yaml:1:1: warning: sudo 1\.9\.5p2-1\.fc33 /m);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    expect(repository.git('status', '--porcelain')).toBe(before);
  });

  it('says of a partial clone what was not fetched', async () => {
    const folder = partialClone(repository, '--no-checkout');
    try {
      const { status, stdout, stderr } = await cli(['check', '--repo', folder, '--ref', lost]);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toContain(` was not fetched: ${REMEDY}\n`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('takes single files of the commit', async () => {
    expect(findingsOf(await check('--ref', lost, BASE)).every(({ file }) => file === BASE)).toBe(true);
    const config = join(repository.folder, '..');
    const named = (name: string) => {
      return cli(['check', '--format', 'json', '--repo', repository.folder, '--ref', lost, name], { cwd: config });
    };
    for (const name of [
      `./${OVERRIDES}`,
      join(repository.folder, OVERRIDES),
      join(basename(repository.folder), OVERRIDES),
    ]) {
      expect(new Set(findingsOf(await named(name)).map(({ file }) => file))).toEqual(new Set([OVERRIDES]));
    }
    const absent = await check('--ref', lost, 'nothing.yaml');
    expect({ status: absent.status, stderr: absent.stderr }).toEqual({
      status: 2,
      stderr: `nothing.yaml: ${lost} has no such lockfile\n`,
    });
  });

  it('says what there is not', async () => {
    const unknown = await check('--ref', 'no-such-branch');
    expect({ status: unknown.status, stdout: unknown.stdout }).toEqual({ status: 2, stdout: '' });
    expect(unknown.stderr).toContain('has no revision "no-such-branch"');
    const option = await check('--ref=--output=x');
    expect(option.stderr).toContain('has no revision "--output=x"');
    const folder = emptyFolder();
    try {
      const outside = await cli(['check', '--ref', 'HEAD'], { cwd: folder });
      expect(outside.status).toBe(2);
      expect(outside.stderr).toMatch(/^manifest-lock check: --ref: /);
      writeFileSync(join(folder, OVERRIDES), 'packages: {}\n');
      writeFileSync(join(folder, BASE), lock({}));
      const alone = await cli(['check', '--offline'], { cwd: folder });
      expect(alone).toEqual({ status: 0, stdout: '', stderr: '' });
      const needed = await cli(['check', '--offline', '--only', 'lowered'], { cwd: folder });
      expect(needed.status).toBe(3);
      expect(needed.stderr).toContain('its history that --only needs is not known');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("says git's own words where git fails", async () => {
    const own = gitRepository();
    try {
      own.commit(stream('stable', { sudo: '1.9.2-1.fc33.x86_64' }), 'x');
      writeFileSync(join(own.folder, '.git/packed-refs'), 'junk\n');
      const result = await cli(['check', '--offline', '--repo', own.folder, '--ref', 'HEAD']);
      expect({ status: result.status, stdout: result.stdout }).toEqual({ status: 2, stdout: '' });
      expect(result.stderr).toMatch(/^manifest-lock check: --ref: .*packed-refs.*\n$/);
    } finally {
      own.dispose();
    }
  });

  it('takes no file that cannot be read for one that is gone, and no half of a stream for the whole', async () => {
    const own = gitRepository();
    const run = () => cli(['check', '--offline', '--repo', own.folder]);
    const older = { sudo: '1.9.2-1.fc33.x86_64' };
    try {
      own.commit(stream('stable', older, SUDO), 'x', { branch: 'stable' });
      own.commit(stream('testing', older, SUDO), 'y', { branch: 'testing' });
      writeFileSync(join(own.folder, OVERRIDES), new Uint8Array([0xff, 0xfe]));
      expect(await run()).toEqual({
        status: 2,
        stdout: '',
        stderr: `cannot read ${OVERRIDES}: it is not UTF-8 text\n`,
      });
      writeFileSync(join(own.folder, OVERRIDES), `oops\n${SUDO}`);
      expect((await run()).stdout).toMatch(/^[^\n]*\[syntax\]\n1 error\n/);
    } finally {
      own.dispose();
    }
  });

  it('finds a lockfile that is deleted, and a repository of which none is left', async () => {
    const deleted = repository.commit({ [OVERRIDES]: null }, 'oops', { branch: 'stable' });
    expect(findingsOf(await check('--ref', deleted)).map(({ code }) => code)).toContain('dropped-override');
    const emptied = repository.commit({ [BASE]: null }, 'all gone', { branch: 'stable' });
    const nothing = await check('--ref', emptied);
    expect({ status: nothing.status, stdout: nothing.stdout }).toEqual({ status: 2, stdout: '' });
    expect(nothing.stderr).toContain(`${emptied} has no lockfile`);
  });
});

describe('what is silenced', () => {
  it('is not told, and --verbose says why', async () => {
    const own = gitRepository();
    try {
      const dirty = SUDO.replace(
        '  sudo:',
        '  # manifest-lock: ignore missing-bodhi the update is not made yet\n  sudo:',
      );
      own.commit({ ...stream('stable', { sudo: '1.9.2-1.fc33.x86_64' }, dirty.replace(/ *bodhi: .*\n/, '')) }, 'x');
      const args = ['check', '--offline', '--threshold', 'info', '--repo', own.folder];
      expect(await cli(args)).toEqual({ status: 0, stdout: '', stderr: '' });
      expect((await cli([...args, '--verbose'])).stderr).toContain(
        `${OVERRIDES}:3: missing-bodhi is silenced: the update is not made yet\n`,
      );
      own.commit({ [OVERRIDES]: dirty.replace(/ *bodhi: .*\n/, '').replace(/ *# manifest.*\n/, '') }, 'y');
      expect((await cli(args)).status).toBe(1);
      const list = 'ignore:\n  - {rule: missing-bodhi, packages: [su*], reason: not made yet}\n';
      own.commit({ '.manifest-lock.yaml': list }, 'z');
      expect((await cli(args)).status).toBe(0);
    } finally {
      own.dispose();
    }
  });
});

describe('check of a working tree', () => {
  it('is measured against HEAD', async () => {
    const own = gitRepository();
    try {
      own.commit(stream('stable', { sudo: '1.9.2-1.fc33.x86_64' }, SUDO), 'overrides: fast-track sudo');
      const run = () => cli(['check', '--offline'], { cwd: own.folder });
      expect(await run()).toEqual({ status: 0, stdout: '', stderr: '' });
      writeFileSync(join(own.folder, OVERRIDES), 'packages: {}\n');
      expect((await run()).stdout).toMatch(/: warning: sudo 1\.9\.5p2-1\.fc33 .*\[dropped-override\]\n/);
      writeFileSync(join(own.folder, OVERRIDES), SUDO.replace('1.9.5p2-1', '1.9.4-1'));
      expect((await run()).stdout).toMatch(/: warning: sudo is lowered to 1\.9\.4-1\.fc33: .*\[lowered\]\n/);
    } finally {
      own.dispose();
    }
  });
});

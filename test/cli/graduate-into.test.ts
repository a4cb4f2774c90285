/** `graduate --into`: each stream against its own repositories, one commit each, all or nothing. */
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RepositoryPackage, repositoryFiles } from '../../scripts/lib/rpm-md.mjs';
import { type CliResult, cli } from '../support/cli';
import { gitEnvironment, gitRepository, type TestRepository } from '../support/git';

const COMMON = 'manifest-lock.overrides.yaml';
const AARCH64 = 'manifest-lock.overrides.aarch64.yaml';
const ARCHES = ['x86_64', 'aarch64'] as const;

const entry = (name: string, evr: string, type: string) => `  ${name}:
    evr: ${evr}
    metadata:
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1809
      type: ${type}
`;
const BASH = entry('bash', '5.2.26-3.fc40', 'pin');
const HEAD = '# kept by hand\npackages:\n';

const manifest = (stream: string, releasever: number, repos: readonly string[]): string => {
  const named = repos.length === 0 ? '' : `repos:\n${repos.map(id => `  - ${id}\n`).join('')}`;
  return `releasever: ${releasever}\nvariables:\n  stream: ${stream}\n${named}`;
};
const locks = (evrs: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    ARCHES.map(arch => {
      const packages = Object.entries(evrs).map(([name, evr]) => [name, { evra: `${evr}.${arch}` }]);
      return [`manifest-lock.${arch}.json`, JSON.stringify({ packages: Object.fromEntries(packages) })];
    }),
  );
const rpm = (name: string, version: string, release: string, arch: string): RepositoryPackage => {
  return { name, epoch: name === 'podman' ? '5' : '0', version, release, arch };
};

let outside: string;
let repo: TestRepository;

function serve(id: string, releasever: number, arch: string, packages: readonly RepositoryPackage[]): void {
  for (const [path, data] of repositoryFiles(packages)) {
    const file = join(outside, 'repos', String(releasever), id, arch, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, data);
  }
}

/** `testing-devel` is checked out; `next-devel` is a release ahead, `stable` names no repositories (production). */
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), 'manifest-lock-graduate-into-'));
  repo = gitRepository();
  for (const releasever of [40, 41]) {
    for (const arch of ARCHES) serve('fedora', releasever, arch, []);
  }
  for (const arch of ARCHES) {
    serve('fedora-updates', 40, arch, [
      rpm('podman', '5.2.5', '1.fc40', arch),
      rpm('ignition', '2.20.0', '1.fc40', arch),
    ]);
    // not pushed there yet
    serve('fedora-updates', 41, arch, [rpm('podman', '5.2.4', '1.fc41', arch)]);
  }
  const base = `${pathToFileURL(outside)}/repos/$releasever`;
  const sections = ['fedora', 'fedora-updates'].map(
    id => `[${id}]\nname=${id}\nbaseurl=${base}/${id}/$basearch/\nenabled=1\n`,
  );
  const commit = (
    branch: string,
    releasever: number,
    repos: readonly string[],
    files: Readonly<Record<string, string | null>>,
  ) =>
    repo.commit(
      { 'fedora.repo': sections.join('\n'), 'manifest.yaml': manifest(branch, releasever, repos), ...files },
      `tree: ${branch}`,
      { branch },
    );
  const named = ['fedora', 'fedora-updates'];
  commit('next-devel', 41, named, {
    [COMMON]: `${HEAD}${entry('podman', '5:5.2.5-1.fc41', 'fast-track')}`,
    ...locks({ podman: '5:5.2.5-1.fc41' }),
  });
  commit('stable', 40, [], {
    [COMMON]: `${HEAD}${BASH}${entry('podman', '5:5.2.5-1.fc40', 'fast-track')}`,
    [AARCH64]: `packages:\n${entry('ignition', '2.20.0-1.fc40', 'fast-track')}`,
    ...locks({ podman: '5:5.2.5-1.fc40', ignition: '2.20.0-1.fc40', bash: '5.2.26-3.fc40' }),
  });
  commit('testing-devel', 40, named, {
    [COMMON]: `${HEAD}${BASH}${entry('podman', '5:5.2.5-1.fc40', 'fast-track')}`,
    [AARCH64]: null,
    ...locks({ podman: '5:5.2.6-1.fc40', bash: '5.2.26-3.fc40' }),
  });
});
afterEach(() => {
  repo.dispose();
  rmSync(outside, { recursive: true, force: true });
});

const graduate = (...args: string[]): Promise<CliResult> =>
  cli(['graduate', '--cache', join(outside, 'cache'), ...args], { cwd: repo.folder, env: gitEnvironment() });

const state = () => ({
  refs: repo.git('for-each-ref'),
  head: repo.git('rev-parse', '--abbrev-ref', 'HEAD'),
  status: repo.git('status', '--porcelain'),
  index: repo.git('ls-files', '--stage'),
  stash: repo.git('stash', 'list'),
});
const worktree = (path: string) => readFileSync(join(repo.folder, path), 'utf8');
const show = (branch: string, path: string) => `${repo.git('show', `${branch}:${path}`)}\n`;

describe('graduate --into', () => {
  it('measures each stream against its own repositories; one commit each, the working tree edited', async () => {
    const before = state();
    const { status, stdout, stderr } = await graduate('--into', 'next-devel,stable,testing-devel');
    const commit = repo.git('rev-parse', 'stable');
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `testing-devel: the working tree is changed:
  ${COMMON}: podman 5:5.2.5-1.fc40 is dropped (fedora-updates, base lock 5:5.2.6-1.fc40)
  ${COMMON}: bash is a pin and stays.
next-devel: nothing to change:
  ${COMMON}: podman stays: fedora-updates has 5:5.2.4-1.fc41 for x86_64.
  Nothing has graduated.
stable: commit ${commit} on stable:
  ${COMMON}: podman 5:5.2.5-1.fc40 is dropped (fedora-updates, base lock 5:5.2.5-1.fc40)
  ${AARCH64}: ignition 2.20.0-1.fc40 is dropped (fedora-updates, base lock 2.20.0-1.fc40)
  ${COMMON}: bash is a pin and stays.
`,
      stderr: '',
    });
    expect(worktree(COMMON)).toBe(`${HEAD}${BASH}`);
    expect(show('stable', COMMON)).toBe(`${HEAD}${BASH}`);
    expect(show('stable', AARCH64)).toBe('packages: {}\n');
    expect(repo.git('diff', '--name-only', 'stable~1', 'stable')).toBe(`${AARCH64}\n${COMMON}`);
    expect(
      repo.git('log', '-1', '--format=%B', 'stable').trimEnd(),
    ).toBe(`[stable] lockfiles: drop graduated overrides 🎓

The stable repositories have these fast-tracks, or newer builds:

- podman 5:5.2.5-1.fc40
- ignition 2.20.0-1.fc40 on aarch64`);
    const parent = repo.git('rev-parse', 'stable~1');
    expect(before.refs).toContain(`${parent} commit\trefs/heads/stable`);
    expect(state()).toEqual({ ...before, refs: before.refs.replace(parent, commit), status: ` M ${COMMON}` });
  });

  it('writes nothing with --dry-run, and shows the commit messages', async () => {
    const before = state();
    const { status, stdout } = await graduate('--into', 'stable', '--dry-run');
    expect(status).toBe(0);
    expect(stdout).toContain('stable: would be committed to stable:\n');
    expect(stdout).toContain('podman 5:5.2.5-1.fc40 would be dropped (');
    expect(stdout).toContain(
      '  commit message:\n      [stable] lockfiles: drop graduated overrides 🎓\n\n      The stable',
    );
    expect(state()).toEqual(before);
  });

  it('shows with --dry-run the patches that make the same of the files', async () => {
    const patch = join(outside, 'a.patch');
    const apply = (text: string): string => {
      writeFileSync(patch, text);
      repo.git('apply', '--check', patch);
      repo.git('apply', patch);
      repo.git('add', '--all');
      const tree = repo.git('write-tree');
      repo.git('reset', '--quiet', '--hard');
      return tree;
    };
    const { stdout } = await graduate('--into', 'stable,testing-devel', '--dry-run', '--format', 'json');
    const [testingDevel, stable] = JSON.parse(stdout).targets;
    const alone = await graduate('--dry-run', '--format', 'json');
    expect(JSON.parse(alone.stdout).patch).toBe(testingDevel.patch);
    expect((await graduate('--dry-run')).stdout).toMatch(/stays\.\n\ndiff --git a/);
    const here = apply(testingDevel.patch);
    repo.checkout('stable');
    const there = apply(stable.patch);
    repo.checkout('testing-devel');

    expect((await graduate('--into', 'stable,testing-devel')).status).toBe(0);
    expect(repo.git('rev-parse', 'stable^{tree}')).toBe(there);
    repo.git('add', '--all');
    expect(repo.git('write-tree')).toBe(here);
  });

  it('keeps a byte order mark on other branches, too', async () => {
    repo.checkout('stable');
    repo.commit({ [COMMON]: `\ufeff${HEAD}${BASH}${entry('podman', '5:5.2.5-1.fc40', 'fast-track')}` }, 'marked');
    repo.checkout('testing-devel');
    expect((await graduate('--into', 'stable')).status).toBe(0);
    expect(show('stable', COMMON)).toBe(`\ufeff${HEAD}${BASH}`);
  });

  it('says it as JSON, a target for each stream', async () => {
    const { stdout } = await graduate('--into', 'stable,testing-devel', '--format', 'json');
    const podman = (base: string) => {
      return { file: COMMON, name: 'podman', evr: '5:5.2.5-1.fc40', base, repository: 'fedora-updates' };
    };
    const pins = [{ file: COMMON, name: 'bash', evr: '5.2.26-3.fc40', message: 'bash is a pin and stays.' }];
    const intro =
      'lockfiles: drop graduated overrides 🎓\n\nThe stable repositories have these fast-tracks, or newer builds:';
    expect(JSON.parse(stdout)).toEqual({
      targets: [
        {
          ...{ stream: 'testing-devel', branch: 'testing-devel', worktree: true, commit: null, files: [COMMON] },
          ...{ dropped: [podman('5:5.2.6-1.fc40')], stays: [], pins },
          notes: [],
          message: `${intro}\n\n- podman 5:5.2.5-1.fc40 (base lock: 5:5.2.6-1.fc40)\n`,
        },
        {
          ...{ stream: 'stable', branch: 'stable', worktree: false, commit: repo.git('rev-parse', 'stable') },
          files: [COMMON, AARCH64],
          dropped: [
            podman('5:5.2.5-1.fc40'),
            { ...podman('2.20.0-1.fc40'), file: AARCH64, name: 'ignition', evr: '2.20.0-1.fc40' },
          ],
          ...{ stays: [], pins, notes: [] },
          message: `[stable] ${intro}\n\n- podman 5:5.2.5-1.fc40\n- ignition 2.20.0-1.fc40 on aarch64\n`,
        },
      ],
      refused: [],
      written: true,
    });
  });

  it('makes branches of its own with --new-branches, for a stream that is checked out elsewhere, too', async () => {
    const elsewhere = join(outside, 'elsewhere');
    repo.git('worktree', 'add', '--quiet', elsewhere, 'stable');
    const before = state();
    const refused = await graduate('--into', 'stable,testing-devel');
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toBe(`stable: stable is checked out in ${elsewhere}\nnothing is written\n`);
    expect(state()).toEqual(before);
    for (const name of ['graduate/stable/overrides', 'graduate/stable/overrides-2']) {
      const { status, stdout } = await graduate('--into', 'stable', '--new-branches');
      expect(status).toBe(0);
      expect(stdout).toContain(`stable: commit ${repo.git('rev-parse', name)} on ${name}:\n`);
      expect(repo.git('rev-parse', `${name}~1`)).toBe(repo.git('rev-parse', 'stable'));
    }
    expect(before.refs).toContain(`${repo.git('rev-parse', 'stable')} commit\trefs/heads/stable`);
  });

  it('rewrites with --canonical, and names what is lost with its stream', async () => {
    const { status, stderr } = await graduate('--into', 'stable', '--canonical');
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: `stable: ${COMMON}:1: the comment is lost: kept by hand\n`,
    });
    expect(show('stable', COMMON)).not.toContain('kept by hand');
    expect(show('stable', COMMON)).toContain(`\n\npackages:\n${BASH}`);
  });

  it('goes the way of the tool on one stream', async () => {
    expect((await graduate('--into', 'stable', '--eager')).stderr).toContain(
      'stable: the manifest names no repositories (repos)\n',
    );
    const { status, stdout } = await graduate('--into', 'testing-devel', '--eager');
    expect(status).toBe(0);
    expect(stdout).toContain('podman 5:5.2.5-1.fc40 is dropped');
  });
});

describe('graduate --into writes nothing at all', () => {
  it('where the repositories of one stream are not known', async () => {
    rmSync(join(outside, 'repos/41/fedora-updates/aarch64'), { recursive: true });
    const before = state();
    const { status, stdout, stderr } = await graduate('--into', 'stable,next-devel,testing-devel');
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toContain('nothing is written: next-devel: what has graduated on aarch64 cannot be told\n');
    expect(state()).toEqual(before);
    expect((await graduate('--into', 'stable')).status).toBe(0);
  });

  it.each([
    ['cannot be read', 'packages: [\n', `stable: ${COMMON}:`],
    ['no reader can use', '', `stable: ${COMMON}:1: it is empty: it needs "packages: {}"\n`],
  ])('where a file of one stream %s', async (_, broken, message) => {
    repo.checkout('stable');
    repo.commit({ [COMMON]: broken }, 'broken');
    repo.checkout('testing-devel');
    const before = state();
    const { status, stdout, stderr } = await graduate('--into', 'testing-devel,stable', '--format', 'json');
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain('nothing is written\n');
    expect(JSON.parse(stdout)).toMatchObject({ targets: [], refused: [{ stream: 'stable' }], written: false });
    expect(state()).toEqual(before);
  });

  it('where a file of the working tree cannot be written', async () => {
    // longer than the name of any file beside it may be
    const long = 'x'.repeat(250);
    renameSync(join(repo.folder, COMMON), join(repo.folder, long));
    symlinkSync(long, join(repo.folder, COMMON));
    const before = state();
    const { status, stderr } = await graduate('--into', 'testing-devel,stable');
    expect(status).toBe(2);
    expect(stderr).toContain('manifest-lock graduate: cannot write: ENAMETOOLONG');
    expect(state()).toEqual(before);
  });

  it.each<[string[], string]>([
    [['--new-branches'], '--new-branches goes with --into'],
    [['--into', 'stabel'], 'there is no stream "stabel" here, but testing-devel, next-devel, stable.'],
    [['--into', 'stable,testing-devel', '--eager'], '--eager goes with one stream'],
    [['--into', 'stable', '--arch', 's390x'], '--arch: the repository locks x86_64, aarch64, not s390x'],
  ])('for %j', async (args, message) => {
    const before = state();
    const { status, stdout, stderr } = await graduate(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(state()).toEqual(before);
  });
});

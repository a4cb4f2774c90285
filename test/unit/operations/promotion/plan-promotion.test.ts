import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runGit } from '../../../support/git';
import { judgedTree, locks, make, manifest, OVERRIDES, plan, streams } from './support';

const PIN = `packages:
  kernel:
    evr: 6.10.12-200.fc40
    metadata:
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1752
      type: pin
`;
const buildArgs = (stream: string, version: number) =>
  `# Stream-specific build arguments.\nID=fedora\nSTREAM=${stream}\nDESCRIPTION=Fedora CoreOS ${stream}\nVERSION=${version}\n`;

/** A target and a source that differ in everything a tree can have. */
function differing() {
  const made = streams();
  const inner = streams();
  const [first, second] = [inner.stream('one', { x: '1\n' }), inner.stream('two', { x: '2\n' })];
  const gitmodules = `[submodule "module"]\n\tpath = module\n\turl = ${inner.folder}\n`;
  const commitModule = (branch: string, commit: string, message: string) => {
    made.git('checkout', '--quiet', branch);
    writeFileSync(join(made.folder, '.gitmodules'), gitmodules);
    made.git('add', '--all');
    made.git('update-index', '--add', '--cacheinfo', `160000,${commit},module`);
    made.git('commit', '--quiet', '--message', message);
    made.git('checkout', '--quiet', 'main');
  };
  made.stream('testing', {
    ...locks({ kernel: '6.10.12-200.fc40', gone: '1-1.fc40' }),
    ...{
      'build-args.conf': buildArgs('testing', 40),
      'kola-denylist.yaml': '- pattern: x\n  # snooze: 1 (disabled on promotion)\n',
    },
    ...{ 'overlay.d/gone': 'x\n', 'file-or-folder': 'x\n', 'tests/run': 'x\n', 'ci/only-here': 'x\n' },
  });
  commitModule('testing', first, 'module');
  made.stream('testing-devel', {
    ...locks({ kernel: '6.11.4-201.fc40', podman: '5:5.2.4-1.fc40' }),
    [OVERRIDES]: PIN,
    ...{ 'build-args.conf': buildArgs('testing-devel', 41), 'file-or-folder/below': 'x\n', 'ünï/"code"': 'x\n' },
    'kola-denylist.yaml': '- pattern: y\n  snooze: 2024-11-01\n  warn: true\n  streams:\n    - next\n',
  });
  made.git('checkout', '--quiet', 'testing-devel');
  writeFileSync(join(made.folder, 'run'), 'x\n');
  chmodSync(join(made.folder, 'run'), 0o755);
  chmodSync(join(made.folder, 'kola-denylist.yaml'), 0o755);
  symlinkSync('ünï', join(made.folder, 'link'));
  commitModule('testing-devel', second, 'modes, links and module');
  return made;
}

describe('the commit', () => {
  it('has the tree that git and sed make, and touches nothing but its branch', async () => {
    const made = differing();
    const before = made.git('rev-parse', 'testing');
    const [source, state] = [made.git('rev-parse', 'testing-devel'), made.git('status', '--porcelain=v2', '--branch')];
    const judged = judgedTree(made, 'testing-devel', 'testing');

    const promotion = await plan(made.folder, 'testing-devel', 'testing');
    const commit = await make(made.folder, promotion);

    expect(made.git('rev-parse', `${commit}^{tree}`)).toBe(judged);
    expect(made.git('rev-parse', 'testing', `${commit}^@`).split('\n')).toEqual([commit, before]);
    expect(made.git('log', '-1', '--format=%s', commit)).toBe(`tree: promote changes from testing-devel at ${source}`);
    expect(made.git('status', '--porcelain=v2', '--branch')).toBe(state);
    expect(made.git('fsck', '--strict', '--no-dangling')).toBe('');
  });

  it('is what the preview says of files and lines', async () => {
    const made = differing();
    const promotion = await plan(made.folder, 'testing-devel', 'testing');
    const commit = await make(made.folder, promotion);
    const judged = (filter: string) =>
      made
        .git(
          '-c',
          'core.quotePath=false',
          'diff-tree',
          '-z',
          '-r',
          '--no-renames',
          '--name-only',
          `--diff-filter=${filter}`,
          `${commit}^`,
          commit,
        )
        .split('\0')
        .filter(path => path !== '');
    expect(promotion.files).toEqual({ added: judged('A'), changed: judged('MT'), removed: judged('D') });
    expect(promotion.files.removed).toEqual(['ci/only-here', 'file-or-folder', 'overlay.d/gone', 'tests/run']);
    expect(promotion.adapted).toEqual([
      { path: 'manifest.yaml', kind: 'kept', lines: [] },
      { path: 'build-args.conf', kind: 'lines', lines: ['STREAM=testing', 'DESCRIPTION=Fedora CoreOS testing'] },
      {
        path: 'kola-denylist.yaml',
        kind: 'lines',
        lines: ['# snooze: 2024-11-01 (disabled on promotion)', '# warn: true (disabled on promotion)'],
      },
    ]);
  });

  it('needs no file to be adapted: older branches have neither', async () => {
    const made = streams();
    made.stream('stable', locks({ kernel: '6.10.12-200.fc40' }));
    made.stream('testing', { ...locks({ kernel: '6.11.3-200.fc40' }), 'dir/new': 'x\n' });
    const judged = judgedTree(made, 'testing', 'stable');
    const commit = await make(made.folder, await plan(made.folder, 'testing', 'stable'));
    expect(made.git('rev-parse', `${commit}^{tree}`)).toBe(judged);
  });

  it('takes nothing but the folder of the config repository', async () => {
    const made = streams();
    const inFolder = (files: Readonly<Record<string, string | null>>) =>
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`fcos/${path}`, text]));
    const files = (stream: string, kernel: string) => ({
      ...inFolder({
        'manifest.yaml': manifest(stream),
        ...locks({ kernel }),
        'kola-denylist.yaml': `  warn: ${stream}\n`,
      }),
      'README.md': `${stream}\n`,
    });
    made.stream('stable', files('stable', '6.10.12-200.fc40'));
    made.stream('testing', files('testing', '6.11.3-200.fc40'));
    made.git('checkout', '--quiet', '-b', 'work', 'stable');

    const promotion = await plan(made.folder, 'testing', 'stable', { newBranch: true }, 'fcos');
    const commit = await make(made.folder, promotion);

    expect(promotion.files.changed).toEqual([
      'kola-denylist.yaml',
      'manifest-lock.aarch64.json',
      'manifest-lock.x86_64.json',
    ]);
    expect(made.git('show', `${commit}:README.md`)).toBe('stable');
    expect(made.git('show', `${commit}:fcos/manifest.yaml`)).toContain('stream: stable');
    expect(made.git('show', `${commit}:fcos/kola-denylist.yaml`)).toBe('  # warn: testing (disabled on promotion)');
    expect(made.git('rev-parse', `${commit}:fcos/manifest-lock.x86_64.json`)).toBe(
      made.git('rev-parse', 'testing:fcos/manifest-lock.x86_64.json'),
    );
  });

  it('goes onto a new branch where that is asked for, beside one that is checked out', async () => {
    const made = streams();
    const stable = made.stream('stable', locks({ kernel: '6.10.12-200.fc40' }));
    const testing = made.stream('testing', locks({ kernel: '6.11.3-200.fc40' }));
    made.checkout('stable');

    const refused = await plan(made.folder, 'testing', 'stable');
    expect(refused.commit).toBeUndefined();
    expect(refused.refused).toBe(
      'stable is what is checked out here: run it where another branch is checked out, or with --new-branch',
    );
    const commit = await make(made.folder, await plan(made.folder, 'testing', 'stable', { newBranch: true }));
    expect(made.git('rev-parse', `promote/stable/from-testing-${testing.slice(0, 12)}`)).toBe(commit);
    expect(made.git('rev-parse', 'stable', 'HEAD').split('\n')).toEqual([stable, stable]);
    const again = await plan(made.folder, 'testing', 'stable', { newBranch: true });
    expect(again.commit?.ref).toBe(`refs/heads/promote/stable/from-testing-${testing.slice(0, 12)}-2`);
  });

  it('stands on a remote branch that is newer, and takes one', async () => {
    const upstream = streams();
    upstream.stream('stable', locks({ kernel: '6.9.7-200.fc40' }));
    upstream.stream('testing', locks({ kernel: '6.10.12-200.fc40' }));
    const folder = join(upstream.folder, '.git', 'clone');
    runGit('/', ['clone', '--quiet', upstream.folder, folder]);
    runGit(folder, ['branch', '--quiet', '--track', 'stable', 'origin/stable']);
    const stable = upstream.stream('stable', locks({ kernel: '6.10.10-200.fc40' }));
    const testing = upstream.stream('testing', locks({ kernel: '6.11.3-200.fc40' }));
    runGit(folder, ['fetch', '--quiet']);

    const promotion = await plan(folder, 'testing', 'stable');

    expect([promotion.from.label, promotion.to.label, promotion.warnings]).toEqual([
      'origin/testing',
      'origin/stable',
      [],
    ]);
    const commit = await make(folder, promotion);
    expect(runGit(folder, ['rev-parse', 'stable', 'stable^']).split('\n')).toEqual([commit, stable]);
    expect(promotion.from.commit).toBe(testing);
  });
});

describe('what it changes', () => {
  it('is compared, with overrides that are lost and downgrades that are meant', async () => {
    const made = streams();
    made.stream('testing', {
      ...locks({ kernel: '6.11.3-200.fc40', podman: '5:5.2.4-1.fc40', sudo: '1.9.15-2.p5.fc40' }),
      [OVERRIDES]: `packages:
  runc:
    evr: 2:1.1.12-1.fc40
    metadata:
      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-900dc7f6ff
      type: fast-track
  sudo:
    evr: 1.9.15-5.p5.fc40
    metadata:
      type: fast-track
`,
    });
    const source = made.stream('testing-devel', {
      ...locks({
        kernel: '6.11.4-201.fc40',
        podman: '5:5.2.3-1.fc40',
        sudo: '1.9.15-6.p5.fc40',
        runc: '2:1.1.8-1.fc40',
      }),
      [OVERRIDES]: PIN,
    });

    const { diff, downgrades, overrides, message } = await plan(made.folder, 'testing-devel', 'testing');

    expect(diff.from.label).toBe('testing');
    expect([diff.to.label, diff.to.stream]).toEqual(['testing after promotion from testing-devel', 'testing']);
    expect(downgrades.map(({ change, reason }) => [change.name, reason])).toEqual([
      ['kernel', 'https://github.com/coreos/fedora-coreos-tracker/issues/1752'],
      ['podman', undefined],
      ['runc', undefined],
    ]);
    expect(overrides.map(({ name, kind, effect }) => [name, kind, effect])).toEqual([
      ['runc', 'lost', 'downgraded'],
      ['sudo', 'lost', 'upgraded'],
    ]);
    expect(message).toBe(`tree: promote changes from testing-devel at ${source}

1 package upgraded, 3 downgraded, on x86_64 and aarch64.

Downgrades that nothing says are meant:
- podman: 5:5.2.4-1.fc40 -> 5:5.2.3-1.fc40
- runc: 2:1.1.12-1.fc40 -> 2:1.1.8-1.fc40

Downgrades that a pin means:
- kernel: 6.11.3-200.fc40 -> 6.10.12-200.fc40
  pin: https://github.com/coreos/fedora-coreos-tracker/issues/1752

Overrides lost:
- runc: 2:1.1.12-1.fc40 -> 2:1.1.8-1.fc40, a downgrade
  fast-track: https://bodhi.fedoraproject.org/updates/FEDORA-2024-900dc7f6ff
`);
  });

  it('is nothing where the target has it all', async () => {
    const made = streams();
    const files = { ...locks({ kernel: '6.11.3-200.fc40' }), 'kola-denylist.yaml': '- pattern: x\n  warn: true\n' };
    made.stream('stable', { ...files, 'kola-denylist.yaml': '- pattern: x\n  # warn: true (disabled on promotion)\n' });
    made.stream('testing', files);
    const { files: none, commit, refused } = await plan(made.folder, 'testing', 'stable');
    expect(none).toEqual({ added: [], changed: [], removed: [] });
    expect(commit).toBeUndefined();
    expect(refused).toBe('nothing to promote: stable has all that testing has');
  });

  it('is shown as far as the target can be read, which a promotion may mend', async () => {
    const made = streams();
    made.stream('stable', { ...locks({ kernel: '6.10.12-200.fc40' }), 'manifest-lock.aarch64.json': '{"packages":' });
    made.stream('testing', locks({ kernel: '6.11.3-200.fc40' }));
    const promotion = await plan(made.folder, 'testing', 'stable');
    expect(promotion.diff.basearches).toEqual(['x86_64']);
    expect(promotion.diff.notes).toEqual([
      expect.stringMatching(/^stable, aarch64: manifest-lock\.aarch64\.json .*\(line 1\)\.$/),
    ]);
    expect(promotion.refused).toBeUndefined();
    const commit = await make(made.folder, promotion);
    expect(made.git('diff', '--name-only', 'testing', commit)).toBe('manifest.yaml');
  });
});

describe('a revision', () => {
  it('may be promoted, and be promoted to in a preview', async () => {
    const made = streams();
    const first = made.stream('stable', locks({ kernel: '6.10.12-200.fc40' }));
    const old = made.stream('testing', locks({ kernel: '6.11.2-200.fc40' }));
    made.stream('testing', locks({ kernel: '6.11.3-200.fc40' }));
    const newest = made.git('rev-parse', 'testing');

    const promotion = await plan(made.folder, 'testing~1', 'stable');
    expect(promotion.from).toMatchObject({ label: 'testing~1', commit: old, policy: { name: 'testing' } });
    expect(promotion.warnings).toEqual([
      `testing~1 is not the newest of testing: testing is at ${newest.slice(0, 12)}`,
    ]);
    expect(promotion.commit?.takes?.commit).toBe(old);

    made.stream('stable', locks({ kernel: '6.11.2-200.fc40' }));
    const preview = await plan(made.folder, old, 'stable~1', { preview: true });
    expect(preview.to).toMatchObject({ label: 'stable~1', commit: first });
    expect(preview.from.label).toBe(old.slice(0, 12));
    expect([preview.commit, preview.refused, preview.warnings]).toEqual([undefined, undefined, []]);
    expect(preview.diff.summary.packages.upgraded).toBe(1);
    const refused = await plan(made.folder, old, 'stable~1');
    expect(refused.refused).toBe('stable~1 is a revision: a promotion goes to the branch of a stream');
  });
});

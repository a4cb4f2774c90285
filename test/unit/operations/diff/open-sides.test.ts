import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFailure, openSides } from '../../../../server/operations/diff/open-sides';
import { emptyFolder, runGit } from '../../../support/git';
import { itRpm } from '../../../support/judges';
import { rowsOf, type StandIns, startServices } from '../../../support/services';
import { describeShared, hasShared, shared } from '../../../support/shared';
import { repository } from '../../git/support';
import { baseLock, contextOf, evrsOf, failed, opened, stream, TWO_ARCHES, worktreeOf } from './side-support';

const ID = '40.20241021.3.0';

let standIns: StandIns;

beforeAll(async () => {
  standIns = await startServices({
    koji: { 'bash-5.2.37-1.fc40': rowsOf('bash-5.2.37-1.fc40', { bash: ['x86_64', 'aarch64'] }) },
    builds: {
      stable: {
        builds: [{ id: ID, arches: TWO_ARCHES }],
        generated: Object.fromEntries(
          TWO_ARCHES.map(arch => [`${ID}/${arch}`, JSON.parse(baseLock(arch, { bash: '5.2.26-3.fc40' }))]),
        ),
      },
    },
  });
});

afterAll(() => standIns.close());

function streams() {
  const made = repository();
  made.commit(stream('testing', { bash: '5.2.32-1.fc40' }), 'one', { branch: 'testing' });
  made.commit(stream('stable', { bash: '5.2.26-1.fc40' }), 'two', { branch: 'stable' });
  return made;
}

async function openBoth(from: string, to: string) {
  const made = streams();
  const worktree = await worktreeOf(made.folder);
  const context = { services: standIns.services, worktree, stream: 'stable' };
  return openSides(from, to, await contextOf(made.folder, context));
}

it('lists refs once for both sides', async () => {
  const made = streams();
  const context = await contextOf(made.folder, {});
  let listed = 0;
  const { git } = context;
  if (!git) throw new Error('there is no git');
  const refs = () => {
    listed++;
    return git.refs();
  };
  const sides = await openSides('stable', 'testing', { ...context, git: { ...git, refs } });
  expect([opened(sides.from).label, opened(sides.to).label, listed]).toEqual(['stable', 'testing', 1]);
});

describe('openSides', () => {
  it.each([
    ['stable', 'testing', '5.2.26-1.fc40', '5.2.32-1.fc40'],
    ['HEAD~1', 'worktree', '5.2.32-1.fc40', '5.2.26-1.fc40'],
    ['build:stable', `build:${ID}`, '5.2.26-3.fc40', '5.2.26-3.fc40'],
    ['tag:f40-updates', ' testing ', '5.2.37-1.fc40', '5.2.32-1.fc40'],
    ['worktree', 'tag:f{releasever}-updates', '5.2.26-1.fc40', '5.2.37-1.fc40'],
    [`build:stable/${ID}`, 'tag:coreos-pool', '5.2.26-3.fc40', '5.2.37-1.fc40'],
  ])('%s and %s', async (from, to, before, after) => {
    const sides = await openBoth(from, to);
    expect(opened(sides.from).spec).toBe(from.trim());
    expect(opened(sides.to).spec).toBe(to.trim());
    for (const arch of TWO_ARCHES) {
      expect(evrsOf(opened(sides.from), arch)).toEqual({ bash: before });
      expect(evrsOf(opened(sides.to), arch)).toEqual({ bash: after });
    }
  });

  it('opens one though the other fails', async () => {
    const sides = await openBoth('testng', 'stable');
    expect(failed(sides.from).message).toContain('did you mean testing?');
    expect(evrsOf(opened(sides.to), 'x86_64')).toEqual({ bash: '5.2.26-1.fc40' });
    const other = await openBoth('stable', '--output=/tmp/x');
    expect(failed(other.to)).toEqual({
      failed: 'input',
      message: '"--output=/tmp/x" is no revision: none begins with "-"',
    });
    expect(isFailure(other.from)).toBe(false);
    const third = await openBoth('build:nowhere', 'tag:no such');
    expect(failed(third.from).message).toContain('knows no builds of a stream nowhere');
    expect(failed(third.to).message).toContain('names no Koji tag');
  });

  it('compares a tag with something that has a fixed set', async () => {
    const sides = await openBoth('tag:f40', 'tag:f40-updates');
    for (const side of [sides.from, sides.to]) {
      expect(failed(side)).toEqual({
        failed: 'input',
        message:
          'a Koji tag is asked about the packages of the other side, so one side must be a stream, a revision, the working tree or a build',
      });
    }
  });

  it('opens no tag beside what cannot be opened', async () => {
    const sides = await openBoth('testng', 'tag:f40-updates');
    expect(failed(sides.to)).toEqual({
      failed: 'input',
      message: 'tag:f40-updates is asked about the packages of the other side, which cannot be opened',
    });
  });

  it('is called off', async () => {
    const signal = AbortSignal.abort(new Error('called off'));
    const context = await contextOf(streams().folder, { signal });
    await expect(openSides('stable', 'testing', context)).rejects.toThrow('called off');
  });
});

const ARCHES = ['x86_64', 'aarch64', 'ppc64le', 's390x'];

describeShared("Fedora CoreOS's branches of October 2024", () => {
  let clone: string;

  beforeAll(() => {
    if (!hasShared) return;
    clone = emptyFolder();
    runGit(clone, ['clone', '-q', '--no-checkout', shared('data/config-2024.bundle'), '.']);
  });

  afterAll(() => {
    if (hasShared) rmSync(clone, { recursive: true, force: true });
  });

  /** Names and `[E:]V-R` by PyYAML and json, a later file before an earlier one. */
  function judged(ref: string, arch: string): Record<string, string> {
    const script = `
import json, subprocess, sys, yaml
ref, arch = sys.argv[1:]
show = lambda path: subprocess.run(['git', 'show', f'{ref}:{path}'], capture_output=True)
packages = {}
for path in [f'manifest-lock.{arch}.json', 'manifest-lock.overrides.yaml', f'manifest-lock.overrides.{arch}.yaml']:
    found = show(path)
    if found.returncode == 0:
        packages.update(yaml.safe_load(found.stdout).get('packages') or {})
print(json.dumps({name: e['evr'] if 'evr' in e else e['evra'].rpartition('.')[0] for name, e in packages.items()}))
`;
    const output = execFileSync('/usr/bin/python3', ['-c', script, ref, arch], { cwd: clone, encoding: 'utf8' });
    return JSON.parse(output);
  }

  itRpm('have the packages that Python reads', async () => {
    const context = await contextOf(clone, { basearches: ARCHES });
    for (const [from, to, arch] of [
      ['stable', 'testing', 'x86_64'],
      ['next', 'testing-devel', 's390x'],
      ['next-devel', 'stable', 'aarch64'],
    ] as const) {
      const sides = await openSides(from, to, context);
      for (const [name, side] of [
        [from, opened(sides.from)],
        [to, opened(sides.to)],
      ] as const) {
        expect(side.label).toBe(side.label.startsWith('origin/') ? `origin/${name}` : name);
        expect(side).toMatchObject({ stream: name, basearches: ARCHES, notes: [] });
        expect(side.releasever).toBe(name.startsWith('next') ? '41' : '40');
        expect(side.missing.size).toBe(0);
        const expected = judged(`origin/${name}`, arch);
        expect(Object.keys(expected).length).toBeGreaterThan(400);
        expect(evrsOf(side, arch)).toEqual(expected);
      }
    }
  });

  it('rawhide and branched say that they have no base locks', async () => {
    const sides = await openSides('rawhide', 'branched', await contextOf(clone, { basearches: ARCHES }));
    for (const [side, releasever] of [
      [opened(sides.from), '42'],
      [opened(sides.to), '41'],
    ] as const) {
      expect(side).toMatchObject({ basearches: [], releasever });
      expect([...side.missing.keys()]).toEqual(ARCHES);
      expect(side.unavailable).toEqual([
        'There are no base locks, and the build service is not asked: network access is off (--offline).',
      ]);
    }
  });
});

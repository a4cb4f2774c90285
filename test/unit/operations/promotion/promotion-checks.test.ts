import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runGit } from '../../../support/git';
import { locks, make, manifest, plan, streams } from './support';

const OLD = locks({ kernel: '6.10.12-200.fc40' });
const NEW = locks({ kernel: '6.11.3-200.fc40' });

describe('where it comes from', () => {
  it('is refused where the settings say otherwise, unless that is asked for', async () => {
    const made = streams();
    made.stream('testing', OLD);
    made.stream('next', NEW);
    const { refused, commit } = await plan(made.folder, 'next', 'testing');
    expect([refused, commit]).toEqual(['next is not promoted to testing: testing-devel is', undefined]);
    const any = await plan(made.folder, 'next', 'testing', { anySource: true });
    expect(any.warnings).toEqual(['next is not promoted to testing: testing-devel is']);
    await make(made.folder, any);
    expect((await plan(made.folder, 'testing', 'testing', { anySource: true })).refused).toBe(
      'testing is testing itself',
    );
    expect((await plan(made.folder, 'next', 'testing-devel').catch(String)).toString()).toContain(
      'testing-devel has no branch here, neither local nor remote: fetch it',
    );
  });

  it('names all that may be promoted, and that nothing may', async () => {
    const made = streams();
    for (const name of ['next', 'stable', 'rawhide']) made.stream(name, name === 'next' ? OLD : NEW);
    expect((await plan(made.folder, 'stable', 'next')).refused).toBe(
      'stable is not promoted to next: next-devel and testing-devel are',
    );
    expect((await plan(made.folder, 'stable', 'rawhide')).refused).toBe(
      'stable is not promoted to rawhide: nothing is',
    );
  });

  it('is what would feed the stream now: the dates of the base locks tell, or the pipeline', async () => {
    const made = streams();
    const at = (day: number, kernel = '6.11.3-200.fc40') => locks({ kernel }, `2024-10-${day}T00:00:00Z`);
    made.stream('next', at(1, '6.10.12-200.fc40'));
    made.stream('testing-devel', at(20));
    made.stream('next-devel', at(20));
    const from = async (source: string, nextDevelEnabled?: boolean) => {
      return (await plan(made.folder, source, 'next', { nextDevelEnabled })).warnings;
    };
    expect(await from('next-devel')).toEqual([]);
    expect(await from('testing-devel')).toEqual([
      'by the dates of their base locks next-devel, not testing-devel, would be promoted to next now',
    ]);
    expect(await from('testing-devel', true)).toEqual(['next-devel is open: next would come from there']);
    expect(await from('testing-devel', false)).toEqual([]);
    expect(await from('next-devel', false)).toEqual(['next-devel is closed: nothing of it is meant to be promoted']);
    made.stream('testing-devel', at(30));
    expect(await from('next-devel')).toEqual([
      'by the dates of their base locks testing-devel, not next-devel, would be promoted to next now',
    ]);
    expect(await from('testing-devel')).toEqual([]);
  });

  it('is what everybody sees', async () => {
    const upstream = streams();
    upstream.stream('stable', OLD);
    upstream.stream('testing', OLD);
    const folder = join(upstream.folder, '.git', 'clone');
    runGit('/', ['clone', '--quiet', '--branch', 'testing', upstream.folder, folder]);
    writeFileSync(join(folder, 'manifest-lock.x86_64.json'), NEW['manifest-lock.x86_64.json'] ?? '');
    writeFileSync(join(folder, 'new'), 'x\n');

    runGit(folder, ['add', 'new']);
    runGit(folder, ['commit', '--quiet', '--message', 'not pushed']);
    expect((await plan(folder, 'testing', 'stable')).warnings).toEqual([
      'testing has commits that origin/testing lacks: others cannot see what is promoted',
      'manifest-lock.x86_64.json differs in the working tree: what is committed on testing is promoted',
    ]);

    upstream.stream('testing', NEW);
    runGit(folder, ['fetch', '--quiet']);
    const { refused } = await plan(folder, 'testing', 'stable');
    expect(refused).toBe(
      'testing and origin/testing each have commits that the other lacks: name which one is promoted (origin/testing)',
    );
    expect((await plan(folder, 'origin/testing', 'stable')).refused).toBeUndefined();
    runGit(folder, ['branch', '--quiet', 'aside', 'HEAD']);
    runGit(folder, ['reset', '--quiet', '--hard', 'origin/testing']);
    expect((await plan(folder, 'aside', 'stable')).warnings).toEqual(['aside is not on testing']);
  });
});

it('goes nowhere where local and remote branch of the target have diverged', async () => {
  const upstream = streams();
  for (const name of ['stable', 'testing']) upstream.stream(name, OLD);
  const folder = join(upstream.folder, '.git', 'clone');
  runGit('/', ['clone', '--quiet', '--branch', 'stable', upstream.folder, folder]);
  runGit(folder, ['commit', '--quiet', '--allow-empty', '--message', 'here']);
  upstream.stream('stable', { there: 'x\n' });
  upstream.stream('testing', NEW);
  runGit(folder, ['fetch', '--quiet']);
  runGit(folder, ['checkout', '--quiet', '--detach']);
  const expected = 'stable and origin/stable each have commits that the other lacks: reconcile them first';
  expect((await plan(folder, 'testing', 'stable')).refused).toBe(expected);
  expect((await plan(folder, 'testing', 'stable', { newBranch: true })).refused).toBe(expected);
  const preview = await plan(folder, 'testing', 'stable', { preview: true });
  expect([preview.refused, preview.warnings, preview.commit]).toEqual([undefined, [expected], undefined]);
});

describe('release and name', () => {
  it('warns of a manifest that stays behind the packages, and of going back', async () => {
    const made = streams();
    made.stream('testing', OLD);
    made.stream('testing-devel', { ...NEW, 'manifest.yaml': manifest('testing-devel', 41) });
    expect((await plan(made.folder, 'testing-devel', 'testing')).warnings).toEqual([
      'manifest.yaml stays that of testing and says releasever 40, but the packages of testing-devel are of 41: testing cannot be built before a commit moves it to 41',
    ]);
    made.stream('testing', { 'manifest.yaml': manifest('testing', 42) });
    expect((await plan(made.folder, 'testing-devel', 'testing')).warnings).toContain(
      'testing goes back from release 42 to 41',
    );
  });

  it('says nothing where the release comes with build-args.conf', async () => {
    const made = streams();
    const args = (stream: string, version: number) => ({
      'manifest.yaml': 'packages: []\n',
      'build-args.conf': `ID=fedora\nSTREAM=${stream}\nDESCRIPTION=x\nVERSION=${version}\n`,
    });
    made.stream('testing', { ...OLD, ...args('testing', 42) });
    made.stream('testing-devel', { ...NEW, ...args('testing-devel', 43) });
    const { warnings, diff } = await plan(made.folder, 'testing-devel', 'testing');
    expect(warnings).toEqual([]);
    expect([diff.from.releasever, diff.to.releasever, diff.to.stream]).toEqual(['42', '43', 'testing']);
  });

  it('is refused where the target would become another stream', async () => {
    const made = streams();
    // the manifest that is kept only includes the one that says it
    const files = (stream: string) => ({
      'manifest.yaml': 'include: manifests/stream.yaml\n',
      'manifests/stream.yaml': manifest(stream),
    });
    made.stream('stable', { ...OLD, ...files('stable') });
    made.stream('testing', { ...NEW, ...files('testing') });
    const { refused } = await plan(made.folder, 'testing', 'stable');
    expect(refused).toBe('stable would call itself testing after a promotion from testing');
  });
});

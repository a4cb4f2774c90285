import { rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HistoryMemory } from '../../../../server/operations/history/history-memory';
import { runGit } from '../../../support/git';
import { partialClone } from '../../../support/partial-clone';
import { folder, open, repository } from '../../git/support';
import { BASE, day, historyOf, lock, NONE, OVERRIDES, override, told } from './support';

const MANIFEST = { 'manifest.yaml': 'releasever: 40\n' };
const STREAM = { 'manifest.yaml': 'releasever: 40\nvariables:\n  stream: testing-devel\n' };
const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/1809';
const SINCE = { at: day('06-01') };

describe('readHistory', () => {
  it('tells since when each version stands, what locked it, and merges commits that change nothing', async () => {
    const made = repository();
    made.git('checkout', '--quiet', '-b', 'testing-devel');
    made.commit({ ...MANIFEST, [BASE]: lock({ podman: '5:5.1-1', bash: '1-1' }) }, 'begin', { date: day('01-05') });
    const old = made.commit({ [BASE]: lock({ podman: '5:5.2.3-1', bash: '1-1' }) }, 'bump', { date: day('05-01') });
    made.commit({ [BASE]: lock({ podman: '5:5.2.3-1', bash: '2-1' }) }, 'bump bash', { date: day('06-02') });
    const track = override('podman', '5:5.2.4-1', 'fast-track');
    made.commit({ [OVERRIDES]: track }, 'fast-track', { date: day('06-03') });
    const pin = override('podman', '5:5.2.4-1', 'pin', REASON);
    made.commit({ [OVERRIDES]: pin }, 'pin', { date: day('06-04') });
    const both = { 'manifest-lock.overrides.x86_64.yaml': override('podman', '5:5.2.2-1', 'pin', REASON) };
    made.commit(both, 'arch', { date: day('06-05') });
    const arm = { 'manifest-lock.overrides.aarch64.yaml': override('podman', '5:5.0-1', 'pin', REASON) };
    made.commit(arm, 'aarch64', { date: day('06-06') });
    made.commit({ 'manifest-lock.overrides.x86_64.yaml': null }, 'unpin', { date: day('06-07') });
    made.commit({ [BASE]: lock({ podman: '5:5.2.4-1' }) }, 'bump', { date: day('06-08') });
    made.commit({ [OVERRIDES]: NONE }, 'graduate', { date: day('06-09') });
    made.commit({ [BASE]: lock({ bash: '2-1' }) }, 'remove', { date: day('06-10') });
    const found = await historyOf(made.folder, 'podman', { since: SINCE, now: day('07-01') });
    expect(found).toMatchObject({ name: 'podman', basearch: 'x86_64', since: day('06-01'), until: day('07-01') });
    expect(found.notes).toEqual([]);
    const [stream, ...others] = found.streams;
    expect(others).toEqual([]);
    expect(stream).toMatchObject({ stream: 'testing-devel', label: 'testing-devel' });
    expect(stream?.spans[0]?.commit).toBe(old);
    expect(stream?.spans.map(told)).toEqual([
      '2024-05-01 5:5.2.3-1 base "bump"',
      '2024-06-03 5:5.2.4-1 fast-track "fast-track"',
      `2024-06-04 5:5.2.4-1 pin ${REASON} "pin"`,
      `2024-06-05 5:5.2.2-1 pin ${REASON} "arch"`,
      `2024-06-07 5:5.2.4-1 pin ${REASON} "unpin"`,
      '2024-06-09 5:5.2.4-1 base "graduate"',
      '2024-06-10 none "remove"',
    ]);
    const arch = await historyOf(made.folder, 'podman', { since: SINCE, basearch: 'aarch64' });
    expect(arch.streams[0]?.spans.map(told)).toEqual([
      '2024-06-01 none "bump bash"',
      '2024-06-03 5:5.2.4-1 fast-track "fast-track"',
      `2024-06-04 5:5.2.4-1 pin ${REASON} "pin"`,
      `2024-06-06 5:5.0-1 pin ${REASON} "aarch64"`,
    ]);
  });

  it('has every stream that has a branch, local or remote, in promotion order, and what is checked out', async () => {
    const made = repository();
    for (const [i, branch] of ['stable', 'testing', 'testing-devel', 'next'].entries()) {
      made.commit({ ...MANIFEST, [BASE]: lock({ podman: `${i}-1` }) }, branch, { branch, date: day('11-01') + i });
    }
    const path = folder();
    runGit(path, ['clone', '--quiet', '--branch=testing', made.folder, '.']);
    const labels = async (at: string) =>
      (await historyOf(at, 'podman')).streams.map(({ stream, label }) => [stream, label]);
    expect(await labels(path)).toEqual([
      ['testing-devel', 'origin/testing-devel'],
      ['next', 'origin/next'],
      ['testing', 'testing'],
      ['stable', 'origin/stable'],
    ]);
    // a clone of one feature branch: its files say which stream it is
    const other = folder();
    made.commit(STREAM, 'a feature', { branch: 'pin-kernel' });
    runGit(other, ['clone', '--quiet', '--branch=pin-kernel', '--single-branch', made.folder, '.']);
    expect(await labels(other)).toEqual([['testing-devel', 'pin-kernel']]);
    runGit(other, ['checkout', '--quiet', '--detach']);
    runGit(other, ['branch', '--delete', '--force', 'pin-kernel']);
    expect(await labels(other)).toEqual([['testing-devel', 'HEAD']]);
  });

  it('says where a branch begins, and that a stream without base locks has only overrides', async () => {
    const made = repository();
    made.commit({ ...MANIFEST, [BASE]: lock({ podman: '1-1' }) }, 'begin', { branch: 'stable', date: day('08-01') });
    made.git('checkout', '--quiet', '--orphan', 'rawhide');
    made.git('rm', '-r', '--force', '--quiet', '.');
    made.commit({ ...MANIFEST, [OVERRIDES]: NONE }, 'begin', { date: day('03-01') });
    made.commit({ [OVERRIDES]: override('podman', '2-1', 'pin') }, 'pin', { date: day('09-01') });
    made.commit({ [OVERRIDES]: NONE }, 'unpin', { date: day('09-03') });
    const found = await historyOf(made.folder, 'podman', { since: SINCE });
    expect(found.streams.map(({ stream, overridesOnly, spans }) => [stream, overridesOnly, spans.map(told)])).toEqual([
      ['rawhide', true, ['2024-03-01 none "begin"', '2024-09-01 2-1 pin "pin"', '2024-09-03 none "unpin"']],
      ['stable', undefined, ['2024-08-01 1-1 base "begin"']],
    ]);
    expect(found.notes).toEqual([
      'stable: its history begins on 2024-08-01.',
      'rawhide has no base lock for x86_64: only overrides are known there.',
    ]);
  });

  it('says once where several branches begin on one day', async () => {
    const made = repository();
    made.commit({ ...MANIFEST, [BASE]: lock({ podman: '1-1' }) }, 'begin', { branch: 'stable', date: day('08-01') });
    made.branch('testing');
    made.branch('testing-devel');
    made.git('checkout', '--quiet', '--orphan', 'next');
    made.commit({ ...MANIFEST, [BASE]: lock({ podman: '2-1' }) }, 'begin', { date: day('08-02') });
    const found = await historyOf(made.folder, 'podman', { since: SINCE });
    expect(found.notes).toEqual([
      'testing-devel, testing and stable: their history begins on 2024-08-01.',
      'next: its history begins on 2024-08-02.',
    ]);
  });

  it('takes a commit that was not fetched for no fault of that commit', async () => {
    const made = repository();
    made.commit({ ...MANIFEST, [BASE]: lock({ podman: '1-1' }) }, 'begin', { branch: 'stable', date: day('01-01') });
    made.commit({ [BASE]: lock({ podman: '2-1' }) }, 'bump', { date: day('02-01') });
    const path = partialClone(made, '--branch=stable');
    onTestFinished(() => rmSync(path, { recursive: true, force: true }));
    // what stood a year before is read out of a commit, and not as a version in the log
    const found = await historyOf(path, 'podman', { since: { at: Date.UTC(2025, 0, 15) / 1000 } });
    expect(found.streams).toEqual([]);
    expect(found.notes).toEqual([
      expect.stringMatching(/^stable cannot be read: .* was not fetched: this is a partial clone/),
    ]);
  });

  it('says where a shallow clone begins', async () => {
    const made = repository();
    for (const [i, date] of ['07-01', '07-02', '07-03'].entries()) {
      made.commit({ ...MANIFEST, [BASE]: lock({ podman: `${i}-1` }) }, 'bump', { branch: 'stable', date: day(date) });
    }
    const path = folder();
    runGit(path, ['clone', '--quiet', '--depth=2', '--branch=stable', `file://${made.folder}`, '.']);
    const found = await historyOf(path, 'podman', { since: SINCE });
    expect(found.streams[0]?.spans.map(told)).toEqual(['2024-07-02 1-1 base "bump"', '2024-07-03 2-1 base "bump"']);
    expect(found.notes).toEqual(['stable: its history in this shallow clone begins on 2024-07-02.']);
  });

  it('looks a year back for what brought the first version, and says where that is not enough', async () => {
    const made = repository();
    const begin = Date.UTC(2022, 4, 1) / 1000;
    made.commit({ ...MANIFEST, [BASE]: lock({ podman: '1-1' }) }, 'begin', { branch: 'stable', date: begin });
    made.commit({ [BASE]: lock({ podman: '1-1', bash: '1-1' }) }, 'add bash', { date: begin + 86_400 });
    made.commit({ [BASE]: lock({ podman: '1-1', bash: '2-1' }) }, 'bump', { date: day('01-01') });
    made.commit({ [BASE]: lock({ podman: '1-1', bash: '3-1' }) }, 'bump', { date: day('07-01') });
    const podman = await historyOf(made.folder, 'podman', { since: SINCE });
    expect(podman.streams[0]?.spans.map(told)).toEqual(['2022-05-02 1-1 base "add bash"']);
    expect(podman.notes).toEqual(['stable: podman 1-1 has stood since 2022-05-02 or longer.']);
    const bash = await historyOf(made.folder, 'bash', { since: SINCE });
    expect(bash.streams[0]?.spans.map(told)).toEqual(['2024-01-01 2-1 base "bump"', '2024-07-01 3-1 base "bump"']);
    expect(bash.notes).toEqual([]);
  });

  it('leaves out commits whose files do not parse, and names them once', async () => {
    const made = repository();
    made.commit({ ...MANIFEST, [BASE]: lock({ podman: '1-1' }) }, 'begin', { branch: 'stable', date: day('05-01') });
    const torn = made.commit({ [BASE]: '{\n  "packages": {\n<<<<<<< HEAD\n' }, 'conflict', { date: day('07-01') });
    made.commit({ [OVERRIDES]: override('podman', '9-1', 'pin') }, 'pin', { date: day('07-02') });
    made.commit({ [OVERRIDES]: NONE }, 'unpin', { date: day('07-03') });
    made.commit({ [BASE]: lock({ podman: '2-1' }) }, 'mend', { date: day('07-04') });
    const latin = made.commit({ [OVERRIDES]: Buffer.from('packages: {} # \xe9\n', 'latin1') }, 'latin-1', {
      date: day('07-05'),
    });
    const found = await historyOf(made.folder, 'podman', { since: SINCE });
    expect(found.streams[0]?.spans.map(told)).toEqual(['2024-05-01 1-1 base "begin"', '2024-07-04 2-1 base "mend"']);
    expect(found.notes).toEqual([
      'stable: its history begins on 2024-05-01.',
      `stable: commit ${torn.slice(0, 10)} (2024-07-01) is left out: ${BASE} does not parse (line 3).`,
      `stable: commit ${latin.slice(0, 10)} (2024-07-05) is left out: ${OVERRIDES} cannot be read: it is not UTF-8 text.`,
    ]);
  });

  it('reads old forms, lockfiles in a child folder, and through links', async () => {
    const made = repository();
    const yaml = 'packages:\n  podman:\n    evra: 1-1.x86_64\n';
    made.commit({ ...MANIFEST, 'manifest-lock.x86_64.yaml': yaml }, 'yaml', { branch: 'stable', date: day('05-01') });
    made.commit(
      { 'manifest-lock.overrides.json': JSON.stringify({ packages: { podman: { evr: '2-1' } } }) },
      'json overrides',
      { date: day('07-01') },
    );
    made.commit({ 'overlay/manifest-lock.overrides.x86_64.yaml': override('podman', '3-1', 'pin') }, 'overlay', {
      date: day('07-02'),
    });
    symlinkSync(
      'overlay/manifest-lock.overrides.x86_64.yaml',
      join(made.folder, 'manifest-lock.overrides.x86_64.yaml'),
    );
    made.commit({}, 'link', { date: day('07-03') });
    writeFileSync(join(made.folder, 'overlay/manifest-lock.overrides.x86_64.yaml'), override('podman', '4-1', 'pin'));
    made.commit({}, 'behind the link', { date: day('07-04') });
    unlinkSync(join(made.folder, 'manifest-lock.overrides.x86_64.yaml'));
    made.commit({ 'overlay/manifest-lock.overrides.x86_64.yaml': NONE }, 'no more', { date: day('07-05') });
    const found = await historyOf(made.folder, 'podman', { since: SINCE });
    expect(found.streams[0]?.spans.map(told)).toEqual([
      '2024-05-01 1-1 base "yaml"',
      '2024-07-01 2-1 override "json overrides"',
      '2024-07-02 3-1 pin "overlay"',
      '2024-07-04 4-1 pin "behind the link"',
      '2024-07-05 2-1 override "no more"',
    ]);
  });

  it('reads a config repository in a folder of the git repository', async () => {
    const made = repository();
    const files = { 'config/manifest.yaml': MANIFEST['manifest.yaml'], [`config/${BASE}`]: lock({ podman: '1-1' }) };
    made.commit(files, 'begin', { branch: 'stable', date: day('07-01') });
    made.commit({ [BASE]: lock({ podman: '2-1' }) }, 'not ours', { date: day('07-02') });
    const found = await historyOf(join(made.folder, 'config'), 'podman', { since: SINCE });
    expect(found.streams.map(({ stream, spans }) => [stream, spans.map(told)])).toEqual([
      ['stable', ['2024-07-01 1-1 base "begin"']],
    ]);
  });

  it('takes half a year where nothing is said, and of an old clone the half year before its end', async () => {
    const made = repository();
    made.commit({ ...MANIFEST, [BASE]: lock({ podman: '1-1' }) }, 'one', { branch: 'stable', date: day('02-01') });
    made.commit({ [BASE]: lock({ podman: '2-1' }) }, 'two', { date: day('05-01') });
    const window = async (
      now: number,
      since?: { readonly at: number } | { readonly months: number; readonly days: number },
    ) => {
      const found = await historyOf(made.folder, 'podman', { now, since });
      return [found.since, found.until, found.notes.filter(note => note.includes('newest'))];
    };
    const note = ['The newest commit of the streams is of 2024-05-01: what came since is not known here.'];
    const late = Date.UTC(2026, 0, 15) / 1000;
    expect(await window(day('08-01'))).toEqual([day('02-01'), day('08-01'), []]);
    expect(await window(late)).toEqual([Date.UTC(2023, 10, 1, 12) / 1000, day('05-01'), note]);
    expect(await window(late, { months: 1, days: 0 })).toEqual([day('04-01'), day('05-01'), note]);
    expect(await window(late, { at: day('03-01') })).toEqual([day('03-01'), day('05-01'), note]);
    // who asks about a time that is not there gets what stood then
    expect(await window(late, { at: day('06-01') })).toEqual([day('06-01'), late, []]);
  });

  it('keeps the other streams where one cannot be read', async () => {
    const made = repository();
    made.commit({ ...MANIFEST, [BASE]: lock({ podman: '1-1' }) }, 'begin', { branch: 'stable', date: day('11-01') });
    const git = await open(made.folder);
    const { commit: tip = '' } = await git.head();
    const gone = '1'.repeat(40);
    const found = await historyOf(made.folder, 'podman', {
      streams: [
        { stream: 'next', label: 'origin/next', tip: gone, committed: day('11-02'), own: false },
        { stream: 'stable', label: 'stable', tip, committed: day('11-01'), own: true },
      ],
    });
    expect(found.streams.map(({ stream }) => stream)).toEqual(['stable']);
    expect(found.notes[0]).toBe(
      `origin/next cannot be read: cannot read the top folder of commit 111111111111: commit ${gone} is not in the repository`,
    );
  });

  it('does not go back in time where the dates of commits do', async () => {
    const made = repository();
    for (const [i, date] of ['07-01', '07-16', '07-09', '07-20'].entries()) {
      made.commit({ ...MANIFEST, [BASE]: lock({ podman: `${i}-1` }) }, 'bump', { branch: 'stable', date: day(date) });
    }
    const found = await historyOf(made.folder, 'podman', { since: SINCE });
    expect(found.streams[0]?.spans.map(told)).toEqual([
      '2024-07-01 0-1 base "bump"',
      '2024-07-16 1-1 base "bump"',
      '2024-07-16 2-1 base "bump"',
      '2024-07-20 3-1 base "bump"',
    ]);
  });

  it('ends where it is told to', async () => {
    const made = repository();
    made.commit({ ...MANIFEST, [BASE]: lock({ podman: '1-1' }) }, 'begin', { branch: 'stable', date: day('11-01') });
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(historyOf(made.folder, 'podman', { signal })).rejects.toThrow('enough');
  });

  it('reads no version of a file twice', async () => {
    const made = repository();
    for (const [i, date] of ['07-01', '07-02', '07-03'].entries()) {
      made.commit({ ...MANIFEST, [BASE]: lock({ podman: `${i % 2}-1` }) }, 'bump', {
        branch: 'stable',
        date: day(date),
      });
    }
    made.branch('testing');
    const git = await open(made.folder);
    const read: string[] = [];
    const counting = {
      ...git,
      blobs: (ids: readonly string[]) => {
        read.push(...ids);
        return git.blobs(ids);
      },
    };
    const memory = new HistoryMemory();
    const first = await historyOf(made.folder, 'podman', { git: counting, memory, since: SINCE });
    expect(first.streams.map(({ spans }) => spans.length)).toEqual([3, 3]);
    expect(read).toHaveLength(2);
    expect(await historyOf(made.folder, 'podman', { git: counting, memory, since: SINCE })).toEqual(first);
    expect(read).toHaveLength(2);
  });
});

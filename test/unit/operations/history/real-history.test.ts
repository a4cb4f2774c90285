/** The year 2024 of Fedora CoreOS, as its branches tell. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { DEFAULT_REPO_SETTINGS } from '../../../../server/config-repo/repo-settings';
import { versionArrivals } from '../../../../server/operations/history/arrivals';
import type { PackageHistory } from '../../../../server/operations/history/package-history';
import { gitEnvironment, runGit } from '../../../support/git';
import { itRpm } from '../../../support/judges';
import { describeShared, hasShared, itShared, shared } from '../../../support/shared';
import { folder } from '../../git/support';
import { historyOf, told } from './support';

const MAY = { at: Date.UTC(2024, 4, 1) / 1000 };
const NOW = Date.UTC(2024, 9, 24, 18) / 1000;

/** All branches, testing-devel checked out. */
function clone(): string {
  const path = folder();
  runGit(path, ['clone', '--quiet', '--branch=testing-devel', shared('data/config-2024.bundle'), '.']);
  return path;
}

function spansOf({ streams }: PackageHistory, stream: string): string[] {
  return streams.find(one => one.stream === stream)?.spans.map(told) ?? [];
}

// read off `git log --first-parent` and `git show COMMIT:FILE` by hand
describeShared('the streams of Fedora CoreOS in 2024', () => {
  it('held the kernel back for issue 1752 while it was broken', async () => {
    const found = await historyOf(clone(), 'kernel', { since: { at: Date.UTC(2024, 5, 20) / 1000 }, now: NOW });
    const promotion = (commit: string) => `"tree: promote changes from testing at ${commit}"`;
    expect(spansOf(found, 'stable').slice(0, 4)).toEqual([
      `2024-06-17 6.8.11-300.fc40 base ${promotion('8df2d9ed3d791ee8eb18934fb31c906d266f02ac')}`,
      `2024-07-16 6.8.11-300.fc40 pin https://github.com/coreos/fedora-coreos-tracker/issues/1752 ${promotion('72a9ed846409c3a4f9dd7b8c4bb1af783daea1e8')}`,
      `2024-07-29 6.9.7-200.fc40 base ${promotion('08e8f84d3d2ea26f6e6c6e8d49d16021449faab2')}`,
      `2024-08-12 6.9.11-200.fc40 base ${promotion('b837a96048d862f42c53c8a848f37f5c1a78336e')}`,
    ]);
  });

  it('fast-tracked podman 5.2.4 and 5.2.5, on production first', async () => {
    const found = await historyOf(clone(), 'podman', { since: MAY, now: NOW });
    const issue = 'https://github.com/coreos/fedora-coreos-tracker/issues/1809';
    expect(spansOf(found, 'testing-devel').slice(-3)).toEqual([
      '2024-09-28 5:5.2.3-1.fc40 base "lockfiles: bump to latest"',
      `2024-10-08 5:5.2.4-1.fc40 fast-track ${issue} "overrides: fast-track podman-5.2.4-1.fc40"`,
      `2024-10-22 5:5.2.5-1.fc40 fast-track ${issue} "overrides: fast-track podman-5.2.5-1.fc40"`,
    ]);
    expect(found.streams.map(({ stream, label }) => `${stream}: ${label}`)).toEqual([
      'rawhide: origin/rawhide',
      'branched: origin/branched',
      'next-devel: origin/next-devel',
      'testing-devel: testing-devel',
      'next: origin/next',
      'testing: origin/testing',
      'stable: origin/stable',
    ]);
    const arrivals = versionArrivals(found.streams, DEFAULT_REPO_SETTINGS.streams);
    const words = (evr: string) => {
      const { arrivals: of = [] } = arrivals.find(version => version.evr === evr) ?? {};
      return of.map(({ stream, at, days }) => `${stream} ${new Date(at * 1000).toISOString().slice(0, 10)} +${days}`);
    };
    expect(words('5:5.2.4-1.fc40')).toEqual(['testing 2024-10-07 +0', 'stable 2024-10-21 +14']);
    expect(words('5:5.1.2-1.fc40')).toEqual([
      'testing-devel 2024-07-24 +0',
      'next 2024-07-29 +5',
      'testing 2024-07-29 +5',
      'stable 2024-08-12 +19',
    ]);
    expect(found.notes).toEqual([
      'origin/rawhide and origin/branched have no base lock for x86_64: only overrides are known there.',
    ]);
  });
});

/** Every span of a package on every branch, by PyYAML and json. `since` does not go back where dates of commits do. */
const JUDGE = `
import json, subprocess, sys, yaml
folder, name = sys.argv[1:]
batch = subprocess.Popen(['git', '-C', folder, 'cat-file', '--batch'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
known = {}
def packages(commit, path):
    batch.stdin.write(f'{commit}:{path}\\n'.encode())
    batch.stdin.flush()
    head = batch.stdout.readline().split()
    if head[-1] == b'missing':
        return {}
    data = batch.stdout.read(int(head[2]) + 1)
    if head[0] not in known:
        text = data[:-1].decode()
        known[head[0]] = (json.loads(text) if path.endswith('.json') else yaml.safe_load(text))['packages']
    return known[head[0]]
def version(commit):
    found = [None, None, None, None]
    for path in ['manifest-lock.x86_64.json', 'manifest-lock.overrides.yaml', 'manifest-lock.overrides.x86_64.yaml']:
        entry = packages(commit, path).get(name)
        if entry:
            base = path == 'manifest-lock.x86_64.json'
            evr = entry['evr'] if 'evr' in entry else entry['evra'].rpartition('.')[0]
            metadata = entry.get('metadata', {})
            found = [evr, 'base' if base else 'override', metadata.get('type'), metadata.get('reason')]
    return found
result = {}
for stream in ['rawhide', 'branched', 'next-devel', 'testing-devel', 'next', 'testing', 'stable']:
    log = ['git', '-C', folder, 'log', '--first-parent', '--reverse', '--format=%H %ct', 'origin/' + stream]
    spans = []
    for line in subprocess.check_output(log, text=True).splitlines():
        commit, date = line.split()
        now = version(commit)
        if not spans or spans[-1][2:] != now:
            spans.append([commit, max(int(date), spans[-1][1] if spans else 0)] + now)
    result[stream] = spans
print(json.dumps(result))
`;

const itJudged = hasShared ? itRpm : itShared;

describe('readHistory over all that the branches have', () => {
  for (const name of ['podman', 'kernel', 'ignition']) {
    itJudged(
      `gives for ${name} what Python finds in every commit`,
      async () => {
        const path = clone();
        const options = { encoding: 'utf8', env: gitEnvironment(), maxBuffer: 64 * 1024 * 1024 } as const;
        const judged = JSON.parse(execFileSync('/usr/bin/python3', ['-c', JUDGE, path, name], options));
        const found = await historyOf(path, name, { since: { at: 1 }, now: NOW });
        const ours = found.streams.map(({ stream, spans }) => [
          stream,
          spans.map(({ commit, since, evr, provenance, type, reason }) => {
            return [commit, since, evr ?? null, provenance ?? null, type ?? null, reason ?? null];
          }),
        ]);
        expect(Object.fromEntries(ours)).toEqual(judged);
        const count = ours.reduce((sum, [, spans = []]) => sum + spans.length, 0);
        expect(count).toBeGreaterThan(50);
      },
      60_000,
    );
  }
});

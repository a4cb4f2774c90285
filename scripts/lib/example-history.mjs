// The git histories of the example's config repositories, dated back from the day it is made.
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DAY = 86_400;
const OVERRIDES = 'manifest-lock.overrides.yaml';
const X86_OVERRIDES = 'manifest-lock.overrides.x86_64.yaml';
const DEVEL = 'testing-devel';
/** Days since the first commit: older than `stale-pin` lets a pin get. */
const FIRST = 100;
/** Days since the last commit. */
const LAST = 1;

/** The other streams: days since their commit, its subject, and the day on which their base locks were generated. */
export const STREAMS = {
  stable: { days: 13, subject: 'tree: promote changes from testing', generated: '2024-08-25' },
  testing: { days: 13, subject: 'tree: promote changes from testing-devel', generated: '2024-09-08' },
  next: { days: 5, subject: 'Move to Fedora Linux 41', generated: '2024-09-15' },
  'next-devel': { days: LAST, subject: 'lockfiles: bump to latest', generated: '2024-09-17' },
};

/** What was committed where mistakes/ says `lowered`. */
const NOT_LOWERED = 'evr: 2:9.1.785-1.fc40';
/** What was committed besides where mistakes/ says `dropped-override`. */
const NOT_DROPPED = `  selinux-policy-targeted:
    evra: 40.28-1.fc40.noarch
    metadata:
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1758
      type: pin
`;

/**
 * Makes a folder with the files of testing-devel a repository with all streams, testing-devel checked out and clean. Every stream is one
 * commit on a first one that has no lockfiles yet: none is lower than the commit before.
 *
 * @param {string} folder
 * @param {{ files: string, sources: Map<string, string>, evrs: readonly Record<string, string>[] }} streams
 *   `files`: a folder with one folder a stream, of the files that differ. `sources`: source package by package.
 *   `evrs`: `source`, and by stream what its base locks have.
 * @param {number} now Unix seconds
 */
export function commitStreams(folder, streams, now) {
  const commit = initialised(folder, now);
  const own = taken(folder);
  commit('A config repository to try things on', FIRST);
  for (const [stream, { days, subject, generated }] of Object.entries(STREAMS)) {
    git(folder, ['switch', '--quiet', '--create', stream]);
    cpSync(join(streams.files, stream), folder, { recursive: true });
    for (const [name, text] of own) {
      if (name.endsWith('.json')) writeFileSync(join(folder, name), baseLock(text, { ...streams, stream, generated }));
    }
    commit(subject, days);
    git(folder, ['switch', '--quiet', DEVEL]);
  }
  for (const [name, text] of own) writeFileSync(join(folder, name), text);
  commit('overrides: fast-track ignition and kdump-utils', LAST);
}

/** Reads and removes the lockfiles. */
function taken(folder) {
  const names = readdirSync(folder).filter(name => name.startsWith('manifest-lock.'));
  const texts = new Map(names.map(name => [name, readFileSync(join(folder, name), 'utf8')]));
  for (const name of names) rmSync(join(folder, name));
  return texts;
}

/** The base lock of testing-devel with the versions of another stream. */
export function baseLock(text, { stream, generated, sources, evrs }) {
  const { packages } = JSON.parse(text);
  const evrOf = new Map(evrs.map(row => [row.source, row[stream]]));
  const entries = Object.entries(packages).map(([name, { evra, ...rest }]) => {
    const evr = evrOf.get(sources.get(name));
    if (!evr) throw new Error(`base-locks.tsv has no ${stream} build of ${name}`);
    return [name, { evra: `${evr}${evra.slice(evra.lastIndexOf('.'))}`, ...rest }];
  });
  const lock = { packages: Object.fromEntries(entries), metadata: { generated: `${generated}T00:00:00Z` } };
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/**
 * Makes mistakes/ a repository in which the pin under `stale-pin` is old, all others are of yesterday, and the overrides under `lowered`,
 * `same-as-base` and `dropped-override` are edits that nobody has committed yet.
 *
 * @param {number} now Unix seconds
 */
export function commitMistakes(folder, now) {
  const commit = initialised(folder, now);
  const [path, x86Path] = [join(folder, OVERRIDES), join(folder, X86_OVERRIDES)];
  const [text, x86Text] = [readFileSync(path, 'utf8'), readFileSync(x86Path, 'utf8')];
  // every entry has a comment with its code above it
  const [head, ...entries] = text.split(/^(?= {2}# [a-z-]+: )/m);
  const write = kept => writeFileSync(path, [head, ...kept].join(''));
  const is = code => entry => entry.startsWith(`  # ${code}: `);

  write(entries.filter(is('stale-pin')));
  commit('overrides: pin rpm-ostree-2024.8-1.fc40', FIRST, [OVERRIDES]);
  write(
    entries
      .filter(entry => !is('same-as-base')(entry))
      .map(entry => (is('lowered')(entry) ? entry.replace(/evr: .*/, NOT_LOWERED) : entry)),
  );
  writeFileSync(x86Path, x86Text + NOT_DROPPED);
  commit('A config repository with one of each kind of mistake', LAST);
  writeFileSync(path, text);
  writeFileSync(x86Path, x86Text);
}

/** Begins a repository; what it answers commits all files, or some, that many days before `now`. */
function initialised(folder, now) {
  git(folder, ['init', '--quiet', `--initial-branch=${DEVEL}`]);
  // so that a backport can be tried where git knows no user
  git(folder, ['config', 'user.name', 'Manifest Lock example']);
  git(folder, ['config', 'user.email', 'example@example.org']);
  return (subject, days, files = ['--all']) => {
    const date = `${now - days * DAY} +0000`;
    git(folder, ['add', ...files]);
    git(folder, ['commit', '--quiet', `--message=${subject}`], { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date });
  };
}

/** Of the same content and dates the same commits, whatever the user's git is set to. */
function git(folder, args, dates = {}) {
  const env = {
    ...process.env,
    ...dates,
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE']) delete env[name];
  const identity = ['-c', 'user.name=Manifest Lock', '-c', 'user.email=example@example.org'];
  execFileSync('git', [...identity, ...args], { cwd: folder, env });
}

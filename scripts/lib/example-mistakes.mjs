// The git history of mistakes/, dated back from the day the example is made.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY, git, initialise } from './example-git.mjs';

const OVERRIDES = 'manifest-lock.overrides.yaml';
const X86_OVERRIDES = 'manifest-lock.overrides.x86_64.yaml';
/** Days since the first commit: older than `stale-pin` lets a pin get. */
const FIRST = 100;
/** Days since the last commit. */
const LAST = 1;

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
  initialise(folder);
  return (subject, days, files = ['--all']) => {
    const date = `${now - days * DAY} +0000`;
    git(folder, ['add', ...files]);
    git(folder, ['commit', '--quiet', `--message=${subject}`], {
      env: { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    });
  };
}

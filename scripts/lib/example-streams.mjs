// The git history of fedora-coreos/: a branch for each stream, as examples/streams/ tells it, dated back from the day the example is made.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { commits, DAY, DEVEL, git, initialise } from './example-git.mjs';
import { baseLockFiles, baseLocks, overridesFiles, STREAMS } from './example-locks.mjs';
import { EXAMPLES, readTable } from './example-tables.mjs';

const MANIFEST = 'manifest.yaml';
/** Days since the first commit. */
const FIRST = 100;
/** What all streams begin with: a stream says in history.tsv when it gets another. */
const FIRST_RELEASE = '40';

/**
 * Makes a folder with the files of testing-devel a repository with all streams, testing-devel checked out and clean. All begin with one
 * commit that has no base locks yet; the rest is in streams/history.tsv.
 *
 * @param {string} folder
 * @param {number} now Unix seconds
 */
export function commitStreams(folder, now) {
  const common = filesOf(folder);
  initialise(folder);
  const made = commits(folder);
  const first = new Map([...common].filter(([path]) => !path.startsWith('manifest-lock.')));
  const root = made.add({
    ...{ branch: DEVEL, parent: undefined, subject: 'A config repository to try things on', at: now - FIRST * DAY },
    files: new Map([...first, ...overridesFiles('none')]),
  });
  const streams = new Map([DEVEL, ...Object.keys(STREAMS)].map(name => [name, begun(name, root, first)]));
  const does = changes(streams, made.idOf);
  for (const row of readTable('streams/history.tsv', ['days', 'stream', 'does', 'with', 'subject'])) {
    const stream = streams.get(row.stream);
    const change = does[row.does];
    if (!stream || !change) throw new Error(`history.tsv: ${row.stream} cannot ${row.does}`);
    const { files, suffix = '' } = change(stream, row.with);
    const commit = { branch: row.stream, parent: stream.tip, subject: row.subject + suffix, at: now - row.days * DAY };
    stream.tip = made.add({ ...commit, files });
    stream.files = files;
  }
  made.flush();
  git(folder, ['reset', '--quiet']);
}

/** A stream before its first own commit. */
function begun(name, tip, first) {
  const own = name === DEVEL ? first.get(MANIFEST) : readFileSync(join(EXAMPLES, 'streams', name, MANIFEST), 'utf8');
  const manifest = own.replace(/^releasever: .*/m, `releasever: ${FIRST_RELEASE}`);
  return { tip, files: new Map([...first, ...overridesFiles('none'), [MANIFEST, manifest]]) };
}

/** What a row of history.tsv makes of the files of a stream. */
function changes(streams, idOf) {
  const lockOf = baseLocks();
  return {
    bump: ({ files }, which) => ({ files: new Map([...files, ...baseLockFiles(which, lockOf)]) }),
    overrides: ({ files }, which) => {
      const rest = [...files].filter(([path]) => !path.startsWith('manifest-lock.overrides.'));
      return { files: new Map([...rest, ...overridesFiles(which)]) };
    },
    promote: ({ files }, from) => {
      const source = streams.get(from);
      return { files: new Map([...source.files, [MANIFEST, files.get(MANIFEST)]]), suffix: ` at ${idOf(source.tip)}` };
    },
    release: ({ files }, release) => {
      const manifest = files.get(MANIFEST).replace(/^releasever: .*/m, `releasever: ${release}`);
      return { files: new Map([...files, [MANIFEST, manifest]]) };
    },
  };
}

/** Text by path of all files in a folder, with `/` between the parts. */
function filesOf(folder, under = '') {
  const names = readdirSync(join(folder, under)).map(name => `${under}${name}`);
  return new Map(
    names.flatMap(path => {
      if (statSync(join(folder, path)).isDirectory()) return [...filesOf(folder, `${path}/`)];
      return [[path, readFileSync(join(folder, path), 'utf8')]];
    }),
  );
}

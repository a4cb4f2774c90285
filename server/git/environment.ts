/** What git is started with, so that it does nothing but what it is asked for in the repository it is pointed at. */

/** Environment variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

// What says how to read the user's configuration and where to look for a repository. All other GIT_* go: a hook is run
// with GIT_DIR and GIT_INDEX_FILE of the commit being made, `git rebase --exec` with more, and tracing writes files.
const KEPT =
  /^GIT_(CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|PARAMETERS|COUNT|KEY_\d+|VALUE_\d+)|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|EXEC_PATH|TEST_ASSUME_DIFFERENT_OWNER)$/;

const READ_ONLY: Readonly<Record<string, string>> = {
  // no protocol has this name: even a partial clone's missing object is not fetched, with old git too
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
  GIT_SSH_COMMAND: 'false',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_PAGER: 'cat',
  // messages we look into are untranslated
  LC_ALL: 'C',
};

export function readOnlyEnvironment(inherited: Environment): Record<string, string> {
  const kept = Object.entries(inherited).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (!/^GIT_/i.test(entry[0]) || KEPT.test(entry[0].toUpperCase())),
  );
  return { ...Object.fromEntries(kept), ...READ_ONLY };
}

/** Who writes, and when: `git commit` takes it from there as well. */
const IDENTITY = /^GIT_(AUTHOR|COMMITTER)_(NAME|EMAIL|DATE)$/;

/** For the commands that make objects and move branches: they reach no network either, but know who asks. */
export function writingEnvironment(inherited: Environment): Record<string, string> {
  const identity = Object.entries(inherited).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && IDENTITY.test(entry[0].toUpperCase()),
  );
  return { ...readOnlyEnvironment(inherited), ...Object.fromEntries(identity) };
}

/**
 * Options before the subcommand: programs that a repository's own configuration may name are not run, and text is UTF-8 both
 * ways, however the user's terminal has it.
 */
export const READ_ONLY_OPTIONS: readonly string[] = [
  ...['-c', 'core.fsmonitor=false'],
  ...['-c', 'core.hooksPath=/dev/null'],
  // how `git log -m` shows a merge, which a user may have changed
  ...['-c', 'log.diffMerges=separate'],
  ...['-c', 'i18n.commitEncoding=UTF-8'],
  ...['-c', 'i18n.logOutputEncoding=UTF-8'],
];

/** Small git repositories in temporary folders, made with the real git, the same on every machine. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface GitOptions {
  /** Where the repository is made; a new temporary folder where not said. */
  readonly folder?: string;
  readonly bare?: boolean;
  readonly objectFormat?: 'sha1' | 'sha256';
}

export interface CommitOptions {
  /** Author and committer date, Unix seconds; a minute after the commit before where not said. */
  readonly date?: number;
  /** The branch to commit on: created from HEAD where it does not exist, and checked out afterwards. */
  readonly branch?: string;
}

export interface TestRepository {
  /** Absolute, with links resolved. */
  readonly folder: string;
  /** Runs git in the folder and gives its output without the last newline; throws with git's words where it fails. */
  git(...args: readonly string[]): string;
  /** Writes (null: deletes) files, commits them, and gives the commit's id. Nothing changed is a commit as well. */
  commit(files: Readonly<Record<string, string | Uint8Array | null>>, message: string, options?: CommitOptions): string;
  /** A new branch at `at` (HEAD where not said), not checked out. */
  branch(name: string, at?: string): void;
  checkout(revision: string): void;
  dispose(): void;
}

/** 2024-01-01T00:00:00Z: the date of a repository's first commit. */
export const FIRST_DATE = 1_704_067_200;

/** The branch a new repository is on. */
export const FIRST_BRANCH = 'main';

/** An environment in which git reads nobody's configuration and writes as `config <config@localhost>`. */
export function gitEnvironment(date = FIRST_DATE): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('GIT_'),
  );
  return {
    ...Object.fromEntries(inherited),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'config',
    GIT_AUTHOR_EMAIL: 'config@localhost',
    GIT_AUTHOR_DATE: `@${date} +0000`,
    GIT_COMMITTER_NAME: 'config',
    GIT_COMMITTER_EMAIL: 'config@localhost',
    GIT_COMMITTER_DATE: `@${date} +0000`,
    LC_ALL: 'C',
  };
}

/** Runs git in any folder, in that environment. */
export function runGit(folder: string, args: readonly string[], date?: number): string {
  return execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], {
    cwd: folder,
    env: gitEnvironment(date),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  }).replace(/\n$/, '');
}

/** An empty temporary folder, with links resolved. */
export function emptyFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'manifest-lock-git-')));
}

/** A new repository without commits, on branch `main`. */
export function gitRepository(options: GitOptions = {}): TestRepository {
  const asked = options.folder ?? emptyFolder();
  mkdirSync(asked, { recursive: true });
  const folder = realpathSync(asked);
  runGit(folder, [
    'init',
    '--quiet',
    `--initial-branch=${FIRST_BRANCH}`,
    `--object-format=${options.objectFormat ?? 'sha1'}`,
    ...(options.bare ? ['--bare'] : []),
  ]);
  let nextDate = FIRST_DATE;
  const git = (...args: readonly string[]): string => runGit(folder, args, nextDate);
  const has = (branch: string): boolean => git('branch', '--list', branch) !== '';
  return {
    folder,
    git,
    commit: (files, message, { date = nextDate, branch } = {}) => {
      if (branch !== undefined) git('checkout', '--quiet', ...(has(branch) ? [branch] : ['-b', branch]));
      for (const [path, content] of Object.entries(files)) {
        const file = join(folder, path);
        if (content === null) {
          rmSync(file);
        } else {
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, content);
        }
      }
      git('add', '--all');
      runGit(folder, ['commit', '--quiet', '--allow-empty', '--allow-empty-message', '--message', message], date);
      nextDate = Math.max(nextDate, date) + 60;
      return git('rev-parse', 'HEAD');
    },
    branch: (name, at = 'HEAD') => {
      git('branch', '--quiet', name, at);
    },
    checkout: revision => {
      git('checkout', '--quiet', revision);
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

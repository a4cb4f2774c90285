/** Commits of a real config repository (2023-06 to 2024-10), named by the id that they had upstream. */
import { join } from 'node:path';
import { parseLockfileName } from '../../../../server/lockfile/name';
import { parseLockfile } from '../../../../server/lockfile/parse';
import { type CheckedFinding, checkFile } from '../../../../server/rules/check';
import type { Rule } from '../../../../server/rules/rule';
import { emptyFolder, runGit } from '../../../support/git';
import { shared } from '../../../support/shared';
import { contextOf } from '../support';

export type Texts = Readonly<Record<string, string>>;

/** One commit, and what a check of it against its first parent looks at. */
export interface Change {
  readonly now: Texts;
  readonly before: Texts;
}

const ARCHES = ['x86_64', 'aarch64', 'ppc64le', 's390x'];

export class ConfigHistory {
  readonly #folder = join(emptyFolder(), 'bare');

  constructor() {
    runGit('/', ['clone', '--quiet', '--bare', shared('data/config-2024.bundle'), this.#folder]);
  }

  /** The commit whose message says `(from ORIGINAL...)`. */
  change(original: string): Change {
    const commit = this.#git('log', '--all', '--format=%H', '-1', `--grep=(from ${original}`);
    if (commit === '') throw new Error(`No commit is from ${original}.`);
    return { now: this.#lockfiles(commit), before: this.#lockfiles(`${commit}^1`) };
  }

  #lockfiles(commit: string): Texts {
    const names = this.#git('ls-tree', '--name-only', commit).split('\n');
    const lockfiles = names.filter(name => parseLockfileName(name) !== undefined);
    return Object.fromEntries(lockfiles.map(name => [name, `${this.#git('show', `${commit}:${name}`)}\n`]));
  }

  #git(...args: readonly string[]): string {
    return runGit(this.#folder, args);
  }
}

/** The findings of one rule in every lockfile of the commit, with the file they are in; a deleted one is checked where none is left. */
export function findingsOf(rule: Rule, { now, before }: Change): readonly (readonly [path: string, CheckedFinding])[] {
  const names = Object.keys(now);
  const paths = names.length > 0 ? names : Object.keys(before);
  return paths.flatMap(path => {
    const others = Object.fromEntries(Object.entries(now).filter(([name]) => name !== path));
    const context = contextOf(path, now[path] ?? '', { files: others, basearches: ARCHES, branches: { before } });
    const { repo } = context;
    const empty = repo && { ...repo, files: [], effective: () => new Map() };
    const lockfile = parseLockfile(now[path] ?? '', parseLockfileName(path)?.format ?? 'yaml');
    const checked = names.length > 0 ? context : { ...context, lockfile, repo: empty };
    return checkFile(checked, { severity: {}, rules: [rule] }).map(finding => [path, finding] as const);
  });
}

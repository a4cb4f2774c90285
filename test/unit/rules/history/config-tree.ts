/** A commit of a real config repository with all its files, as `check --ref` sees it. */
import { join } from 'node:path';
import { loadConfigRepo } from '../../../../server/config-repo/load';
import { loadLockfiles } from '../../../../server/config-repo/load-lockfiles';
import type { FileTree } from '../../../../server/config-repo/model';
import { effectiveSet } from '../../../../server/lockfile/layers';
import { parseLockfile } from '../../../../server/lockfile/parse';
import { type CheckedFinding, checkFile } from '../../../../server/rules/check';
import type { Rule, RuleContext } from '../../../../server/rules/rule';
import { emptyFolder, runGit } from '../../../support/git';
import { shared } from '../../../support/shared';

export class ConfigTrees {
  readonly #folder = join(emptyFolder(), 'bare');

  constructor() {
    runGit('/', ['clone', '--quiet', '--bare', shared('data/config-2024.bundle'), this.#folder]);
  }

  /** `path severity package` of each finding of the rule in the commit that upstream calls `original`. */
  async findings(rule: Rule, original: string): Promise<string[]> {
    const commit = this.#git('log', '--all', '--format=%H', '-1', `--grep=(from ${original}`);
    if (commit === '') throw new Error(`No commit is from ${original}.`);
    return await this.findingsAt(rule, commit);
  }

  /** Of any revision. */
  async findingsAt(rule: Rule, revision: string): Promise<string[]> {
    const contexts = await this.#contexts(revision);
    return contexts.flatMap(context => {
      return checkFile(context, { severity: {}, rules: [rule] }).map(finding => shown(context.path, finding));
    });
  }

  async #contexts(commit: string): Promise<RuleContext[]> {
    const paths = this.#git('ls-tree', '-r', '--name-only', commit).split('\n');
    const tree: FileTree = {
      read: async path => (paths.includes(path) ? `${this.#git('show', `${commit}:${path}`)}\n` : undefined),
      list: async folder => {
        const prefix = folder === '' ? '' : `${folder}/`;
        const below = paths.filter(path => path.startsWith(prefix));
        return [...new Set(below.map(path => path.slice(prefix.length).split('/')[0] ?? ''))];
      },
    };
    const config = await loadConfigRepo(tree, { defaultRepositories: [] });
    const { files } = await loadLockfiles(tree, config.lockfiles, parseLockfile);
    return config.lockfiles.flatMap(({ path, name }) => {
      const file = files.find(other => other.path === path);
      if (!file) return [];
      const repo = { config, files, effective: (basearch: string) => effectiveSet(basearch, files) };
      return [{ path, name, lockfile: file.lockfile, repo, availability: () => undefined, now: Date.UTC(2024, 9, 24) }];
    });
  }

  #git(...args: readonly string[]): string {
    return runGit(this.#folder, args);
  }
}

function shown(path: string, { severity, package: name, message }: CheckedFinding): string {
  return `${path} ${severity} ${name ?? message}`;
}

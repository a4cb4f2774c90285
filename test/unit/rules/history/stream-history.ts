/** A real config repository (2023-06 to 2024-10) read from git, with the other streams as they stood at a commit. */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Branches, RefSnapshot } from '../../../../server/config-repo/branches';
import { loadBranches } from '../../../../server/config-repo/load-branches';
import { rememberParse } from '../../../../server/config-repo/remember-parse';
import { DEFAULT_REPO_SETTINGS } from '../../../../server/config-repo/repo-settings';
import { loadCommit } from '../../../../server/config-repo/snapshot';
import { type GitRepository, isAbsent } from '../../../../server/git/git';
import { openGit } from '../../../../server/git/open-git';
import { parseLockfile } from '../../../../server/lockfile/parse';
import { type CheckedFinding, checkFile } from '../../../../server/rules/check';
import type { Rule } from '../../../../server/rules/rule';
import { emptyFolder, runGit } from '../../../support/git';
import { shared } from '../../../support/shared';
import { contextOf, OVERRIDES } from '../support';

export class StreamHistory {
  readonly folder: string;
  readonly #git: GitRepository;
  readonly #parse = rememberParse(parseLockfile);

  private constructor(folder: string, git: GitRepository) {
    this.folder = folder;
    this.#git = git;
  }

  static async open(): Promise<StreamHistory> {
    const folder = join(emptyFolder(), 'bare');
    runGit('/', ['clone', '--quiet', '--bare', shared('data/config-2024.bundle'), folder]);
    const git = await openGit({ environment: process.env })(folder);
    if (isAbsent(git)) throw new Error(git.message);
    return new StreamHistory(folder, git);
  }

  close(): void {
    this.#git.close();
    rmSync(dirname(this.folder), { recursive: true, force: true });
  }

  /** The newest commit of a branch at that time (Unix seconds); empty before its first one. */
  asOf(branch: string, time: number): string {
    return runGit(this.folder, ['rev-list', '-1', '--first-parent', `--before=${time}`, branch]);
  }

  /** The commit whose message says `(from ORIGINAL...)`. */
  from(original: string): string {
    return runGit(this.folder, ['log', '--all', '--format=%H', '-1', `--grep=(from ${original}`]);
  }

  /** What a rule says in all files of a commit of `stream` about one other stream. */
  async against(rule: Rule, stream: string, own: string, name: string, other: string): Promise<CheckedFinding[]> {
    const branches: Branches = {
      stream: DEFAULT_REPO_SETTINGS.streams.get(stream),
      before: undefined,
      streams: new Map([[name, await this.#snapshot(name, other)]]),
      feeders: [],
      origins: () => new Map(),
    };
    return this.#check(rule, stream, await this.#snapshot(stream, own), branches);
  }

  /** What a rule says in all files of a commit of `stream`, the others taken as they stood then. */
  async at(rule: Rule, stream: string, commit: string): Promise<CheckedFinding[]> {
    const { branches, problems } = await loadBranches({
      git: this.#git,
      config: { stream, settings: DEFAULT_REPO_SETTINGS },
      parse: this.#parse,
      checked: { kind: 'commit', commit },
    });
    if (problems.length > 0) throw new Error(problems.join(' '));
    return this.#check(rule, stream, await this.#snapshot(stream, commit), branches);
  }

  async #snapshot(label: string, commit: string): Promise<RefSnapshot> {
    return { label, ...(await loadCommit(this.#git, { commit, root: '' }, this.#parse)) };
  }

  #check(rule: Rule, stream: string, own: RefSnapshot, branches: Branches): CheckedFinding[] {
    const { basearches, files, effective } = own;
    const model = contextOf(OVERRIDES, '', { files: {}, stream }).repo?.config;
    if (!model) throw new Error('no repository');
    const repo = { config: { ...model, basearches }, files, effective, branches };
    return files.flatMap(({ path, lockfile }) => {
      return checkFile({ ...contextOf(path, '', {}), lockfile, repo }, { severity: {}, rules: [rule] });
    });
  }
}

/** Each name once, sorted. */
export function packagesIn(findings: readonly CheckedFinding[]): (string | undefined)[] {
  return [...new Set(findings.map(finding => finding.package))].sort();
}

/** A real config repository (2023-06 to 2024-10): its commits, checked as `check --ref` checks them. */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Branches, RefSnapshot } from '../../../../server/config-repo/branches';
import { gitTree } from '../../../../server/config-repo/git-tree';
import { loadConfigRepo } from '../../../../server/config-repo/load';
import { loadBranches } from '../../../../server/config-repo/load-branches';
import { rememberParse } from '../../../../server/config-repo/remember-parse';
import { DEFAULT_REPO_SETTINGS } from '../../../../server/config-repo/repo-settings';
import { loadCommit } from '../../../../server/config-repo/snapshot';
import { type GitRepository, isAbsent } from '../../../../server/git/git';
import { openGit } from '../../../../server/git/open-git';
import type { Lockfile } from '../../../../server/lockfile/model';
import { parseLockfileName } from '../../../../server/lockfile/name';
import { parseLockfile } from '../../../../server/lockfile/parse';
import { type CheckedFinding, checkFile } from '../../../../server/rules/check';
import type { Rule } from '../../../../server/rules/rule';
import type { ServiceFacts } from '../../../../server/services/facts';
import { emptyFolder, runGit } from '../../../support/git';
import { shared } from '../../../support/shared';

export interface Found {
  readonly path: string;
  readonly finding: CheckedFinding;
  /** Of the path: what the finding's span is of. */
  readonly text: string;
}

export class History {
  /** A bare repository. */
  readonly folder: string;
  readonly #git: GitRepository;
  readonly #parse = rememberParse(parseLockfile);

  private constructor(folder: string, git: GitRepository) {
    this.folder = folder;
    this.#git = git;
  }

  static async open(): Promise<History> {
    const folder = join(emptyFolder(), 'bare');
    runGit('/', ['clone', '--quiet', '--bare', shared('data/config-2024.bundle'), folder]);
    const git = await openGit({ environment: process.env })(folder);
    if (isAbsent(git)) throw new Error(git.message);
    return new History(folder, git);
  }

  close(): void {
    this.#git.close();
    rmSync(dirname(this.folder), { recursive: true, force: true });
  }

  /** The commit whose message says `(from ORIGINAL...)`: what upstream calls it. */
  from(original: string): string {
    const commit = runGit(this.folder, ['log', '--all', '--format=%H', '-1', `--grep=(from ${original}`]);
    if (commit === '') throw new Error(`No commit is from ${original}.`);
    return commit;
  }

  /** The newest commit of a branch at that time (Unix seconds); empty before its first one. */
  asOf(branch: string, time: number): string {
    return runGit(this.folder, ['rev-list', '-1', '--first-parent', `--before=${time}`, branch]);
  }

  /** The text of a file that is in the commit. */
  text(revision: string, path: string): string {
    return `${runGit(this.folder, ['show', `${revision}:${path}`])}\n`;
  }

  /** What a rule says of the commit that upstream calls `original`, in all its lockfiles. */
  in(rule: Rule, original: string): Promise<Found[]> {
    return this.at(rule, this.from(original));
  }

  /** Of any revision: its manifest and lockfiles, its first parent, and the other streams as they stood then; with `servicesOf`, what Koji and Bodhi said, and pushed. */
  async at(rule: Rule, revision: string, servicesOf?: (files: RefSnapshot['files']) => ServiceFacts): Promise<Found[]> {
    const commit = runGit(this.folder, ['rev-parse', `${revision}^{commit}`]);
    const config = await loadConfigRepo(gitTree(this.#git, commit, ''), { defaultRepositories: [] });
    const { branches, problems } = await loadBranches({
      git: this.#git,
      config,
      parse: this.#parse,
      checked: { kind: 'commit', commit },
      root: '',
    });
    if (problems.length > 0) throw new Error(problems.join(' '));
    const checked = await this.#snapshot('checked', commit);
    if (!servicesOf) return this.#check(rule, config, checked, branches);
    const pushed = { ...checked, label: `origin/${config.stream}`, committed: checked.committed - 86_400 };
    return this.#check(rule, config, checked, { ...branches, pushed }, servicesOf(checked.files));
  }

  /** Of a commit of `stream`, about one other stream as it is in the commit `other`. */
  async against(rule: Rule, stream: string, own: string, name: string, other: string): Promise<Found[]> {
    const branches: Branches = {
      stream: DEFAULT_REPO_SETTINGS.streams.get(stream),
      before: undefined,
      streams: new Map([[name, await this.#snapshot(name, other)]]),
      feeders: [],
      origins: () => new Map(),
    };
    const config = await loadConfigRepo(gitTree(this.#git, own, ''), { defaultRepositories: [] });
    return this.#check(rule, { ...config, stream }, await this.#snapshot(stream, own), branches);
  }

  async #snapshot(label: string, commit: string): Promise<RefSnapshot> {
    return { label, ...(await loadCommit(this.#git, { commit, root: '' }, this.#parse)) };
  }

  #check(
    rule: Rule,
    config: Awaited<ReturnType<typeof loadConfigRepo>>,
    { files, effective, committed }: RefSnapshot,
    branches: Branches,
    services?: ServiceFacts,
  ): Found[] {
    // where no lockfile is left, what was deleted is said in the place of the first
    const [gone] = branches.before?.files ?? [];
    const checked: readonly { readonly path: string; readonly lockfile: Lockfile }[] =
      files.length === 0 && gone ? [{ path: gone.path, lockfile: parseLockfile('', gone.lockfile.format) }] : files;
    const repo = { config, files, effective, branches };
    return checked.flatMap(({ path, lockfile }) => {
      const name = parseLockfileName(path);
      const now = committed * 1000;
      return checkFile(
        { path, name, lockfile, repo, availability: () => undefined, services, now },
        { severity: {}, rules: [rule] },
      ).map(finding => ({ path, finding, text: lockfile.text }));
    });
  }
}

/** `path package` of each, with the severity where it is asked for. */
export function places(found: readonly Found[], severity = false): string[] {
  return found.map(({ path, finding }) => {
    const said = severity ? `${finding.severity} ` : '';
    return `${path} ${said}${finding.package ?? finding.message}`;
  });
}

/** Each name once, sorted. */
export function packagesIn(found: readonly Found[]): (string | undefined)[] {
  return [...new Set(found.map(({ finding }) => finding.package))].sort();
}

/** Commits of a real config repository (2023-06 to 2024-10) as sides of a comparison. */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rememberParse } from '../../../../server/config-repo/remember-parse';
import { loadCommit } from '../../../../server/config-repo/snapshot';
import { type GitRepository, isAbsent } from '../../../../server/git/git';
import { openGit } from '../../../../server/git/open-git';
import { parseLockfile } from '../../../../server/lockfile/parse';
import type { StreamDiff } from '../../../../server/operations/diff/diff';
import { diffSides } from '../../../../server/operations/diff/diff-sides';
import { lockfileSide } from '../../../../server/operations/diff/lockfile-side';
import type { DiffSide } from '../../../../server/operations/diff/side';
import { emptyFolder, runGit } from '../../../support/git';
import { shared } from '../../../support/shared';

export class ComparedHistory {
  readonly #parse = rememberParse(parseLockfile);

  private constructor(
    /** A bare repository. */
    readonly folder: string,
    private readonly git: GitRepository,
  ) {}

  static async open(): Promise<ComparedHistory> {
    const folder = join(emptyFolder(), 'bare');
    runGit('/', ['clone', '--quiet', '--bare', shared('data/config-2024.bundle'), folder]);
    const git = await openGit({ environment: process.env })(folder);
    if (isAbsent(git)) throw new Error(git.message);
    return new ComparedHistory(folder, git);
  }

  close(): void {
    this.git.close();
    rmSync(dirname(this.folder), { recursive: true, force: true });
  }

  /** The commit whose message says `(from ORIGINAL...)`: what upstream calls it. */
  from(original: string): string {
    const commit = runGit(this.folder, ['log', '--all', '--format=%H', '-1', `--grep=(from ${original}`]);
    if (commit === '') throw new Error(`No commit is from ${original}.`);
    return commit;
  }

  async diff(from: string, to: string): Promise<StreamDiff> {
    return diffSides(await this.side(from), await this.side(to));
  }

  async side(revision: string): Promise<DiffSide> {
    const commit = runGit(this.folder, ['rev-parse', `${revision}^{commit}`]);
    const { files, basearches, committed } = await loadCommit(this.git, { commit, root: '' }, this.#parse);
    const unknown = { stream: undefined, releasever: undefined };
    return lockfileSide({
      spec: revision,
      kind: 'ref',
      label: revision,
      commit,
      committed,
      ...unknown,
      basearches,
      files,
    });
  }
}

/** The GitWriter port over the git program. */
import { branchesInUse } from './branches-in-use';
import { type Environment, writingEnvironment } from './environment';
import { fileChanges } from './file-changes';
import {
  type CommitOptions,
  GitWriteError,
  type GitWriter,
  type MadeCommit,
  type NewCommit,
  type OpenGitWriter,
  type PlacedChange,
} from './git-writer';
import { isObjectId } from './object';
import { type Objects, objects } from './objects';
import { findRepository, steadyIn } from './open-git';
import type { RepositoryPlace } from './repository';
import { GitFailure, type GitProgram, PATIENCE_MS, runGit } from './run-git';
import { takenTree } from './taken-tree';
import { type BranchMove, checkBranches, rehearseUpdate, shortName, updateBranches } from './update-branches';
import { type TreeFile, writeBlob, writeTree } from './write-tree';

export interface OpenGitWriterOptions {
  /** Name or path of the program; `git` where not said. */
  readonly program?: string;
  readonly environment: Environment;
}

/** For the commit's signature somebody may have to type a passphrase, in milliseconds. */
const SIGNING_PATIENCE_MS = 5 * 60_000;

/** Looks for the repository at every call: costs one run of git more, and holds nothing open in between. */
export function openGitWriter({ program = 'git', environment }: OpenGitWriterOptions): OpenGitWriter {
  const writing = writingEnvironment(environment);
  return folder => {
    const within = async <T>(work: (writer: Writer) => Promise<T>): Promise<T> => {
      const closing = new AbortController();
      const git: GitProgram = { program, environment: writing, folder, signal: closing.signal };
      try {
        const place = await findRepository(git);
        if ('absent' in place) throw new GitWriteError(place.message);
        return await work(new Writer(steadyIn(git, place), place));
      } catch (error) {
        if (error instanceof GitWriteError) throw error;
        throw new GitWriteError(error instanceof Error ? error.message : String(error), { cause: error });
      } finally {
        closing.abort(new Error('git has been closed'));
      }
    };
    const writer: GitWriter = {
      commit: (commits, options) => within(one => one.commit(commits, options)),
      preview: commit => within(one => one.preview(commit)),
      checkedOut: () => within(one => one.checkedOut()),
    };
    return writer;
  };
}

/** One use of the port. What it throws says branch and cause; nothing has been moved then. */
class Writer {
  readonly #git: GitProgram;
  readonly #place: RepositoryPlace;
  readonly #objects: Objects;

  constructor(git: GitProgram, place: RepositoryPlace) {
    this.#git = git;
    this.#place = place;
    this.#objects = objects(git);
  }

  async checkedOut(): Promise<ReadonlyMap<string, string>> {
    const uses = await branchesInUse(this.#git, this.#place);
    return new Map([...uses].map(([branch, { folder }]) => [branch, folder]));
  }

  async commit(commits: readonly NewCommit[], { alongside }: CommitOptions = {}): Promise<readonly MadeCommit[]> {
    if (commits.length === 0) return [];
    const moves = (to: readonly string[]): BranchMove[] =>
      commits.map(({ ref, expected }, i) => ({ ref, from: expected, to: to[i] ?? '' }));
    await checkBranches(this.#git, moves([]));
    await this.#requireUnused(commits);
    await this.#requireIdentity();
    const sign = await this.#signs();
    const made: string[] = [];
    for (const commit of commits) {
      await onBranch(commit.ref, async () => {
        await this.#requireLine(commit);
        made.push(await this.#make(commit, sign));
      });
    }
    // again: making them (and the signatures) took its time
    await this.#requireUnused(commits);
    if (alongside) {
      await rehearseUpdate(this.#git, moves(made));
      await alongside();
    }
    await updateBranches(this.#git, moves(made), `manifest-lock: ${commits[0]?.message.split('\n', 1)[0]}`);
    return commits.map(({ ref }, i) => ({ ref, commit: made[i] ?? '' }));
  }

  preview({ ref, parent, files }: Pick<NewCommit, 'ref' | 'parent' | 'files'>): Promise<readonly PlacedChange[]> {
    return onBranch(ref, () => fileChanges(this.#objects, parent, files));
  }

  async #requireUnused(commits: readonly NewCommit[]): Promise<void> {
    const uses = await branchesInUse(this.#git, this.#place);
    for (const { ref } of commits) {
      const use = uses.get(shortName(ref));
      if (use) throw new GitWriteError(`${shortName(ref)} is ${use.how} in ${use.folder}`);
    }
  }

  /** Before anything is made: git's own words are a page long. */
  async #requireIdentity(): Promise<void> {
    for (const who of ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT']) {
      try {
        await runGit(this.#git, ['var', who]);
      } catch (error) {
        if (!(error instanceof GitFailure)) throw error;
        const message = `git does not know who writes the commits (${error.message}): set user.name and user.email, for example with git config --global user.email you@example.com`;
        throw new GitWriteError(message, { cause: error });
      }
    }
  }

  /** `git commit-tree` does not look at that setting itself. */
  async #signs(): Promise<boolean> {
    try {
      const said = await runGit(this.#git, ['config', '--type=bool', '--get', 'commit.gpgSign']);
      return said.toString().trim() === 'true';
    } catch (error) {
      if (error instanceof GitFailure && error.status === 1) return false;
      throw error;
    }
  }

  /** A branch must not lose commits: it goes from where it is to what stands on it. */
  async #requireLine({ expected, parent }: NewCommit): Promise<void> {
    if (!isObjectId(parent)) throw new Error(`${JSON.stringify(parent)} is not the full id of a commit`);
    if ((await this.#objects.commit(parent)) === undefined)
      throw new Error(`commit ${parent} is not in the repository`);
    if (expected === undefined || expected === parent) return;
    try {
      await runGit(this.#git, ['merge-base', '--is-ancestor', expected, parent]);
    } catch (error) {
      if (!(error instanceof GitFailure) || error.status !== 1) throw error;
      const shallow = this.#place.shallow ? ' (as far as the history of this shallow clone goes)' : '';
      throw new Error(`its commit ${expected.slice(0, 12)} is no ancestor of ${parent.slice(0, 12)}${shallow}`);
    }
  }

  async #make({ parent, files, message, takes }: NewCommit, sign: boolean): Promise<string> {
    const before = await this.#objects.rootTree(parent);
    const base = takes ? await takenTree(this.#git, this.#objects, before, takes) : before;
    const tree = await writeTree(this.#git, base, await this.#blobs(base, files));
    if (tree === before) throw new Error('the commit would change nothing');
    const options = ['-p', parent, ...(sign ? ['-S'] : []), '-F', '-'];
    const patience = sign ? SIGNING_PATIENCE_MS : PATIENCE_MS;
    try {
      const output = await runGit(this.#git, ['commit-tree', tree, ...options], { input: message, patience });
      return output.toString().trimEnd();
    } catch (error) {
      if (!sign || !(error instanceof GitFailure)) throw error;
      throw new Error(`it could not be signed, as commit.gpgSign asks for: ${error.message}`, { cause: error });
    }
  }

  async #blobs(base: string, files: NewCommit['files']): Promise<TreeFile[]> {
    const changes = await fileChanges(this.#objects, base, files);
    return Promise.all(changes.map(async ({ path, after }) => ({ path, blob: await writeBlob(this.#git, after) })));
  }
}

async function onBranch<T>(ref: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GitWriteError(`no commit can be made on ${shortName(ref)}: ${reason}`, { cause: error });
  }
}

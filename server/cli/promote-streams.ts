/** What a promotion is planned from: the streams of the repository, in a checkout or without one. */
import { loadConfigRepo } from '../config-repo/load';
import type { ParseLockfile } from '../config-repo/load-lockfiles';
import { loadStreamTargets, type StreamTargets } from '../config-repo/load-stream-targets';
import { rememberParse } from '../config-repo/remember-parse';
import { type GitRepository, isAbsent } from '../git/git';
import { GitWriteError } from '../git/git-writer';
import { parseLockfile } from '../lockfile/parse';
import { DEFAULT_SETTINGS } from '../protocol/settings';
import { openBranches } from './open-branches';
import { findManifest, type OpenedRepo } from './open-repo';
import { InputError, type Ports } from './ports';

export interface Promotable extends StreamTargets {
  /** Remembers what was parsed of the streams. */
  readonly parse: ParseLockfile;
  readonly repo: OpenedRepo;
  readonly git: GitRepository;
  /** The config repository's folder, relative to the top of the tree. */
  readonly root: string;
}

/** `dir`: absolute. Who asks closes `git`. Throws an InputError where there is no git or no config repository. */
export async function openPromotable(dir: string, ports: Ports): Promise<Promotable> {
  const parse = rememberParse(parseLockfile);
  const { repo, git } = await openBranches(dir, ports, parse, { find: findManifest, needsGit: true });
  if (isAbsent(git)) throw new InputError(git.message);
  const { prefix: root } = git;
  try {
    const { config, files } = repo.context;
    const checkedOut = await ports.openGitWriter(git.topFolder === undefined ? dir : repo.folder).checkedOut();
    const { defaultRepositories } = DEFAULT_SETTINGS;
    const targets = await loadStreamTargets({
      ...{ git, checkedOut, config, files, parse, root },
      load: tree => loadConfigRepo(tree, { defaultRepositories }),
    });
    return { ...targets, repo, git, root, parse };
  } catch (error) {
    git.close();
    if (error instanceof GitWriteError) throw new InputError(error.message, { cause: error });
    throw error;
  }
}

/** The streams that a change goes to: the working tree, or those that `--into` names. */
import { loadConfigRepo } from '../config-repo/load';
import { loadStreamTargets, type StreamTargets } from '../config-repo/load-stream-targets';
import { rememberParse } from '../config-repo/remember-parse';
import type { StreamTarget } from '../config-repo/stream-targets';
import { streamOf } from '../config-repo/streams';
import { type GitRef, type GitRepository, isAbsent } from '../git/git';
import { GitWriteError } from '../git/git-writer';
import { parseLockfile } from '../lockfile/parse';
import { DEFAULT_SETTINGS } from '../protocol/settings';
import { UsageError } from './args';
import type { OpenedRepo } from './open-repo';
import { InputError, type Ports } from './ports';

export interface ChosenStreams {
  /** In the order of promotion, the working tree's first. */
  readonly chosen: readonly StreamTarget[];
  /** Every stream that has a branch, `chosen` among them. */
  readonly all: readonly StreamTarget[];
  /** Empty where there is no git. */
  readonly refs: readonly GitRef[];
  /** What could not be read, a sentence each. */
  readonly problems: readonly string[];
}

/** Without `into` the working tree alone, which needs no git. Throws where a stream is named that is not there. */
export async function chosenStreams(
  repo: OpenedRepo,
  into: readonly string[] | undefined,
  ports: Ports,
): Promise<ChosenStreams> {
  const git = await ports.openGit(repo.folder);
  if (isAbsent(git)) {
    if (into) throw new InputError(`--into: ${git.message}`);
    const target = worktreeTarget(repo);
    return { chosen: [target], all: [target], refs: [], problems: [] };
  }
  try {
    const checkedOut = into ? await ports.openGitWriter(repo.folder).checkedOut() : new Map<string, string>();
    const { targets, problems } = await loadTargets(repo, git, checkedOut);
    const refs = await git.refs();
    if (into) return { chosen: pick(into, targets, problems), all: targets, refs, problems };
    const own = targets.find(({ place }) => place.kind === 'worktree') ?? worktreeTarget(repo);
    return { chosen: [own], all: targets, refs, problems: [] };
  } catch (error) {
    if (error instanceof GitWriteError) throw new InputError(error.message, { cause: error });
    throw error;
  } finally {
    git.close();
  }
}

function loadTargets(
  { context: { config, files } }: OpenedRepo,
  git: GitRepository,
  checkedOut: ReadonlyMap<string, string>,
): Promise<StreamTargets> {
  const { defaultRepositories } = DEFAULT_SETTINGS;
  const parse = rememberParse(parseLockfile);
  return loadStreamTargets({
    ...{ git, checkedOut, config, files, parse },
    load: tree => loadConfigRepo(tree, { defaultRepositories }),
  });
}

/** The files of the folder, whatever git says of it. */
export function worktreeTarget({ context: { config, files } }: OpenedRepo): StreamTarget {
  const name = config.stream ?? 'working tree';
  const policy = streamOf(config, undefined) ?? { name, branch: name, notBehind: [], promotesTo: [] };
  return { policy, label: 'working tree', place: { kind: 'worktree' }, config, files, root: '' };
}

/** Streams go by their names, and by those of their branches. */
function pick(
  names: readonly string[],
  targets: readonly StreamTarget[],
  problems: readonly string[],
): readonly StreamTarget[] {
  const found = new Set<StreamTarget>();
  for (const name of names) {
    const target =
      targets.find(({ policy }) => policy.name === name) ?? targets.find(({ policy }) => policy.branch === name);
    if (!target) {
      const known = targets.map(({ policy }) => policy.name).join(', ');
      const why = problems.map(problem => ` ${problem}`).join('');
      throw new UsageError(`--into: there is no stream ${JSON.stringify(name)} here, but ${known}.${why}`);
    }
    found.add(target);
  }
  return targets.filter(target => found.has(target));
}

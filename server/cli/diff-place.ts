/** Where `diff` compares: git, streams and, as far as it is needed, the working tree. Nothing more is read: most of a cold start would be that. */
import { gitTree } from '../config-repo/git-tree';
import type { ParseLockfile } from '../config-repo/load-lockfiles';
import { basearchesOf, findLockfiles } from '../config-repo/lockfile-refs';
import type { FileTree } from '../config-repo/model';
import { readStream } from '../config-repo/read-stream';
import { DEFAULT_REPO_SETTINGS, REPO_SETTINGS_FILE, type RepoSettings } from '../config-repo/repo-settings';
import { worktree } from '../config-repo/worktree';
import { type GitAbsence, type GitRepository, isAbsent, type OpenGit } from '../git/git';
import type { SideContext } from '../operations/diff/open-sides';
import { rootBelow } from './diff-root';
import { findRepo } from './find-repo';
import { InputError, type Ports } from './ports';
import { complain, reportProblems } from './report';

export interface DiffPlace {
  /** Of the config repository: the working tree's files, in a bare repository those of HEAD. */
  readonly tree: FileTree;
  readonly settings: RepoSettings;
  readonly context: Omit<SideContext, 'services' | 'noServices'>;
  close(): void;
}

export interface Needs {
  readonly worktree: boolean;
  /** The stream that is checked out. */
  readonly stream: boolean;
}

/**
 * The config repository that `dir` (absolute; a bare repository is fine) is, or is a folder of. `opening`: git around `dir`, which is closed with the
 * place. Throws an InputError where there is none, and where the working tree is needed and has none; a bare repository has no side `worktree`.
 */
export async function openPlace(
  dir: string,
  opening: ReturnType<OpenGit>,
  needs: Needs,
  ports: Pick<Ports, 'stderr'>,
  parse: ParseLockfile,
): Promise<DiffPlace> {
  try {
    const [found, git] = await Promise.all([findRepo(dir).catch((error: unknown) => asInputError(error)), opening]);
    // one that lies in a working tree is not about that one
    const isBare = !isAbsent(git) && git.topFolder === undefined;
    if (found instanceof InputError && !isBare && (needs.worktree || isAbsent(git))) throw found;
    const folder = found instanceof InputError || isBare ? undefined : found;
    const ofTree = folder === undefined ? undefined : await inWorktree(folder, needs, ports, parse);
    const { tree, ...known } = ofTree ?? (await inCommit(git, needs, ports));
    return {
      tree,
      settings: known.settings,
      context: {
        git: isAbsent(git) ? undefined : git,
        ...(isAbsent(git) ? { gitAbsence: git.message } : {}),
        root: isAbsent(git) ? '' : rootBelow(git.prefix, dir, folder ?? dir),
        worktree: known.worktree,
        policies: known.settings.streams,
        basearches: known.basearches,
        stream: known.stream,
        parse,
      },
      close: () => {
        if (!isAbsent(git)) git.close();
      },
    };
  } catch (error) {
    const git = await opening;
    if (!isAbsent(git)) git.close();
    throw error;
  }
}

interface Known extends Pick<SideContext, 'worktree' | 'basearches' | 'stream'> {
  readonly tree: FileTree;
  readonly settings: RepoSettings;
}

async function inWorktree(
  folder: string,
  needs: Needs,
  ports: Pick<Ports, 'stderr'>,
  parse: ParseLockfile,
): Promise<Known> {
  const tree = worktree(folder);
  if (!needs.worktree) return readTree(tree, needs, ports);
  const { openRepo } = await import('./open-repo');
  const repo = await openRepo(folder, tree, parse);
  await reportProblems(repo, ports);
  const { config, files } = repo.context;
  const problems = repo.lockfileProblems.map(({ message }) => message);
  const { settings, basearches, stream } = config;
  return { tree, settings, basearches, stream, worktree: { config, files, problems } };
}

async function inCommit(git: GitRepository | GitAbsence, needs: Needs, ports: Pick<Ports, 'stderr'>): Promise<Known> {
  const none = { read: () => Promise.resolve(undefined), list: () => Promise.resolve([]) };
  try {
    const head = isAbsent(git) ? undefined : await git.resolve('HEAD');
    const tree = isAbsent(git) || head === undefined ? none : gitTree(git, head);
    return await readTree(tree, needs, ports);
  } catch (error) {
    throw new InputError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

async function readTree(tree: FileTree, needs: Needs, ports: Pick<Ports, 'stderr'>): Promise<Known> {
  const names = await tree.list('');
  const own = names.includes(REPO_SETTINGS_FILE) ? await tree.read(REPO_SETTINGS_FILE) : undefined;
  const [{ lockfiles }, { stream }, settings] = await Promise.all([
    findLockfiles(tree, names),
    needs.stream ? readStream(tree, names) : { stream: undefined },
    own === undefined ? DEFAULT_REPO_SETTINGS : readSettings(own, ports),
  ]);
  return { tree, settings, basearches: basearchesOf(lockfiles), stream, worktree: undefined };
}

async function readSettings(text: string, ports: Pick<Ports, 'stderr'>): Promise<RepoSettings> {
  const { readRepoSettings } = await import('../config-repo/read-repo-settings');
  const { settings, problems } = readRepoSettings(text);
  await complain(
    problems.map(({ message }) => `${REPO_SETTINGS_FILE}: ${message}`),
    ports,
  );
  return settings;
}

function asInputError(error: unknown): InputError {
  if (error instanceof InputError) return error;
  throw error;
}

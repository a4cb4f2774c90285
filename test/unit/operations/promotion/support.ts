/** Streams of a scratch repository, promoted as the program does it, and as promote-config.sh of fedora-coreos-releng-automation does. */
import { execFileSync } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { loadConfigRepo } from '../../../../server/config-repo/load';
import { loadLockfiles } from '../../../../server/config-repo/load-lockfiles';
import { loadStreamTargets } from '../../../../server/config-repo/load-stream-targets';
import { rememberParse } from '../../../../server/config-repo/remember-parse';
import { DEFAULT_REPO_SETTINGS } from '../../../../server/config-repo/repo-settings';
import { worktree } from '../../../../server/config-repo/worktree';
import { type GitRepository, isAbsent } from '../../../../server/git/git';
import type { GitWriter } from '../../../../server/git/git-writer';
import { openGit } from '../../../../server/git/open-git';
import { openGitWriter } from '../../../../server/git/open-git-writer';
import { parseLockfile } from '../../../../server/lockfile/parse';
import { type PromotionRequest, planPromotion } from '../../../../server/operations/promotion/plan-promotion';
import type { Promotion } from '../../../../server/operations/promotion/promotion';
import { gitEnvironment, gitRepository, type TestRepository } from '../../../support/git';

export const ARCHES = ['x86_64', 'aarch64'] as const;
export const OVERRIDES = 'manifest-lock.overrides.yaml';

type Files = Readonly<Record<string, string | null>>;

/** Base locks of two basearches. */
export function locks(versions: Readonly<Record<string, string>>, generated = '2024-10-20T00:00:00Z'): Files {
  return Object.fromEntries(
    ARCHES.map(arch => {
      const packages = Object.fromEntries(
        Object.entries(versions).map(([name, evr]) => [name, { evra: `${evr}.${arch}` }] as const),
      );
      const lock = { packages, metadata: { generated } };
      return [`manifest-lock.${arch}.json`, `${JSON.stringify(lock, undefined, 2)}\n`];
    }),
  );
}

export function manifest(stream: string, releasever = 40): string {
  return `releasever: ${releasever}\nvariables:\n  stream: ${stream}\n`;
}

export interface StreamsOfTest extends TestRepository {
  /** A commit on the branch of that name, which comes to be where it is not there; `main` is checked out afterwards. */
  stream(name: string, files: Files): string;
}

/** A repository that goes with the test. HEAD is on a branch of no stream, so that every stream can get a commit. */
export function streams(): StreamsOfTest {
  const made = gitRepository();
  onTestFinished(() => made.dispose());
  made.commit({ 'manifest.yaml': 'variables:\n  stream: nowhere\n', [OVERRIDES]: 'packages: {}\n' }, 'first');
  return {
    ...made,
    stream: (name, files) => {
      const has = made.git('branch', '--list', name) !== '';
      if (!has) made.git('branch', name, 'main');
      made.git('checkout', '--quiet', name);
      const commit = made.commit({ ...(has ? {} : { 'manifest.yaml': manifest(name) }), ...files }, `tree: ${name}`);
      made.git('checkout', '--quiet', 'main');
      return commit;
    },
  };
}

export async function openedGit(folder: string): Promise<GitRepository> {
  const git = await openGit({ environment: gitEnvironment() })(folder);
  if (isAbsent(git)) throw new Error(git.message);
  onTestFinished(() => git.close());
  return git;
}

export function writer(folder: string): GitWriter {
  return openGitWriter({ environment: gitEnvironment() })(folder);
}

export type Asked = Pick<PromotionRequest, 'newBranch' | 'anySource' | 'preview' | 'nextDevelEnabled'>;

/** Of the repository at `folder`, whose config repository stands in `root`. */
export async function plan(folder: string, from: string, to: string, asked: Asked = {}, root = ''): Promise<Promotion> {
  const git = await openedGit(folder);
  const tree = worktree(root === '' ? folder : `${folder}/${root}`);
  const config = await loadConfigRepo(tree, { defaultRepositories: [] });
  const parse = rememberParse(parseLockfile);
  const { files } = await loadLockfiles(tree, config.lockfiles, parse);
  const { targets } = await loadStreamTargets({
    ...{ git, config, files, parse, root, checkedOut: await writer(folder).checkedOut() },
    load: one => loadConfigRepo(one, { defaultRepositories: [] }),
  });
  return planPromotion({ git, targets, policies: DEFAULT_REPO_SETTINGS.streams, from, to, parse, root, ...asked });
}

/** Id of the commit that is made. */
export async function make(folder: string, { commit, refused }: Promotion): Promise<string> {
  if (!commit) throw new Error(refused ?? 'there is no commit');
  const [made] = await writer(folder).commit([commit]);
  return made?.commit ?? '';
}

const SCRIPT = `
set -euo pipefail
head=$(git rev-parse HEAD)
if [ -e build-args.conf ]; then
  stream=$(grep '^STREAM=' build-args.conf)
  description=$(grep '^DESCRIPTION=' build-args.conf)
fi
git reset --quiet --hard "$1"
git -c protocol.file.allow=always submodule --quiet update --init
git reset --quiet "$head"
git checkout --quiet -- manifest.yaml
if [ -n "\${stream:-}" ]; then
  sed -i "s|^STREAM=.*|$stream|" build-args.conf
  sed -i "s|^DESCRIPTION=.*|$description|" build-args.conf
fi
if [ -e kola-denylist.yaml ]; then
  sed -E -i 's/^(\\s+)((snooze:|warn:)\\s+.*)/\\1# \\2 (disabled on promotion)/' kola-denylist.yaml
fi
git -c advice.addEmbeddedRepo=false add -A
git write-tree
`;

/** Id of the tree that a checkout of `to` becomes, with git and sed themselves. Its objects are only in the worktree of the judge. */
export function judgedTree(made: TestRepository, from: string, to: string): string {
  const folder = `${made.folder}/.git/judge`;
  made.git('worktree', 'add', '--quiet', '--detach', folder, to);
  made.git('-C', folder, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init');
  const output = execFileSync('bash', ['-c', SCRIPT, 'promote', from], {
    cwd: folder,
    env: gitEnvironment(),
    encoding: 'utf8',
  });
  made.git('worktree', 'remove', '--force', folder);
  return output.trim();
}

/** The folder of another worktree, which has that branch checked out. */
export function otherWorktree(made: TestRepository, branch: string): string {
  const folder = `${made.folder}/.git/other`;
  made.git('worktree', 'add', '--quiet', folder, branch);
  return folder;
}

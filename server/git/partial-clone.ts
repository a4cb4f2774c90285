/** What a partial clone lacks, and the command that brings it. */
import { NotFetchedError } from './git';
import { GitFailure, type GitProgram, runGit } from './run-git';

const KEYS = '^(remote\\..*\\.(promisor|fetch)|extensions\\.partialclone)$';

/**
 * The error to say of `what` ("blob 1f2e...") that is not there because the repository is a partial clone; undefined where it is
 * none. Costs one run.
 */
export async function notFetched(git: GitProgram, what: string, cause?: unknown): Promise<NotFetchedError | undefined> {
  const settings = await partialSettings(git);
  const remote = settings && promisorOf(settings);
  if (!settings || remote === undefined) return undefined;
  // a bare clone has no refspec of its own: without one it would get the remote's HEAD alone
  const all = settings.some(([key]) => key === `remote.${remote}.fetch`) ? '' : " 'refs/heads/*:refs/heads/*'";
  return new NotFetchedError(what, `git fetch --refetch --no-filter ${remote}${all}`, { cause });
}

type Setting = readonly [key: string, value: string];

async function partialSettings(git: GitProgram): Promise<readonly Setting[] | undefined> {
  try {
    const output = (await runGit(git, ['config', '-z', '--get-regexp', KEYS])).toString();
    return output
      .split('\0')
      .filter(text => text !== '')
      .map(text => {
        // a key without `=` is one that is true
        const [key = '', ...value] = text.split('\n');
        return [key, value.length === 0 ? 'true' : value.join('\n')];
      });
  } catch (error) {
    if (error instanceof GitFailure) return undefined;
    throw error;
  }
}

/** The remote that has promised to have what is missing. */
function promisorOf(settings: readonly Setting[]): string | undefined {
  for (const [key, value] of settings) {
    if (key === 'extensions.partialclone') return value;
    const remote = /^remote\.(.*)\.promisor$/s.exec(key)?.[1];
    if (remote !== undefined && !/^(false|no|off|0|)$/i.test(value)) return remote;
  }
  return undefined;
}

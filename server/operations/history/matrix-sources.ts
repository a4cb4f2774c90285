/** The lockfiles of every stream as they are now: of branches out of git, of what is checked out as the working tree has them. */
import type { ParseLockfile } from '../../config-repo/load-lockfiles';
import type { ConfigRepo } from '../../config-repo/model';
import { loadCommit } from '../../config-repo/snapshot';
import type { GitRepository } from '../../git/git';
import { effectiveSets, type LayerFile } from '../../lockfile/layers';
import type { HistoryStream } from './history-streams';
import type { MatrixSource } from './package-matrix';

export interface MatrixSourcesInput {
  readonly git: GitRepository;
  /** In promotion order. */
  readonly streams: readonly HistoryStream[];
  /** Of the working tree; undefined in a bare repository. */
  readonly worktree:
    | { readonly config: Pick<ConfigRepo, 'basearches'>; readonly files: readonly LayerFile[] }
    | undefined;
  /** Best one that remembers (`rememberParse`): branches have many files alike. */
  readonly parse: ParseLockfile;
  /** The config repository's folder, relative to the top of the tree; where not said, the one git was opened for. */
  readonly root?: string;
}

/** Never rejects for a stream that cannot be read: it is a problem, a sentence each, and the others are there. */
export async function matrixSources({ git, streams, worktree, parse, root = git.prefix }: MatrixSourcesInput): Promise<{
  readonly sources: readonly MatrixSource[];
  readonly problems: readonly string[];
}> {
  const problems: string[] = [];
  const sources = await Promise.all(
    streams.map(async ({ stream, label, tip, own }): Promise<MatrixSource | undefined> => {
      if (own && worktree) return worktreeSource(stream, worktree);
      try {
        return { stream, label, ...(await loadCommit(git, { commit: tip, root }, parse)) };
      } catch (error) {
        problems.push(`${label} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
      }
    }),
  );
  return { sources: sources.filter(source => source !== undefined), problems };
}

/** What stands in the working tree, saved or not. */
export function worktreeSource(
  stream: string,
  { config, files }: NonNullable<MatrixSourcesInput['worktree']>,
): MatrixSource {
  return { stream, label: 'working tree', basearches: config.basearches, effective: effectiveSets(files) };
}

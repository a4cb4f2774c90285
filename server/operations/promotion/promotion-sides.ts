/** The two sides of a promotion's comparison: the target as it is, and as it will be. */
import { gitTree } from '../../config-repo/git-tree';
import { loadLockfiles, type ParseLockfile } from '../../config-repo/load-lockfiles';
import { loadCommit } from '../../config-repo/snapshot';
import type { GitRepository } from '../../git/git';
import type { LayerFile } from '../../lockfile/layers';
import { lockfileSide } from '../diff/lockfile-side';
import type { DiffSide } from '../diff/side';
import { type NamedCommit, PromotionError } from './find-promoted';

export interface SideReader {
  readonly git: GitRepository;
  readonly parse: ParseLockfile;
  /** The config repository's folder, relative to the top of the tree. */
  readonly root: string;
}

/** What cannot be read of the target is not compared: the promotion may be what mends it. */
export async function sideBefore(to: NamedCommit, { git, parse, root }: SideReader): Promise<DiffSide> {
  const { spec, label, commit, committed, policy, config } = to;
  const { files, problems } = await loadLockfiles(gitTree(git, commit, root), config.lockfiles, parse);
  const missing = new Map(
    problems.flatMap(({ path, message }) => {
      const arch = config.lockfiles.find(file => file.path === path)?.name.arch;
      return (arch === undefined ? config.basearches : [arch]).map(one => [one, message] as const);
    }),
  );
  const { releasever, basearches } = config;
  return lockfileSide({
    ...{ spec, kind: 'ref', label, commit, committed, stream: policy.name, releasever, basearches, files, missing },
  });
}

export interface SideAfter {
  readonly side: DiffSide;
  /** The source's, which become the target's. */
  readonly files: readonly LayerFile[];
}

/** Of the source's release, whatever the target's manifest says: its packages are. Rejects with a PromotionError where a lockfile of the source cannot be read. */
export async function sideAfter(
  from: NamedCommit,
  to: NamedCommit,
  { git, parse, root }: SideReader,
): Promise<SideAfter> {
  const { spec, commit, committed } = from;
  const label = `${to.label} after promotion from ${from.label}`;
  try {
    const { files, basearches } = await loadCommit(git, { commit, root }, parse);
    const { releasever } = from.config;
    const stream = to.policy.name;
    return {
      side: lockfileSide({ spec, kind: 'ref', label, commit, committed, stream, releasever, basearches, files }),
      files,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PromotionError(`${from.label} cannot be promoted: ${reason}`, { cause: error });
  }
}

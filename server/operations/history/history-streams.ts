/** The streams of which a repository knows the history: those that have a branch, and what is checked out. */
import { inPromotionOrder } from '../../config-repo/load-stream-targets';
import type { ConfigRepo } from '../../config-repo/model';
import { streamOf, streamRef } from '../../config-repo/streams';
import type { GitRepository } from '../../git/git';

export interface HistoryStream {
  readonly stream: string;
  /** As a user names what its history is read from: `stable`, `origin/stable`, `HEAD`. */
  readonly label: string;
  /** The commit it is at: whole id, and committer date in Unix seconds. */
  readonly tip: string;
  readonly committed: number;
  /** True for the one that is checked out. */
  readonly own: boolean;
}

/** In promotion order; what is checked out comes first where it is a stream that nobody knows. */
export async function historyStreams(
  git: GitRepository,
  config: Pick<ConfigRepo, 'stream' | 'settings'>,
): Promise<HistoryStream[]> {
  const { streams: policies } = config.settings;
  const [head, refs] = await Promise.all([git.head(), git.refs()]);
  const own = streamOf(config, head.branch);
  const branched = inPromotionOrder(policies).flatMap((policy): HistoryStream[] => {
    const { name: stream } = policy;
    const found = streamRef(policy, refs);
    if (!found) return [];
    const { ref, label } = found;
    return [{ stream, label, tip: ref.commit, committed: ref.committed, own: stream === own?.name }];
  });
  const commit = head.commit === undefined ? undefined : await git.commit(head.commit);
  if (!commit || branched.some(stream => stream.own)) return branched;
  // a detached HEAD, or a branch of another name: the files say which stream it is, or nothing does
  const label = head.branch ?? 'HEAD';
  const stream = own?.name ?? config.stream ?? label;
  const here = { stream, label, tip: commit.id, committed: commit.committed, own: true };
  const order = inPromotionOrder(policies).map(({ name }) => name);
  return [here, ...branched].sort((a, b) => order.indexOf(a.stream) - order.indexOf(b.stream));
}

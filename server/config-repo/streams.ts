/** Which stream a tree is, which ref stands for another stream, and which streams feed one. */
import type { GitHead, GitRef } from '../git/git';
import { lastMember } from '../lockfile/view';
import type { RefSnapshot } from './branches';
import type { ConfigRepo } from './model';
import type { StreamPolicy } from './repo-settings';

/**
 * The stream of a tree: what its files say (a feature branch has another name), else that of `branch`, by its branch or
 * its own name. Undefined where no policy knows it.
 */
export function streamOf(
  { stream, settings }: Pick<ConfigRepo, 'stream' | 'settings'>,
  branch: GitHead['branch'],
): StreamPolicy | undefined {
  if (stream !== undefined) return settings.streams.get(stream);
  if (branch === undefined) return undefined;
  const policies = [...settings.streams.values()];
  return policies.find(policy => policy.branch === branch) ?? settings.streams.get(branch);
}

/** A ref that stands for a stream, and how a user names it: `testing`, `origin/testing`. */
export interface StreamRef {
  readonly ref: GitRef;
  readonly label: string;
}

const PREFERRED = ['', 'upstream', 'origin'];

/**
 * The newest by committer date of the branch and the remote branches of that name: a local branch may be long outdated
 * beside `origin`, and `origin` (a fork) beside `upstream`. Of equally new ones the local one, then `upstream`, `origin`,
 * and others by name. Undefined where there is none.
 */
export function streamRef({ branch }: StreamPolicy, refs: readonly GitRef[]): StreamRef | undefined {
  const found = refs.flatMap(ref => {
    const remote = remoteOf(ref.name, branch);
    if (remote === undefined) return [];
    return [{ ref, remote, label: remote === '' ? branch : `${remote}/${branch}` }];
  });
  found.sort(
    (a, b) => b.ref.committed - a.ref.committed || rank(a.remote) - rank(b.remote) || (a.remote < b.remote ? -1 : 1),
  );
  return found[0] && { ref: found[0].ref, label: found[0].label };
}

/** Where a stream's branch is for everybody: of the remotes that have one `upstream`, then `origin`, then by name. */
export function pushedRef({ branch }: StreamPolicy, refs: readonly GitRef[]): StreamRef | undefined {
  const found = refs.flatMap(ref => {
    const remote = remoteOf(ref.name, branch);
    return remote === undefined || remote === '' ? [] : [{ ref, remote }];
  });
  found.sort((a, b) => rank(a.remote) - rank(b.remote) || (a.remote < b.remote ? -1 : 1));
  return found[0] && { ref: found[0].ref, label: `${found[0].remote}/${branch}` };
}

/** Empty for the local branch; undefined for another branch. The name of a remote is taken to have no `/`. */
function remoteOf(name: string, branch: string): string | undefined {
  if (name === `refs/heads/${branch}`) return '';
  const remote = /^refs\/remotes\/([^/]+)\//.exec(name)?.[1];
  return remote !== undefined && name === `refs/remotes/${remote}/${branch}` ? remote : undefined;
}

function rank(remote: string): number {
  const index = PREFERRED.indexOf(remote);
  return index < 0 ? PREFERRED.length : index;
}

/** The streams that promote to `stream`: those that promote to nothing else first, as `next-devel` does beside `testing-devel`. */
export function candidateFeeders(stream: StreamPolicy, streams: ReadonlyMap<string, StreamPolicy>): string[] {
  return [...streams.values()]
    .filter(({ promotesTo }) => promotesTo.includes(stream.name))
    .sort((a, b) => a.promotesTo.length - b.promotesTo.length)
    .map(({ name }) => name);
}

const DAY = 86_400_000;

/**
 * How far the base locks of an open development branch fall behind another's, in days: its bot commits a new date every
 * second day though nothing else has changed. Up to `open` a branch is in use; beyond `closed` it is not.
 */
const LAG = { open: 3, closed: 7 };

/**
 * Which of `candidates` (in order of preference) the next promotion may come from, the likelier first. The measure is
 * the date their base locks were generated at (`metadata.generated`), compared among them, so that a tree of the past
 * gives what was right then: while next-devel is open its locks are never more than three days behind testing-devel's,
 * and once it is closed they stay where they are. In between nobody can tell, and both are named; so are all where a
 * branch does not say its date.
 *
 * Over fedora-coreos-config from June 2023 to October 2024 this names the source of each of the 47 promotions to `next`,
 * and no other.
 *
 * `missing`: candidates without a branch here, of which nothing is known. They stay in the list, behind the others.
 */
export function likelyFeeders(
  candidates: readonly string[],
  snapshots: ReadonlyMap<string, Pick<RefSnapshot, 'files'>>,
  missing: ReadonlySet<string>,
): string[] {
  const there = candidates.filter(name => snapshots.has(name));
  return [...mostInUse(there, snapshots), ...candidates.filter(name => missing.has(name))];
}

function mostInUse(
  names: readonly string[],
  snapshots: ReadonlyMap<string, Pick<RefSnapshot, 'files'>>,
): readonly string[] {
  const dates = names.flatMap(name => generatedAt(snapshots.get(name)) ?? []);
  if (dates.length < names.length) return names;
  const newest = Math.max(...dates);
  const possible = names
    .map((name, i) => ({ name, lag: (newest - (dates[i] ?? newest)) / DAY }))
    .filter(({ lag }) => lag <= LAG.closed);
  // the first one in use is it, unless one that goes before it is open still
  const inUse = possible.findIndex(({ lag }) => lag <= LAG.open);
  return [...possible.slice(inUse, inUse + 1), ...possible.slice(0, inUse)].map(({ name }) => name);
}

/** The newest `metadata.generated` of the base locks, Unix milliseconds. */
export function generatedAt(snapshot: Pick<RefSnapshot, 'files'> | undefined): number | undefined {
  const dates = (snapshot?.files ?? []).flatMap(({ layer, lockfile: { root } }) => {
    const generated = lastMember(lastMember(root, 'metadata')?.value, 'generated')?.value;
    const time = generated?.kind === 'scalar' ? Date.parse(generated.text) : Number.NaN;
    return layer === 'base' && !Number.isNaN(time) ? [time] : [];
  });
  return dates.length === 0 ? undefined : Math.max(...dates);
}

/** What speaks against a promotion, or for a second look at it. */
import type { ConfigRepo } from '../../config-repo/model';
import type { StreamPolicy } from '../../config-repo/repo-settings';
import type { StreamTarget } from '../../config-repo/stream-targets';
import { candidateFeeders, likelyFeeders } from '../../config-repo/streams';
import type { GitRepository } from '../../git/git';
import type { LayerFile } from '../../lockfile/layers';
import { list } from '../words';
import type { NamedCommit } from './find-promoted';

export interface Checked {
  readonly from: NamedCommit;
  readonly to: NamedCommit;
  readonly policies: ReadonlyMap<string, StreamPolicy>;
  readonly targets: readonly StreamTarget[];
  /** What the pipeline says of next-devel; undefined: not known. */
  readonly nextDevelEnabled: boolean | undefined;
}

/** The stream whose state the pipeline tells (`next-devel/status.json`). */
const NEXT_DEVEL = 'next-devel';

/** Why the one does not promote to the other by the settings; undefined where it does. */
export function sourceFault({ from, to, policies }: Checked): string | undefined {
  const [source, target] = [from.policy.name, to.policy.name];
  if (source === target) return `${from.label} is ${target} itself`;
  const feeders = candidateFeeders(to.policy, policies);
  if (feeders.includes(source)) return undefined;
  const what = feeders.length === 0 ? 'nothing is' : `${list(feeders)} ${feeders.length === 1 ? 'is' : 'are'}`;
  return `${source} is not promoted to ${target}: ${what}`;
}

/** Of a stream that may feed the target, where another one does at the moment. */
export function feederWarnings({ from, to, policies, targets, nextDevelEnabled: enabled }: Checked): string[] {
  const candidates = candidateFeeders(to.policy, policies);
  const source = from.policy.name;
  if (!to.isStream || !candidates.includes(source)) return [];
  if (enabled !== undefined && candidates.includes(NEXT_DEVEL)) {
    if (enabled && source !== NEXT_DEVEL) return [`${NEXT_DEVEL} is open: ${to.policy.name} would come from there`];
    if (!enabled && source === NEXT_DEVEL) return [`${NEXT_DEVEL} is closed: nothing of it is meant to be promoted`];
    return [];
  }
  const snapshots = new Map(targets.map(target => [target.policy.name, target]));
  const likely = likelyFeeders(candidates, snapshots, new Set(candidates.filter(name => !snapshots.has(name))));
  if (likely.length === 0 || likely.includes(source)) return [];
  return [
    `by the dates of their base locks ${list(likely)}, not ${source}, would be promoted to ${to.policy.name} now`,
  ];
}

/** Whether it is what everybody would take for the newest of the source. */
export async function sourceWarnings(
  { from, to, targets }: Checked,
  files: readonly LayerFile[],
  git: Pick<GitRepository, 'isAncestor'>,
): Promise<string[]> {
  const { policy, label, commit, tip } = from;
  if (!to.isStream) return [];
  if (!tip) return [`${label} is on no branch of ${policy.name} that is here`];
  const newest = tip.tip;
  if (newest.ref.commit !== commit) {
    const isOn = await git.isAncestor(commit, newest.ref.commit);
    const there = `${newest.label} is at ${newest.ref.commit.slice(0, 12)}`;
    return [isOn ? `${label} is not the newest of ${policy.name}: ${there}` : `${label} is not on ${newest.label}`];
  }
  const warnings: string[] = [];
  if (tip.line === 'ahead') {
    warnings.push(`${policy.branch} has commits that ${tip.remote?.label} lacks: others cannot see what is promoted`);
  }
  const own = targets.find(target => target.place.kind === 'worktree' && target.policy.name === policy.name);
  const edited = own ? editedFiles(own.files, files) : [];
  if (edited.length > 0) {
    const differ = edited.length === 1 ? 'differs' : 'differ';
    warnings.push(`${list(edited)} ${differ} in the working tree: what is committed on ${label} is promoted`);
  }
  return warnings;
}

function editedFiles(now: readonly LayerFile[], committed: readonly LayerFile[]): string[] {
  const texts = (files: readonly LayerFile[]) => new Map(files.map(({ path, lockfile }) => [path, lockfile.text]));
  const [here, there] = [texts(now), texts(committed)];
  return [...new Set([...here.keys(), ...there.keys()])].filter(path => here.get(path) !== there.get(path)).sort();
}

/** Of the release version. `after`: the target's files after the promotion. */
export function releaseWarnings({ from, to }: Checked, after: Pick<ConfigRepo, 'releasever'>): string[] {
  const [before, source] = [to.config.releasever, from.config.releasever];
  const warnings: string[] = [];
  if (after.releasever !== undefined && source !== undefined && after.releasever !== source) {
    warnings.push(
      `manifest.yaml stays that of ${to.label} and says releasever ${after.releasever}, but the packages of ${from.label} are of ${source}: ${to.policy.name} cannot be built before a commit moves it to ${source}`,
    );
  }
  if (before !== undefined && source !== undefined && Number(source) < Number(before)) {
    warnings.push(`${to.policy.name} goes back from release ${before} to ${source}`);
  }
  return warnings;
}

/** Why the target would no longer be the stream that it is; undefined where it stays. */
export function identityFault({ from, to }: Checked, after: Pick<ConfigRepo, 'stream'>): string | undefined {
  const name = to.config.stream;
  if (name === undefined ? after.stream === undefined || after.stream === to.policy.name : after.stream === name)
    return undefined;
  const becomes =
    after.stream === undefined ? 'would no longer say which stream it is' : `would call itself ${after.stream}`;
  return `${to.label} ${becomes} after a promotion from ${from.label}`;
}

/** manifestLock/compare/choices: what can be compared in a config repository, and which two most would. */
import { streamRef } from '../../config-repo/streams';
import type { GitHead, GitRef } from '../../git/git';
import type { LoadedStreams } from '../../operations/streams/load-streams';
import type { StreamFlow } from '../../operations/streams/stream-flows';
import { promotionOrder } from '../../operations/streams/stream-order';
import type { CompareChoice, CompareChoices } from '../../protocol';
import { formatDate } from '../date';
import type { BuildChoices } from './build-lists';
import { type ComparedRepository, withoutGit } from './repository';

/** Nobody looks through more in a list. */
const MAX_BRANCHES = 100;

export interface ChoicesInput {
  readonly repository: ComparedRepository;
  readonly flows: readonly StreamFlow[];
  readonly loaded: LoadedStreams;
  /** What the build service says; undefined: it is not asked. */
  readonly builds: BuildChoices | undefined;
}

export function compareChoices({ repository, flows, loaded, builds }: ChoicesInput): CompareChoices {
  const { head, refs, problems } = loaded;
  const { folder, name } = repository;
  const streams = streamChoices(repository, flows, refs);
  const known = streams.map(({ ref }) => ref);
  return {
    ...{ folder, name },
    choices: [
      ...streams.map(({ choice }) => choice),
      { spec: 'worktree', label: 'working tree', group: 'working tree', detail: worktreeDetail(flows) },
      ...headChoice(head, refs),
      ...branchChoices(refs, known, repository),
      ...(builds?.choices ?? []),
    ],
    suggested: suggestedPair(flows, head),
    notes: [...withoutGit(repository), ...problems, ...(builds?.problems ?? [])],
  };
}

interface StreamChoice {
  readonly choice: CompareChoice;
  readonly ref: GitRef;
}

/** The branch of the stream that is checked out is among them: the working tree may have gone on. */
function streamChoices(
  { config }: ComparedRepository,
  flows: readonly StreamFlow[],
  refs: readonly GitRef[],
): StreamChoice[] {
  return promotionOrder(config.settings.streams).flatMap(policy => {
    const found = streamRef(policy, refs);
    const flow = flows.find(({ state }) => !state.worktree && state.policy.name === policy.name);
    const own = flows.some(({ state }) => state.worktree && state.policy.name === policy.name);
    // one without lockfiles, or that cannot be read, is no stream to compare
    if (!found || !(flow || own)) return [];
    const { label, ref } = found;
    const detail = flow ? stateDetail(flow) : formatDate(ref.committed);
    return [{ choice: { spec: policy.name, label, group: 'stream', detail }, ref }];
  });
}

/** "40, 2024-10-24, 5 overrides" */
function stateDetail({ state: { side, commit }, overrides, closed }: StreamFlow): string {
  const parts = [
    side.releasever,
    commit && formatDate(commit.committed),
    overridesText(overrides),
    closed ? 'closed' : undefined,
  ];
  return parts.filter(part => part !== undefined).join(', ');
}

function worktreeDetail(flows: readonly StreamFlow[]): string {
  const flow = flows.find(({ state }) => state.worktree);
  const parts = [flow?.state.policy.name, flow?.state.side.releasever, flow && overridesText(flow.overrides)];
  return parts.filter(part => part !== undefined).join(', ');
}

function overridesText(count: number): string {
  return count === 1 ? '1 override' : `${count} overrides`;
}

function headChoice(head: GitHead | undefined, refs: readonly GitRef[]): CompareChoice[] {
  if (head?.commit === undefined) return [];
  const committed = refs.find(({ commit }) => commit === head.commit)?.committed;
  const parts = [head.branch, head.commit.slice(0, 10), committed === undefined ? undefined : formatDate(committed)];
  const detail = parts.filter(part => part !== undefined).join(', ');
  return [{ spec: 'HEAD', label: 'HEAD', group: 'branch', detail }];
}

/** All but those that a stream stands for, newest first. */
function branchChoices(
  refs: readonly GitRef[],
  known: readonly GitRef[],
  { config }: ComparedRepository,
): CompareChoice[] {
  const policies = [...config.settings.streams.values()];
  const commits = new Set(known.map(({ commit }) => commit));
  const isStream = (name: string): boolean => policies.some(policy => policy.name === name || policy.branch === name);
  const others = refs.filter(({ name, commit }) => {
    // the same commit by another remote's name tells nothing
    return !(commits.has(commit) && isStream(name.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, '')));
  });
  const newest = [...others].sort((a, b) => b.committed - a.committed).slice(0, MAX_BRANCHES);
  return newest.map(({ name, committed }) => {
    const short = name.replace(/^refs\/(?:heads|remotes|tags)\//, '');
    const kind = name.startsWith('refs/tags/') ? 'tag, ' : '';
    // a short name that two have, or that means a stream, would lead elsewhere
    const plain = !isStream(short) && !others.some(other => other.name !== name && other.name.endsWith(`/${short}`));
    const spec = plain ? short : name;
    return { spec, label: plain ? short : name, group: 'branch', detail: `${kind}${formatDate(committed)}` };
  });
}

/**
 * From what users have to what they would get: the stream that is checked out and the one that feeds it, or for one that nothing is
 * promoted to the first that it is promoted to; else what is not committed.
 */
function suggestedPair(flows: readonly StreamFlow[], head: GitHead | undefined): CompareChoices['suggested'] {
  const own = flows.find(({ state }) => state.worktree);
  if (!own) return undefined;
  const [feed] = own.feeds;
  if (feed) return { from: own.state.spec, to: feed.from.spec };
  const fed = flows.find(({ feeds }) => feeds.some(({ from, likely }) => likely && from === own.state));
  if (fed) return { from: fed.state.spec, to: own.state.spec };
  return head?.commit === undefined ? undefined : { from: 'HEAD', to: 'worktree' };
}

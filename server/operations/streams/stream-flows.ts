/** What flows between streams: what each one would get from those that are promoted to it. */
import type { StreamPolicy } from '../../config-repo/repo-settings';
import { candidateFeeders, likelyFeeders } from '../../config-repo/streams';
import type { OverrideChange, PackageChange, StreamDiff } from '../diff/diff';
import { diffSides } from '../diff/diff-sides';
import { isCaughtUp } from '../diff/diff-words';
import type { DiffSide } from '../diff/side';
import { canBePromoted } from '../locked-release';
import { downgradeReason } from '../promotion/downgrade-reason';
import type { StreamState } from './load-streams';

export interface StreamFlow {
  readonly state: StreamState;
  /** Entries of its overrides files. */
  readonly overrides: number;
  /** A stream that others are fed from, and that is not in use. */
  readonly closed: boolean;
  /** Why it has no base locks; empty where it has some. */
  readonly locks: string;
  /** The likelier first. */
  readonly feeds: readonly Feed[];
}

/** What one stream would bring to another one. */
export interface Feed {
  readonly from: StreamState;
  /** True for the one that the next promotion would come from. */
  readonly likely: boolean;
  /** From what the fed stream has to what it would have. */
  readonly diff: StreamDiff;
  readonly downgrades: readonly FeedDowngrade[];
  /** Overrides that are gone afterwards, and with them a version or a hold: those that the feeding stream needs no more are not among them. */
  readonly lost: readonly OverrideChange[];
}

export interface FeedDowngrade {
  readonly change: PackageChange;
  /** The http(s) reason of the pin in the feeding stream that holds the version; undefined: nothing says that it is meant. */
  readonly reason: string | undefined;
}

export interface StreamFlowsInput {
  /** In the order of promotion. */
  readonly streams: readonly StreamState[];
  readonly policies: ReadonlyMap<string, StreamPolicy>;
  /** What the pipeline says of next-devel (`status.json`); undefined: the dates of the base locks tell. */
  readonly nextDevelOpen?: boolean | undefined;
  /** One that remembers costs nothing where nothing has changed. */
  readonly diff?: (from: DiffSide, to: DiffSide) => StreamDiff;
}

/** The stream of which the pipeline's `status.json` speaks. */
const NEXT_DEVEL = 'next-devel';

/**
 * In the order of `streams`. A feed of which one side knows no basearch (no base locks, a file that does not parse) is left out:
 * nobody can tell what it would bring. So is one of an older release, which is not promoted as it is.
 */
export function streamFlows(input: StreamFlowsInput): StreamFlow[] {
  const { streams, policies, diff = diffSides } = input;
  const known = streams.filter(({ side }) => side.basearches.length > 0);
  const comparable = new Map(known.map(state => [state.policy.name, state]));
  const closed = new Set<string>();
  const feedsOf = (to: StreamState): Feed[] => {
    const candidates = candidateFeeders(to.policy, policies).filter(name => comparable.has(name));
    const likely = likelyOf(candidates, comparable, input.nextDevelOpen);
    // another one stands in for it only as long as it is not in use
    const [preferred] = candidates;
    if (preferred !== undefined && !likely.includes(preferred)) closed.add(preferred);
    if (!comparable.has(to.policy.name)) return [];
    const ordered = [...likely, ...candidates.filter(name => !likely.includes(name))];
    return ordered.flatMap(name => {
      const from = comparable.get(name);
      return from && canBePromoted(from, to) ? [feedOf(from, name === likely[0], diff(to.side, from.side))] : [];
    });
  };
  const flows = streams.map(state => ({ state, feeds: feedsOf(state) }));
  return flows.map(({ state, feeds }) => ({
    state,
    feeds,
    overrides: overridesIn(state),
    closed: closed.has(state.policy.name),
    locks: hasBaseLocks(state) ? '' : 'It has no base locks: what it locks only its builds know.',
  }));
}

function hasBaseLocks({ files }: StreamState): boolean {
  return files.some(({ layer }) => layer === 'base');
}

/** What the pipeline says of next-devel goes before what dates tell. */
function likelyOf(
  candidates: readonly string[],
  streams: ReadonlyMap<string, StreamState>,
  nextDevelOpen: boolean | undefined,
): string[] {
  const told = candidates.includes(NEXT_DEVEL) ? nextDevelOpen : undefined;
  if (told === true) return [NEXT_DEVEL];
  const possible = told === false ? candidates.filter(name => name !== NEXT_DEVEL) : candidates;
  return possible.length < 2 ? [...possible] : likelyFeeders(possible, streams, new Set());
}

function feedOf(from: StreamState, likely: boolean, diff: StreamDiff): Feed {
  const downgrades = diff.changes.filter(({ kind }) => kind === 'downgraded');
  return {
    ...{ from, likely, diff },
    downgrades: downgrades.map(change => ({ change, reason: downgradeReason(change) })),
    lost: diff.overrides.filter(isLoss),
  };
}

/** Says nothing of a fast-track that the feeding stream has caught up with: it goes away by itself (see `lost-on-promotion`). */
function isLoss(change: OverrideChange): boolean {
  return change.kind === 'lost' && !isCaughtUp(change);
}

function overridesIn({ files }: StreamState): number {
  const overrides = files.filter(({ layer }) => layer !== 'base');
  return overrides.reduce((sum, { lockfile }) => sum + lockfile.byName.size, 0);
}

/** What a pin or a fast-track would do to several streams at once: the plan of each, what comes of it, and the commits that carry it. */
import type { Builds } from '../builds/builds';
import type { RepoSettings } from '../config-repo/repo-settings';
import type { StreamTarget } from '../config-repo/stream-targets';
import type { GitRef } from '../git/git';
import { buildNotes } from './build-notes';
import { overrideMessage } from './commit-message';
import type { OverridePlan } from './override-request';
import { type PlannedStream, planStream, type StreamRequest } from './plan-stream';
import { branchSubject, type RefusedStream, type StreamCommit, streamCommits } from './stream-commits';
import { type StreamEffect, streamEffects } from './stream-effects';

export interface BackportRequest extends StreamRequest {
  /** The streams it goes to. */
  readonly chosen: readonly StreamTarget[];
  /** Every stream that has a branch, `chosen` among them. */
  readonly all: readonly StreamTarget[];
  readonly settings: Pick<RepoSettings, 'streams' | 'kojiTags'>;
  readonly basearches: readonly string[];
  /** Set: commits go to new branches, called like none of `refs`. */
  readonly newBranches?: { readonly refs: readonly Pick<GitRef, 'name'>[] } | undefined;
}

/** One stream as it will be. */
export interface BackportChange {
  readonly target: StreamTarget;
  readonly plan: Extract<OverridePlan, { kind: 'plan' }>;
  readonly effects: readonly StreamEffect[];
  /** Of the commit; of the working tree what could be written when it is committed. */
  readonly message: string;
  /** Undefined for the working tree, and where nothing would change. */
  readonly commit: StreamCommit | undefined;
  /** What a user should know of this stream, one sentence each. */
  readonly notes: readonly string[];
}

export interface Backport {
  readonly changes: readonly BackportChange[];
  /** Streams that it cannot go to. */
  readonly refused: readonly RefusedStream[];
  /** Set where a stream is refused because a service is not asked that would have to say something. */
  readonly unasked: RefusedStream | undefined;
  /** What a user should know of all of it, one sentence each. */
  readonly notes: readonly string[];
}

type Planned = PlannedStream & { readonly plan: BackportChange['plan'] };

/** Writes nothing. Rejects with a KojiError or BuildsError where a service fails that is needed. */
export async function planBackport(request: BackportRequest): Promise<Backport> {
  const { chosen, all, settings, services, basearches, newBranches, signal } = request;
  const plans = await Promise.all(chosen.map(target => planStream(target, request)));
  const planned = plans.filter(isPlanned);
  const open = await nextDevelEnabled(request);
  const effects = streamEffects({
    streams: all.map(target => {
      const own = plans.find(plan => plan.target === target);
      return { target, plan: own?.plan, locked: own?.locked };
    }),
    policies: settings.streams,
    chosen: new Set(chosen.map(({ policy }) => policy.name)),
    nextDevelEnabled: open.enabled,
  });
  const builds = planned.flatMap(stream => stream.builds);
  const { kojiTags } = settings;
  const caveats = planned.length === 0 ? [] : await buildNotes(builds, { services, kojiTags, basearches, signal });
  const messages = new Map(planned.map(stream => [stream, messageOf(stream)]));
  const subject = branchSubject(builds.map(({ build }) => build.nvr));
  const { commits, refused } = streamCommits(
    planned.map(stream => ({
      ...{ target: stream.target, files: stream.plan.files, message: messages.get(stream) ?? '' },
    })),
    { newBranches: newBranches && { subject, refs: newBranches.refs }, canonical: request.canonical },
  );
  const changes = planned.map((stream): BackportChange => {
    const { target, plan, notes } = stream;
    const { name } = target.policy;
    return {
      ...{ target, plan, effects: effects.get(name) ?? [], message: messages.get(stream) ?? '' },
      commit: commits.find(commit => commit.stream === name),
      notes: [...notes, ...plan.notes],
    };
  });
  return {
    changes,
    refused: [...plans.flatMap(refusedPlan), ...refused],
    unasked: plans.filter(plan => plan.unasked).flatMap(refusedPlan)[0],
    notes: [...open.notes, ...caveats],
  };
}

function isPlanned(stream: PlannedStream): stream is Planned {
  return stream.plan.kind === 'plan';
}

function refusedPlan({ target, plan }: PlannedStream): RefusedStream[] {
  return plan.kind === 'refused' ? [{ stream: target.policy.name, message: plan.message }] : [];
}

function messageOf({ target, items, plan }: Planned): string {
  return overrideMessage({ stream: target.policy, items, plan }).text;
}

const NEXT_DEVEL = 'next-devel';

/** Asked only where it matters. What it cannot be told is told from the branches. */
async function nextDevelEnabled({
  all,
  chosen,
  services: { builds },
  signal,
}: BackportRequest): Promise<{ enabled: boolean | undefined; notes: readonly string[] }> {
  const nextDevel = all.find(({ policy }) => policy.name === NEXT_DEVEL)?.policy;
  const concerned = chosen.some(({ policy, place }) => {
    return place.kind !== 'worktree' && (policy === nextDevel || nextDevel?.promotesTo.includes(policy.name));
  });
  return concerned && builds ? ask(builds, signal) : { enabled: undefined, notes: [] };
}

async function ask(builds: Builds, signal: AbortSignal | undefined) {
  try {
    return { enabled: (await builds.nextDevelEnabled(signal)).value, notes: [] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { enabled: undefined, notes: [`Whether next-devel is open is told from its branch alone: ${message}`] };
  }
}

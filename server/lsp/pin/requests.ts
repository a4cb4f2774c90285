/** manifestLock/pin/...: the questions of "Pin Backport", one after the other. What was planned is what is written. */
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { Connection } from 'vscode-languageserver';
import { effectiveSets } from '../../lockfile/layers';
import { buildCandidates } from '../../operations/build-candidates';
import { effectWords } from '../../operations/effect-words';
import type { OverrideTarget } from '../../operations/override-request';
import { type Backport, type BackportChange, type BackportRequest, planBackport } from '../../operations/plan-backport';
import { readLocalBuilds } from '../../operations/read-local-builds';
import { type ResolvedSubject, type ResolveScope, resolveSubjects } from '../../operations/resolve-subject';
import {
  PinApplyRequest,
  type PinCandidatesParams,
  PinCandidatesRequest,
  type PinCandidatesResult,
  type PinChange,
  type PinChoice,
  type PinPlanParams,
  PinPlanRequest,
  type PinPlanResult,
  type PinStream,
  PinStreamsRequest,
  type PinStreamsResult,
} from '../../protocol';
import { lockedPackages } from '../../services/locked-packages';
import type { Client } from '../client';
import { TextLines } from '../convert';
import { entryAt } from '../locate';
import { asked, failure } from '../request';
import type { Session } from '../session';
import { applyPlan, type PinPlan } from './apply';
import { type PinRepository, pinRepository } from './repository';

/** A user has one flow open; another window of the same connection may have its own. */
const PLANS = 4;

export function registerPinRequests(connection: Connection, session: Session, client: Client): void {
  const requests = new PinRequests(session);
  connection.onRequest(
    PinCandidatesRequest,
    asked((params, signal) => requests.candidates(params, signal)),
  );
  connection.onRequest(
    PinStreamsRequest,
    asked((params, signal) => requests.streams(params, signal)),
  );
  connection.onRequest(
    PinPlanRequest,
    asked((params, signal) => requests.plan(params, signal)),
  );
  connection.onRequest(PinApplyRequest, async ({ plan }) => {
    return applyPlan(requests.take(plan), { connection, session, can: client.codeActions });
  });
}

class PinRequests {
  readonly #session: Session;
  /** In the order in which they were made. */
  readonly #plans = new Map<string, PinPlan>();

  constructor(session: Session) {
    this.#session = session;
  }

  async candidates(
    { uri, query, position, stream }: PinCandidatesParams,
    signal: AbortSignal,
  ): Promise<PinCandidatesResult> {
    const text = query === '' ? await this.#nameAt(uri, position) : query;
    if (text === undefined) return { candidates: [], notes: [] };
    const repository = await pinRepository(this.#session, uri);
    const { services, targets, notes, availability } = repository;
    const { config, files } = targets.find(({ policy }) => policy.name === stream) ?? repository;
    const target = await overrideTarget({ config, files, services }, signal);
    const found = await buildCandidates(text, {
      ...{ services, target, availability, signal },
      readLocal: this.#localReader(repository, signal),
      streams: targets.map(one => {
        const effective = effectiveSets(one.files);
        return {
          label: one.place.kind === 'worktree' ? one.policy.name : one.label,
          releasever: one.config.releasever,
          evr: (name, basearch) => effective(basearch).get(name)?.version?.evr,
        };
      }),
    });
    return { candidates: found.candidates, notes: [...found.notes, ...notes] };
  }

  /** Each stream for itself: what comes of several together is said of the plan. */
  async streams(choice: PinChoice, signal: AbortSignal): Promise<PinStreamsResult> {
    const repository = await pinRepository(this.#session, choice.uri);
    const { subjects, notes } = await this.#resolve(choice, repository, signal);
    const { targets } = repository;
    const streams = await Promise.all(
      targets.map(async target => {
        const request = requestOf(choice, repository, subjects, signal);
        const backport = await planBackport({ ...request, chosen: [target] });
        return streamOfBackport(target, backport);
      }),
    );
    return { streams, notes: [...new Set([...notes, ...repository.notes])] };
  }

  async plan(params: PinPlanParams, signal: AbortSignal): Promise<PinPlanResult> {
    const repository = await pinRepository(this.#session, params.uri);
    const { subjects } = await this.#resolve(params, repository, signal);
    const chosen = repository.targets.filter(({ policy }) => params.streams.includes(policy.name));
    const gone = params.streams.filter(name => !chosen.some(({ policy }) => policy.name === name));
    const backport = await planBackport({
      ...requestOf(params, repository, subjects, signal),
      chosen,
      newBranches: params.newBranches ? { refs: repository.refs } : undefined,
    });
    const refused = [
      ...backport.refused.map(({ stream, message }) => `${stream}: ${message}`),
      ...gone.map(name => `${name}: this stream has no branch any more.`),
    ];
    const changes = backport.changes.map(change => changeOf(change, backport));
    const writes = backport.changes.some(({ plan }) => plan.files.length > 0);
    if (refused.length > 0 || !writes) {
      const nothing = writes || refused.length > 0 ? [] : ['Nothing would change: every stream has it already.'];
      return { changes, refused: [...refused, ...nothing] };
    }
    const plan = randomUUID();
    this.#plans.set(plan, { folder: repository.folder, changes: backport.changes });
    const [oldest = plan] = this.#plans.keys();
    if (this.#plans.size > PLANS) this.#plans.delete(oldest);
    return { plan, changes, refused };
  }

  /** What was planned, once. */
  take(id: string): PinPlan {
    const plan = this.#plans.get(id);
    this.#plans.delete(id);
    if (!plan) throw failure('This plan is not known any more: begin anew.');
    return plan;
  }

  async #nameAt(uri: string, position: PinCandidatesParams['position']): Promise<string | undefined> {
    const view = position && (await this.#session.view(uri));
    // the protocol's own requests count in UTF-16, whatever was negotiated
    const lines = view && new TextLines(view.document.text, 'utf-16');
    return lines && entryAt(view.lockfile, lines.offsetAt(position))?.name;
  }

  async #resolve(
    { subjects, type }: PinChoice,
    repository: PinRepository,
    signal: AbortSignal,
  ): Promise<{ subjects: readonly ResolvedSubject[]; notes: readonly string[] }> {
    const { services, config } = repository;
    const { basearches } = config;
    const resolution = await resolveSubjects(subjects, {
      ...{ services, basearches, signal },
      readLocal: this.#localReader(repository, signal),
      findUpdates: type === 'fast-track',
    });
    if (resolution.kind === 'resolved') return resolution;
    throw failure(resolution.message);
  }

  /** Paths are absolute, or relative to the config repository. */
  #localReader({ folder, config }: PinRepository, signal: AbortSignal): ResolveScope['readLocal'] {
    const { basearches } = config;
    return paths => {
      const absolute = paths.map(path => resolve(folder, path));
      return readLocalBuilds(absolute, { basearches, repositories: this.#session.packageRepositories, signal });
    };
  }
}

function requestOf(
  { type, reason, ignoreDistMismatch = false }: PinChoice,
  { services, config, targets }: PinRepository,
  subjects: readonly ResolvedSubject[],
  signal: AbortSignal,
): Omit<BackportRequest, 'chosen'> {
  const { settings, basearches } = config;
  return { subjects, type, reason, services, ignoreDistMismatch, all: targets, settings, basearches, signal };
}

async function overrideTarget(
  { config, files, services }: Pick<PinRepository, 'config' | 'files' | 'services'>,
  signal: AbortSignal,
): Promise<OverrideTarget> {
  const { stream, releasever, basearches } = config;
  const known = await lockedPackages(config, files, services.builds, signal);
  const locked = known.kind === 'locked' ? known.locked : new Map();
  return { stream, releasever, basearches, files, locked };
}

function streamOfBackport(
  { policy, label, place }: PinRepository['targets'][number],
  { changes: [change], refused: [refused] }: Backport,
): PinStream {
  const worktree = place.kind === 'worktree';
  const summary = change ? summaryOf(change) : '';
  const why = refused?.message ?? (change?.plan.files.length === 0 ? 'it has these overrides already' : undefined);
  return {
    stream: policy.name,
    label,
    worktree,
    summary,
    effects: change?.effects.map(effectWords) ?? [],
    preselected: worktree && why === undefined,
    ...(why === undefined ? {} : { refused: why }),
  };
}

/** "kernel 6.11.3-200.fc40 -> 6.11.4-201.fc40 and 3 more" */
function summaryOf({ plan: { entries } }: BackportChange): string {
  const names = [...new Set(entries.map(({ name }) => name))];
  const [first] = entries;
  if (!first) return '';
  const from = [...first.from.values()].find(evr => evr !== undefined) ?? 'not locked';
  const more = names.length > 1 ? ` and ${names.length - 1} more` : '';
  return `${first.name} ${from} -> ${first.version}${more}`;
}

function changeOf(
  { target, plan, effects, message, commit, notes }: BackportChange,
  { notes: all }: Backport,
): PinChange {
  const { policy, place, label } = target;
  const worktree = place.kind === 'worktree';
  const words = effects.map(effectWords).join('; ');
  return {
    stream: policy.name,
    worktree,
    branch: commit?.branch ?? (worktree ? label : policy.branch),
    message,
    files: plan.files.map(({ path, before = '', after }) => ({ path, before, after })),
    notes: [...new Set([...(words === '' ? [] : [`${words}.`]), ...notes, ...all])],
  };
}

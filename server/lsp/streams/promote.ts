/** manifestLock/promote/...: a promotion is planned and shown; what was shown is what is committed. */
import { randomUUID } from 'node:crypto';
import { loadConfigRepo } from '../../config-repo/load';
import { loadStreamTargets } from '../../config-repo/load-stream-targets';
import type { StreamTarget } from '../../config-repo/stream-targets';
import { GitWriteError, type NewCommit } from '../../git/git-writer';
import { planPromotion } from '../../operations/promotion/plan-promotion';
import type { Promotion } from '../../operations/promotion/promotion';
import { promotionMarkdown } from '../../operations/promotion/promotion-markdown';
import { changeText } from '../../operations/streams/change-text';
import type { CompareParams, PromotePreview } from '../../protocol';
import { parseOnce } from '../parse-once';
import { failure } from '../request';
import type { Session } from '../session';
import { comparedOverride, compareResult } from './compare-result';
import type { NextDevel } from './next-devel';
import { type ComparedRepository, comparedRepository } from './repository';

/** A user looks at one at a time; another window of the same connection may have its own. */
const PLANS = 4;

interface Plan {
  /** Absolute. */
  readonly folder: string;
  readonly commit: NewCommit;
}

export interface PromoteResult {
  readonly branch?: string;
  readonly commit?: string;
  readonly message: string;
  readonly failed: boolean;
}

export class Promotions {
  readonly #session: Session;
  readonly #nextDevel: NextDevel;
  /** In the order in which they were made. */
  readonly #plans = new Map<string, Plan>();

  constructor(session: Session, nextDevel: NextDevel) {
    this.#session = session;
    this.#nextDevel = nextDevel;
  }

  /** Fails with words for a human where one of the streams is not there. */
  async preview({ folder, from, to }: CompareParams): Promise<PromotePreview> {
    const repository = await comparedRepository(this.#session, folder);
    const { git, gitAbsence = 'there is none here', config } = repository;
    if (!git) throw failure(`A promotion needs git: ${gitAbsence}.`);
    const { targets, problems } = await this.#targets(repository, folder);
    const onOwn = targets.find(({ policy }) => policy.name === to && !canTakeCommit(policy.name, targets));
    const promotion = await planPromotion({
      ...{ git, targets, from, to, policies: config.settings.streams, parse: parseOnce },
      nextDevelEnabled: this.#nextDevel.known(repository, () => undefined),
      newBranch: onOwn !== undefined,
    });
    const { commit } = promotion;
    const plan = commit ? this.#keep({ folder, commit }) : undefined;
    const aside = commit && onOwn ? [asideOf(onOwn, commit)] : [];
    return { ...previewOf(promotion, [...aside, ...problems]), ...(plan === undefined ? {} : { plan }) };
  }

  /** What was shown, once. */
  async apply(id: string): Promise<PromoteResult> {
    const plan = this.#plans.get(id);
    this.#plans.delete(id);
    if (!plan) throw failure('This plan is not known any more: begin anew.');
    const { folder, commit } = plan;
    const writer = this.#session.gitWriter(folder);
    if (!writer) return nothing('git may not be run in this workspace.');
    try {
      const [made] = await writer.commit([commit]);
      const branch = branchOf(commit);
      if (!made) return nothing('git made no commit.');
      const message = `Committed ${made.commit.slice(0, 10)} on ${branch}; nothing was pushed.`;
      return { branch, commit: made.commit, message, failed: false };
    } catch (error) {
      if (error instanceof GitWriteError) return nothing(error.message);
      throw error;
    }
  }

  async #targets({ git, config, files }: ComparedRepository, folder: string) {
    const writer = this.#session.gitWriter(folder);
    if (!git || !writer) throw failure('Git may not be run in this workspace.');
    const { defaultRepositories } = this.#session.configuration.settings;
    return loadStreamTargets({
      ...{ git, config, files, parse: parseOnce },
      checkedOut: await writer.checkedOut(),
      load: tree => loadConfigRepo(tree, { defaultRepositories }),
    });
  }

  #keep(plan: Plan): string {
    const id = randomUUID();
    this.#plans.set(id, plan);
    const [oldest = id] = this.#plans.keys();
    if (this.#plans.size > PLANS) this.#plans.delete(oldest);
    return id;
  }
}

function nothing(reason: string): PromoteResult {
  return { message: `Nothing was written: ${reason}`, failed: true };
}

/** A branch that is checked out somewhere must not move under its files. */
function canTakeCommit(stream: string, targets: readonly StreamTarget[]): boolean {
  const place = targets.find(({ policy }) => policy.name === stream)?.place;
  return place?.kind === 'branch';
}

function asideOf({ policy, place }: StreamTarget, commit: NewCommit): string {
  const why = place.kind === 'none' ? place.message : `${policy.branch} is checked out here`;
  return `${why}: the commit goes to the new branch ${branchOf(commit)}.`;
}

function branchOf({ ref }: Pick<NewCommit, 'ref'>): string {
  return ref.replace(/^refs\/heads\//, '');
}

function previewOf(promotion: Promotion, more: readonly string[]): PromotePreview {
  const { from, to, diff, overrides, downgrades, files, adapted, warnings, message, commit, refused } = promotion;
  const end = ({ policy, label, commit: id }: Promotion['from']) => ({ stream: policy.name, label, commit: id });
  return {
    ...{ from: end(from), to: end(to), message, files, adapted },
    ...(commit ? { branch: branchOf(commit) } : {}),
    diff: compareResult(diff),
    overrides: overrides.map(comparedOverride),
    downgrades: downgrades.map(({ change, reason }) => {
      const { name, source } = change;
      const text = changeText(change, ({ kind }) => kind === 'downgraded');
      return { name, source, text, ...(reason === undefined ? {} : { reason }) };
    }),
    warnings: [...warnings, ...more],
    ...(refused === undefined ? {} : { refused }),
    markdown: promotionMarkdown(promotion),
  };
}

/** manifestLock/compare..., streams, promote...: what the panel "Compare Streams", the Streams view and "Preview Promotion" ask. */
import { type CancellationToken, type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver';
import { flowsMarkdown } from '../../operations/streams/flows-text';
import { list } from '../../operations/words';
import {
  CompareAdvisoriesRequest,
  type CompareAdvisoriesResult,
  type CompareChoices,
  CompareChoicesRequest,
  type CompareParams,
  ComparePlaceRequest,
  CompareRequest,
  CompareStoryRequest,
  CompareTextRequest,
  PromoteApplyRequest,
  PromotePreviewRequest,
  StreamsChangedNotification,
  StreamsRequest,
} from '../../protocol';
import { asked, failure } from '../request';
import type { Session } from '../session';
import { ShownWatch } from '../shown-watch';
import { pathOf } from '../uri';
import { AdvisoriesInUse } from './advisories';
import { BuildLists } from './build-lists';
import { compareChoices } from './choices';
import { advisoriesResult, comparisonText, placeOnSide, storyOfSource } from './compare-more';
import { type Comparison, Comparisons, resultOf } from './comparisons';
import { NextDevel } from './next-devel';
import { Promotions } from './promote';
import { type ComparedRepository, comparedRepositories, comparedRepository } from './repository';
import { StreamsInUse } from './streams';

/** What others tell the view and the panels of. */
export interface StreamRequests {
  /** What they were answered may be another now. */
  touch(): void;
  dispose(): void;
}

export function registerStreamRequests(connection: Connection, session: Session): StreamRequests {
  const watch = new ShownWatch(() => {
    connection.sendNotification(StreamsChangedNotification).catch(error => connection.console.error(String(error)));
  });
  const onError = (message: string): void => connection.console.error(message);
  const requests = new Requests(session, () => watch.touch(), onError);
  connection.onRequest(
    CompareChoicesRequest,
    asked((params, _, token) => {
      watch.shown();
      return requests.choices(params, token);
    }),
  );
  connection.onRequest(
    CompareRequest,
    askedWith(SIDES, (params, signal) => {
      watch.shown();
      return requests.compare(params, signal);
    }),
  );
  connection.onRequest(
    CompareAdvisoriesRequest,
    askedWith(SIDES, (params, signal) => requests.advisories(params, signal)),
  );
  connection.onRequest(
    CompareStoryRequest,
    askedWith(SIDES, (params, signal) => requests.story(params, signal)),
  );
  connection.onRequest(
    ComparePlaceRequest,
    askedWith(SIDES, (params, signal) => requests.place(params, signal)),
  );
  connection.onRequest(
    CompareTextRequest,
    askedWith(SIDES, (params, signal) => requests.text(params, signal)),
  );
  connection.onRequest(StreamsRequest, token => {
    watch.shown();
    return asked(() => requests.streams())(undefined, token);
  });
  connection.onRequest(
    PromotePreviewRequest,
    askedWith(SIDES, params => requests.promotions.preview(params)),
  );
  connection.onRequest(
    PromoteApplyRequest,
    askedWith(['plan'], ({ plan }) => requests.promotions.apply(plan)),
  );
  return { touch: () => watch.touch(), dispose: () => watch.dispose() };
}

const SIDES = ['folder', 'from', 'to'];

/** With `members` that have to be strings. */
function askedWith<P, R>(members: readonly string[], answer: (params: P, signal: AbortSignal) => Promise<R>) {
  return asked((params: P, signal) => {
    requireTexts(params, members);
    return answer(params, signal);
  });
}

function requireTexts(params: unknown, names: readonly string[]): void {
  const given = new Map(Object.entries(params ?? {}));
  const bad = names.filter(name => typeof given.get(name) !== 'string');
  if (bad.length > 0) throw new ResponseError(ErrorCodes.InvalidParams, `${list(bad)}: a string is needed`);
}

class Requests {
  readonly promotions: Promotions;
  readonly #session: Session;
  readonly #comparisons: Comparisons;
  readonly #advisories: AdvisoriesInUse;
  readonly #streams: StreamsInUse;
  readonly #builds = new BuildLists();
  readonly #late: () => void;

  constructor(session: Session, late: () => void, onError: (message: string) => void) {
    this.#session = session;
    this.#late = late;
    this.#comparisons = new Comparisons(session);
    this.#advisories = new AdvisoriesInUse(session, onError);
    const nextDevel = new NextDevel();
    this.promotions = new Promotions(session, nextDevel);
    this.#streams = new StreamsInUse({ session, advisories: this.#advisories, nextDevel, late });
  }

  async choices(
    { uri, builds = false }: { readonly uri?: string; readonly builds?: boolean },
    token: CancellationToken,
  ): Promise<{ readonly repositories: readonly CompareChoices[] }> {
    const found = await comparedRepositories(this.#session);
    const around = uri === undefined ? found : found.filter(repository => isIn(repository, uri));
    return { repositories: await Promise.all(around.map(one => this.#choicesOf(one, builds, token))) };
  }

  async compare(params: CompareParams, signal: AbortSignal) {
    return resultOf(await this.#comparisons.compare(params, signal));
  }

  async advisories(params: CompareParams, signal: AbortSignal): Promise<CompareAdvisoriesResult> {
    const { repository, diff } = await this.#comparisons.shown(params, signal);
    if (!diff) return { bySource: {}, asked: [], problems: ['There is nothing to compare.'] };
    return advisoriesResult(await this.#advisories.load(repository, diff));
  }

  async story({ source, ...params }: CompareParams & { readonly source: string }, signal: AbortSignal) {
    return storyOfSource(await this.#comparisons.shown(params, signal), source, signal);
  }

  async place(
    params: CompareParams & { readonly side: 'from' | 'to'; readonly name: string; readonly arch: string },
    signal: AbortSignal,
  ) {
    const { folder, from, to, side, name, arch } = params;
    const comparison = await this.#comparisons.shown({ folder, from, to }, signal);
    const now = await comparedRepository(this.#session, folder);
    const place = placeOnSide(comparison, now, { side, name, arch });
    return place && { uri: place.uri, ...place.range.start };
  }

  async text(
    params: CompareParams & { readonly format: 'markdown' | 'json'; readonly advisories: boolean },
    signal: AbortSignal,
  ): Promise<string> {
    const { folder, from, to, format } = params;
    const comparison = await this.#comparisons.shown({ folder, from, to }, signal);
    const { repository, diff } = comparison;
    const advisories = params.advisories && diff ? await this.#advisories.load(repository, diff) : undefined;
    const picture = format === 'markdown' ? await this.#pictureFor(comparison) : undefined;
    const text = comparisonText(comparison, { format, advisories, picture });
    if (text === undefined) throw failure(resultOf(comparison).notes.join(' '));
    return text;
  }

  async streams() {
    return { repositories: await this.#streams.all() };
  }

  async #choicesOf(repository: ComparedRepository, wait: boolean, token: CancellationToken): Promise<CompareChoices> {
    const { flows, loaded } = await this.#streams.flows(repository);
    const asked = repository.services?.builds;
    const names = loaded.streams.map(({ policy }) => policy.name);
    const known = () => asked && this.#builds.known(names, asked, this.#late);
    const builds = wait && asked ? await this.#builds.within(names, asked, token) : known();
    return compareChoices({ repository, flows, loaded, builds });
  }

  /** Of two streams: where they stand among the others. */
  async #pictureFor({ repository, from, to }: Comparison): Promise<string | undefined> {
    const { flows } = await this.#streams.flows(repository);
    const specs = new Set(flows.map(({ state }) => state.policy.name));
    const isStream = (side: Comparison['from']): boolean => {
      return 'kind' in side && (side.kind === 'worktree' || specs.has(side.spec));
    };
    return isStream(from) && isStream(to) ? flowsMarkdown(flows) : undefined;
  }
}

function isIn({ folder }: ComparedRepository, uri: string): boolean {
  const path = pathOf(uri);
  return path === folder || path?.startsWith(`${folder}/`) === true;
}

/** Asks services about many entries at once, in a handful of requests, and keeps what they said as facts. */
import type { Bodhi } from '../bodhi/bodhi';
import type { Koji } from '../koji/koji';
import { Asked, type AskedOptions, type FactService, type FactsStep, SERVICE_NAMES } from './asked';
import { nvrasOf } from './entry-build';
import { BodhiAnswers, KojiAnswers } from './fact-store';
import type { ServiceFacts } from './facts';
import type { Services } from './services';
import type { WantedEntry } from './wanted-entry';

export { type FactService, type FactsStep, SERVICE_NAMES };

export interface FactsLoaderOptions {
  readonly services: Pick<Services, FactService>;
  /** The repository's release as Bodhi names it (`F40`); undefined: nobody is asked for the newest updates of it. */
  readonly release: string | undefined;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export interface LoadFactsOptions extends AskedOptions {
  /** Ask also a service that could not be asked just now: every one, or this. */
  readonly force?: boolean | FactService;
}

/** Why a service could not be asked when it was last tried. */
export interface ServiceProblem {
  /** In the service's own words. */
  readonly message: string;
  /** When it failed first since it last answered everything, Unix milliseconds. */
  readonly since: number;
  /** When it failed last, Unix milliseconds. */
  readonly last: number;
  /** Before that it is not asked again unless somebody insists, Unix milliseconds. */
  readonly retry: number;
  /** True: it answers other questions, so that only what failed waits for `retry`. */
  readonly partial: boolean;
}

export interface ServiceState {
  readonly service: FactService;
  readonly url: string;
  /** When it gave the newest of the answers known here, Unix milliseconds; undefined: nothing is known. */
  readonly answered: number | undefined;
  readonly problem: ServiceProblem | undefined;
}

/** One line that names the service and the cause. */
export function problemText(
  service: FactService,
  { message, partial }: Pick<ServiceProblem, 'message' | 'partial'>,
): string {
  const name = SERVICE_NAMES[service];
  if (message.startsWith(`${name} `)) return message;
  return `${name} ${partial ? 'does not answer everything' : 'cannot be asked'}: ${message}`;
}

/** "Koji: builds (12)" */
export function stepText({ service, question, count }: FactsStep): string {
  return `${SERVICE_NAMES[service]}: ${question} (${count})`;
}

/** A service that fails is left alone for as long as it has been failing, within these bounds, and for as long as it asks for. */
const PAUSE_MS = { least: 60_000, most: 600_000, asked: 86_400_000 } as const;

/**
 * What is asked again goes to the clients, which know what is still fresh. A service that cannot be asked keeps its older
 * facts, with their age, and takes nothing from those of the other.
 */
export class FactsLoader {
  readonly #options: FactsLoaderOptions;
  readonly #koji = new KojiAnswers();
  readonly #bodhi = new BodhiAnswers();
  readonly #problems = new Map<FactService, ServiceProblem>();
  #facts: ServiceFacts;

  constructor(options: FactsLoaderOptions) {
    this.#options = options;
    this.#facts = this.#factsNow();
  }

  /** What is known now: the same value until something is known anew. */
  get facts(): ServiceFacts {
    return this.#facts;
  }

  /** Of the services that are in use. */
  get states(): readonly ServiceState[] {
    const { koji, bodhi } = this.#options.services;
    const state = (service: FactService, url: string, answered: number | undefined): ServiceState => {
      return { service, url, answered, problem: this.#problems.get(service) };
    };
    return [
      ...(koji ? [state('koji', koji.url, this.#koji.latest)] : []),
      ...(bodhi ? [state('bodhi', bodhi.url, this.#bodhi.latest)] : []),
    ];
  }

  /** Resolves when all is known that can be; rejects only with the signal's reason once that is aborted. */
  async load(wanted: readonly WantedEntry[], options: LoadFactsOptions = {}): Promise<void> {
    const asked = new Asked(options);
    const { services } = this.#options;
    const koji = this.#isInTurn('koji', options) ? services.koji : undefined;
    const bodhi = this.#isInTurn('bodhi', options) ? services.bodhi : undefined;
    const fromKoji = koji && this.#askKoji(koji, wanted, asked).then(() => this.#settle('koji', asked));
    if (bodhi) {
      const before: AskedOfBuilds = { nvrs: new Set(), sources: new Set() };
      await this.#askUpdates(bodhi, wanted, asked);
      this.#tell(asked);
      // what is known without Koji does not wait for it
      await this.#askOfBuilds(bodhi, wanted, asked, before);
      this.#tell(asked);
      await fromKoji;
      await this.#askOfBuilds(bodhi, wanted, asked, before);
      this.#settle('bodhi', asked);
    }
    await fromKoji;
    options.signal?.throwIfAborted();
  }

  /** False for a service that is left alone for a while. */
  #isInTurn(service: FactService, { force = false }: LoadFactsOptions): boolean {
    const problem = this.#problems.get(service);
    return (
      force === true ||
      force === service ||
      problem === undefined ||
      problem.partial ||
      this.#options.now() >= problem.retry
    );
  }

  async #askKoji(koji: Koji, wanted: readonly WantedEntry[], asked: Asked): Promise<void> {
    const { rpms, builds, packages, tags, signatures } = this.#koji;
    const nvras = unique(wanted.flatMap(entry => entry.basearches.flatMap(arch => nvrasOf(entry, arch))));
    const { signal } = asked;
    await asked.ask('koji', 'packages', nvras, async (keys, failed) => rpms.add(await koji.rpms(keys, signal, failed)));
    // what was known before stays; asking on would only fail once more
    if ((asked.failureOf('koji')?.scope ?? 'thing') !== 'thing') return;
    const found = nvras.map(nvra => rpms.known.get(nvra)?.value).filter(rpm => rpm !== undefined);
    const buildIds = unique(found.map(({ buildId }) => buildId));
    const rpmIds = unique(found.map(({ id }) => id));
    await Promise.all([
      asked.ask('koji', 'builds', buildIds, async (ids, failed) =>
        builds.add(numbered(await koji.builds(ids, signal, failed))),
      ),
      asked.ask('koji', 'packages of builds', buildIds, async (ids, failed) =>
        packages.add(numbered(await koji.rpmsOfBuilds(ids, signal, failed))),
      ),
      asked.ask('koji', 'tags', buildIds, async (ids, failed) => tags.add(await koji.tags(ids, signal, failed))),
      asked.ask('koji', 'signatures', rpmIds, async (ids, failed) =>
        signatures.add(await koji.signatures(ids, signal, failed)),
      ),
    ]);
  }

  async #askUpdates(bodhi: Bodhi, wanted: readonly WantedEntry[], asked: Asked): Promise<void> {
    const aliases = unique(wanted.map(({ update }) => update));
    const { updates } = this.#bodhi;
    await asked.ask('bodhi', 'updates', aliases, async (keys, failed) =>
      updates.add(await bodhi.updates(keys, asked.signal, failed)),
    );
  }

  /** What is known by now of the builds that the entries are, but for what was asked `before`, which is added to. */
  async #askOfBuilds(bodhi: Bodhi, wanted: readonly WantedEntry[], asked: Asked, before: AskedOfBuilds): Promise<void> {
    // what it has no answer to now it would only say once more
    if (asked.failureOf('bodhi')?.scope === 'service') return;
    const { release } = this.#options;
    const { ofBuilds, ofPackages } = this.#bodhi;
    const builds = wanted.map(entry => ({ entry, build: this.#buildOf(entry) }));
    const nvrs = newOnes(
      builds.map(({ build }) => build?.nvr),
      before.nvrs,
    );
    const named = release === undefined ? [] : builds.map(({ entry, build }) => build?.name ?? entry.source);
    const sources = newOnes(named, before.sources);
    await Promise.all([
      asked.ask('bodhi', 'updates of builds', nvrs, async (keys, failed) =>
        ofBuilds.add(await bodhi.updatesOfBuilds(keys, asked.signal, failed)),
      ),
      asked.ask('bodhi', 'newest updates', sources, async (keys, failed) =>
        ofPackages.add(await bodhi.updatesOfPackages(keys, release ?? '', asked.signal, failed)),
      ),
    ]);
  }

  #buildOf(entry: WantedEntry) {
    const { rpms, builds } = this.#koji;
    for (const nvra of entry.basearches.flatMap(arch => nvrasOf(entry, arch))) {
      const rpm = rpms.known.get(nvra)?.value;
      if (rpm) return builds.known.get(rpm.buildId)?.value;
    }
    return undefined;
  }

  /** All of a load that concerns one service has been asked. */
  #settle(service: FactService, asked: Asked): void {
    if (asked.signal?.aborted) return;
    const before = this.#problems.get(service);
    const failure = asked.failureOf(service);
    if (failure) {
      const { message, scope, retryAfter = 0 } = failure;
      const now = this.#options.now();
      const since = before?.since ?? now;
      const own = Math.min(Math.max(now - since, PAUSE_MS.least), PAUSE_MS.most);
      const pause = Math.max(own, Math.min(retryAfter, PAUSE_MS.asked));
      this.#problems.set(service, { message, since, last: now, retry: now + pause, partial: scope === 'thing' });
    } else if (before && asked.answered.has(service)) {
      // that nothing had to be asked would say nothing
      this.#problems.delete(service);
    }
    this.#tell(asked);
  }

  #tell(asked: Asked): void {
    const { news } = asked;
    if (news === 'nothing') return;
    asked.news = 'nothing';
    this.#facts = this.#factsNow();
    if (news === 'values') asked.options.onFacts?.();
  }

  #factsNow(): ServiceFacts {
    const { koji, bodhi } = this.#options.services;
    return { koji: koji && this.#koji.facts(koji), bodhi: bodhi && this.#bodhi.facts() };
  }
}

/** What Bodhi was asked for of builds in one load. */
interface AskedOfBuilds {
  readonly nvrs: Set<string>;
  readonly sources: Set<string>;
}

/** Those that are not among `before`, to which they are added. */
function newOnes(items: readonly (string | undefined)[], before: Set<string>): string[] {
  const found = unique(items).filter(item => !before.has(item));
  for (const item of found) before.add(item);
  return found;
}

/** Builds are asked for by their numbers here. */
function numbered<T>(answers: ReadonlyMap<string | number, T>): ReadonlyMap<number, T> {
  const found = new Map<number, T>();
  for (const [key, answer] of answers) if (typeof key === 'number') found.set(key, answer);
  return found;
}

function unique<T>(items: readonly (T | undefined)[]): T[] {
  return [...new Set(items)].filter(item => item !== undefined);
}

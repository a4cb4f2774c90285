/** Koji, Bodhi and the build service as far as the configuration lets them be asked, and what the first two say of open overrides. */
import { BoundedMap } from '../config-repo/bounded-map';
import type { ConfigRepo } from '../config-repo/model';
import type { ClientConfiguration, ServiceReport } from '../protocol';
import { bodhiRelease } from '../services/bodhi-release';
import type { ServiceFacts } from '../services/facts';
import { FactsLoader, type ServiceProblem, type ServiceState } from '../services/facts-loader';
import { type ServiceUrls, serviceUrls } from '../services/open-services';
import type { Services } from '../services/services';
import type { WantedEntry } from '../services/wanted-entry';
import { cacheFolderOf, modeOf } from './configuration';
import { FolderFacts } from './folder-facts';
import { messageOf } from './message-of';
import type { OpenServices, Ports } from './ports';

export interface ServicesInUseOptions {
  readonly ports: Pick<Ports, 'now' | 'openServices'>;
  /** As it is when asked. */
  readonly configuration: () => ClientConfiguration;
  /** What a verb would answer for this folder has changed. */
  readonly onChange: (folder: string) => void;
  readonly onActivity: () => void;
  readonly onError: (message: string) => void;
  readonly onLog: (message: string) => void;
}

interface InUse {
  /** What else would need another loader. */
  readonly key: string;
  readonly own: FolderFacts;
}

/** Loaders of facts that somebody looked at once; more than a user has config repositories open. */
const LOOKED_AT = 8;

export class ServicesInUse {
  readonly #options: ServicesInUseOptions;
  readonly #folders = new Map<string, InUse>();
  readonly #clients = new Map<string, Services>();
  #lookedAt = new BoundedMap<string, FactsLoader>(LOOKED_AT);
  #opened: { readonly cacheFolder: string | undefined; readonly port: OpenServices } | undefined;

  constructor(options: ServicesInUseOptions) {
    this.#options = options;
  }

  get busy(): boolean {
    return this.#all().some(own => own.busy);
  }

  get activity(): string {
    return this.#all()
      .map(own => own.activity)
      .filter(text => text !== '')
      .join(', ');
  }

  /** Every service in use once: what any of the config repositories could not ask, and the newest answer that one of them has. */
  reports(): ServiceReport[] {
    const reports = new Map<string, ServiceReport>();
    for (const { service, url, answered, problem } of this.#all().flatMap(own => own.states)) {
      const key = `${service} ${url}`;
      const known = reports.get(key);
      const times = [known?.checkedAt, answered].filter(time => time !== undefined);
      const checkedAt = times.length === 0 ? undefined : Math.max(...times);
      reports.set(key, { service, url, checkedAt, ...worse(known, problem) });
    }
    return [...reports.values()];
  }

  /** The services of a config repository; undefined where nothing may be asked. */
  of(config: Pick<ConfigRepo, 'settings'>): Services | undefined {
    if (modeOf(this.#options.configuration()) !== 'online') return undefined;
    const urls = serviceUrls(config.settings.services);
    const key = JSON.stringify(urls);
    const services = this.#clients.get(key) ?? this.#portNow().services(urls);
    this.#clients.set(key, services);
    return services;
  }

  /** Wants what the overrides of a config repository that are open are about. */
  want(folder: string, config: ConfigRepo, wanted: readonly WantedEntry[]): void {
    const services = this.of(config);
    const known = this.#folders.get(folder);
    if (!services || (!known && wanted.length === 0)) return;
    const release = bodhiRelease(config.releasever);
    const key = keyOf(serviceUrls(config.settings.services), release);
    if (known?.key === key) {
      known.own.want(wanted);
      return;
    }
    this.drop(folder);
    const { ports, onChange, onActivity, onLog, onError } = this.#options;
    const own = new FolderFacts({
      loader: new FactsLoader({ services, release, now: ports.now }),
      now: ports.now,
      onChange: () => onChange(folder),
      onActivity,
      onIdle: () => this.#tellAnswered(this.#all().flatMap(each => each.states)),
      onLog,
      onError,
    });
    this.#folders.set(folder, { key, own });
    own.want(wanted);
  }

  /** What is known of the open overrides of a config repository. Undefined while nothing is asked of them. */
  facts(folder: string): ServiceFacts | undefined {
    return this.#folders.get(folder)?.own.facts;
  }

  /** Nothing of the config repository is open any more. */
  drop(folder: string): void {
    const known = this.#folders.get(folder);
    this.#folders.delete(folder);
    known?.own.dispose();
  }

  /**
   * What services say of entries that somebody looks at. Resolves when they have answered or `enough` has settled, with
   * what is known by then; what is still under way is known at the next look. Undefined where nothing may be asked.
   */
  async look(
    config: Pick<ConfigRepo, 'settings'>,
    wanted: readonly WantedEntry[],
    release: string | undefined,
    enough: Promise<unknown>,
    suffices: (facts: ServiceFacts, now: number) => boolean = () => false,
  ): Promise<ServiceFacts | undefined> {
    const loader = this.#lookedAtBy(config, release);
    if (!loader) return undefined;
    const known = suffices(loader.facts, this.#options.ports.now());
    const loading = loader
      .load(wanted)
      .then(() => this.#tellAnswered(loader.states))
      .catch(error => this.#options.onError(messageOf(error)));
    if (!known) await Promise.race([loading, enough]);
    return loader.facts;
  }

  /** How the services stand that `look` asks; empty where nothing may be asked. */
  lookedAt(config: Pick<ConfigRepo, 'settings'>, release: string | undefined): readonly ServiceState[] {
    return this.#lookedAtBy(config, release)?.states ?? [];
  }

  /** Asks every service in use that was not asked since (Unix milliseconds), as far as its answers are not fresh. Resolves when all have answered. */
  async refresh(since: number): Promise<void> {
    await Promise.all(this.#all().map(own => own.refresh(since)));
  }

  /** Takes a configuration over: opened anew where network, trust, proxy or the cache folder changed. */
  configurationChanged(before: ClientConfiguration): void {
    const now = this.#options.configuration();
    const restart = modeOf(before) !== modeOf(now) || cacheFolderOf(before) !== cacheFolderOf(now);
    if (!restart && JSON.stringify(before.proxy) === JSON.stringify(now.proxy)) return;
    for (const folder of [...this.#folders.keys()]) this.drop(folder);
    this.#lookedAt = new BoundedMap(LOOKED_AT);
    if (cacheFolderOf(before) !== cacheFolderOf(now)) this.#close();
  }

  dispose(): void {
    for (const folder of [...this.#folders.keys()]) this.drop(folder);
    this.#close();
  }

  #lookedAtBy(config: Pick<ConfigRepo, 'settings'>, release: string | undefined): FactsLoader | undefined {
    const services = this.of(config);
    if (!services) return undefined;
    const { now } = this.#options.ports;
    const key = keyOf(serviceUrls(config.settings.services), release);
    return this.#lookedAt.get(key, () => new FactsLoader({ services, release, now }));
  }

  /** Whoever could not ask a service that has answered since asks it now, and not only when it is left alone no longer. */
  #tellAnswered(states: readonly ServiceState[]): void {
    for (const { service, url, answered } of states) {
      if (answered === undefined) continue;
      for (const own of this.#all()) own.answeredElsewhere(service, url, answered);
    }
  }

  #all(): FolderFacts[] {
    return [...this.#folders.values()].map(({ own }) => own);
  }

  #portNow(): OpenServices {
    const { configuration, ports, onLog } = this.#options;
    const cacheFolder = cacheFolderOf(configuration());
    this.#opened ??= { cacheFolder, port: ports.openServices({ cacheFolder, configuration, log: onLog }) };
    return this.#opened.port;
  }

  #close(): void {
    this.#clients.clear();
    this.#opened?.port.close().catch(error => this.#options.onError(messageOf(error)));
    this.#opened = undefined;
  }
}

/** Of two failures the one that concerns more, of equal ones the first. */
function worse(
  known: ServiceReport | undefined,
  problem: ServiceProblem | undefined,
): Pick<ServiceReport, 'error' | 'partial'> {
  if (known?.error !== undefined && !(known.partial && problem?.partial === false)) {
    return { error: known.error, ...(known.partial && { partial: known.partial }) };
  }
  return { error: problem?.message, ...(problem?.partial && { partial: true }) };
}

function keyOf(urls: ServiceUrls, release: string | undefined): string {
  return JSON.stringify([urls, release]);
}

/** Which package metadata the open documents need, asked for as far as the configuration allows. */
import type { ConfigRepo } from '../config-repo/model';
import { repositoryRequests } from '../config-repo/repository-requests';
import type { ClientConfiguration, RepositoryReport } from '../protocol';
import type { Availability, Repositories, RepositoryRequest } from '../rpmmd/repositories';
import { cacheFolderOf, modeOf } from './configuration';
import { messageOf } from './message-of';
import { Metadata } from './metadata';
import type { OpenRepositories, Ports } from './ports';
import { archesOf } from './view';

export interface MetadataInUseOptions {
  readonly ports: Ports;
  /** As it is when asked. */
  readonly configuration: () => ClientConfiguration;
  /** What a verb would answer for this folder has changed. */
  readonly onChange: (folder: string) => void;
  readonly onActivity: () => void;
  readonly onError: (message: string) => void;
  readonly onLog: (message: string) => void;
}

export class MetadataInUse {
  readonly #options: MetadataInUseOptions;
  /** Folders for which every basearch was asked for. */
  readonly #allArches = new Set<string>();
  #opened: { readonly cacheFolder: string | undefined; readonly port: OpenRepositories } | undefined;
  #metadata: Metadata | undefined;

  constructor(options: MetadataInUseOptions) {
    this.#options = options;
  }

  get busy(): boolean {
    return this.#metadata?.busy ?? false;
  }

  get activity(): string {
    return this.#metadata?.activity ?? '';
  }

  get repositories(): Repositories {
    return this.#repositoriesNow();
  }

  reports(): readonly RepositoryReport[] {
    return this.#metadata?.reports() ?? [];
  }

  /** Undefined for a basearch that is not in use. */
  availability(folder: string, basearch: string): Availability | undefined {
    return this.#metadata?.availability(folder, basearch);
  }

  /** Wants what the open lockfiles of a config repository (absolute paths) are about. */
  want(folder: string, config: ConfigRepo, paths: Iterable<string>): void {
    const configuration = this.#options.configuration();
    if (modeOf(configuration) === 'restricted') return;
    const { primaryArch } = configuration.settings;
    const arches = new Set([...paths].flatMap(path => archesOf(path, primaryArch, config.basearches)));
    if (this.#allArches.has(folder)) for (const arch of config.basearches) arches.add(arch);
    if (arches.size === 0 && !this.#metadata) return;
    const wanted = new Map<string, readonly RepositoryRequest[]>();
    for (const arch of arches) wanted.set(arch, repositoryRequests(config, arch));
    this.#metadataNow().want(folder, wanted);
  }

  wantAllArches(folder: string): void {
    this.#allArches.add(folder);
  }

  /** Nothing of the config repository is open any more. */
  drop(folder: string): void {
    this.#metadata?.want(folder, new Map());
    this.#allArches.delete(folder);
  }

  /** Resolves when all that comes on its own has come. */
  async known(folder: string): Promise<void> {
    await this.#metadata?.known(folder);
  }

  /** Asks every repository in use that was not asked since (Unix milliseconds). Resolves when all have answered. */
  async refresh(since: number): Promise<void> {
    await this.#metadata?.refresh(since);
  }

  /** Takes a configuration over: opened anew where network, trust, proxy or the cache folder changed. */
  configurationChanged(before: ClientConfiguration): void {
    const now = this.#options.configuration();
    const restart = modeOf(before) !== modeOf(now) || cacheFolderOf(before) !== cacheFolderOf(now);
    if (!restart && JSON.stringify(before.proxy) === JSON.stringify(now.proxy)) return;
    this.#metadata?.dispose();
    this.#metadata = undefined;
  }

  dispose(): void {
    this.#metadata?.dispose();
    this.#closeRepositories();
  }

  #metadataNow(): Metadata {
    const { configuration, ports, onChange, onActivity, onError, onLog } = this.#options;
    this.#metadata ??= new Metadata({
      repositories: this.#repositoriesNow(),
      now: ports.now,
      mayLoad: request => modeOf(configuration()) === 'online' || isLocal(request),
      onChange,
      onActivity,
      onError,
      onLog,
    });
    return this.#metadata;
  }

  #repositoriesNow(): Repositories {
    const { configuration, ports, onLog } = this.#options;
    const cacheFolder = cacheFolderOf(configuration());
    if (!this.#opened || this.#opened.cacheFolder !== cacheFolder) {
      this.#closeRepositories();
      this.#opened = { cacheFolder, port: ports.openRepositories({ cacheFolder, configuration, log: onLog }) };
    }
    return this.#opened.port.repositories;
  }

  #closeRepositories(): void {
    this.#opened?.port.close().catch(error => this.#options.onError(messageOf(error)));
    this.#opened = undefined;
  }
}

/** True for a repository that is read without the network. */
function isLocal({ config }: RepositoryRequest): boolean {
  return config.baseurl.length > 0 && config.baseurl.every(url => url.startsWith('file:'));
}

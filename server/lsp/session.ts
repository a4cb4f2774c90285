/** All state of one connection: open documents, their config repositories, metadata, configuration. */
import { basename, join, relative, sep } from 'node:path';
import type { TextDocuments } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { loadConfigRepo } from '../config-repo/load';
import { loadLockfiles, type ParseLockfile } from '../config-repo/load-lockfiles';
import type { FileTree } from '../config-repo/model';
import { repositoryRequests } from '../config-repo/repository-requests';
import type { Lockfile } from '../lockfile/model';
import { parseLockfileName } from '../lockfile/name';
import { parseLockfile } from '../lockfile/parse';
import type { ClientConfiguration, StatusParams } from '../protocol';
import type { Availability, Repositories, RepositoryRequest } from '../rpmmd/repositories';
import type { RepoContext } from '../rules/rule';
import { ConfigRepository, type OpenLockfile, type Snapshot } from './config-repository';
import { DEFAULT_CONFIGURATION, modeOf } from './configuration';
import { type PositionEncoding, TextLines } from './convert';
import type { LockDocument } from './document';
import { Metadata } from './metadata';
import type { OpenRepositories, Ports } from './ports';
import { archesOf, type FileHandle, type FileView, isLockfile } from './view';

/** Where the session tells what has happened. */
export interface SessionEvents {
  /** Answers for the documents of this folder may differ now, though none of them was edited. */
  changed(folder: string): void;
  /** Repositories or the work under way changed. */
  activity(): void;
  /** The config repository was read (again). */
  loaded(folder: string, tree: FileTree, snapshot: Snapshot): void;
  /** The last document of the config repository was closed. */
  closed(folder: string): void;
  log(message: string): void;
  error(message: string): void;
}

export class Session {
  configuration: ClientConfiguration = DEFAULT_CONFIGURATION;
  /** Absolute paths of the workspace's folders. */
  workspaceFolders: readonly string[] = [];

  readonly #ports: Ports;
  readonly #events: SessionEvents;
  readonly #encoding: PositionEncoding;
  readonly #documents: TextDocuments<LockDocument>;
  readonly #repositories = new Map<string, ConfigRepository>();
  readonly #roots = new Map<string, Promise<string | undefined>>();
  readonly #parsed = new WeakMap<LockDocument, Lockfile>();
  readonly #lines = new WeakMap<Lockfile, TextLines>();
  readonly #views = new Map<string, { readonly key: readonly unknown[]; readonly view: FileView }>();
  /** Folders for which every basearch was asked for. */
  readonly #allArches = new Set<string>();
  #opened: { readonly cacheFolder: string | undefined; readonly port: OpenRepositories } | undefined;
  #metadata: Metadata | undefined;
  #syncing: Promise<void>;
  /** No repository is asked before the client has said what it wants. */
  readonly #configured: Promise<void>;
  #setConfigured: () => void = () => undefined;
  #disposed = false;

  constructor(ports: Ports, documents: TextDocuments<LockDocument>, encoding: PositionEncoding, events: SessionEvents) {
    this.#ports = ports;
    this.#encoding = encoding;
    this.#configured = new Promise(resolve => {
      this.#setConfigured = resolve;
    });
    this.#syncing = this.#configured;
    this.#documents = documents;
    this.#events = events;
  }

  get now(): number {
    return this.#ports.now();
  }

  /** Open documents that are ours. */
  lockDocuments(): LockDocument[] {
    return this.#documents.all().filter(document => isLockfile(pathOf(document.uri) ?? '', document.languageId));
  }

  document(uri: string): LockDocument | undefined {
    return this.#documents.get(uri);
  }

  /** What there is to know about an open document; undefined for one that is not open or not ours. */
  async view(uri: string): Promise<FileView | undefined> {
    const opened = this.#documents.get(uri);
    const path = pathOf(uri);
    if (!opened || !isLockfile(path ?? '', opened.languageId)) return undefined;
    const folder = path === undefined ? undefined : await this.#rootOf(path);
    const snapshot = folder === undefined ? undefined : await this.#snapshotOf(folder);
    // what was typed while files were read counts
    const document = this.#documents.get(uri);
    return document && this.#viewOf(document, path, folder, snapshot);
  }

  /** Takes a configuration over. Metadata is opened anew where network, trust or the cache folder changed. */
  configure(configuration: ClientConfiguration): void {
    const before = this.configuration;
    this.configuration = configuration;
    this.#setConfigured();
    const restart = modeOf(before) !== modeOf(configuration) || cacheOf(before) !== cacheOf(configuration);
    if (restart || JSON.stringify(before.proxy) !== JSON.stringify(configuration.proxy)) {
      this.#metadata?.dispose();
      this.#metadata = undefined;
    }
    if (
      JSON.stringify(before.settings.defaultRepositories) !== JSON.stringify(configuration.settings.defaultRepositories)
    ) {
      for (const repository of this.#repositories.values()) repository.invalidate();
    }
    this.sync();
    for (const folder of this.#repositories.keys()) this.#events.changed(folder);
    this.#events.activity();
  }

  /** Brings the metadata in use in line with the open documents, in the background. */
  sync(): void {
    this.#syncing = this.#syncing.then(() => this.#sync()).catch(error => this.#events.error(messageOf(error)));
  }

  documentClosed(uri: string): void {
    this.#views.delete(uri);
    // what was open counted; now the file does, which may have been saved since it was read
    const path = pathOf(uri);
    if (path !== undefined) this.filesChanged([path]);
  }

  /** Files were changed, made or deleted on disk. */
  filesChanged(paths: readonly string[]): void {
    this.#roots.clear();
    for (const repository of this.#repositories.values()) {
      if (!paths.some(path => repository.dependsOn(path))) continue;
      repository.invalidate();
      this.#events.changed(repository.folder);
    }
    this.sync();
  }

  /** Asks every repository in use again. Resolves when all have answered. */
  async refresh({ allArches }: { readonly allArches: boolean }): Promise<void> {
    const since = this.now;
    await this.#synced();
    if (allArches && modeOf(this.configuration) !== 'restricted') {
      for (const folder of this.#repositories.keys()) this.#allArches.add(folder);
      await this.#synced();
    }
    await this.#metadata?.refresh(since);
  }

  status(): StatusParams {
    const metadata = this.#metadata;
    return {
      mode: modeOf(this.configuration),
      busy: metadata?.busy ?? false,
      activity: metadata?.activity ?? '',
      repositories: metadata?.reports() ?? [],
    };
  }

  dispose(): void {
    this.#disposed = true;
    this.#metadata?.dispose();
    this.#closeRepositories();
    this.#repositories.clear();
  }

  /** Resolves when the metadata in use is that of the documents open now. */
  #synced(): Promise<void> {
    this.sync();
    return this.#syncing;
  }

  async #sync(): Promise<void> {
    const open = new Map<string, Set<string>>();
    for (const { uri } of this.lockDocuments()) {
      const path = pathOf(uri);
      const folder = path === undefined ? undefined : await this.#rootOf(path);
      if (folder === undefined || path === undefined) continue;
      open.set(folder, (open.get(folder) ?? new Set()).add(path));
    }
    for (const folder of [...this.#repositories.keys()].filter(known => !open.has(known))) this.#close(folder);
    for (const [folder, paths] of open) {
      const snapshot = await this.#snapshotOf(folder);
      if (this.#disposed || !snapshot) continue;
      this.#want(folder, snapshot, paths);
    }
    this.#events.activity();
  }

  #want(folder: string, { config }: Snapshot, paths: ReadonlySet<string>): void {
    if (modeOf(this.configuration) === 'restricted') return;
    const { primaryArch } = this.configuration.settings;
    const arches = new Set([...paths].flatMap(path => archesOf(path, primaryArch, config.basearches)));
    if (this.#allArches.has(folder)) for (const arch of config.basearches) arches.add(arch);
    const wanted = new Map<string, readonly RepositoryRequest[]>();
    for (const arch of arches) wanted.set(arch, repositoryRequests(config, arch));
    this.#metadataNow().want(folder, wanted);
  }

  #close(folder: string): void {
    this.#metadata?.want(folder, new Map());
    this.#repositories.delete(folder);
    this.#allArches.delete(folder);
    this.#events.closed(folder);
  }

  #metadataNow(): Metadata {
    this.#metadata ??= new Metadata({
      repositories: this.#repositoriesNow(),
      now: this.#ports.now,
      mayLoad: request => modeOf(this.configuration) === 'online' || isLocal(request),
      onChange: folder => this.#events.changed(folder),
      onActivity: () => this.#events.activity(),
      onError: message => this.#events.error(message),
      onLog: message => this.#events.log(message),
    });
    return this.#metadata;
  }

  #repositoriesNow(): Repositories {
    const cacheFolder = cacheOf(this.configuration);
    if (!this.#opened || this.#opened.cacheFolder !== cacheFolder) {
      this.#closeRepositories();
      const configuration = (): ClientConfiguration => this.configuration;
      const log = (line: string): void => this.#events.log(line);
      this.#opened = { cacheFolder, port: this.#ports.openRepositories({ cacheFolder, configuration, log }) };
    }
    return this.#opened.port.repositories;
  }

  #closeRepositories(): void {
    this.#opened?.port.close().catch(error => this.#events.error(messageOf(error)));
    this.#opened = undefined;
  }

  #rootOf(path: string): Promise<string | undefined> {
    let root = this.#roots.get(path);
    if (!root) {
      const within = this.workspaceFolders
        .filter(folder => path.startsWith(folder + sep))
        .sort((a, b) => a.length - b.length)[0];
      root = this.#ports.rootOf(path, within);
      this.#roots.set(path, root);
    }
    return root;
  }

  /** Undefined where the repository cannot be read, which is logged. */
  async #snapshotOf(folder: string): Promise<Snapshot | undefined> {
    let repository = this.#repositories.get(folder);
    if (!repository) {
      repository = new ConfigRepository(folder, this.#ports.tree(folder), (tree, parse) =>
        this.#read(folder, tree, parse),
      );
      this.#repositories.set(folder, repository);
    }
    try {
      return await repository.snapshot();
    } catch (error) {
      this.#events.error(`${folder}: ${messageOf(error)}`);
      return undefined;
    }
  }

  async #read(folder: string, tree: FileTree, parse: ParseLockfile): Promise<Snapshot> {
    const { defaultRepositories } = this.configuration.settings;
    const config = await loadConfigRepo(tree, { defaultRepositories });
    const { files, problems } = await loadLockfiles(tree, config.lockfiles, parse);
    const snapshot = { config, files, problems: [...config.problems, ...problems] };
    this.#events.loaded(folder, tree, snapshot);
    return snapshot;
  }

  #viewOf(
    document: LockDocument,
    path: string | undefined,
    folder: string | undefined,
    snapshot: Snapshot | undefined,
  ): FileView {
    const lockfile = this.#parse(document);
    const repository = folder === undefined ? undefined : this.#repositories.get(folder);
    const repo = snapshot && repository?.context(snapshot, folder === undefined ? [] : this.#openIn(folder));
    const arches = this.#archesOf(path, folder, repo);
    const availability = new Map<string, Availability | undefined>(
      arches.map(arch => [arch, folder === undefined ? undefined : this.#metadata?.availability(folder, arch)]),
    );
    const key = [document, repo, this.configuration, ...availability.values()];
    const last = this.#views.get(document.uri);
    if (last && last.key.length === key.length && last.key.every((part, i) => part === key[i])) return last.view;
    const view: FileView = {
      document,
      path: relativePath(folder, path) ?? document.uri,
      name: path === undefined ? undefined : parseLockfileName(basename(path)),
      lockfile,
      repo,
      arches,
      mode: modeOf(this.configuration),
      folder,
      severity: this.configuration.settings.severity,
      availability: basearch => known(availability.get(basearch)),
      now: this.now,
      repositories: basearch => availability.get(basearch)?.repositories ?? [],
      linesOf: text => this.#linesOf(text),
      file: other => this.#file(document, lockfile, path, folder, repo, other),
    };
    this.#views.set(document.uri, { key, view });
    return view;
  }

  #archesOf(path: string | undefined, folder: string | undefined, repo: RepoContext | undefined): readonly string[] {
    if (path === undefined) return [];
    const { primaryArch } = this.configuration.settings;
    const basearches = repo?.config.basearches ?? [];
    const arches = archesOf(path, primaryArch, basearches);
    const common = parseLockfileName(basename(path))?.arch === undefined;
    // the common file is about every basearch that is there anyway
    const more =
      common && folder !== undefined ? basearches.filter(arch => this.#metadata?.availability(folder, arch)) : [];
    return [...new Set([...arches, ...more])];
  }

  #openIn(folder: string): OpenLockfile[] {
    return this.lockDocuments().flatMap(document => {
      const path = pathOf(document.uri);
      return path?.startsWith(folder + sep) ? [{ path, lockfile: this.#parse(document) }] : [];
    });
  }

  #file(
    document: LockDocument,
    lockfile: Lockfile,
    path: string | undefined,
    folder: string | undefined,
    repo: RepoContext | undefined,
    other: string,
  ): FileHandle {
    const own = { uri: document.uri, version: document.version, lines: document.lines };
    if (folder === undefined || path === undefined || other === relativePath(folder, path)) return own;
    const file = repo?.files.find(candidate => candidate.path === other);
    const absolute = join(folder, other);
    const open = this.lockDocuments().find(candidate => pathOf(candidate.uri) === absolute);
    const text = file?.lockfile ?? lockfile;
    return {
      uri: open?.uri ?? URI.file(absolute).toString(),
      version: open?.version,
      lines: file && this.#linesOf(text),
    };
  }

  #linesOf(lockfile: Lockfile): TextLines {
    let lines = this.#lines.get(lockfile);
    if (!lines) {
      lines = new TextLines(lockfile.text, this.#encoding);
      this.#lines.set(lockfile, lines);
    }
    return lines;
  }

  #parse(document: LockDocument): Lockfile {
    let lockfile = this.#parsed.get(document);
    if (!lockfile) {
      const json = document.languageId.startsWith('json') || document.uri.endsWith('.json');
      lockfile = parseLockfile(document.text, json ? 'json' : 'yaml');
      this.#parsed.set(document, lockfile);
    }
    return lockfile;
  }
}

/** The file system path of a `file:` URI; undefined for other schemes. */
export function pathOf(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath : undefined;
}

function relativePath(folder: string | undefined, path: string | undefined): string | undefined {
  return folder === undefined || path === undefined ? path : relative(folder, path).replaceAll('\\', '/');
}

/** Undefined where nothing at all is known: then rules stay silent. */
function known(availability: Availability | undefined): Availability | undefined {
  return availability?.repositories.some(({ index }) => index !== undefined) ? availability : undefined;
}

function cacheOf({ settings, storageFolder }: ClientConfiguration): string | undefined {
  return settings.cacheFolder === '' ? storageFolder : settings.cacheFolder;
}

/** True for a repository that is read without the network. */
function isLocal({ config }: RepositoryRequest): boolean {
  return config.baseurl.length > 0 && config.baseurl.every(url => url.startsWith('file:'));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

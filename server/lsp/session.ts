/** All state of one connection: open documents, their config repositories, metadata, what services say, configuration. */
import { basename, join } from 'node:path';
import type { TextDocuments } from 'vscode-languageserver';
import type { ConfigRepo, FileTree } from '../config-repo/model';
import { REPO_SETTINGS_FILE } from '../config-repo/repo-settings';
import type { GitAbsence, GitRepository } from '../git/git';
import type { GitWriter } from '../git/git-writer';
import type { ClientConfiguration, StatusParams } from '../protocol';
import type { Repositories } from '../rpmmd/repositories';
import { RULES } from '../rules/registry';
import type { Snapshot } from './config-repository';
import { DEFAULT_CONFIGURATION, gitProgramOf, modeOf } from './configuration';
import type { PositionEncoding } from './convert';
import type { LockDocument } from './document';
import { FactsOfOpen } from './facts-of-open';
import { parseGitUri } from './git-uri';
import { messageOf } from './message-of';
import { MetadataInUse } from './metadata-in-use';
import { OneAfterAnother } from './one-after-another';
import type { Ports } from './ports';
import { RepositoriesInUse } from './repositories-in-use';
import { ServicesInUse } from './services-in-use';
import { SessionServices } from './session-services';
import { isReadOnly, pathOf } from './uri';
import { type FileView, isLockfile } from './view';
import { type Surroundings, Views } from './views';
import { WorkspaceRoots } from './workspace-roots';

/** Where the session tells what has happened. */
export interface SessionEvents {
  /** Answers for the documents of this folder may differ now, though none of them was edited. */
  changed(folder: string): void;
  /** Repositories or the work under way changed. */
  activity(): void;
  /** The config repository was read (again). */
  loaded(folder: string, tree: FileTree, snapshot: Snapshot): void;
  /** The config repository is not in use any more. */
  closed(folder: string): void;
  log(message: string): void;
  error(message: string): void;
}

const RULE_CODES = RULES.map(({ code }) => code);

export class Session {
  configuration: ClientConfiguration = DEFAULT_CONFIGURATION;
  readonly services: SessionServices;

  readonly #ports: Ports;
  readonly #events: SessionEvents;
  readonly #documents: TextDocuments<LockDocument>;
  readonly #metadata: MetadataInUse;
  readonly #repositories: RepositoriesInUse;
  readonly #workspace: WorkspaceRoots;
  readonly #views: Views;
  readonly #servicesInUse: ServicesInUse;
  readonly #facts: FactsOfOpen;
  #workspaceFolders: readonly string[] = [];
  readonly #syncing: OneAfterAnother;
  /** No repository is asked before the client has said what it wants. */
  readonly #configured: Promise<void>;
  #setConfigured: () => void = () => undefined;
  #disposed = false;

  constructor(ports: Ports, documents: TextDocuments<LockDocument>, encoding: PositionEncoding, events: SessionEvents) {
    this.#ports = ports;
    this.#documents = documents;
    this.#events = events;
    this.#configured = new Promise(resolve => {
      this.#setConfigured = resolve;
    });
    const configuration = (): ClientConfiguration => this.configuration;
    const workspaceFolders = (): readonly string[] => this.#workspaceFolders;
    const onLog = (message: string): void => events.log(message);
    const onError = (message: string): void => events.error(message);
    this.#syncing = new OneAfterAnother(this.#configured, () => this.#sync().catch(error => onError(messageOf(error))));
    const onChange = (folder: string): void => events.changed(folder);
    const inUse = { ports, configuration, onChange, onActivity: () => events.activity(), onLog, onError };
    this.#metadata = new MetadataInUse(inUse);
    this.#servicesInUse = new ServicesInUse(inUse);
    this.services = new SessionServices(this.#servicesInUse, folder => this.#configOf(folder));
    this.#repositories = new RepositoriesInUse({
      ports,
      workspaceFolders,
      loadOptions: () => ({
        defaultRepositories: this.configuration.settings.defaultRepositories,
        ruleCodes: RULE_CODES,
      }),
      gitProgram: () => gitProgramOf(this.configuration),
      overlay: path => this.#settingsDocuments().find(({ uri }) => pathOf(uri) === path)?.text,
      onChange: folder => {
        events.changed(folder);
        events.activity();
      },
      onLoaded: (folder, tree, snapshot) => events.loaded(folder, tree, snapshot),
      onLog,
      onError,
    });
    this.#workspace = new WorkspaceRoots({ discover: ports.discoverRoots, workspaceFolders, onLog });
    this.#facts = new FactsOfOpen({
      services: this.#servicesInUse,
      views: () => this.#viewsInUse(),
      mayAsk: () => modeOf(this.configuration) === 'online',
      onError,
    });
    this.#views = new Views({
      encoding,
      now: ports.now,
      configuration,
      documents: () => documents.all(),
      availability: (folder, basearch) => this.#metadata.availability(folder, basearch),
      facts: folder => this.#servicesInUse.facts(folder),
    });
  }

  get now(): number {
    return this.#ports.now();
  }

  /** Absolute paths of the workspace's folders. */
  set workspaceFolders(folders: readonly string[]) {
    this.#workspaceFolders = folders;
    this.#workspace.forget();
  }

  get workspaceFolders(): readonly string[] {
    return this.#workspaceFolders;
  }

  /** Open lockfiles that can be edited. */
  lockDocuments(): LockDocument[] {
    return this.#documents
      .all()
      .filter(({ uri, languageId }) => !isReadOnly(uri) && isLockfile(pathOf(uri) ?? '', languageId));
  }

  document(uri: string): LockDocument | undefined {
    return this.#documents.get(uri);
  }

  /** What there is to know about an open lockfile; undefined for one that is not open or not ours. */
  async view(uri: string): Promise<FileView | undefined> {
    const opened = this.#documents.get(uri);
    if (!opened) return undefined;
    if (isReadOnly(uri)) {
      const path = parseGitUri(uri)?.path ?? '';
      return isLockfile(path, opened.languageId) ? this.#views.ofDocument(opened, undefined) : undefined;
    }
    const path = pathOf(uri);
    if (!isLockfile(path ?? '', opened.languageId)) return undefined;
    const folder = path === undefined ? undefined : await this.#repositories.rootOf(path);
    const snapshot = folder === undefined ? undefined : await this.#repositories.snapshotOf(folder);
    // what was typed while files were read counts
    const document = this.#documents.get(uri);
    if (!document || folder === undefined || !snapshot) return document && this.#views.ofDocument(document, undefined);
    // what is not on this branch is a file on its own
    const [open] = this.#views.openIn(folder, [document]);
    const gone = open !== undefined && this.#repositories.isGone(folder, snapshot, open);
    return this.#views.ofDocument(document, gone ? undefined : this.#surroundings(folder, snapshot));
  }

  /** Like `view`, also for a lockfile of a repository in use that is not open. */
  async viewOfFile(uri: string): Promise<FileView | undefined> {
    const path = pathOf(uri);
    if (this.#documents.get(uri) || path === undefined || !isLockfile(path, '')) return this.view(uri);
    const folder = await this.#repositories.rootOf(path);
    if (folder === undefined || !this.#repositories.has(folder)) return undefined;
    const views = await this.viewsIn(folder);
    return views?.find(view => join(folder, view.path) === path);
  }

  /** Every lockfile of a config repository, open or not. Undefined where it cannot be read. */
  async viewsIn(folder: string): Promise<FileView[] | undefined> {
    const snapshot = await this.#repositories.snapshotOf(folder);
    const around = snapshot && this.#surroundings(folder, snapshot);
    if (!around) return undefined;
    const open = new Map(this.lockDocuments().map(document => [pathOf(document.uri), document]));
    const views = around.repo.files.map(file => {
      const document = open.get(join(folder, file.path));
      return document ? this.#views.ofDocument(document, around) : this.#views.ofFile(file, around);
    });
    this.#views.forgetIn(folder, views);
    return views;
  }

  /** Folders of the config repositories in the workspace, and of those around open documents. The first call searches. */
  async workspaceRepositories(): Promise<string[]> {
    await this.#configured;
    return [...new Set([...(await this.#workspace.roots()), ...this.#repositories.folders()])].sort();
  }

  /** Every lockfile of all of them. */
  async allViews(): Promise<FileView[]> {
    const found = (await this.workspaceRepositories()).map(folder => this.viewsIn(folder));
    return (await Promise.all(found)).flatMap(views => views ?? []);
  }

  /** Git around a config repository of the session. Undefined for another folder, and where git must not be asked. */
  async git(folder: string): Promise<GitRepository | GitAbsence | undefined> {
    if (!(await this.workspaceRepositories()).includes(folder)) return undefined;
    // takes it into use
    await this.#repositories.snapshotOf(folder);
    return this.#repositories.git(folder);
  }

  /** Writes commits to the repository around a folder; undefined where git must not be run. */
  gitWriter(folder: string): GitWriter | undefined {
    const program = gitProgramOf(this.configuration);
    return program === undefined ? undefined : this.#ports.openGitWriter(program)(folder);
  }

  /** Package repositories, to read one that no config repository names. */
  get packageRepositories(): Repositories {
    return this.#metadata.repositories;
  }

  /** An open `.manifest-lock.yaml`; undefined for any other document. */
  settingsDocument(uri: string): LockDocument | undefined {
    return this.#settingsDocuments().find(document => document.uri === uri);
  }

  /** The config repository that an address is of: of a file in it, open or not, of a file as it is in a commit, or of its folder. */
  async folderAround(uri: string): Promise<string | undefined> {
    const ofCommit = parseGitUri(uri);
    if (ofCommit) return ofCommit.folder;
    const path = pathOf(uri);
    if (path === undefined) return undefined;
    const folders = await this.workspaceRepositories();
    return folders.includes(path) ? path : this.#repositories.rootOf(path);
  }

  /** What the config repository around a file says. Undefined where there is none, or it cannot be read. */
  async configAround(uri: string): Promise<ConfigRepo | undefined> {
    const path = pathOf(uri);
    const folder = path === undefined ? undefined : await this.#repositories.rootOf(path);
    return folder === undefined ? undefined : (await this.#repositories.snapshotOf(folder))?.config;
  }

  /** Takes a configuration over. Metadata is opened anew where network, trust or the cache folder changed. */
  configure(configuration: ClientConfiguration): void {
    const before = this.configuration;
    this.configuration = configuration;
    this.#setConfigured();
    this.#metadata.configurationChanged(before);
    this.#servicesInUse.configurationChanged(before);
    if (gitProgramOf(before) !== gitProgramOf(configuration)) this.#repositories.restartGit();
    const differs = (read: (of: ClientConfiguration) => unknown): boolean =>
      JSON.stringify(read(before)) !== JSON.stringify(read(configuration));
    if (differs(({ settings }) => settings.defaultRepositories)) this.#repositories.invalidate();
    this.sync();
    for (const folder of this.#repositories.folders()) this.#events.changed(folder);
    this.#events.activity();
  }

  /** Brings the metadata in use in line with the open documents, in the background. */
  sync(): void {
    void this.#synced();
  }

  documentChanged(uri: string): void {
    const path = pathOf(uri);
    if (path !== undefined && isSettingsFile(path)) this.filesChanged([path]);
    else this.#facts.soon();
  }

  documentClosed(uri: string): void {
    this.#views.forget(uri);
    // what was open counted; now the file does, which may have been saved since it was read
    const path = pathOf(uri);
    if (path !== undefined) this.filesChanged([path]);
  }

  /** Files were changed, made or deleted on disk (absolute paths); `cameOrWent` are those of the last two kinds. */
  filesChanged(paths: readonly string[], cameOrWent: readonly string[] = []): void {
    this.#workspace.filesCameOrWent(cameOrWent);
    for (const folder of this.#repositories.filesChanged(paths)) this.#events.changed(folder);
    this.sync();
  }

  /** Resolves when the package metadata that an open file is about has come, from wherever it comes, or cannot be had. */
  async metadataKnown({ folder }: FileView): Promise<void> {
    if (folder === undefined) return;
    await this.#synced();
    await this.#metadata.known(folder);
  }

  /** Asks every repository in use again, and git. Resolves when all repositories have answered. */
  async refresh({ allArches }: { readonly allArches: boolean }): Promise<void> {
    const since = this.now;
    this.#repositories.refreshGit();
    await this.#synced();
    if (allArches && modeOf(this.configuration) !== 'restricted') {
      for (const folder of (await this.#openFolders()).keys()) this.#metadata.wantAllArches(folder);
      await this.#synced();
    }
    await this.#facts.now();
    await Promise.all([this.#metadata.refresh(since), this.#servicesInUse.refresh(since)]);
  }

  status(): StatusParams {
    const git = this.#repositories.gitAbsences().join('; ');
    return {
      mode: modeOf(this.configuration),
      busy: this.#metadata.busy || this.#servicesInUse.busy,
      activity: [this.#metadata.activity, this.#servicesInUse.activity].filter(text => text !== '').join(', '),
      repositories: this.#metadata.reports(),
      services: this.#servicesInUse.reports(),
      ...(git === '' ? {} : { git }),
    };
  }

  dispose(): void {
    this.#disposed = true;
    this.#facts.dispose();
    this.#metadata.dispose();
    this.#servicesInUse.dispose();
    this.#repositories.dispose();
  }

  /** Resolves when the metadata in use is that of the documents open now. */
  #synced(): Promise<void> {
    return this.#syncing.run();
  }

  async #sync(): Promise<void> {
    const open = await this.#openFolders();
    const used = new Set([...open.keys(), ...this.#workspace.known]);
    for (const folder of this.#repositories.folders().filter(known => !used.has(known))) this.#close(folder);
    for (const folder of this.#workspace.known.filter(known => !open.has(known))) {
      this.#metadata.drop(folder);
      this.#servicesInUse.drop(folder);
    }
    for (const [folder, paths] of open) {
      const snapshot = await this.#repositories.snapshotOf(folder);
      if (this.#disposed || !snapshot) continue;
      this.#metadata.want(folder, snapshot.config, paths);
    }
    this.#facts.soon();
    this.#events.activity();
  }

  async #openViews(): Promise<FileView[]> {
    const views = await Promise.all(this.lockDocuments().map(({ uri }) => this.view(uri)));
    return views.filter(view => view !== undefined);
  }

  /** Of documents and repositories that were not closed while their views were made. */
  async #viewsInUse(): Promise<FileView[]> {
    const views = await this.#openViews();
    const open = new Set(this.lockDocuments().map(({ uri }) => uri));
    return views.filter(({ document, folder }) => {
      return open.has(document.uri) && (folder === undefined || this.#repositories.has(folder));
    });
  }

  /** Undefined for a folder that is no config repository of the session, or cannot be read. */
  async #configOf(folder: string | undefined): Promise<ConfigRepo | undefined> {
    if (folder === undefined || !this.#repositories.has(folder)) return undefined;
    return (await this.#repositories.snapshotOf(folder))?.config;
  }

  /** Folders of config repositories with open documents, and the open lockfiles of each (absolute paths). */
  async #openFolders(): Promise<Map<string, Set<string>>> {
    const open = new Map<string, Set<string>>();
    const settings = this.#settingsDocuments();
    for (const document of [...this.lockDocuments(), ...settings]) {
      const path = pathOf(document.uri);
      const folder = path === undefined ? undefined : await this.#repositories.rootOf(path);
      if (folder === undefined || path === undefined) continue;
      const paths = open.get(folder) ?? new Set();
      open.set(folder, settings.includes(document) ? paths : paths.add(path));
    }
    return open;
  }

  #close(folder: string): void {
    this.#metadata.drop(folder);
    this.#servicesInUse.drop(folder);
    this.#repositories.close(folder);
    this.#views.forgetIn(folder);
    this.#events.closed(folder);
  }

  #surroundings(folder: string, snapshot: Snapshot): Surroundings | undefined {
    const open = this.#views
      .openIn(folder, this.lockDocuments())
      .filter(file => !this.#repositories.isGone(folder, snapshot, file));
    const repo = this.#repositories.context(folder, snapshot, open);
    return repo && { folder, snapshot, repo };
  }

  #settingsDocuments(): LockDocument[] {
    return this.#documents.all().filter(({ uri }) => isSettingsFile(pathOf(uri) ?? ''));
  }
}

function isSettingsFile(path: string): boolean {
  return basename(path) === REPO_SETTINGS_FILE;
}

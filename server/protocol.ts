/** Custom requests and settings, shared with client/. Nothing in here may import from the rest of the server. */
import { NotificationType, RequestType, RequestType0 } from 'vscode-languageserver-protocol';

export type RuleSeverity = 'off' | 'error' | 'warning' | 'info' | 'hint';

/** `manifestLock.*`, as VS Code hands it over. */
export interface Settings {
  /** `manifestLock.network` */
  readonly network: 'on' | 'off';
  /** `manifestLock.inlayHints` */
  readonly inlayHints: boolean;
  /** `manifestLock.codeLens` */
  readonly codeLens: boolean;
  /** `manifestLock.primaryArch`: the basearch an overrides file's metadata is fetched for. */
  readonly primaryArch: string;
  /** `manifestLock.defaultRepositories`: for branches whose manifest names no `repos`. */
  readonly defaultRepositories: readonly string[];
  /** `manifestLock.cacheFolder`: empty for the default. */
  readonly cacheFolder: string;
  /** `manifestLock.rules.severity` */
  readonly severity: Readonly<Record<string, RuleSeverity>>;
}

export const DEFAULT_SETTINGS: Settings = {
  network: 'on',
  inlayHints: true,
  codeLens: true,
  primaryArch: 'x86_64',
  defaultRepositories: ['fedora', 'fedora-updates'],
  cacheFolder: '',
  severity: {},
};

/** VS Code's own proxy settings. The server runs in a process of its own that VS Code's patching does not reach. */
export interface ProxySettings {
  /** `http.proxy`; empty: the environment's. */
  readonly proxy: string;
  /** `http.noProxy` */
  readonly noProxy: readonly string[];
  /** `http.proxyStrictSSL` */
  readonly strictSSL: boolean;
}

/** `initializationOptions`, and the payload of `manifestLock/configure` when something of it changes. */
export interface ClientConfiguration {
  readonly settings: Settings;
  readonly proxy: ProxySettings;
  /** Workspace trust. Untrusted: no network, no git writes, no file:// repository. */
  readonly trusted: boolean;
  /** Folder for the metadata cache when `settings.cacheFolder` is empty. */
  readonly storageFolder: string | undefined;
  /** The git program, as VS Code's `git.path` says; empty: `git` on the PATH. */
  readonly gitPath: string;
}

export const ConfigureNotification = new NotificationType<ClientConfiguration>('manifestLock/configure');

export type RepositoryStatus = 'ready' | 'loading' | 'missing' | 'failed';

/** One repository and basearch, for the status item and `Show Output`. */
export interface RepositoryReport {
  readonly id: string;
  readonly basearch: string;
  readonly status: RepositoryStatus;
  /** Unix milliseconds of the last verified answer. */
  readonly checkedAt: number | undefined;
  readonly error: string | undefined;
}

/** Server to client, whenever it changes. */
export interface StatusParams {
  /** `restricted`: untrusted workspace; `offline`: `network` is off. */
  readonly mode: 'online' | 'offline' | 'restricted';
  readonly busy: boolean;
  /** What is being done, for a human: "fedora-updates x86_64: 3.1 of 9.4 MB". Empty when idle. */
  readonly activity: string;
  readonly repositories: readonly RepositoryReport[];
  /** Why branches and history are not known, for a human; missing where they are. */
  readonly git?: string;
}

export const StatusNotification = new NotificationType<StatusParams>('manifestLock/status');

export interface RefreshParams {
  /** Every basearch of every open repository instead of the ones in use. */
  readonly allArches: boolean;
}

/** Asks every repository in use again, even within its metadata_expire. Answers when all are done. */
export const RefreshRequest = new RequestType<RefreshParams, StatusParams, void>('manifestLock/refresh');

export const StatusRequest = new RequestType0<StatusParams, void>('manifestLock/getStatus');

export interface UpdatePinParams {
  readonly uri: string;
  /** Zero-based, UTF-16. */
  readonly position: { readonly line: number; readonly character: number };
}

export interface UpdateAllParams {
  readonly uri: string;
  /** Move `type: pin` entries too. */
  readonly includePins: boolean;
}

/** What an update command did, or why it did nothing. The server applies the edit itself (`workspace/applyEdit`). */
export interface UpdateResult {
  /** Packages whose version changed. */
  readonly changed: readonly { readonly name: string; readonly from: string; readonly to: string }[];
  /** For a human; always set when nothing changed. */
  readonly message: string;
}

export const UpdatePinRequest = new RequestType<UpdatePinParams, UpdateResult, void>('manifestLock/updatePin');
export const UpdateAllRequest = new RequestType<UpdateAllParams, UpdateResult, void>('manifestLock/updateAll');

export interface FileParams {
  readonly uri: string;
}

/** Drops the fast-tracks of an overrides file that have graduated and that the base locks have too. */
export const DropGraduatedRequest = new RequestType<FileParams, UpdateResult, void>('manifestLock/dropGraduated');

/** Fast-tracks every package that fell behind the stream this one must not fall behind. The uri is of any lockfile of the repository. */
export const FastTrackBehindRequest = new RequestType<FileParams, UpdateResult, void>('manifestLock/fastTrackBehind');

/** Of read-only documents: a file as it is in a commit. `lsp/git-uri.ts` makes their addresses. */
export const GIT_SCHEME = 'manifest-lock-git';

/** The text of such a document, which never changes. */
export const GitDocumentRequest = new RequestType<FileParams, string, void>('manifestLock/gitDocument');

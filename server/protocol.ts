/** Custom requests and settings, shared with client/. Nothing in here may import from the rest of the server. */
import { NotificationType, NotificationType0, RequestType, RequestType0 } from 'vscode-languageserver-protocol';
import type { Settings } from './protocol/settings';

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

/** One service that open overrides are asked of. */
export interface ServiceReport {
  readonly service: 'koji' | 'bodhi';
  readonly url: string;
  /** Unix milliseconds of the newest answer in use. */
  readonly checkedAt: number | undefined;
  /** Why it could not be asked; what it said before is still used. */
  readonly error: string | undefined;
  /** Set where the error is of some of its answers alone. */
  readonly partial?: true;
}

/** Server to client, whenever it changes. */
export interface StatusParams {
  /** `restricted`: untrusted workspace; `offline`: `network` is off. */
  readonly mode: 'online' | 'offline' | 'restricted';
  readonly busy: boolean;
  /** What is being done, for a human: "fedora-updates x86_64: 3.1 of 9.4 MB". Empty when idle. */
  readonly activity: string;
  readonly repositories: readonly RepositoryReport[];
  readonly services: readonly ServiceReport[];
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

export interface DropGraduatedParams extends FileParams {
  /** Of every overrides file of the repository; the uri is then of any of its lockfiles. */
  readonly allFiles?: boolean;
}

/** Drops the fast-tracks of an overrides file that have graduated and that the base locks have too. */
export const DropGraduatedRequest = new RequestType<DropGraduatedParams, UpdateResult, void>(
  'manifestLock/dropGraduated',
);

/** Fast-tracks every package that fell behind the stream this one must not fall behind. The uri is of any lockfile of the repository. */
export const FastTrackBehindRequest = new RequestType<FileParams, UpdateResult, void>('manifestLock/fastTrackBehind');

/** Of read-only documents: a file as it is in a commit. `lsp/git-uri.ts` makes their addresses. */
export const GIT_SCHEME = 'manifest-lock-git';

/** The text of such a document, which never changes. */
export const GitDocumentRequest = new RequestType<FileParams, string, void>('manifestLock/gitDocument');

/** `manifestLock/pin/...`: the questions that "Pin Backport" asks one after the other. The uri is of any lockfile of the repository. */
export interface PinCandidatesParams {
  readonly uri: string;
  /** Package name, NVR, Koji build URL, Bodhi alias or URL, path of a local RPM or of a `file://` repository; empty: what stands at `position`. */
  readonly query: string;
  /** Zero-based, UTF-16. */
  readonly position?: { readonly line: number; readonly character: number };
  /** Name of the stream that the builds are for first of all; the working tree's where absent. */
  readonly stream?: string;
}

/** A build that can be pinned. */
export interface PinCandidate {
  /** What stands for it in the questions that follow. */
  readonly subject: string;
  /** NVR of the source package, or what a local RPM says. */
  readonly nvr: string;
  /** Where it comes from: "Koji", "fedora-updates", "FEDORA-2024-f0fd63c638 (testing)", "testing", "local file". */
  readonly from: readonly string[];
  /** State, date, who built it, whether it is signed; empty where nothing is known. */
  readonly detail: string;
  /** URL of its Bodhi update. */
  readonly bodhi?: string;
  /** Set where its update is on its way: what a fast-track runs ahead of. */
  readonly ahead?: true;
  /** Its source package may be fast-tracked without a reason. */
  readonly selfReleased: boolean;
  /** Why it cannot be pinned: deleted, not built for this release. */
  readonly refused?: string;
}

export interface PinCandidatesResult {
  /** Newest first. */
  readonly candidates: readonly PinCandidate[];
  /** What could not be asked, and why nothing was found; for a human, a sentence each. */
  readonly notes: readonly string[];
}

export const PinCandidatesRequest = new RequestType<PinCandidatesParams, PinCandidatesResult, void>(
  'manifestLock/pin/candidates',
);

export interface PinChoice {
  readonly uri: string;
  readonly subjects: readonly string[];
  readonly type: 'pin' | 'fast-track';
  /** http(s) URL; required for a pin. */
  readonly reason?: string;
  readonly ignoreDistMismatch?: boolean;
}

/** What the choice would do to one stream. */
export interface PinStream {
  /** Name of the stream. */
  readonly stream: string;
  /** `stable`, `origin/stable`; the working tree's branch for the stream that is checked out. */
  readonly label: string;
  /** Its files are edited in the working tree; another gets a commit. */
  readonly worktree: boolean;
  /** "kernel 6.11.3-200.fc40 -> 6.11.4-201.fc40" */
  readonly summary: string;
  /** "upgrade", "downgrade on s390x", "skips testing", "goes away at the next promotion", "next-devel is closed". */
  readonly effects: readonly string[];
  /** Whether most would choose it. */
  readonly preselected: boolean;
  /** Why it cannot be chosen. */
  readonly refused?: string;
}

export interface PinStreamsResult {
  /** In promotion order, that of the working tree first. */
  readonly streams: readonly PinStream[];
  readonly notes: readonly string[];
}

export const PinStreamsRequest = new RequestType<PinChoice, PinStreamsResult, void>('manifestLock/pin/streams');

export interface PinPlanParams extends PinChoice {
  /** Names. */
  readonly streams: readonly string[];
  /** Commits go onto new branches instead of the streams' own. */
  readonly newBranches: boolean;
}

/** One stream as it will be. */
export interface PinChange {
  readonly stream: string;
  readonly worktree: boolean;
  /** Short name of the branch that gets the commit; of the working tree's stream that which is checked out. */
  readonly branch: string;
  /** Of the commit; of the working tree what could be written when it is committed. */
  readonly message: string;
  readonly files: readonly { readonly path: string; readonly before: string; readonly after: string }[];
  readonly notes: readonly string[];
}

export interface PinPlanResult {
  /** Names this plan for `apply`, which writes exactly this or nothing. Missing where nothing can be written. */
  readonly plan?: string;
  readonly changes: readonly PinChange[];
  /** Streams that are left out, and why; a sentence each. */
  readonly refused: readonly string[];
}

export const PinPlanRequest = new RequestType<PinPlanParams, PinPlanResult, void>('manifestLock/pin/plan');

export interface PinApplyResult {
  /** Whether the working tree's files were edited (`workspace/applyEdit`: one undo step). */
  readonly edited: boolean;
  readonly commits: readonly { readonly stream: string; readonly branch: string; readonly commit: string }[];
  /** Says exactly what was done and what was not. */
  readonly message: string;
  /** True where something of the plan was not done. */
  readonly failed: boolean;
}

export const PinApplyRequest = new RequestType<{ readonly plan: string }, PinApplyResult, void>(
  'manifestLock/pin/apply',
);

/** The overrides of every stream of every config repository in use, for the Overrides view. */
export interface OverridesResult {
  readonly repositories: readonly OverridesOfRepository[];
}

export interface OverridesOfRepository {
  /** Absolute path. */
  readonly folder: string;
  readonly streams: readonly OverridesOfStream[];
  /** What could not be read or asked; for a human. */
  readonly notes: readonly string[];
}

export interface OverridesOfStream {
  /** Name of the stream, or of the branch where no stream is known. */
  readonly stream: string;
  /** `stable`, `origin/stable`, `working tree`. */
  readonly label: string;
  readonly worktree: boolean;
  readonly overrides: readonly OverrideRow[];
}

export interface OverrideRow {
  readonly name: string;
  /** The entry's source package, as far as known; else its own name. */
  readonly source: string;
  readonly evr: string;
  /** Of an arch file. */
  readonly arch?: string;
  /** `metadata.type`. */
  readonly type?: string;
  /** `metadata.reason` */
  readonly reason?: string;
  /** Days since the entry has its version. */
  readonly age?: number;
  /** "added by NAME in 8d4e788b5e on 2024-06-27: overrides: pin kernel-6.8.11-300.fc40" */
  readonly origin?: string;
  readonly bodhi?: { readonly url: string; readonly alias: string; readonly state?: string };
  /** Missing where it is not known. */
  readonly graduated?: 'no' | 'repositories' | 'base-locks';
  /** Document and place of the entry (zero-based, UTF-16), read-only for other streams. */
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

export const OverridesRequest = new RequestType0<OverridesResult, void>('manifestLock/overrides');

/** Server to client: the answer to OverridesRequest may be another now. */
export const OverridesChangedNotification = new NotificationType0('manifestLock/overridesChanged');

export * from './protocol/settings';

/** Streams: comparing, promoting, the history of a package. */
export * from './protocol/streams';

/** Custom requests about streams: comparing them, promoting one to another, the history of a package. Everything in them is plain JSON. */
import { NotificationType0, RequestType, RequestType0 } from 'vscode-languageserver-protocol';

export type ChangeKindName = 'upgraded' | 'downgraded' | 'added' | 'removed';

/** What can be compared, to choose from. */
export interface CompareChoice {
  /** What stands for it: `testing`, `worktree`, `HEAD`, `build:stable/40.20241019.3.0`, `tag:f40-updates`. */
  readonly spec: string;
  readonly label: string;
  readonly group: 'stream' | 'working tree' | 'branch' | 'build' | 'tag';
  /** Release version, date, number of overrides; may be empty. */
  readonly detail: string;
}

export interface CompareChoices {
  /** Absolute path of the config repository. */
  readonly folder: string;
  /** Its last part. */
  readonly name: string;
  /** Streams in promotion order, then the working tree, branches, builds. */
  readonly choices: readonly CompareChoice[];
  /** Which two most would compare: the stream that is checked out with the one that it is promoted to or comes from. */
  readonly suggested: { readonly from: string; readonly to: string } | undefined;
  readonly notes: readonly string[];
}

/**
 * Of the config repository around a document or folder (uri); missing: of all in use. Builds of the build service are those known by now, and
 * StreamsChangedNotification says when there are others; `builds: true` waits for them, two seconds at most.
 */
export const CompareChoicesRequest = new RequestType<
  { readonly uri?: string; readonly builds?: boolean },
  { readonly repositories: readonly CompareChoices[] },
  void
>('manifestLock/compare/choices');

export interface CompareParams {
  /** Absolute path of the config repository. */
  readonly folder: string;
  readonly from: string;
  readonly to: string;
}

export interface ComparedSide {
  readonly spec: string;
  readonly label: string;
  readonly kind: 'ref' | 'worktree' | 'build' | 'tag';
  readonly commit?: string;
  /** Unix seconds. */
  readonly committed?: number;
  readonly stream?: string;
  readonly releasever?: string;
}

export interface ComparedVersion {
  readonly evr: string;
  readonly provenance: 'base' | 'override' | 'build' | 'tag';
  /** Of an override: its type, reason and update. URLs as written. */
  readonly type?: string;
  readonly reason?: string;
  readonly bodhi?: string;
  /** Path of the lockfile, relative to the config repository; missing: there is nothing to go to. */
  readonly file?: string;
}

export interface ComparedArch {
  readonly kind: ChangeKindName;
  readonly from?: ComparedVersion;
  readonly to?: ComparedVersion;
}

/** One binary package. */
export interface ComparedPackage {
  readonly name: string;
  readonly source: string;
  /** The gravest of its basearches. */
  readonly kind: ChangeKindName;
  readonly nature?: 'version' | 'release' | 'rebuild' | 'epoch';
  readonly arches: Readonly<Record<string, ComparedArch>>;
  readonly diverges: boolean;
}

export interface ComparedOverride {
  readonly name: string;
  readonly source: string;
  readonly kind: 'lost' | 'gained' | 'changed';
  readonly arches: readonly string[];
  readonly from?: ComparedVersion;
  readonly to?: ComparedVersion;
  readonly effect: 'upgraded' | 'downgraded' | 'same' | 'removed' | 'added';
  /** Of a lost one: nothing is lost with it, the other side's base lock has its version, or has overtaken a fast-track. */
  readonly caughtUp?: true;
}

export interface AdvisoryRow {
  readonly id: string;
  readonly title: string;
  readonly type: 'security' | 'bugfix' | 'enhancement' | 'newpackage' | 'unspecified';
  readonly severity: 'critical' | 'important' | 'moderate' | 'low' | 'none';
  readonly cves: readonly string[];
  /** Unix milliseconds. */
  readonly issued?: number;
  readonly url?: string;
  readonly status?: string;
}

export interface CompareSummary {
  readonly packages: Readonly<Record<ChangeKindName, number>>;
  readonly sources: Readonly<Record<ChangeKindName, number>>;
  readonly rebuilds: number;
  readonly unchanged: number;
  readonly overridesLost: number;
  readonly overridesGained: number;
  readonly overridesChanged: number;
}

export interface CompareResult {
  /** Undefined: this side cannot be read at all; `notes` say why. */
  readonly from: ComparedSide | undefined;
  readonly to: ComparedSide | undefined;
  readonly basearches: readonly string[];
  /** By source package, then by name. */
  readonly changes: readonly ComparedPackage[];
  readonly overrides: readonly ComparedOverride[];
  readonly summary: CompareSummary;
  readonly notes: readonly string[];
}

/** Never fails for what cannot be read: it says so in `notes`. */
export const CompareRequest = new RequestType<CompareParams, CompareResult, void>('manifestLock/compare');

/** Asked for after the comparison is shown: it goes over the network. */
export interface CompareAdvisoriesResult {
  /** By source package; without those that have none. */
  readonly bySource: Readonly<Record<string, readonly AdvisoryRow[]>>;
  /** Of what goes backwards: those that it had, and loses; likewise. */
  readonly lost?: Readonly<Record<string, readonly AdvisoryRow[]>>;
  /** Where they were looked for: `Bodhi`, `updateinfo of fedora-updates`. Empty: nothing could be asked. */
  readonly asked: readonly string[];
  readonly problems: readonly string[];
}

export const CompareAdvisoriesRequest = new RequestType<CompareParams, CompareAdvisoriesResult, void>(
  'manifestLock/compare/advisories',
);

/** What is told of one source package when its row is opened. */
export interface CompareStoryResult {
  /** Newest first; undefined where it is not known (`problems` say why). */
  readonly changelog?: readonly { readonly at: number; readonly author: string; readonly text: string }[];
  /** Pages of the builds. */
  readonly fromPage?: string;
  readonly toPage?: string;
  readonly problems: readonly string[];
}

export const CompareStoryRequest = new RequestType<
  CompareParams & { readonly source: string },
  CompareStoryResult,
  void
>('manifestLock/compare/story');

/** Where a package stands on one side. Undefined: nowhere that one could go to. */
export const ComparePlaceRequest = new RequestType<
  CompareParams & { readonly side: 'from' | 'to'; readonly name: string; readonly arch: string },
  { readonly uri: string; readonly line: number; readonly character: number } | undefined,
  void
>('manifestLock/compare/place');

/** The comparison as the command line writes it. */
export const CompareTextRequest = new RequestType<
  CompareParams & { readonly format: 'markdown' | 'json'; readonly advisories: boolean },
  string,
  void
>('manifestLock/compare/text');

/** One stream of a repository, for the Streams view and the picture of the streams. */
export interface StreamRow {
  readonly stream: string;
  /** `stable`, `origin/stable`, `working tree`. */
  readonly label: string;
  /** To compare it: `stable`, `worktree`. */
  readonly spec: string;
  readonly worktree: boolean;
  readonly releasever?: string;
  readonly commit?: { readonly id: string; readonly subject: string; readonly committed: number };
  readonly overrides: number;
  /** A development stream that is not in use. */
  readonly closed: boolean;
  /** Where its base locks come from, or why there are none; empty where it has its own. */
  readonly locks: string;
  /** What each stream that feeds it would bring, the likelier first. */
  readonly feeds: readonly StreamFeed[];
  readonly uri: string | undefined;
}

export interface StreamFeed {
  readonly from: string;
  /** `testing-devel`, `origin/testing-devel`. */
  readonly spec: string;
  /** True for the one that the next promotion would come from. */
  readonly likely: boolean;
  readonly summary: CompareSummary;
  /** "+12 ^30 v1 !2": source packages, and overrides that get lost; "nothing new". */
  readonly signs: string;
  /** The same in words: "12 added, 30 upgraded, 1 downgraded; 2 overrides lost". */
  readonly words: string;
  readonly downgrades: readonly StreamFeedItem[];
  readonly lostOverrides: readonly StreamFeedItem[];
  /** Undefined while advisories are not known; known for the likely one only. */
  readonly security?: readonly (StreamFeedItem & { readonly advisories: readonly AdvisoryRow[] })[];
}

export interface StreamFeedItem {
  readonly name: string;
  readonly source: string;
  /** "5:5.2.4-1.fc40 -> 5:5.2.3-1.fc40", with basearches where they differ. */
  readonly text: string;
  /** Of a downgrade that a pin with a reason holds, and of a lost override. URL as written. */
  readonly reason?: string;
  /** Where it stands on the stream itself. */
  readonly uri?: string;
  readonly line?: number;
  readonly character?: number;
}

export interface StreamsOfRepository {
  readonly folder: string;
  readonly name: string;
  /** In promotion order. */
  readonly streams: readonly StreamRow[];
  readonly notes: readonly string[];
}

export const StreamsRequest = new RequestType0<{ readonly repositories: readonly StreamsOfRepository[] }, void>(
  'manifestLock/streams',
);

/** Server to client: what StreamsRequest, CompareRequest and CompareChoicesRequest answered may be another now. Sent once after each time that one of them was asked. */
export const StreamsChangedNotification = new NotificationType0('manifestLock/streamsChanged');

export interface PromotePreview {
  /** Names this plan for `apply`, which makes exactly this commit or none. Missing where none can be made. */
  readonly plan?: string;
  readonly from: { readonly stream: string; readonly label: string; readonly commit: string };
  readonly to: { readonly stream: string; readonly label: string; readonly commit: string };
  /** Short name of the branch that gets the commit. */
  readonly branch?: string;
  readonly message: string;
  readonly diff: CompareResult;
  /** Overrides of the target that it drops or changes. */
  readonly overrides: readonly ComparedOverride[];
  readonly downgrades: readonly {
    readonly name: string;
    readonly source: string;
    readonly text: string;
    readonly reason?: string;
  }[];
  readonly files: {
    readonly added: readonly string[];
    readonly changed: readonly string[];
    readonly removed: readonly string[];
  };
  readonly adapted: readonly {
    readonly path: string;
    readonly kind: 'kept' | 'lines';
    readonly lines: readonly string[];
  }[];
  readonly warnings: readonly string[];
  /** Why it cannot be made; also says that nothing would change. */
  readonly refused?: string;
  /** All of it as Markdown, as the command line writes it. */
  readonly markdown: string;
}

export const PromotePreviewRequest = new RequestType<CompareParams, PromotePreview, void>(
  'manifestLock/promote/preview',
);

export const PromoteApplyRequest = new RequestType<
  { readonly plan: string },
  { readonly branch?: string; readonly commit?: string; readonly message: string; readonly failed: boolean },
  void
>('manifestLock/promote/apply');

export interface HistoryParams {
  /** Of any document of the repository, or its folder. */
  readonly uri: string;
  /** Package; empty: what stands at `position`. */
  readonly name: string;
  /** Zero-based, UTF-16. */
  readonly position?: { readonly line: number; readonly character: number };
  /** Unix seconds; missing: half a year ago. */
  readonly since?: number;
  /** Missing: `manifestLock.primaryArch`. */
  readonly arch?: string;
}

export interface HistorySpan {
  readonly evr?: string;
  /** Unix seconds. */
  readonly since: number;
  readonly commit: string;
  readonly subject: string;
  readonly provenance?: 'base' | 'override';
  readonly type?: string;
  readonly reason?: string;
}

export interface HistoryResult {
  readonly folder: string;
  readonly name: string;
  readonly basearch: string;
  readonly basearches: readonly string[];
  /** Unix seconds. */
  readonly since: number;
  readonly until: number;
  /** In promotion order; spans oldest first, each until the next one begins. */
  readonly streams: readonly {
    readonly stream: string;
    readonly label: string;
    readonly spans: readonly HistorySpan[];
  }[];
  /** All versions among the spans, lowest first, as RPM orders them. */
  readonly versions: readonly string[];
  /** What each stream has now, by basearch. */
  readonly matrix: readonly {
    readonly stream: string;
    readonly label: string;
    readonly versions: Readonly<
      Record<string, { readonly evr: string; readonly provenance: 'base' | 'override'; readonly type?: string }>
    >;
  }[];
  readonly notes: readonly string[];
}

export const HistoryRequest = new RequestType<HistoryParams, HistoryResult, void>('manifestLock/history');

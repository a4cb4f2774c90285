/** What the pages of the panels and the extension say to each other. Both sides import it; everything is plain JSON. */
import type {
  CompareAdvisoriesResult,
  CompareChoices,
  CompareResult,
  CompareStoryResult,
  HistoryParams,
  HistoryResult,
  StreamsOfRepository,
} from '../../server/protocol';

/** What the panel "Compare Streams" shows; the page keeps it (`setState`) and gets it back after a reload. */
export interface CompareState {
  /** Absolute path of the config repository. */
  readonly folder: string;
  readonly from: string;
  readonly to: string;
  readonly view: CompareView;
}

export interface CompareView {
  readonly filter: string;
  /** Kinds that are shown; empty: all. */
  readonly kinds: readonly string[];
  /** Basearches that are shown; empty: all. */
  readonly arches: readonly string[];
  readonly group: 'source' | 'flat';
  readonly sort: 'name' | 'kind' | 'severity';
  readonly securityOnly: boolean;
  readonly overridesOnly: boolean;
  /** Source packages (flat: names) whose rows are open. */
  readonly open: readonly string[];
  /** Whether the picture of the streams is shown. */
  readonly graph: boolean;
  /** Whether the overrides that come, go or change are listed; missing: yes. */
  readonly overrides?: boolean;
}

/** Compare page to extension. */
export type FromCompare =
  /** The page can take messages. */
  | { readonly type: 'ready' }
  /** Another pair is wanted; also what the page was showing before it was reloaded. */
  | { readonly type: 'compare'; readonly folder: string; readonly from: string; readonly to: string }
  /** The user wants to type a side that is not among the choices: a ref, a build, a tag. */
  | { readonly type: 'other'; readonly side: 'from' | 'to' }
  | { readonly type: 'story'; readonly source: string }
  /** To the entry in a side's lockfile. */
  | { readonly type: 'place'; readonly side: 'from' | 'to'; readonly name: string; readonly arch: string }
  /** An http(s) address that stands in the page: Koji, Bodhi, a reason. */
  | { readonly type: 'link'; readonly url: string }
  | { readonly type: 'history'; readonly name: string }
  | { readonly type: 'backport'; readonly name: string }
  | { readonly type: 'promote'; readonly from: string; readonly to: string }
  | { readonly type: 'copyMarkdown' }
  | { readonly type: 'saveJson' };

/** Extension to compare page. */
export type ToCompare =
  | { readonly type: 'choices'; readonly repositories: readonly CompareChoices[] }
  /** A comparison is under way; what is shown stays until it comes. */
  | { readonly type: 'comparing'; readonly folder: string; readonly from: string; readonly to: string }
  | {
      readonly type: 'result';
      readonly folder: string;
      readonly from: string;
      readonly to: string;
      readonly result: CompareResult;
      /** True where the same pair was compared again because something changed: filter, open rows and focus stay. */
      readonly update: boolean;
    }
  | {
      readonly type: 'advisories';
      readonly from: string;
      readonly to: string;
      readonly result: CompareAdvisoriesResult;
    }
  | {
      readonly type: 'story';
      readonly from: string;
      readonly to: string;
      readonly source: string;
      readonly story: CompareStoryResult;
    }
  /** For the picture. */
  | { readonly type: 'streams'; readonly repository: StreamsOfRepository | undefined }
  /** Something failed altogether; for a human. */
  | { readonly type: 'failed'; readonly message: string }
  /** Something was done: copied, saved. Told to screen readers, too. */
  | { readonly type: 'done'; readonly message: string };

export interface HistoryState {
  readonly uri: string;
  /** Empty: what stands at `position`, until the answer has named it. */
  readonly name: string;
  readonly position?: HistoryParams['position'];
  readonly since: number | undefined;
  readonly arch: string | undefined;
}

/** History page to extension. */
export type FromHistory =
  | { readonly type: 'ready' }
  | { readonly type: 'ask'; readonly state: HistoryState }
  | { readonly type: 'commit'; readonly stream: string; readonly commit: string }
  | { readonly type: 'link'; readonly url: string };

/** Extension to history page. */
export type ToHistory =
  | { readonly type: 'asking'; readonly state: HistoryState }
  | { readonly type: 'result'; readonly state: HistoryState; readonly result: HistoryResult }
  | { readonly type: 'failed'; readonly message: string };

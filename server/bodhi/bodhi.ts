/** What the rest of the program asks of Bodhi: typed questions, many at a time, each answer with its age. */
import type { Answered } from '../http/answer-store';

export type UpdateStatus = 'pending' | 'testing' | 'stable' | 'unpushed' | 'obsolete';
export type UpdateRequest = 'testing' | 'obsolete' | 'unpush' | 'revoke' | 'stable';
export type UpdateType = 'bugfix' | 'security' | 'newpackage' | 'enhancement' | 'unspecified';
export type UpdateSeverity = 'unspecified' | 'urgent' | 'high' | 'medium' | 'low';

export interface BodhiUpdate {
  /** `FEDORA-2024-f0fd63c638` */
  readonly alias: string;
  /** The page for a human. */
  readonly url: string;
  readonly title: string;
  readonly status: UpdateStatus;
  readonly request: UpdateRequest | undefined;
  readonly type: UpdateType;
  readonly severity: UpdateSeverity;
  readonly karma: number;
  /** Karma at which it goes to stable by itself; undefined where that is off. */
  readonly stableKarma: number | undefined;
  /** Days in testing after which it may. */
  readonly stableDays: number | undefined;
  /** As Bodhi says it: `passed`, `failed`, `waiting`, `ignored`, ... */
  readonly gating: string | undefined;
  readonly critpath: boolean;
  /** Unix milliseconds; undefined for what has not happened. */
  readonly submitted: number | undefined;
  readonly testing: number | undefined;
  readonly stable: number | undefined;
  readonly builds: readonly { readonly nvr: string; readonly signed: boolean }[];
  readonly bugs: readonly { readonly id: number; readonly title: string; readonly security: boolean }[];
  /** From titles of bugs and of the update, and its notes. */
  readonly cves: readonly string[];
  readonly release: { readonly name: string; readonly version: string; readonly distTag: string };
  readonly notes: string;
}

export interface BodhiRelease {
  /** `F40` */
  readonly name: string;
  readonly version: string;
  readonly distTag: string;
  /** `current`, `pending`, `frozen`, `archived`, `disabled` */
  readonly state: string;
}

/** By what was asked for; a value of undefined: Bodhi has no such thing. */
export type BodhiAnswers<T> = ReadonlyMap<string, Answered<T | undefined>>;

/** Told of a record that cannot be read: the message names it and what is wrong. */
export type OnUnread = (error: Error) => void;

/**
 * One Bodhi. Questions are put together (`builds=a,b,c`) and all pages of an answer are read. Every method rejects with a
 * BodhiError where the service cannot be asked or answers something else than it should, and with the signal's reason
 * once that is aborted. Without `onUnread` one record that cannot be read ends the question; with it the other records are
 * the answer, and what was asked for has none where nothing would be left of it.
 */
export interface Bodhi {
  readonly url: string;
  /** By alias. */
  updates(aliases: readonly string[], signal?: AbortSignal, onUnread?: OnUnread): Promise<BodhiAnswers<BodhiUpdate>>;
  /** Updates that contain a build, by its NVR; none: an empty list. Newest first. No answer for a build of which one cannot be read. */
  updatesOfBuilds(
    nvrs: readonly string[],
    signal?: AbortSignal,
    onUnread?: OnUnread,
  ): Promise<ReadonlyMap<string, Answered<readonly BodhiUpdate[]>>>;
  /** The newest updates of source packages for a release (`F40`), newest first, by source package; at least the newest five of each, where there are so many. */
  updatesOfPackages(
    names: readonly string[],
    release: string,
    signal?: AbortSignal,
    onUnread?: OnUnread,
  ): Promise<ReadonlyMap<string, Answered<readonly BodhiUpdate[]>>>;
  /**
   * The same, but back to a build that is not newer than the version and release given for its source package: all that has
   * come since, however many.
   */
  updatesSince(
    since: ReadonlyMap<string, string>,
    release: string,
    signal?: AbortSignal,
    onUnread?: OnUnread,
  ): Promise<ReadonlyMap<string, Answered<readonly BodhiUpdate[]>>>;
  releases(signal?: AbortSignal, onUnread?: OnUnread): Promise<Answered<readonly BodhiRelease[]>>;
  /** The page of an update for a human. */
  page(alias: string): string;
}

/** `message` names the service and the cause in words a user can act on. */
export class BodhiError extends Error {
  override readonly name = 'BodhiError';
}

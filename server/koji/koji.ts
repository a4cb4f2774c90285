/** What the rest of the program asks of Koji: typed questions, many at a time, each answer with its age. */
import type { Answered } from '../http/answer-store';

/** Koji's BUILD_STATES, in the order of their numbers from 0. */
export const BUILD_STATES = ['building', 'complete', 'deleted', 'failed', 'canceled'] as const;

export type BuildState = (typeof BUILD_STATES)[number];

export interface KojiBuild {
  readonly id: number;
  readonly nvr: string;
  /** Of the source package. */
  readonly name: string;
  readonly version: string;
  readonly release: string;
  /** Koji tells no epoch (null) from epoch 0, and so does what is made of it. */
  readonly epoch: number | null;
  readonly state: BuildState;
  readonly owner: string | undefined;
  /** Unix milliseconds; undefined while it is being built. */
  readonly completed: number | undefined;
}

/** A binary (or source) RPM of a build. */
export interface KojiRpm {
  readonly id: number;
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly epoch: number | null;
  /** `src` for the source RPM. */
  readonly arch: string;
  readonly buildId: number;
}

export interface ChangelogEntry {
  /** Unix milliseconds. */
  readonly at: number;
  /** As the spec file has it: name, address and version. */
  readonly author: string;
  readonly text: string;
}

/** NVR of the source package, or the build's number. */
export type BuildKey = string | number;

/** By what was asked for; a value of undefined: Koji has no such thing. */
export type KojiAnswers<K, T> = ReadonlyMap<K, Answered<T | undefined>>;

/** Told what fails for one thing alone, which then has no answer, while the hub answers for others. */
export type OnFailure = (error: KojiError) => void;

/**
 * One hub. Questions go out in multiCalls of at most some hundred, and only for what is not known (a COMPLETE build's rows
 * never change; its tags and signatures do). Every method rejects with a KojiError where the hub cannot be asked or
 * answers something else than it should, and with the signal's reason once that is aborted. Without `onFailure` what fails
 * for one thing fails for all.
 */
export interface Koji {
  /** The hub's address. */
  readonly url: string;
  /** getBuild */
  builds(
    keys: readonly BuildKey[],
    signal?: AbortSignal,
    onFailure?: OnFailure,
  ): Promise<KojiAnswers<BuildKey, KojiBuild>>;
  /** listBuildRPMs: all packages of a build, `src`, `i686` and debuginfo included, in the hub's order. */
  rpmsOfBuilds(
    keys: readonly BuildKey[],
    signal?: AbortSignal,
    onFailure?: OnFailure,
  ): Promise<KojiAnswers<BuildKey, readonly KojiRpm[]>>;
  /** getRPM, by `N-V-R.A`. */
  rpms(nvras: readonly string[], signal?: AbortSignal, onFailure?: OnFailure): Promise<KojiAnswers<string, KojiRpm>>;
  /** queryRPMSigs: the ids of the keys a signed copy exists for (lower-case hex), by RPM number; an unsigned RPM has none. */
  signatures(
    rpmIds: readonly number[],
    signal?: AbortSignal,
    onFailure?: OnFailure,
  ): Promise<KojiAnswers<number, readonly string[]>>;
  /** listTags: names, by build number. */
  tags(
    buildIds: readonly number[],
    signal?: AbortSignal,
    onFailure?: OnFailure,
  ): Promise<KojiAnswers<number, readonly string[]>>;
  /** listBuilds of one source package, newest first, COMPLETE ones; undefined where Koji has no such package. */
  buildsOf(name: string, limit: number, signal?: AbortSignal): Promise<Answered<readonly KojiBuild[] | undefined>>;
  /**
   * listTaggedRPMS with inheritance, the build tagged last of each source package alone: by source package, its RPMs of all arches, `src`
   * included; undefined where the tag has no build of it. Rejects with a NoSuchTag where Koji has no such tag.
   */
  taggedRpms(
    tag: string,
    sources: readonly string[],
    signal?: AbortSignal,
  ): Promise<KojiAnswers<string, readonly KojiRpm[]>>;
  /** getChangelogEntries of builds, newest first. */
  changelogs(
    buildIds: readonly number[],
    signal?: AbortSignal,
    onFailure?: OnFailure,
  ): Promise<ReadonlyMap<number, Answered<readonly ChangelogEntry[]>>>;
  /** The same of one build. */
  changelog(buildId: number, signal?: AbortSignal): Promise<Answered<readonly ChangelogEntry[]>>;
  /** The page of a build for a human. */
  page(build: Pick<KojiBuild, 'id'>): string;
}

/** `message` names the hub and the cause in words a user can act on. */
export class KojiError extends Error {
  override readonly name = 'KojiError';
}

/** The hub answers, and has no tag of that name. */
export class NoSuchTag extends KojiError {}

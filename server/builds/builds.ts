/** What the rest of the program asks of the build service (builds.coreos.fedoraproject.org). */
import type { Answered } from '../http/answer-store';

/** One build of a stream, as `builds.json` lists it. */
export interface StreamBuild {
  /** `40.20241019.3.0` */
  readonly id: string;
  readonly arches: readonly string[];
}

/** A package as `commitmeta.json` lists it. */
export interface BuiltPackage {
  readonly name: string;
  /** `[E:]V-R`; no epoch where it is 0. */
  readonly evr: string;
  readonly arch: string;
}

/** The release version, and what the build was made from, as `meta.json` says it. */
export interface BuildMeta {
  readonly id: string;
  /** Commit of the config repository; undefined where the build does not say. */
  readonly configCommit: string | undefined;
  /** Unix milliseconds. */
  readonly at: number | undefined;
}

/**
 * Every method rejects with a BuildsError where the service cannot be asked or answers something else than it should, and
 * with the signal's reason once that is aborted. A value of undefined: there is no such thing (404).
 */
export interface Builds {
  readonly url: string;
  /** Newest first. */
  builds(stream: string, signal?: AbortSignal): Promise<Answered<readonly StreamBuild[] | undefined>>;
  /** The text of `manifest-lock.generated.<arch>.json` of a build. */
  generatedLock(stream: string, id: string, arch: string, signal?: AbortSignal): Promise<Answered<string | undefined>>;
  /** `rpmostree.rpmdb.pkglist` of `commitmeta.json`. */
  packages(
    stream: string,
    id: string,
    arch: string,
    signal?: AbortSignal,
  ): Promise<Answered<readonly BuiltPackage[] | undefined>>;
  meta(stream: string, id: string, arch: string, signal?: AbortSignal): Promise<Answered<BuildMeta | undefined>>;
  /** Whether next-devel is open: `next-devel/status.json` of the pipeline. */
  nextDevelEnabled(signal?: AbortSignal): Promise<Answered<boolean | undefined>>;
}

/** `message` names the service and the cause in words a user can act on. */
export class BuildsError extends Error {
  override readonly name = 'BuildsError';
}

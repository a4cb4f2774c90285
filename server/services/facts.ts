/** What is known of the services at one moment, for functions that cannot wait: rules, hover, hints. */
import type { BodhiUpdate } from '../bodhi/bodhi';
import type { Answered } from '../http/answer-store';
import type { KojiBuild, KojiRpm } from '../koji/koji';

/** Undefined: not known. A value of undefined: the service has no such thing. */
export type Known<T> = Answered<T | undefined> | undefined;

export interface KojiFacts {
  /** By `N-V-R.A` (no epoch). */
  rpm(nvra: string): Known<KojiRpm>;
  build(id: number): Known<KojiBuild>;
  /** Every package of a build. */
  packages(buildId: number): Known<readonly KojiRpm[]>;
  /** Names of the tags that a build has. */
  tags(buildId: number): Known<readonly string[]>;
  /** Ids of the keys that an RPM is signed with; empty: unsigned. */
  signatures(rpmId: number): Known<readonly string[]>;
  /** The page of a build for a human. */
  page(build: Pick<KojiBuild, 'id'>): string;
}

export interface BodhiFacts {
  update(alias: string): Known<BodhiUpdate>;
  /** Updates that contain a build, newest first. */
  updatesOf(nvr: string): Known<readonly BodhiUpdate[]>;
  /** The newest updates of a source package for the repository's release, newest first. */
  newest(source: string): Known<readonly BodhiUpdate[]>;
}

/** Undefined for a service that is not asked: off, offline, untrusted. */
export interface ServiceFacts {
  readonly koji?: KojiFacts | undefined;
  readonly bodhi?: BodhiFacts | undefined;
}

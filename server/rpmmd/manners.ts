/** When a repository is asked, and what is said of one that failed. */

import { HttpError } from '../http/http';
import { printable } from '../http/printable';
import { messageOf } from './metadata-error';
import type { RepositoryRequest } from './repositories';
import { isFileUrl, type RepositorySource } from './repository-source';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
/** dnf's default `metadata_expire`. */
const EXPIRE = 48 * HOUR;
/** For what changes several times a day where the `.repo` file says nothing: updates and the pool. */
const EXPIRE_UPDATES = 6 * HOUR;
/** A repository that failed is left alone for this long, unless forced. */
const PATIENCE = 60 * SECOND;
/** Repositories refreshed at a time. */
export const PARALLEL = 3;

export interface Failure {
  /** Names repository, basearch and cause. */
  readonly message: string;
  readonly status: 'missing' | 'failed';
  /** Unix milliseconds. */
  readonly at: number;
  /** Nothing was asked, because nothing may be. */
  readonly gate: boolean;
}

export function failureOf(source: RepositorySource, error: unknown, now: number): Failure {
  const gate = error instanceof HttpError && (error.kind === 'network-off' || error.kind === 'untrusted');
  return { message: describe(source, error), status: gate ? 'missing' : 'failed', at: now, gate };
}

/** True for one that failed a moment ago and is not asked again so soon. */
export function isLeftAlone(failure: Failure | undefined, now: number): boolean {
  return failure !== undefined && !failure.gate && isWithin(failure.at, PATIENCE, now);
}

/** True while what was answered at `checkedAt` (Unix milliseconds) is taken for what the repository has. */
export function isFresh(
  { config, role }: RepositoryRequest,
  source: RepositorySource,
  checkedAt: number,
  now: number,
): boolean {
  if (source.local) return false;
  const usual = role === 'pool' || /updates/i.test(config.id) ? EXPIRE_UPDATES : EXPIRE;
  const expire = config.metadataExpire === undefined ? usual : config.metadataExpire * SECOND;
  return isWithin(checkedAt, expire, now);
}

/** Of a file:// repository nothing is shown in an untrusted workspace, not even what is cached. */
export function mayShow({ place }: RepositorySource, trustFileUrls: boolean): boolean {
  return trustFileUrls || !(place.kind === 'baseurl' ? place.urls : [place.url]).some(isFileUrl);
}

/** Names the repository; on one line, whatever a repository or a `.repo` file says. */
export function describe({ id, basearch }: Pick<RepositorySource, 'id' | 'basearch'>, error: unknown): string {
  return printable(`${id} ${basearch}: ${messageOf(error)}`);
}

/** A time in the future (the clock was put back) is not within anything. */
function isWithin(then: number, milliseconds: number, now: number): boolean {
  return now >= then && now - then < milliseconds;
}

/** What the status item says, in words. Knows no VS Code, so that it can be tested alone. */
import type { RepositoryReport, StatusParams } from '../../server/protocol';

export interface StatusText {
  readonly text: string;
  readonly detail: string;
  readonly severity: 'information' | 'warning';
  /** False where asking again cannot help: offline or untrusted. */
  readonly canRefresh: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "just now", "12 min ago", "3 h ago", "2 days ago". `milliseconds` is an age. */
export function describeAge(milliseconds: number): string {
  if (milliseconds < MINUTE) return 'just now';
  if (milliseconds < HOUR) return `${Math.floor(milliseconds / MINUTE)} min ago`;
  if (milliseconds < 2 * DAY) return `${Math.floor(milliseconds / HOUR)} h ago`;
  return `${Math.floor(milliseconds / DAY)} days ago`;
}

/** `now` in Unix milliseconds. */
export function describeStatus(status: StatusParams, now: number): StatusText {
  const { repositories } = status;
  const detail = repositories.map(repository => describeRepository(repository, now)).join('; ');
  const failed = repositories.filter(repository => repository.error !== undefined);
  const severity = failed.length > 0 && status.mode === 'online' ? 'warning' : 'information';
  return { text: headline(status, failed, now), detail, severity, canRefresh: status.mode === 'online' };
}

function headline(status: StatusParams, failed: readonly RepositoryReport[], now: number): string {
  const oldest = Math.min(...status.repositories.map(repository => repository.checkedAt ?? Number.POSITIVE_INFINITY));
  const age = Number.isFinite(oldest) ? `package metadata checked ${describeAge(now - oldest)}` : 'no package metadata';
  if (status.mode === 'restricted') return 'Restricted: workspace not trusted, no package metadata';
  if (status.busy) return status.activity || 'Refreshing package metadata';
  if (status.mode === 'offline') return `Offline: ${age}`;
  if (failed.length > 0) return `${failed.map(repository => repository.id).join(', ')} not reached: ${age}`;
  if (status.repositories.length === 0) return 'No package repositories in use';
  return `${age.charAt(0).toUpperCase()}${age.slice(1)}`;
}

function describeRepository(repository: RepositoryReport, now: number): string {
  const name = `${repository.id} ${repository.basearch}`;
  if (repository.error !== undefined) return `${name}: ${repository.error}`;
  if (repository.checkedAt === undefined) return `${name}: ${repository.status}`;
  return `${name}: ${describeAge(now - repository.checkedAt)}`;
}

/** What the status item says, in words. Knows no VS Code, so that it can be tested alone. */
import type { ServiceReport, StatusParams } from '../../server/protocol';

export interface StatusText {
  readonly text: string;
  readonly detail: string;
  readonly severity: 'information' | 'warning';
  /** What helps: asking again, turning the network on, or trusting the workspace. */
  readonly remedy: 'refresh' | 'settings' | 'trust';
}

const SERVICE_NAMES = { koji: 'Koji', bodhi: 'Bodhi' } as const satisfies Record<ServiceReport['service'], string>;

const REMEDY = { online: 'refresh', offline: 'settings', restricted: 'trust' } as const;

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

/** `now` in Unix milliseconds. The flyout shows text, detail and command on one line of some 70 characters. */
export function describeStatus(status: StatusParams, now: number): StatusText {
  const failed = [
    ...status.repositories.filter(({ error }) => error !== undefined).map(({ id }) => id),
    ...status.services.filter(({ error }) => error !== undefined).map(({ service }) => SERVICE_NAMES[service]),
  ];
  const severity = failed.length > 0 && status.mode === 'online' ? 'warning' : 'information';
  return {
    text: headline(status, unique(failed), now),
    detail: detailOf(status, now),
    severity,
    remedy: REMEDY[status.mode],
  };
}

/** `failed`: names of repositories and services. */
function headline(status: StatusParams, failed: readonly string[], now: number): string {
  const times = status.repositories.map(({ checkedAt }) => checkedAt).filter(time => time !== undefined);
  const age =
    times.length === 0 ? 'no package metadata' : `package metadata checked ${describeAge(now - Math.min(...times))}`;
  if (status.mode === 'restricted') return 'Restricted: workspace not trusted, no package metadata, no git';
  if (status.busy) return status.activity || 'Refreshing package metadata';
  if (status.mode === 'offline') return `Offline: ${age}`;
  if (failed.length > 0) return `${failed.join(', ')} not reached: ${age}`;
  if (status.repositories.length === 0) return 'No package repositories in use';
  return `${age.charAt(0).toUpperCase()}${age.slice(1)}`;
}

/** What the headline is about: the causes of failures, else how many repositories. The output channel has each of them in full. Then the services, and why branches are not known. */
function detailOf(status: StatusParams, now: number): string {
  // what is under way is said by the headline
  if (status.busy) return '';
  const services = status.services.map(report => serviceDetail(report, now)).join(', ');
  return [metadataDetail(status), services, status.git ?? ''].filter(part => part !== '').join('; ');
}

function metadataDetail({ repositories }: StatusParams): string {
  if (repositories.length === 0) return '';
  const causes = repositories.map(({ error }) => error).filter(error => error !== undefined);
  if (causes.length > 0) return unique(causes.map(withoutAddress)).join(', ');
  const count = unique(repositories.map(({ id }) => id)).length;
  const arches = unique(repositories.map(({ basearch }) => basearch)).join(', ');
  return `${count} ${count === 1 ? 'repository' : 'repositories'}, ${arches}`;
}

/** "Koji asked 12 min ago"; "Bodhi could not be reached: 503 Service Unavailable". */
function serviceDetail({ service, checkedAt, error }: ServiceReport, now: number): string {
  const name = SERVICE_NAMES[service];
  const age = checkedAt === undefined ? '' : describeAge(now - checkedAt);
  if (error === undefined) return age === '' ? `${name} not asked yet` : `${name} asked ${age}`;
  const old = age === '' ? '' : `, last asked ${age}`;
  return `${name} could not be reached: ${withoutAddress(error)}${old}`;
}

/** "fedora x86_64: https://example.org/repodata/repomd.xml: 404 Not Found" is "404 Not Found". */
function withoutAddress(error: string): string {
  return error.replace(/^.*\b(?:https?|file):\/\/\S*: /, '');
}

const unique = (words: readonly string[]): string[] => [...new Set(words)];

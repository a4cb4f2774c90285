/** What the status item says, in words. Knows no VS Code, so that it can be tested alone. */
import type { ServiceReport, StatusParams } from '../../server/protocol';

/** What a line of the flyout is about. */
export type StatusTopic = 'metadata' | 'services' | 'git';

export interface StatusText {
  readonly topic: StatusTopic;
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

/**
 * Lines of the flyout, each with text, detail and command, of which it shows some 70 characters. `now` in Unix milliseconds.
 * What is under way and why nothing is asked is said by the first.
 */
export function describeStatus(status: StatusParams, now: number): StatusText[] {
  const remedy = REMEDY[status.mode];
  const lines = [metadataLine(status, now), servicesLine(status, now), gitLine(status)];
  return lines.flatMap(line => (line ? [{ ...line, remedy }] : []));
}

type Line = Omit<StatusText, 'remedy'>;

function metadataLine(status: StatusParams, now: number): Line {
  const failed = status.repositories.filter(({ error }) => error !== undefined).map(({ id }) => id);
  return {
    topic: 'metadata',
    text: headline(status, unique(failed), now),
    detail: status.busy ? '' : metadataDetail(status),
    severity: failed.length > 0 && status.mode === 'online' ? 'warning' : 'information',
  };
}

/** "Koji, Bodhi asked 12 min ago"; of what was not reached, or answers in part, the causes. */
function servicesLine({ mode, services }: StatusParams, now: number): Line | undefined {
  if (mode !== 'online' || services.length === 0) return undefined;
  const failed = services.filter(({ error }) => error !== undefined);
  if (failed.length > 0) {
    const words = [
      namesWith(
        failed.filter(({ partial }) => !partial),
        'not reached',
      ),
      namesWith(
        failed.filter(({ partial }) => partial),
        'incomplete',
      ),
    ];
    const text = words.filter(part => part !== '').join(', ');
    const causes = unique(failed.map(report => causeOf(report, now))).join(', ');
    return { topic: 'services', text, detail: causes, severity: 'warning' };
  }
  const byAge = new Map<string, string[]>();
  for (const { service, checkedAt } of services) {
    const age = checkedAt === undefined ? 'not asked yet' : `asked ${describeAge(now - checkedAt)}`;
    byAge.set(age, [...(byAge.get(age) ?? []), SERVICE_NAMES[service]]);
  }
  const text = [...byAge].map(([age, names]) => `${names.join(', ')} ${age}`).join(', ');
  return { topic: 'services', text, detail: '', severity: 'information' };
}

/** "Koji, Bodhi not reached"; empty for none. */
function namesWith(services: readonly ServiceReport[], word: string): string {
  return services.length === 0 ? '' : `${services.map(({ service }) => SERVICE_NAMES[service]).join(', ')} ${word}`;
}

/** "503 Service Unavailable, last asked 12 min ago". */
function causeOf({ checkedAt, error = '' }: ServiceReport, now: number): string {
  const old = checkedAt === undefined ? '' : `, last asked ${describeAge(now - checkedAt)}`;
  return `${withoutAddress(error)}${old}`;
}

function gitLine({ git }: StatusParams): Line | undefined {
  if (git === undefined || git === '') return undefined;
  return { topic: 'git', text: 'No branches, no history', detail: git, severity: 'information' };
}

/** `failed`: names of repositories. */
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

/** What the headline is about: the causes of failures, else how many repositories. The output channel has each of them in full. */
function metadataDetail({ repositories }: StatusParams): string {
  if (repositories.length === 0) return '';
  const causes = repositories.map(({ error }) => error).filter(error => error !== undefined);
  if (causes.length > 0) return unique(causes.map(withoutAddress)).join(', ');
  const count = unique(repositories.map(({ id }) => id)).length;
  const arches = unique(repositories.map(({ basearch }) => basearch)).join(', ');
  return `${count} ${count === 1 ? 'repository' : 'repositories'}, ${arches}`;
}

/** "fedora x86_64: https://example.org/repodata/repomd.xml: 404 Not Found" is "404 Not Found". */
function withoutAddress(error: string): string {
  return error.replace(/^.*\b(?:https?|file):\/\/\S*: /, '');
}

const unique = (words: readonly string[]): string[] => [...new Set(words)];

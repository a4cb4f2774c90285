/** The options every subcommand takes, as values. */
import { resolve } from 'node:path';
import { type RepoSettings, SERVICE_OFF, SERVICE_URL, SERVICES } from '../config-repo/repo-settings';
import { withoutPassword } from '../http/url';
import { commaList, oneOf, UsageError } from './args';
import type { Ports } from './ports';

export interface Settings {
  /** Absolute. */
  readonly repo: string;
  readonly format: 'text' | 'json';
  readonly offline: boolean;
  /** Absolute. */
  readonly cacheFolder: string;
  readonly verbose: boolean;
  /** Addresses of services, or `off`, where the command line says them. */
  readonly services: RepoSettings['services'];
}

interface CommonValues {
  readonly repo?: string;
  readonly format?: string;
  readonly offline?: boolean;
  readonly cache?: string;
  readonly verbose?: boolean;
  readonly koji?: string;
  readonly bodhi?: string;
  readonly builds?: string;
}

export function settingsOf(values: CommonValues, ports: Pick<Ports, 'cwd' | 'cacheFolder'>): Settings {
  return {
    repo: resolve(ports.cwd, values.repo ?? '.'),
    format: oneOf('--format', values.format, ['text', 'json'], 'text'),
    offline: values.offline ?? false,
    cacheFolder: values.cache === undefined ? ports.cacheFolder : resolve(ports.cwd, values.cache),
    verbose: values.verbose ?? false,
    services: servicesOf(values),
  };
}

function servicesOf(values: CommonValues): RepoSettings['services'] {
  const given = SERVICES.flatMap(service => {
    const url = values[service];
    if (url === undefined) return [];
    if (url === SERVICE_OFF || (SERVICE_URL.test(url) && URL.canParse(url))) return [[service, url] as const];
    throw new UsageError(
      `--${service} must be an address that begins with https:// (http:// on this machine only), or ${SERVICE_OFF}, not ${JSON.stringify(withoutPassword(url))}`,
    );
  });
  return Object.fromEntries(given);
}

/** `--arch` of the subcommands that look into repositories. */
export const ARCH_OPTION = {
  type: 'string',
  argument: 'ARCH,..|all',
  help: 'basearches to look into repositories for (default: x86_64, or that of an arch file)',
} as const;

/** Where `--arch` says nothing: the basearch that files of all basearches are looked up for. */
const PRIMARY_ARCH = 'x86_64';

/**
 * The basearches whose repositories are read: those asked for, else the ones that `files` are about, a file of all
 * basearches being looked up for one of them. Reading all would be several hundred megabytes.
 *
 * @param locked the basearches of the config repository.
 * @param files the basearch of each file concerned, undefined for one of all basearches; none: the whole repository.
 */
export function chosenArches(
  value: string | undefined,
  locked: readonly string[],
  files: readonly (string | undefined)[],
): readonly string[] {
  const asked = commaList('--arch', value);
  if (asked?.includes('all')) return locked;
  const unknown = asked?.find(arch => !locked.includes(arch));
  if (unknown !== undefined) {
    throw new UsageError(`--arch: the repository locks ${locked.join(', ')}, not ${unknown}`);
  }
  if (asked) return asked;
  const primary = locked.includes(PRIMARY_ARCH) ? PRIMARY_ARCH : locked[0];
  const wanted = (files.length === 0 ? [undefined] : files).map(arch => arch ?? primary);
  return [...new Set(wanted)].filter(arch => arch !== undefined);
}

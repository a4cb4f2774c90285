/** The clients of the services that a config repository is asked about. */
import { createBodhi } from '../bodhi/create-bodhi';
import type { Builds } from '../builds/builds';
import { createBuilds } from '../builds/create-builds';
import { FEDORA_SERVICES, type RepoSettings, SERVICE_OFF, SERVICES, type Service } from '../config-repo/repo-settings';
import type { AnswerStore } from '../http/answer-store';
import type { HttpFetch } from '../http/http';
import { createKoji } from '../koji/create-koji';
import type { Services } from './services';

/** An address for each service, or `off`. */
export type ServiceUrls = Readonly<Record<Service, string>>;

export interface OpenServicesOptions {
  readonly urls: ServiceUrls;
  readonly fetch: HttpFetch;
  readonly store: AnswerStore;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export function openServices({ urls, fetch, store, now }: OpenServicesOptions): Services {
  const open = <T>(service: Service, create: (options: { url: string } & ClientOptions) => T): T | undefined => {
    const url = urls[service];
    return url === SERVICE_OFF ? undefined : create({ url, fetch, store, now });
  };
  return { koji: open('koji', createKoji), bodhi: open('bodhi', createBodhi), builds: open('builds', openBuilds) };
}

/** Fedora's pipeline says whether next-devel is open; of other builds only their own service can. */
function openBuilds(options: { url: string } & ClientOptions): Builds {
  if (options.url === FEDORA_SERVICES.builds) return createBuilds(options);
  return createBuilds({ ...options, nextDevelUrl: `${options.url.replace(/\/+$/, '')}/next-devel/status.json` });
}

type ClientOptions = Omit<OpenServicesOptions, 'urls'>;

/** What was chosen for this run, else what the config repository says, else Fedora's. */
export function serviceUrls(settings: RepoSettings['services'], chosen: RepoSettings['services'] = {}): ServiceUrls {
  const urls: Record<Service, string> = { ...FEDORA_SERVICES };
  for (const service of SERVICES) urls[service] = chosen[service] ?? settings[service] ?? urls[service];
  return urls;
}

/** Koji, Bodhi and the build service for a subcommand, and what the first two say of entries. */
import type { ConfigRepo } from '../config-repo/model';
import { SERVICE_OFF } from '../config-repo/repo-settings';
import { bodhiRelease } from '../services/bodhi-release';
import type { ServiceFacts } from '../services/facts';
import {
  type FactService,
  FactsLoader,
  problemText,
  SERVICE_NAMES,
  type ServiceState,
  stepText,
} from '../services/facts-loader';
import { serviceUrls } from '../services/open-services';
import type { Services } from '../services/services';
import type { WantedEntry } from '../services/wanted-entry';
import type { Ports } from './ports';
import { ProgressLine } from './progress-line';
import type { Settings } from './settings';

/** Services that may be asked, until they are closed. */
export interface ServicesForNow {
  readonly services: Services;
  /** Ends connections, and says what was fetched where the user wants to know. */
  close(): Promise<void>;
}

/** Those of a config repository, as far as the command line says nothing else. Undefined with `--offline`. */
export async function servicesFor(
  config: Pick<ConfigRepo, 'settings'>,
  settings: Settings,
  ports: Ports,
): Promise<ServicesForNow | undefined> {
  const { offline, cacheFolder, verbose } = settings;
  if (offline) return undefined;
  const lines: string[] = [];
  const log = (line: string): void => {
    if (verbose) lines.push(line);
  };
  const opened = await ports.openServices({ cacheFolder, offline, log });
  return {
    services: opened.services(serviceUrls(config.settings.services, settings.services)),
    close: async () => {
      await opened.close();
      for (const line of lines) await ports.stderr.write(`${line}\n`);
    },
  };
}

export interface KnownFacts {
  /** Undefined where nothing is asked. */
  readonly facts: ServiceFacts | undefined;
  /** A line for each service that could not be asked. Names service and cause. */
  readonly complaints: readonly string[];
  /** A line for each service that is off, and for all of them with `--offline`. */
  readonly notAsked: readonly string[];
  /** The services of which not all is known. */
  readonly incomplete: readonly FactService[];
}

export const NO_FACTS: KnownFacts = { facts: undefined, complaints: [], notAsked: [], incomplete: [] };

const FACT_SERVICES = ['koji', 'bodhi'] as const satisfies readonly FactService[];

/** Asks about all entries at once. Never rejects for a service that cannot be reached. */
export async function loadFacts(
  config: Pick<ConfigRepo, 'settings' | 'releasever'>,
  wanted: readonly WantedEntry[],
  settings: Settings,
  ports: Ports,
): Promise<KnownFacts> {
  if (wanted.length === 0) return NO_FACTS;
  const opened = await servicesFor(config, settings, ports);
  if (!opened) {
    const notAsked = ['Koji and Bodhi are not asked: network access is off (--offline)'];
    return { ...NO_FACTS, notAsked, incomplete: FACT_SERVICES };
  }
  const progress = new ProgressLine(ports);
  try {
    const { services } = opened;
    const loader = new FactsLoader({ services, release: bodhiRelease(config.releasever), now: ports.now });
    await loader.load(wanted, { onProgress: step => progress.show(stepText(step)) });
    await progress.clear();
    const off = FACT_SERVICES.filter(service => services[service] === undefined);
    const failed = loader.states.filter(({ problem }) => problem !== undefined);
    return {
      facts: loader.facts,
      complaints: failed.map(complaint),
      notAsked: off.map(service => `${SERVICE_NAMES[service]} is not asked: it is ${SERVICE_OFF}`),
      incomplete: [...off, ...failed.map(({ service }) => service)],
    };
  } finally {
    await opened.close();
  }
}

function complaint({ service, answered, problem }: ServiceState): string {
  const text = problem ? problemText(service, problem) : SERVICE_NAMES[service];
  const still =
    answered === undefined ? 'rules that need it are silent' : 'what it has said is used, the rest is not known';
  return `${text}; ${still}`;
}

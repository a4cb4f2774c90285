/** Koji, Bodhi and the build service on loopback, with the real clients before them. */

import { createHttp } from '../../server/http/create-http';
import { openServices } from '../../server/services/open-services';
import type { Services } from '../../server/services/services';
import { type BodhiData, startBodhi } from '../stand-ins/bodhi-server.mjs';
import { type BuildServer, type BuildsData, startBuildServer } from '../stand-ins/build-server.mjs';
import type { JsonServer } from '../stand-ins/json-server.mjs';
import { type KojiData, type KojiHub, type KojiRowData, startKojiHub } from '../stand-ins/koji-hub.mjs';
import { NO_STORE } from './no-store';

export interface ServiceData {
  readonly koji?: KojiData;
  readonly bodhi?: BodhiData;
  readonly builds?: BuildsData;
}

export interface StandIns {
  readonly koji: KojiHub;
  readonly bodhi: JsonServer;
  readonly builds: BuildServer;
  readonly services: Services;
  /** Sends the command line there. */
  readonly args: readonly string[];
  close(): Promise<void>;
}

export async function startServices(data: ServiceData): Promise<StandIns> {
  const [koji, bodhi, builds] = await Promise.all([
    startKojiHub(data.koji ?? {}),
    startBodhi(data.bodhi ?? {}),
    startBuildServer(data.builds ?? {}),
  ]);
  const http = createHttp({ version: '1.2.3', sleep: () => Promise.resolve() });
  const urls = { koji: koji.url, bodhi: bodhi.url, builds: builds.url };
  const now = (): number => Date.UTC(2024, 9, 22, 12);
  return {
    ...{ koji, bodhi, builds },
    services: openServices({ urls, fetch: http.fetch, store: NO_STORE, now }),
    args: Object.entries(urls).flatMap(([service, url]) => [`--${service}`, url]),
    close: async () => {
      await http.close();
      await Promise.all([koji.close(), bodhi.close(), builds.close()]);
    },
  };
}

/** The rows of a build whose packages all have one version: `src`, then each package on each of its arches. */
export function rowsOf(
  nvr: string,
  packages: Readonly<Record<string, readonly string[]>>,
  epoch: number | null = null,
): KojiRowData[] {
  const [, source = '', version = '', release = ''] = /^(.+)-([^-]+)-([^-]+)$/.exec(nvr) ?? [];
  const row = (name: string, arch: string): KojiRowData => ({ name, epoch, version, release, arch });
  const binaries = Object.entries(packages).flatMap(([name, arches]) => arches.map(arch => row(name, arch)));
  return [row(source, 'src'), ...binaries];
}

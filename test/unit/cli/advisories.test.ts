import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repositoryFiles, updateinfoXml } from '../../../scripts/lib/rpm-md.mjs';
import { advisoriesFor } from '../../../server/cli/advisories';
import type { NetworkPort, Ports } from '../../../server/cli/ports';
import type { Settings } from '../../../server/cli/settings';
import { loadConfigRepo } from '../../../server/config-repo/load';
import type { ConfigRepo } from '../../../server/config-repo/model';
import { createHttp } from '../../../server/http/create-http';
import { createRepositories } from '../../../server/rpmmd/create-repositories';
import { openServices } from '../../../server/services/open-services';
import { type RepositoryServer, startRepositoryServer } from '../../stand-ins/repository-server';
import { diffOf } from '../../support/diff-of';
import { NO_STORE } from '../../support/no-store';
import { type StandIns, startServices } from '../../support/services';

const FILES = repositoryFiles([], {
  updateinfo: updateinfoXml([
    {
      id: 'FEDORA-2024-b6681fcf56',
      title: 'kdump-utils-1.0.48-1.fc40',
      type: 'bugfix',
      issued: '2024-10-22 07:30:00',
      release: 'F40',
      packages: [{ name: 'kdump-utils', version: '1.0.48', release: '1.fc40', arch: 'x86_64' }],
    },
  ]),
});

const DIFF = diffOf(
  { packages: { 'kdump-utils': '1.0.43-2.fc40' } },
  { packages: { 'kdump-utils': '1.0.48-1.fc40' } },
  { basearches: ['aarch64', 'x86_64'] },
);

let server: RepositoryServer;
let standIns: StandIns;
let cacheFolder: string;
let closed: string[];

beforeEach(async () => {
  server = await startRepositoryServer();
  server.serve('updates/40/x86_64/', FILES);
  standIns = await startServices({
    bodhi: {
      'FEDORA-2024-b6681fcf56': {
        status: 'testing',
        release: 'F40',
        builds: [{ nvr: 'kdump-utils-1.0.48-1.fc40' }],
      },
    },
  });
  cacheFolder = await mkdtemp(join(tmpdir(), 'manifest-lock-cache-'));
  closed = [];
});

afterEach(async () => {
  await server.close();
  await standIns.close();
  await rm(cacheFolder, { recursive: true });
});

/** A configuration of another release than the side that the comparison leads to. */
function config(): Promise<ConfigRepo> {
  const files: Record<string, string> = {
    'manifest.yaml': 'releasever: 39\nrepos: [fedora-updates]\nlockfile-repos: [pool]\n',
    'fedora.repo': `[fedora-updates]\nbaseurl=${server.url}updates/$releasever/$basearch/\n[pool]\nbaseurl=${server.url}pool/\n`,
  };
  const tree = { read: async (path: string) => files[path], list: async () => Object.keys(files) };
  return loadConfigRepo(tree, { defaultRepositories: [] });
}

function ports(): Ports {
  const http = (offline: boolean) =>
    createHttp({ version: '0', gate: () => (offline ? 'network-off' : undefined), sleep: async () => undefined });
  const now = (): number => Date.UTC(2024, 9, 22, 12);
  return {
    stderr: { isTerminal: false, write: async () => true },
    openRepositories: async ({ offline }: NetworkPort) => {
      const { fetch, close } = http(offline);
      const runIndexer = () => Promise.reject(new Error('nothing is indexed'));
      return {
        repositories: createRepositories({ fetch, cacheFolder, runIndexer, now, trustFileUrls: () => true }),
        close: async () => {
          await close();
          closed.push('repositories');
        },
      };
    },
    openServices: async ({ offline }: NetworkPort) => {
      const { fetch, close } = http(offline);
      return {
        services: urls => openServices({ urls, fetch, store: NO_STORE, now }),
        close: async () => {
          await close();
          closed.push('services');
        },
      };
    },
  } as Pick<Ports, 'stderr' | 'openRepositories' | 'openServices'> as Ports;
}

const settings = (offline: boolean): Settings => ({
  repo: '/src',
  format: 'text',
  offline,
  cacheFolder,
  verbose: false,
  services: { koji: 'off', bodhi: standIns.bodhi.url, builds: 'off' },
});

describe('advisoriesFor', () => {
  it('asks repositories of the release it leads to, one basearch, no pool; and Bodhi', async () => {
    const found = await advisoriesFor(DIFF, await config(), settings(false), ports());
    expect(found).toMatchObject({ asked: ['Bodhi', 'updateinfo of fedora-updates'], problems: [] });
    expect(found.bySource.get('kdump-utils')).toMatchObject([{ id: 'FEDORA-2024-b6681fcf56', status: 'testing' }]);
    const updateinfo = [...FILES.keys()].find(path => path.includes('updateinfo'));
    expect(server.take()).toEqual(['updates/40/x86_64/repodata/repomd.xml', `updates/40/x86_64/${updateinfo}`]);
    expect(standIns.bodhi.requests).toHaveLength(1);
    expect(closed).toEqual(['repositories', 'services']);
  });

  it('offline: what is cached, not one request, and a word about the rest', async () => {
    const nothing = await advisoriesFor(DIFF, await config(), settings(true), ports());
    expect(nothing).toMatchObject({
      asked: [],
      problems: [
        'Bodhi is not asked: network access is off (--offline).',
        'fedora-updates x86_64: its advisories are not cached, and nothing is asked (offline)',
      ],
    });
    expect(server.take()).toEqual([]);
    await advisoriesFor(DIFF, await config(), settings(false), ports());
    server.take();
    const cached = await advisoriesFor(DIFF, await config(), settings(true), ports());
    expect(cached).toMatchObject({ asked: ['updateinfo of fedora-updates'] });
    expect([...cached.bySource.keys()]).toEqual(['kdump-utils']);
    expect(server.take()).toEqual([]);
    expect(standIns.bodhi.requests).toHaveLength(1);
  });
});

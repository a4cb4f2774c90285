/** A served repository, a pool, and a program with an empty cache: what tests of repository metadata begin with. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { type RepositoryPackage, repositoryFiles } from '../../scripts/lib/rpm-md.mjs';
import { createHttp, type Http } from '../../server/http/create-http';
import { createRepositories } from '../../server/rpmmd/create-repositories';
import { buildIndex, type RunIndexer } from '../../server/rpmmd/indexer';
import { parseRepoFile } from '../../server/rpmmd/repo-file';
import type { Repositories, RepositoryRequest, RepositoryState } from '../../server/rpmmd/repositories';
import { type RepositoryServer, startRepositoryServer } from '../stand-ins/repository-server';

export type Files = ReadonlyMap<string, Buffer>;

export const HOUR = 3_600_000;
export const REPOMD = 'repodata/repomd.xml';

export const podman = (version: string): RepositoryPackage => ({
  name: 'podman',
  epoch: 5,
  version,
  release: '1.fc40',
  arch: 'x86_64',
});
export const skopeo: RepositoryPackage = { name: 'skopeo', version: '1.16.1', release: '1.fc40', arch: 'x86_64' };

/** Three states of the world; the newer ones have newer podmans. */
export const POOL = repositoryFiles([podman('5.2.2')], { revision: 1_729_400_000, compression: 'zst' });
export const OLD = repositoryFiles([podman('5.2.3'), skopeo], { revision: 1_729_500_000 });
export const NEW = repositoryFiles([podman('5.2.5'), skopeo], { revision: 1_729_600_000 });

export const UPDATES = '[fedora-updates]\nbaseurl=HOST/updates/$releasever/$basearch/\n';
/** Where the server has OLD at first; POOL is below `pool/x86_64/`. */
export const UPDATES_PATH = 'updates/40/x86_64/';

export const primaryOf = (files: Files): string => [...files.keys()].find(path => path !== REPOMD) ?? '';
/** Name of the index of a repository's primary. */
export const indexName = (files: Files): string => `sha256-${primaryOf(files).slice(9, 73)}.idx`;
export const versions = (state: RepositoryState | undefined): string[] | undefined =>
  state?.index?.find('podman').map(({ evr }) => evr);

export async function one(states: Promise<RepositoryState[]>): Promise<RepositoryState> {
  const [state] = await states;
  if (!state) throw new Error('no state');
  return state;
}

/** A promise and what fulfils it. */
export function latch(): { readonly until: Promise<void>; release(): void } {
  let release = (): void => undefined;
  const until = new Promise<void>(resolve => {
    release = resolve;
  });
  return { until, release };
}

export interface MetadataFixture {
  server: RepositoryServer;
  http: Http;
  cacheFolder: string;
  /** Unix milliseconds, as the program sees them. */
  now: number;
  gate: 'network-off' | 'untrusted' | undefined;
  /** Locations of the primaries that were indexed. */
  indexed: string[];
  runIndexer: RunIndexer;
  repositories: Repositories;
  /** A new HTTP layer; `headers`: its time-out for an answer. */
  connect(headers?: number): void;
  /** A new process on the same cache folder. */
  open(): Repositories;
  load(...requests: RepositoryRequest[]): Promise<RepositoryState[]>;
  serve(files: Files, prefix?: string): void;
  /** Of a `.repo` section, in which `HOST` stands for the server. */
  request(section: string, role?: 'repo' | 'pool', basearch?: string): RepositoryRequest;
  updates(): RepositoryRequest;
  pool(): RepositoryRequest;
  /** Names in a folder of the cache. */
  cached(folder: string): Promise<string[]>;
}

/** Set up afresh for every test of the file that calls this. */
export function metadataFixture(): MetadataFixture {
  const fixture = {} as MetadataFixture;
  const connect = (headers = 30_000): void => {
    fixture.http = createHttp({
      version: '0',
      gate: () => fixture.gate,
      sleep: async () => undefined,
      timeouts: { headers },
    });
  };
  const open = (): Repositories => {
    fixture.repositories = createRepositories({
      fetch: fixture.http.fetch,
      cacheFolder: fixture.cacheFolder,
      runIndexer: (job, signal) => {
        fixture.indexed.push(job.location);
        return fixture.runIndexer(job, signal);
      },
      now: () => fixture.now,
      trustFileUrls: () => fixture.gate !== 'untrusted',
    });
    return fixture.repositories;
  };
  const request: MetadataFixture['request'] = (section, role = 'repo', basearch = 'x86_64') => {
    const text = section.replaceAll('HOST', fixture.server.url.slice(0, -1));
    const { configs, problems } = parseRepoFile(text, 'test.repo');
    expect(problems).toEqual([]);
    const [config] = configs;
    if (!config) throw new Error('no section');
    return { config, variables: { releasever: '40', basearch, arch: basearch }, role };
  };
  const serve: MetadataFixture['serve'] = (files, prefix = UPDATES_PATH) => fixture.server.serve(prefix, files);

  beforeEach(async () => {
    Object.assign(fixture, {
      server: await startRepositoryServer(),
      cacheFolder: await mkdtemp(join(tmpdir(), 'manifest-lock-cache-')),
      now: Date.UTC(2024, 9, 23, 12),
      gate: undefined,
      indexed: [],
      runIndexer: buildIndex,
      connect,
      open,
      request,
      serve,
      load: (...requests: RepositoryRequest[]) => fixture.repositories.load(requests, {}),
      updates: () => request(UPDATES),
      pool: () => request('[pool]\nbaseurl=HOST/pool/$basearch/\n', 'pool'),
      cached: async (folder: string) => (await readdir(join(fixture.cacheFolder, folder)).catch(() => [])).sort(),
    } satisfies Partial<MetadataFixture>);
    connect();
    open();
    serve(OLD);
    serve(POOL, 'pool/x86_64/');
  });

  afterEach(async () => {
    await fixture.http.close();
    await fixture.server.close();
    await rm(fixture.cacheFolder, { recursive: true });
  });
  return fixture;
}

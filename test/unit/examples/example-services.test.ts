import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServices, startExampleServices } from '../../../scripts/lib/example-services.mjs';
import { type Example, makeExample } from '../../../scripts/make-example.mjs';
import { createHttp, type Http } from '../../../server/http/create-http';
import { openServices } from '../../../server/services/open-services';
import type { Services } from '../../../server/services/services';
import { NO_STORE } from '../../support/no-store';

const STREAMS = ['testing-devel', 'testing', 'stable', 'next-devel', 'next'];
const ARCHES = ['x86_64', 'aarch64'];

let folder: string;
let example: Example;
let running: RunningServices;
let http: Http;
let services: Services;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'manifest-lock-services-'));
  running = await startExampleServices();
  example = makeExample(join(folder, 'example'), Date.UTC(2026, 2, 1, 12), running.urls);
  http = createHttp({ version: '1.2.3', sleep: async () => undefined });
  services = openServices({ urls: running.urls, fetch: http.fetch, store: NO_STORE, now: Date.now });
});
afterAll(async () => {
  await http.close();
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: example.configRepo, encoding: 'utf8' });
}

/** `N-V-R.A` of what a stream locks, base locks and overrides. */
function lockedOn(stream: string): string[] {
  return ARCHES.flatMap(arch => {
    const { packages } = JSON.parse(git('show', `${stream}:manifest-lock.${arch}.json`));
    const base = Object.entries<{ evra: string }>(packages).map(([name, { evra }]) => [name, evra]);
    const text = git('show', `${stream}:manifest-lock.overrides.yaml`);
    const overrides = [...text.matchAll(/^ {2}(\S+):\n {4}(evra?): (\S+)$/gm)].map(([, name, key, version]) => {
      return [name, key === 'evr' ? `${version}.${arch}` : `${version}`];
    });
    return [...base, ...overrides].map(([name, evra = '']) => `${name}-${evra.replace(/^\d+:/, '')}`);
  });
}

const settings = (root: string): string => readFileSync(join(root, '.manifest-lock.yaml'), 'utf8');

describe('the config repositories of the example', () => {
  it('ask the stand-ins, and say in so many words that it is example data', () => {
    for (const root of [example.configRepo, example.mistakes, example.syntaxError]) {
      expect(settings(root)).toMatch(/^# EXAMPLE DATA, .*`npm start`/);
      for (const [service, url] of Object.entries(running.urls))
        expect(settings(root)).toContain(`${service}: ${url}\n`);
    }
  });

  it('ask nobody where no stand-ins run', () => {
    const { configRepo } = makeExample(join(folder, 'alone'));
    expect(settings(configRepo)).toContain('services:\n  koji: off\n  bodhi: off\n  builds: off\n');
  });
});

describe("the example's Koji", () => {
  it('has every package that a stream locks, signed and of a complete build', async () => {
    const nvras = [...new Set(STREAMS.flatMap(lockedOn))];
    expect(nvras.length).toBeGreaterThan(150);
    const rpms = await services.koji?.rpms(nvras);
    expect(nvras.filter(nvra => rpms?.get(nvra)?.value === undefined)).toEqual([]);
    const found = [...(rpms?.values() ?? [])].flatMap(({ value }) => value ?? []);
    const builds = await services.koji?.builds([...new Set(found.map(({ buildId }) => buildId))]);
    const states = new Set([...(builds?.values() ?? [])].map(({ value }) => value?.state));
    expect([...states]).toEqual(['complete']);
    const signatures = await services.koji?.signatures(found.map(({ id }) => id));
    expect([...(signatures?.values() ?? [])].filter(({ value }) => value?.length !== 1)).toEqual([]);
  });

  it('has every build that base locks had before', async () => {
    const commits = STREAMS.flatMap(stream => git('rev-list', stream).trim().split('\n'));
    const nvrs = new Set<string>();
    for (const commit of new Set(commits)) {
      if (git('ls-tree', '--name-only', commit, 'manifest-lock.x86_64.json') === '') continue;
      const { packages } = JSON.parse(git('show', `${commit}:manifest-lock.x86_64.json`));
      for (const { evra, metadata } of Object.values<{ evra: string; metadata: { sourcerpm: string } }>(packages)) {
        nvrs.add(`${metadata.sourcerpm}-${evra.replace(/^\d+:/, '').replace(/\.\w+$/, '')}`);
      }
    }
    expect(nvrs).toContain('podman-5.1.1-1.fc40');
    const builds = await services.koji?.builds([...nvrs]);
    expect([...nvrs].filter(nvr => builds?.get(nvr)?.value?.state !== 'complete')).toEqual([]);
  });

  it('has what repositories do not: epochs, tags, changelogs, builds that are gone', async () => {
    const builds = await services.koji?.builds(['podman-5.2.5-1.fc40', 'podman-5.1.2-1.fc40', 'podman-9-1.fc40']);
    const known = builds?.get('podman-5.2.5-1.fc40')?.value;
    expect(known).toMatchObject({ epoch: 5, state: 'complete', completed: Date.UTC(2024, 9, 18) });
    expect(builds?.get('podman-5.1.2-1.fc40')?.value?.state).toBe('deleted');
    expect(builds?.get('podman-9-1.fc40')?.value).toBeUndefined();
    const rows = await services.koji?.rpmsOfBuilds(['podman-5.2.5-1.fc40']);
    expect(rows?.get('podman-5.2.5-1.fc40')?.value?.map(({ name, arch }) => `${name}.${arch}`)).toEqual([
      ...['podman.src', 'podman.x86_64', 'podman.aarch64', 'podman.ppc64le', 'podman.s390x', 'podman-docker.noarch'],
      ...['x86_64', 'aarch64', 'ppc64le', 's390x'].map(arch => `podman-remote.${arch}`),
    ]);
    const changelog = await services.koji?.changelog(known?.id ?? 0);
    expect(changelog?.value[0]).toMatchObject({
      at: Date.UTC(2024, 9, 18, 12),
      text: '- Update to 5.2.5 upstream release. Fixes CVE-2024-9675, CVE-2024-9676',
    });
    const tags = await services.koji?.tags([known?.id ?? 0]);
    expect(tags?.get(known?.id ?? 0)?.value).toEqual(['f40-updates']);
    const [newest] = (await services.koji?.buildsOf('kernel', 1))?.value ?? [];
    expect(newest?.nvr).toBe('kernel-6.11.5-300.fc41');
  });
});

describe("the example's Bodhi", () => {
  it('has the updates that lockfiles link, all marked as example data', async () => {
    const texts = STREAMS.map(stream => git('show', `${stream}:manifest-lock.overrides.yaml`));
    texts.push(readFileSync(join(example.mistakes, 'manifest-lock.overrides.yaml'), 'utf8'));
    const aliases = [...new Set(texts.join('').match(/FEDORA-\d{4}-[0-9a-f]{10}/g))];
    expect(aliases.length).toBeGreaterThan(10);
    const updates = await services.bodhi?.updates(aliases);
    const values = aliases.map(alias => updates?.get(alias)?.value);
    expect(values.map(update => update?.title.startsWith('EXAMPLE DATA: '))).toEqual(aliases.map(() => true));
    expect(values.every(update => update?.notes.startsWith('Example data'))).toBe(true);
  });

  it('has only builds that Koji has', async () => {
    const body = await (await fetch(`${running.urls.bodhi}/updates/?rows_per_page=100`, ACCEPT)).json();
    const { updates } = body as { updates: { builds: { nvr: string }[] }[] };
    const nvrs = updates.flatMap(({ builds }) => builds.map(({ nvr }) => nvr));
    expect(nvrs.length).toBeGreaterThan(20);
    const builds = await services.koji?.builds(nvrs);
    expect(nvrs.filter(nvr => builds?.get(nvr)?.value === undefined)).toEqual([]);
  });
});

const ACCEPT = { headers: { accept: 'application/json' } };

it("the example's build service has a build of every stream with its packages, and an open next-devel", async () => {
  for (const stream of STREAMS) {
    const [build] = (await services.builds?.builds(stream))?.value ?? [];
    expect(build?.id).toMatch(stream.startsWith('next') ? /^41\.2024\d{4}\.\d+\.0$/ : /^40\.2024\d{4}\.\d+\.0$/);
    const packages = await services.builds?.packages(stream, build?.id ?? '', 'aarch64');
    expect(packages?.value?.length).toBe(34);
  }
  expect((await services.builds?.nextDevelEnabled())?.value).toBe(true);
});

it('the stand-ins end', async () => {
  const own = await startExampleServices();
  await own.close();
  await expect(fetch(own.urls.koji)).rejects.toThrow();
});

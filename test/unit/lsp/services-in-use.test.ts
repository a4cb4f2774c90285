import { describe, expect, it, vi } from 'vitest';
import type { Bodhi } from '../../../server/bodhi/bodhi';
import type { ConfigRepo } from '../../../server/config-repo/model';
import { DEFAULT_REPO_SETTINGS, type RepoSettings } from '../../../server/config-repo/repo-settings';
import { DEFAULT_CONFIGURATION } from '../../../server/lsp/configuration';
import { ServicesInUse } from '../../../server/lsp/services-in-use';
import type { ClientConfiguration } from '../../../server/protocol';
import type { ServiceUrls } from '../../../server/services/open-services';
import type { WantedEntry } from '../../../server/services/wanted-entry';

const FEDORA = 'https://bodhi.fedoraproject.org';

const configOf = (services: RepoSettings['services'] = {}, releasever = '40') =>
  ({ settings: { ...DEFAULT_REPO_SETTINGS, services }, releasever }) as unknown as ConfigRepo;

const wanted = (...aliases: string[]): WantedEntry[] =>
  aliases.map(update => ({ name: 'podman', version: undefined, basearches: ['x86_64'], update, source: 'podman' }));

function setUp(network: 'on' | 'off' = 'on') {
  let configuration: ClientConfiguration = {
    ...DEFAULT_CONFIGURATION,
    settings: { ...DEFAULT_CONFIGURATION.settings, network },
    storageFolder: '/storage',
  };
  const asked: string[] = [];
  const opened: string[] = [];
  const happened: string[] = [];
  const state = { time: 1, answer: async (): Promise<void> => undefined };
  const bodhi = (url: string): Bodhi =>
    ({
      url,
      updates: async (aliases: readonly string[]) => {
        asked.push(`${url} ${aliases}`);
        await state.answer();
        return new Map(aliases.map(alias => [alias, { value: undefined, at: state.time }]));
      },
      updatesOfPackages: async (names: readonly string[], release: string) => {
        asked.push(`${url} ${names} of ${release}`);
        return new Map(names.map(name => [name, { value: [], at: 1 }]));
      },
    }) as unknown as Bodhi;
  const services = new ServicesInUse({
    ports: {
      now: () => state.time,
      openServices: ({ cacheFolder }) => {
        opened.push(`open ${cacheFolder}`);
        return {
          services: ({ bodhi: url }: ServiceUrls) => {
            return { koji: undefined, bodhi: url === 'off' ? undefined : bodhi(url), builds: undefined };
          },
          close: async () => void opened.push('close'),
        };
      },
    },
    configuration: () => configuration,
    onChange: folder => void happened.push(folder),
    onActivity: () => undefined,
    onError: message => void happened.push(`error: ${message}`),
    onLog: () => undefined,
  });
  const configure = (changed: Partial<ClientConfiguration['settings']>, trusted = true): void => {
    const before = configuration;
    configuration = { ...configuration, trusted, settings: { ...configuration.settings, ...changed } };
    services.configurationChanged(before);
  };
  return { services, asked, opened, happened, configure, state };
}

const never = new Promise<never>(() => undefined);

describe('ServicesInUse', () => {
  it('asks about open overrides and reports the services', async () => {
    const { services, asked, happened } = setUp();
    services.want('/config', configOf(), wanted('A'));
    await vi.waitFor(() => expect(asked).toEqual([`${FEDORA} A`, `${FEDORA} podman of F40`]));
    await services.refresh(0);
    expect(services.facts('/config')?.bodhi?.update('A')).toEqual({ value: undefined, at: 1 });
    expect(services.facts('/other')).toBeUndefined();
    expect(new Set(happened)).toEqual(new Set(['/config']));
    expect(services.reports()).toEqual([{ service: 'bodhi', url: FEDORA, checkedAt: 1, error: undefined }]);
    services.drop('/config');
    expect([services.facts('/config'), services.reports()]).toEqual([undefined, []]);
  });

  it('reports what one of several repositories could not ask, and the newest answer of another', async () => {
    const { services, state } = setUp();
    const config = configOf();
    services.want('/a', config, wanted('A'));
    await services.refresh(0);
    await vi.waitFor(() => expect(services.facts('/a')?.bodhi?.update('A')).toBeDefined());
    state.answer = () => Promise.reject(new Error('Bodhi has a day off'));
    for (const folder of ['/b', '/c']) services.want(folder, config, wanted('B'));
    await vi.waitFor(() => {
      expect(services.reports()).toEqual([
        { service: 'bodhi', url: FEDORA, checkedAt: 1, error: 'Bodhi has a day off' },
      ]);
    });
    // whichever comes last
    state.answer = async () => undefined;
    services.want('/d', config, wanted('D'));
    await vi.waitFor(() => expect(services.facts('/d')?.bodhi?.update('D')).toBeDefined());
    expect(services.reports()[0]?.error).toBe('Bodhi has a day off');
  });

  it('asks again where a service was not reached as soon as it has answered somebody else, who only looks as well', async () => {
    const { services, state, asked } = setUp();
    const config = configOf();
    const fails = async (folder: string, alias: string): Promise<void> => {
      state.answer = () => Promise.reject(new Error('Bodhi has a day off'));
      services.want(folder, config, wanted(alias));
      await vi.waitFor(() => expect(services.reports()[0]?.error).toBe('Bodhi has a day off'));
      state.answer = async () => undefined;
      state.time++;
    };
    const answered = [{ service: 'bodhi', url: FEDORA, checkedAt: expect.any(Number), error: undefined }];
    await fails('/a', 'A');
    services.want('/b', config, wanted('B'));
    await vi.waitFor(() => expect(services.reports()).toEqual(answered));
    expect(services.facts('/a')?.bodhi?.update('A')).toBeDefined();
    await fails('/c', 'C');
    await services.look(config, wanted('D'), 'F40', never);
    await vi.waitFor(() => expect(services.reports()).toEqual(answered));
    expect(asked.filter(line => line === `${FEDORA} A`)).toHaveLength(2);
    expect(asked.filter(line => line === `${FEDORA} C`)).toHaveLength(2);
  });

  it('asks nothing where there are no overrides', () => {
    const { services, opened } = setUp();
    services.want('/config', configOf(), []);
    expect([services.facts('/config'), services.reports()]).toEqual([undefined, []]);
    services.dispose();
    expect(opened.filter(what => what === 'close').length).toBeLessThanOrEqual(1);
  });

  it.each([
    ['with the network off', { network: 'off' }, true],
    ['in an untrusted workspace', {}, false],
  ] as const)('asks nothing %s, and forgets what it knew', async (_, settings, trusted) => {
    const { services, asked, configure } = setUp();
    services.want('/config', configOf(), wanted('A'));
    await services.refresh(0);
    configure(settings, trusted);
    expect(services.facts('/config')).toBeUndefined();
    const before = asked.length;
    services.want('/config', configOf(), wanted('A', 'B'));
    await services.refresh(2);
    expect(await services.look(configOf(), wanted('C'), 'F40', never)).toBeUndefined();
    expect(services.of(configOf())).toBeUndefined();
    expect(asked).toHaveLength(before);
    configure({ network: 'on' });
    services.want('/config', configOf(), wanted('A'));
    await services.refresh(2);
    expect(services.facts('/config')?.bodhi?.update('A')).toBeDefined();
  });

  it('asks anew where the repository names another service or release', async () => {
    const { services, asked } = setUp();
    services.want('/config', configOf(), wanted('A'));
    await services.refresh(0);
    asked.length = 0;
    const other = 'https://bodhi.example';
    services.want('/config', configOf({ bodhi: other }), wanted('A'));
    await services.refresh(0);
    services.want('/config', configOf({ bodhi: other }, '41'), wanted('A'));
    await services.refresh(0);
    expect(asked).toEqual([`${other} A`, `${other} podman of F40`, `${other} A`, `${other} podman of F41`]);
    services.want('/config', configOf({ bodhi: 'off' }), wanted('A'));
    expect([services.facts('/config'), services.reports()]).toEqual([{ koji: undefined, bodhi: undefined }, []]);
  });

  it('opens services again for another cache folder', async () => {
    const { services, opened, configure } = setUp();
    services.want('/config', configOf(), wanted('A'));
    configure({ cacheFolder: '/cache' });
    services.want('/config', configOf(), wanted('A'));
    await services.refresh(0);
    services.dispose();
    expect(opened).toEqual(['open /storage', 'close', 'open /cache', 'close']);
  });

  it('looks things up without telling of a change, and waits only as long as it is told to', async () => {
    const { services, happened, state, asked } = setUp();
    const known = await services.look(configOf(), wanted('A'), undefined, never);
    expect(known?.bodhi?.update('A')).toEqual({ value: undefined, at: 1 });
    expect(services.facts('/config')).toBeUndefined();
    let release = (): void => undefined;
    state.answer = () =>
      new Promise(resolve => {
        release = resolve;
      });
    const late = await services.look(configOf(), wanted('B'), undefined, Promise.resolve());
    expect(late?.bodhi?.update('B')).toBeUndefined();
    await vi.waitFor(() => expect(asked.at(-1)).toBe(`${FEDORA} B`));
    release();
    state.answer = async () => undefined;
    const later = await services.look(configOf(), wanted('B'), undefined, never);
    expect([later?.bodhi?.update('A'), later?.bodhi?.update('B')]).toEqual(Array(2).fill({ value: undefined, at: 1 }));
    expect(happened).toEqual([]);
  });

  it('asks anew about what is known well enough, without waiting for the answer', async () => {
    const { services, state, asked } = setUp();
    await services.look(configOf(), wanted('A'), undefined, never);
    state.answer = () => never;
    const seen: unknown[] = [];
    const found = await services.look(configOf(), wanted('A'), undefined, never, (facts, now) => {
      seen.push([facts.bodhi?.update('A'), now]);
      return true;
    });
    expect(seen).toEqual([[{ value: undefined, at: 1 }, 1]]);
    expect(found?.bodhi?.update('A')).toEqual({ value: undefined, at: 1 });
    await vi.waitFor(() => expect(asked).toEqual([`${FEDORA} A`, `${FEDORA} A`]));
  });

  it('says why a service could not be asked', async () => {
    const { services, state, configure } = setUp();
    expect(services.lookedAt(configOf(), 'F40')).toMatchObject([{ service: 'bodhi', url: FEDORA, problem: undefined }]);
    state.answer = () => Promise.reject(new Error('503'));
    await services.look(configOf(), wanted('A'), 'F40', never);
    expect(services.lookedAt(configOf(), 'F40')).toMatchObject([{ service: 'bodhi', problem: { message: '503' } }]);
    configure({ network: 'off' });
    expect(services.lookedAt(configOf(), 'F40')).toEqual([]);
  });
});

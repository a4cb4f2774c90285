import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CancellationToken, CancellationTokenSource } from 'vscode-languageserver';
import type { ConfigRepo } from '../../../server/config-repo/model';
import { gitUri } from '../../../server/lsp/git-uri';
import { folderOf, lookUpChangelog, lookUpEntry, lookUpUpdates } from '../../../server/lsp/look-up';
import type { ServicesInUse } from '../../../server/lsp/services-in-use';
import type { FileView } from '../../../server/lsp/view';
import type { ServiceFacts } from '../../../server/services/facts';
import type { WantedEntry } from '../../../server/services/wanted-entry';
import { baseLock, MANIFEST, OVERRIDES } from '../../support/fedora';
import { lockfileView } from '../../support/lockfile-view';
import { bodhiFacts } from '../../support/service-facts';

const COMMON = 'manifest-lock.overrides.yaml';
const BASE = 'manifest-lock.x86_64.json';
const FILES = { 'manifest.yaml': MANIFEST, [COMMON]: OVERRIDES, [BASE]: baseLock('x86_64') };

const update = (alias: string): ServiceFacts => ({ bodhi: bodhiFacts([{ alias, builds: [] }]) });

interface Looked {
  readonly wanted: readonly WantedEntry[];
  readonly release: string | undefined;
}

/** Services that know one update, and answer when `enough` says so where they are told to wait. */
function services(known: ServiceFacts | undefined, waits = false) {
  const looked: Looked[] = [];
  const look: ServicesInUse['look'] = async (_, wanted, release, enough) => {
    looked.push({ wanted, release });
    if (waits) await enough;
    return known;
  };
  return { looked, services: { look, lookedAt: () => [] } as unknown as ServicesInUse };
}

const configOf = ({ repo }: FileView): ConfigRepo => {
  if (!repo) throw new Error('a repository');
  return repo.config;
};
const entryOf = (view: FileView, name: string) => {
  const entry = view.lockfile.byName.get(name);
  if (!entry) throw new Error(name);
  return entry;
};
const NONE = CancellationToken.None;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('lookUpEntry', () => {
  it('asks about the entry for the release of the repository, and knows what is known of open overrides besides', async () => {
    const view = { ...(await lockfileView({ files: FILES, open: BASE })), services: update('FEDORA-2024-0000000001') };
    const { looked, services: asked } = services(update('FEDORA-2024-0000000002'));
    const found = await lookUpEntry(asked, configOf(view), view, entryOf(view, 'bash'), NONE);
    expect(looked).toMatchObject([{ wanted: [{ name: 'bash', basearches: ['x86_64'] }], release: 'F40' }]);
    expect(found?.basearches).toEqual(['x86_64']);
    expect(found?.facts.bodhi?.update('FEDORA-2024-0000000002')?.value).toBeDefined();
  });

  it('takes the release of a file on another branch from its dist tag, and all basearches of a common one', async () => {
    const view = await lockfileView({ files: FILES, open: COMMON });
    const document = {
      ...view.document,
      uri: gitUri({ folder: '/config', commit: '1'.repeat(40), path: COMMON }, 'next'),
    };
    const next = await lockfileView({
      files: { ...FILES, [COMMON]: OVERRIDES.replaceAll('fc40', 'fc41') },
      open: COMMON,
    });
    const elsewhere = { ...next, document, repo: undefined, folder: undefined, readOnly: true, arches: [] };
    expect(folderOf(elsewhere)).toBe('/config');
    const { looked, services: asked } = services(update('FEDORA-2024-0000000002'));
    await lookUpEntry(asked, configOf(view), elsewhere, entryOf(elsewhere, 'podman'), NONE);
    expect(looked).toMatchObject([
      { wanted: [{ name: 'podman', basearches: ['x86_64'], update: 'FEDORA-2024-f0fd63c638' }], release: 'F41' },
    ]);
  });

  it('waits two seconds, or until nobody wants it any more', async () => {
    const view = await lockfileView({ files: FILES, open: COMMON });
    const { services: slow } = services({}, true);
    const settled: string[] = [];
    const late = lookUpEntry(slow, configOf(view), view, entryOf(view, 'podman'), NONE).then(() =>
      settled.push('late'),
    );
    await vi.advanceTimersByTimeAsync(1999);
    expect(settled).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await late;
    const source = new CancellationTokenSource();
    const cancelled = lookUpEntry(slow, configOf(view), view, entryOf(view, 'podman'), source.token);
    source.cancel();
    expect(await cancelled).toMatchObject({ basearches: ['x86_64'] });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('has nothing where nothing may be asked', async () => {
    const view = await lockfileView({ files: FILES, open: COMMON });
    const { services: none } = services(undefined);
    expect(await lookUpEntry(none, configOf(view), view, entryOf(view, 'podman'), NONE)).toBeUndefined();
  });
});

describe('lookUpChangelog', () => {
  const of = (changelog: (id: number) => Promise<unknown>): ServicesInUse =>
    ({ of: () => ({ koji: { changelog } }) }) as unknown as ServicesInUse;
  const config = {} as ConfigRepo;

  it('is what Koji says, or nothing within two seconds', async () => {
    const answer = { value: [], at: 1 };
    expect(
      await lookUpChangelog(
        of(async () => answer),
        config,
        7,
        NONE,
      ),
    ).toBe(answer);
    const late = lookUpChangelog(
      of(() => new Promise(() => undefined)),
      config,
      7,
      NONE,
    );
    await vi.advanceTimersByTimeAsync(2000);
    expect(await late).toBeUndefined();
    expect(await lookUpChangelog({ of: () => undefined } as unknown as ServicesInUse, config, 7, NONE)).toBeUndefined();
  });

  it('says why it cannot be had', async () => {
    await expect(
      lookUpChangelog(
        of(() => Promise.reject(new Error('503'))),
        config,
        7,
        NONE,
      ),
    ).rejects.toThrow('503');
  });
});

describe('lookUpUpdates', () => {
  const ALIAS = 'FEDORA-2024-0000000001';

  it('asks about all in one go', async () => {
    const view = await lockfileView({ files: FILES, open: BASE });
    const { looked, services: asked } = services(update(ALIAS));
    const late = vi.fn();
    const found = await lookUpUpdates(asked, configOf(view), [ALIAS, 'FEDORA-2024-0000000002'], late);
    expect(looked.map(({ wanted }) => wanted.map(entry => entry.update))).toEqual([[ALIAS, 'FEDORA-2024-0000000002']]);
    expect(found?.facts.bodhi?.update(ALIAS)?.value?.alias).toBe(ALIAS);
    expect([found?.problem, late.mock.calls]).toEqual([undefined, []]);
  });

  it('waits two seconds, and tells when there is an answer after all', async () => {
    const view = await lockfileView({ files: FILES, open: BASE });
    let answer: () => void = () => undefined;
    const look: ServicesInUse['look'] = () =>
      new Promise(resolve => {
        answer = () => resolve(update(ALIAS));
      });
    const late = vi.fn();
    const asked = { look, lookedAt: () => [] } as unknown as ServicesInUse;
    const found = lookUpUpdates(asked, configOf(view), [ALIAS], late);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await found).toBeUndefined();
    expect(late).not.toHaveBeenCalled();
    answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(late).toHaveBeenCalledOnce();
  });
});

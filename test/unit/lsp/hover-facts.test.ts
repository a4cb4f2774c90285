import { afterEach, describe, expect, it, vi } from 'vitest';
import { CancellationToken, CancellationTokenSource } from 'vscode-languageserver';
import type { ChangelogEntry, Koji } from '../../../server/koji/koji';
import { gitUri } from '../../../server/lsp/git-uri';
import { gatherHover, type HoverSources } from '../../../server/lsp/hover-facts';
import type { EntryFacts } from '../../../server/lsp/look-up';
import type { FileView } from '../../../server/lsp/view';
import type { Services } from '../../../server/services/services';
import { availability, repository } from '../../support/availability';
import { baseLock, MANIFEST, OVERRIDES, repoFile } from '../../support/fedora';
import { lockfileView, type ViewOptions } from '../../support/lockfile-view';
import { bodhiFacts, kojiFacts, SAID_AT } from '../../support/service-facts';
import { entryFacts, entryOf } from '../../support/told';

const COMMON = 'manifest-lock.overrides.yaml';
const FILES = {
  'manifest.yaml': MANIFEST,
  'fedora.repo': repoFile('https://example.org/'),
  [COMMON]: OVERRIDES,
  'manifest-lock.x86_64.json': baseLock('x86_64'),
};
const LOCKED = 'podman-5.2.3-1.fc40';
const NEWEST = 'podman-5.2.5-1.fc40';
const IDS: Readonly<Record<string, number>> = { [LOCKED]: 2_500_000, [NEWEST]: 2_500_005 };
const entry = (version: string, day: number): ChangelogEntry => ({
  at: Date.UTC(2024, 9, day, 12),
  author: `Packit <hello@packit.dev> - ${version}`,
  text: '- Update',
});
const LOG = [entry('5:5.2.5-1', 18), entry('5:5.2.4-1', 10), entry('5:5.2.3-1', 2)];

type ChangelogOf = (id: number) => Promise<readonly ChangelogEntry[] | undefined>;

interface Given {
  readonly facts?: Partial<EntryFacts>;
  readonly changelog?: ChangelogOf;
  readonly git?: HoverSources['git'];
}

/** A session that knows the locked build, and what is given. */
function sources({ facts = {}, changelog = async () => LOG, git = async () => undefined }: Given = {}) {
  const asked: number[] = [];
  const koji = kojiFacts({ [LOCKED]: { rpms: { podman: '5:5.2.3-1.fc40 x86_64 aarch64' } } });
  const builds: Koji['builds'] = async keys =>
    new Map(keys.map(key => [key, { value: IDS[key] && { id: IDS[key] }, at: SAID_AT }])) as never;
  const page: Koji['page'] = ({ id }) => `https://koji.example/${id}`;
  const session: HoverSources = {
    now: SAID_AT,
    git,
    services: {
      factsFor: async () => entryFacts({ basearches: ['x86_64'], ...facts, facts: { koji, ...facts.facts } }),
      of: async () => ({ koji: { builds, page } }) as unknown as Services,
      changelog: async (_, id) => {
        asked.push(id);
        const value = await changelog(id);
        return value && { value, at: SAID_AT };
      },
    },
  };
  return { asked, session };
}

const UPDATES = availability('x86_64', [
  repository({ id: 'fedora-updates' }, [['podman', '5:5.2.5-1.fc40', 'x86_64']]),
]);
const NONE = CancellationToken.None;

async function view(options: Partial<ViewOptions> = {}): Promise<FileView> {
  return lockfileView({ files: FILES, open: COMMON, availability: [UPDATES], ...options });
}

async function gather(given: Given = {}, options: Partial<ViewOptions> = {}, token = NONE) {
  const open = await view(options);
  const { asked, session } = sources(given);
  return { asked, facts: await gatherHover(session, open, entryOf(open, 'podman'), token) };
}

afterEach(() => void vi.useRealTimers());

describe('the changelog', () => {
  const RANGE = { from: '5.2.3-1.fc40', to: NEWEST };

  it('goes from the locked build to the newest in the repositories', async () => {
    const { asked, facts } = await gather();
    expect(facts.changelog).toEqual({
      ...RANGE,
      kind: 'found',
      page: 'https://koji.example/2500005',
      entries: LOG.slice(0, 2),
      bounded: true,
    });
    // that of the newest tells where the locked version stands
    expect(asked).toEqual([IDS[NEWEST]]);
  });

  it('goes to the newest in Bodhi where that is newer', async () => {
    const bodhi = bodhiFacts([{ alias: 'FEDORA-2024-0c55e9e4ab', builds: [NEWEST] }]);
    const older = availability('x86_64', [
      repository({ id: 'fedora-updates' }, [['podman', '5:5.2.4-1.fc40', 'x86_64']]),
    ]);
    const { facts } = await gather({ facts: { facts: { bodhi } } }, { availability: [older] });
    expect(facts.changelog).toMatchObject({ ...RANGE, kind: 'found' });
  });

  it('of a spec file without releases is told apart by that of the locked build', async () => {
    const plain = LOG.map((one, i) => ({ ...one, author: `Packit <hello@packit.dev> [5.2.${5 - i}-0]` }));
    const { asked, facts } = await gather({ changelog: async id => (id === IDS[NEWEST] ? plain : plain.slice(2)) });
    expect(asked).toEqual([IDS[NEWEST], IDS[LOCKED]]);
    expect(facts.changelog).toMatchObject({ kind: 'found', entries: plain.slice(0, 2), bounded: true });
  });

  it('is not asked for where nothing newer is known', async () => {
    const { asked, facts } = await gather({}, { availability: [] });
    expect([asked, facts.changelog]).toEqual([[], undefined]);
  });

  it('of a build that Koji does not have is none', async () => {
    const own = availability('x86_64', [repository({ id: 'own' }, [['podman', '5:5.9-1.local', 'x86_64']])]);
    expect((await gather({}, { availability: [own] })).facts.changelog).toMatchObject({ kind: 'absent' });
  });

  it('that does not come is said to be under way; one that fails, why', async () => {
    vi.useFakeTimers();
    const slow = gather({ changelog: () => new Promise(() => undefined) });
    await vi.advanceTimersByTimeAsync(2000);
    expect((await slow).facts.changelog).toEqual({ ...RANGE, kind: 'waiting' });
    expect((await gather({ changelog: async () => undefined })).facts.changelog).toEqual({ ...RANGE, kind: 'waiting' });
    const failing = await gather({ changelog: () => Promise.reject(new Error('503')) });
    expect(failing.facts.changelog).toEqual({ ...RANGE, kind: 'failed', message: '503' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says nothing that the build says already: Koji cannot be asked', async () => {
    const problems = new Map([['koji' as const, 'Koji cannot be asked: 503']]);
    const { facts } = await gather({ facts: { problems }, changelog: () => Promise.reject(new Error('503')) });
    expect(facts.changelog).toBeUndefined();
    // what is kept is shown
    expect((await gather({ facts: { problems } })).facts.changelog).toMatchObject({ kind: 'found' });
  });

  it('is not asked for once nobody wants the answer', async () => {
    const source = new CancellationTokenSource();
    source.cancel();
    const { asked, facts } = await gather({}, {}, source.token);
    expect([asked, facts.changelog]).toEqual([[], undefined]);
  });
});

describe('the origin of an entry', () => {
  it('as it is in a commit is looked up there', async () => {
    const commit = '8d4e788b5ea1f8fb1a0f8ecb5bd1dd8a0ee4ba11';
    const here = await view({ availability: [] });
    const uri = gitUri({ folder: '/config', commit, path: COMMON }, 'stable');
    const there = { ...here, document: { ...here.document, uri }, repo: undefined, folder: undefined, readOnly: true };
    const asked: string[] = [];
    const blame = async (...of: readonly string[]) => {
      asked.push(of.join(' '));
      const line = { commit, committed: 1_719_511_200, author: 'coreosbot', subject: 'pin', edge: false };
      return OVERRIDES.trimEnd()
        .split('\n')
        .map(() => line);
    };
    const git = async () => ({ prefix: 'config', blame }) as never;
    const { session } = sources({ git });
    const found = await gatherHover(session, there, entryOf(there, 'podman'), NONE);
    expect(asked).toEqual([`${commit} config/${COMMON}`]);
    expect(found.origin).toMatchObject({ commit, author: 'coreosbot', evr: '5:5.2.3-1.fc40' });
    // the view has that of the tree that is checked out
    expect((await gatherHover(session, here, entryOf(here, 'podman'), NONE)).origin).toBeUndefined();
    expect(asked).toHaveLength(1);
    const broken = sources({ git: () => Promise.reject(new Error('git: not found')) });
    const rest = await gatherHover(broken.session, there, entryOf(there, 'podman'), NONE);
    expect([rest.origin, rest.services?.basearches]).toEqual([undefined, ['x86_64']]);
  });
});

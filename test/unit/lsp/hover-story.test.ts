import { describe, expect, it } from 'vitest';
import type { EntryOrigin } from '../../../server/config-repo/branches';
import { newerPart, storyPart } from '../../../server/lsp/hover-story';
import { MARKDOWN } from '../../../server/lsp/markdown';
import { baseLock, MANIFEST, OVERRIDES } from '../../support/fedora';
import { lockfileView } from '../../support/lockfile-view';
import { bodhiFacts, kojiFacts, SAID_AT, type UpdateTable } from '../../support/service-facts';
import { entryOf, told } from '../../support/told';

const NOW = SAID_AT + 60_000;
const COMMON = 'manifest-lock.overrides.yaml';
const BASE = 'manifest-lock.x86_64.json';
const ORIGIN: EntryOrigin = {
  evr: '5:5.2.3-1.fc40',
  commit: '8d4e788b5ea1f8fb1a0f8ecb5bd1dd8a0ee4ba11',
  committed: Date.UTC(2024, 5, 27, 18) / 1000,
  subject: 'overrides: pin *podman*',
  author: 'coreosbot',
};
const PIN = OVERRIDES.replaceAll('type: fast-track', 'type: pin');

async function story(text: string, origin: EntryOrigin = ORIGIN, before = text): Promise<string[]> {
  const files = { 'manifest.yaml': MANIFEST, [COMMON]: text };
  const branches = { before: { [COMMON]: before }, origins: { [COMMON]: { podman: origin } } };
  const view = await lockfileView({ files, open: COMMON, branches });
  return storyPart(view, entryOf(view, 'podman'), undefined, MARKDOWN, NOW);
}

describe('the story of an override', () => {
  it('says who put it there, when and why', async () => {
    expect(await story(PIN)).toEqual([
      '**Story**',
      '- pinned for 118 days: coreosbot in 8d4e788b5e on 2024-06-27: overrides: pin \\*podman\\*',
      '- reason: [coreos/fedora-coreos-tracker#1809](<https://github.com/coreos/fedora-coreos-tracker/issues/1809>)',
    ]);
  });

  it.each([
    [OVERRIDES, 1, 'fast-tracked for 1 day: '],
    [OVERRIDES.replaceAll(/ +type: .*\n/g, ''), 2, 'overridden for 2 days: '],
    [PIN, 0, 'pinned today: '],
  ])('counts days (%#)', async (text, days, begin) => {
    const committed = SAID_AT / 1000 - days * 86_400;
    expect((await story(text, { ...ORIGIN, committed }))[1]).toMatch(new RegExp(`^- ${begin}coreosbot`));
  });

  it.each([
    [
      'https://bugzilla.redhat.com/show_bug.cgi?id=2314570',
      '[https\\://bugzilla.redhat.com/show_bug.cgi?id=2314570](<https://bugzilla.redhat.com/show_bug.cgi?id=2314570>)',
    ],
    ['"see [here](command:x)"', 'see \\[here\\](command:x)'],
  ])('shows the reason %s', async (reason, shown) => {
    const text = PIN.replace('https://github.com/coreos/fedora-coreos-tracker/issues/1809', reason);
    expect((await story(text))[2]).toBe(`- reason: ${shown}`);
  });

  it('says what is not committed yet', async () => {
    expect((await story(PIN, { ...ORIGIN, evr: '5:5.2.2-1.fc40' }, 'packages: {}\n'))[1]).toBe('- not committed yet');
  });

  it('is not there without git, nor in a base lock', async () => {
    const files = { 'manifest.yaml': MANIFEST, [COMMON]: OVERRIDES, [BASE]: baseLock('x86_64') };
    const alone = await lockfileView({ files, open: COMMON });
    expect(storyPart(alone, entryOf(alone, 'podman'), undefined, MARKDOWN, NOW)).toEqual([]);
    const base = await lockfileView({ files, open: BASE, branches: { before: files } });
    expect(storyPart(base, entryOf(base, 'bash'), undefined, MARKDOWN, NOW)).toEqual([]);
  });

  it('of a file of another branch is what was found out for it', async () => {
    const view = {
      ...(await lockfileView({ files: { [COMMON]: PIN }, open: COMMON })),
      readOnly: true,
      repo: undefined,
    };
    expect(storyPart(view, entryOf(view, 'podman'), ORIGIN, MARKDOWN, NOW)[1]).toContain('coreosbot in 8d4e788b5e');
    expect(storyPart(view, entryOf(view, 'podman'), undefined, MARKDOWN, NOW)).toEqual([]);
  });
});

describe('what has come since', () => {
  const koji = kojiFacts({ 'podman-5.2.3-1.fc40': { rpms: { podman: '5:5.2.3-1.fc40 x86_64 aarch64' } } });
  const update = (n: number, more: Partial<UpdateTable> = {}): UpdateTable => ({
    alias: `FEDORA-2024-000000000${n}`,
    builds: [`podman-5.2.${n}-1.fc40`],
    status: 'stable',
    stable: Date.UTC(2024, 9, n),
    ...more,
  });

  async function newer(updates: readonly UpdateTable[]): Promise<string[]> {
    const view = await lockfileView({ files: { 'manifest.yaml': MANIFEST, [COMMON]: OVERRIDES }, open: COMMON });
    return newerPart(told(view, 'podman', { facts: { koji, bodhi: bodhiFacts(updates) } }), MARKDOWN);
  }

  it('names newer builds with their updates', async () => {
    const security = { type: 'security', severity: 'urgent', cves: ['CVE-2024-9675'] } as const;
    expect(await newer([update(5, { status: 'testing' }), update(4, security), update(3), update(2)])).toEqual([
      '**Newer in Bodhi**',
      '- `podman-5.2.5-1.fc40` in [FEDORA-2024-0000000005](<https://bodhi.fedoraproject.org/updates/FEDORA-2024-0000000005>), bugfix: testing, karma 0 of 3, since 2024-10-23',
      '- `podman-5.2.4-1.fc40` in [FEDORA-2024-0000000004](<https://bodhi.fedoraproject.org/updates/FEDORA-2024-0000000004>), security (urgent): stable, since 2024-10-04, fixes **CVE-2024-9675**',
    ]);
  });

  it('of many names the newest and those for security', async () => {
    const all = [9, 8, 7, 6, 5, 4].map(n => update(n, n < 6 ? { type: 'security' } : {}));
    const names = (await newer(all)).map(line => /podman-5\.2\.\d|and .*/.exec(line)?.[0]);
    expect(names).toEqual([undefined, 'podman-5.2.9', 'podman-5.2.8', 'podman-5.2.5', 'podman-5.2.4', 'and 2 more']);
  });

  it('is nothing where nothing newer is live', async () => {
    expect(await newer([update(5, { status: 'unpushed' }), update(3)])).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { updatePart } from '../../../server/lsp/hover-update';
import { MARKDOWN, PLAIN_TEXT } from '../../../server/lsp/markdown';
import { baseLock, MANIFEST, OVERRIDES } from '../../support/fedora';
import { lockfileView } from '../../support/lockfile-view';
import { type BodhiOptions, bodhiFacts, kojiFacts, SAID_AT, type UpdateTable } from '../../support/service-facts';
import { entryOf, told } from '../../support/told';

const NOW = SAID_AT + 60_000;
const DAY = 86_400_000;
const COMMON = 'manifest-lock.overrides.yaml';
const BASE = 'manifest-lock.x86_64.json';
const FILES = { 'manifest.yaml': MANIFEST, [COMMON]: OVERRIDES, [BASE]: baseLock('x86_64') };
const KOJI = kojiFacts({
  'podman-5.2.3-1.fc40': { rpms: { podman: '5:5.2.3-1.fc40 x86_64 aarch64' } },
  'bash-5.2.26-3.fc40': { rpms: { bash: 'x86_64 aarch64' } },
});
const UPDATE: UpdateTable = { alias: 'FEDORA-2024-f0fd63c638', builds: ['podman-5.2.3-1.fc40'] };
const OTHER: UpdateTable = { alias: 'FEDORA-2024-0c55e9e4ab', builds: ['podman-5.2.5-1.fc40'] };
const URL = 'https://bodhi.fedoraproject.org/updates/';

interface Given extends BodhiOptions {
  readonly open?: string;
  readonly name?: string;
  readonly problem?: string;
  readonly now?: number;
  readonly text?: string;
  readonly plain?: boolean;
}

async function part(updates: readonly UpdateTable[], given: Given = {}) {
  const { open = COMMON, name = 'podman', problem, now = NOW, text = OVERRIDES, plain = false, ...options } = given;
  const view = await lockfileView({ files: { ...FILES, [COMMON]: text }, open });
  const facts = { koji: KOJI, bodhi: bodhiFacts(updates, options) };
  const problems = new Map(problem === undefined ? [] : [['bodhi' as const, problem]]);
  const found = told(view, name, { facts, problems, basearches: ['x86_64', 'aarch64'] });
  return updatePart(view, entryOf(view, name), found, plain ? PLAIN_TEXT : MARKDOWN, now);
}

const lines = async (updates: readonly UpdateTable[], given?: Given) => (await part(updates, given)).lines;

describe('the update that an entry names', () => {
  it('is told in a few lines, what is urgent first', async () => {
    const update: UpdateTable = {
      ...UPDATE,
      request: 'stable',
      type: 'security',
      severity: 'high',
      karma: 1,
      critpath: true,
      testing: SAID_AT - 3 * DAY,
      submitted: SAID_AT - 4 * DAY,
      builds: ['podman-5.2.3-1.fc40', 'buildah-1.37.3-1.fc40', 'skopeo-1.16.1-1.fc40'],
      bugs: [
        { id: 2314570, title: 'podman-5.2.3 is available', security: false },
        { id: 2317458, title: 'CVE-2024-9341 podman: cri-o: FIPS *crypto* [fedora-40]', security: true },
      ],
      cves: ['CVE-2024-9341', 'CVE-2024-9407'],
    };
    expect(await part([update])).toEqual({
      linked: true,
      lines: [
        '**Update**',
        `- [FEDORA-2024-f0fd63c638](<${URL}FEDORA-2024-f0fd63c638>), security (high), with 2 other builds: testing, on its way to stable, karma 1 of 3, gating passed, critical path`,
        '- submitted 2024-10-20, in testing since 2024-10-21 (3 of 7 days)',
        '- fixes **CVE-2024-9341**, **CVE-2024-9407**',
        '- bug [2317458](<https://bugzilla.redhat.com/show_bug.cgi?id=2317458>): **CVE-2024-9341** podman: cri-o: FIPS \\*crypto\\* \\[fedora-40\\]',
        '- bug [2314570](<https://bugzilla.redhat.com/show_bug.cgi?id=2314570>): podman-5.2.3 is available',
      ],
    });
  });

  it('says that the days in testing are over', async () => {
    const found = await lines([{ ...UPDATE, testing: SAID_AT - 760 * DAY }]);
    expect(found.join('\n')).toContain('in testing since 2022-09-25 (7 days reached)');
  });

  it('is plain text where the client shows nothing else', async () => {
    const text = (await lines([{ ...UPDATE, cves: ['CVE-2024-9341'] }], { plain: true })).join('\n');
    expect(text).toContain(`- FEDORA-2024-f0fd63c638: ${URL}FEDORA-2024-f0fd63c638, bugfix: testing, karma 0 of 3`);
    expect(text).toContain('- fixes CVE-2024-9341');
    expect(text).not.toMatch(/[`\\]|\*\*/);
  });

  it('names five bugs and eight CVEs at most', async () => {
    const bugs = Array.from({ length: 7 }, (_, i) => ({ id: 100 + i, title: 'x', security: false }));
    const cves = Array.from({ length: 10 }, (_, i) => `CVE-2024-${1000 + i}`);
    const found = await lines([{ ...UPDATE, bugs, cves }]);
    expect(found.filter(line => line.startsWith('- bug'))).toHaveLength(5);
    expect(found.at(-1)).toBe('- and 2 more bugs');
    expect(found.join('\n')).toContain('**CVE-2024-1007** and 2 more');
  });

  it('says what became of it', async () => {
    const stable = await lines([{ ...UPDATE, status: 'stable', stable: SAID_AT - DAY }]);
    expect(stable[1]).toMatch(/bugfix: stable, gating passed$/);
    expect(stable[2]).toBe('- submitted 2024-10-22, in testing since 2024-10-23, stable since 2024-10-23');
  });

  it('names what followed an obsolete one', async () => {
    expect(await lines([OTHER, { ...UPDATE, status: 'obsolete' }])).toContain(
      `- followed by \`podman-5.2.5-1.fc40\` in [FEDORA-2024-0c55e9e4ab](<${URL}FEDORA-2024-0c55e9e4ab>), testing, karma 0 of 3`,
    );
  });

  it('names where the build is now', async () => {
    const successor = { ...OTHER, builds: ['podman-5.2.3-1.fc40'], status: 'stable' as const };
    const now = `- this build is in [FEDORA-2024-0c55e9e4ab](<${URL}FEDORA-2024-0c55e9e4ab>), stable`;
    expect(await lines([successor, { ...UPDATE, status: 'unpushed' }])).toContain(now);
    const edited = await lines([successor, { ...UPDATE, builds: ['podman-5.2.4-1.fc40'] }]);
    expect(edited).toContain('- has `podman-5.2.4-1.fc40` instead of this build');
    expect(edited).toContain(now);
    expect(await lines([successor])).toEqual(['Bodhi has no update FEDORA-2024-f0fd63c638.', now.slice(2)]);
  });

  it('says of which release it is where that is another', async () => {
    expect((await lines([{ ...UPDATE, release: 'F39' }]))[1]).toContain(', for F39: ');
  });

  it('says that Bodhi has not answered, or why it could not be asked', async () => {
    const unknown = [UPDATE.alias];
    expect(await part([], { unknown })).toEqual({ lines: ['Bodhi has not answered yet.'], linked: false });
    const problem = 'Bodhi cannot be asked: https://bodhi.fedoraproject.org: 503 Service Unavailable';
    expect(await lines([], { unknown, problem })).toEqual([
      'Bodhi cannot be asked: https\\://bodhi.fedoraproject.org: 503 Service Unavailable',
    ]);
  });

  it('tells how old it is', async () => {
    const now = SAID_AT + 12 * 60_000;
    expect((await lines([UPDATE], { now }))[2]).toMatch(/, as of 12 minutes ago$/);
    expect((await lines([UPDATE], { now, problem: 'timed out' }))[2]).toMatch(/, as of 12 minutes ago: timed out$/);
    // nothing of a stable one changes any more
    expect((await lines([{ ...UPDATE, status: 'stable' }], { now })).join()).not.toContain('as of');
  });

  it('cannot smuggle markup in', async () => {
    const bugs = [{ id: 1, title: '[x](command:y) <img src=x> https://evil.example/', security: false }];
    const text = (await lines([{ ...UPDATE, gating: '**no**', url: 'command:evil', bugs }])).join('\n');
    expect(text).toContain('- FEDORA-2024-f0fd63c638, bugfix: testing, karma 0 of 3, gating \\*\\*no\\*\\*');
    expect(text).toContain('\\[x\\](command:y) \\<img src=x> https\\://evil.example/');
  });
});

describe('an entry that names no update', () => {
  const text = OVERRIDES.replaceAll(/ +bodhi: .*\n/g, '');

  it('shows the live one that has its build', async () => {
    const found = await part(
      [
        { ...UPDATE, status: 'stable' },
        { ...OTHER, builds: ['podman-5.2.3-1.fc40'], status: 'obsolete' },
      ],
      { text },
    );
    expect(found.lines[1]).toContain('[FEDORA-2024-f0fd63c638]');
    expect(found.linked).toBe(false);
  });

  it('says that there is none only of overrides', async () => {
    expect(await lines([], { text })).toEqual(['No Bodhi update has this build.']);
    expect(await lines([], { open: BASE, name: 'bash' })).toEqual([]);
    expect(await lines([], { text, buildsUnknown: true })).toEqual(['Bodhi has not answered yet.']);
  });
});

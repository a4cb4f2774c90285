/** Comparing, the Streams view and promotions as our client asks for them, against real branches and services on loopback. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CompareAdvisoriesRequest,
  CompareChoicesRequest,
  type CompareParams,
  ComparePlaceRequest,
  CompareRequest,
  type CompareResult,
  CompareStoryRequest,
  CompareTextRequest,
  PromoteApplyRequest,
  type PromotePreview,
  PromotePreviewRequest,
  StreamsChangedNotification,
  type StreamsOfRepository,
  StreamsRequest,
} from '../../server/protocol';
import { type JsonServer, startBodhi } from '../stand-ins/bodhi-server.mjs';
import { type BuildServer, startBuildServer } from '../stand-ins/build-server.mjs';
import { type KojiHub, startKojiHub } from '../stand-ins/koji-hub.mjs';
import { BASE, baseLock, MANIFEST, OVERRIDES, servicesFile } from '../support/fedora';
import { FIRST_DATE, gitEnvironment, gitRepository, type TestRepository } from '../support/git';
import { type Client, configuration } from './support/client';
import { useWorkbench } from './support/workbench';

const workbench = useWorkbench();
const PATH = 'manifest-lock.overrides.yaml';
const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/1809';
const BASH = `packages:
  bash:
    evr: 5.2.32-1.fc40
    metadata:
      reason: ${REASON}
      type: pin
`;

const BODHI = {
  'FEDORA-2024-f0fd63c638': {
    status: 'stable',
    release: 'F40',
    type: 'security',
    severity: 'high',
    builds: [{ nvr: 'podman-5.2.3-1.fc40' }],
    bugs: [{ bug_id: 2317458, title: 'CVE-2024-9676 podman: symlink traversal' }],
  },
};
const BUILDS = {
  stable: { builds: [{ id: '40.20241006.3.0', arches: ['x86_64', 'aarch64'] }] },
  rawhide: {
    builds: [{ id: '42.20241019.91.0', arches: ['x86_64', 'aarch64'] }],
    generated: {
      '42.20241019.91.0/x86_64': { packages: { bash: { evra: '5.2.37-1.fc42.x86_64' } } },
      '42.20241019.91.0/aarch64': { packages: { bash: { evra: '5.2.37-1.fc42.aarch64' } } },
    },
  },
};
const podman = (version: string) => ({
  rows: ['src', 'x86_64', 'aarch64'].map(arch => ({ name: 'podman', epoch: 5, version, release: '1.fc40', arch })),
});
const KOJI = { 'podman-5.2.2-1.fc40': podman('5.2.2'), 'podman-5.2.3-1.fc40': podman('5.2.3') };

let hub: KojiHub;
let bodhi: JsonServer;
let builds: BuildServer;
let repo: TestRepository;

/** testing-devel is checked out and brings podman and ignition to testing; testing would take a pin of bash from stable. */
beforeEach(async () => {
  hub = await startKojiHub(KOJI);
  bodhi = await startBodhi(BODHI);
  builds = await startBuildServer(BUILDS, undefined, { nextDevel: false });
  workbench().write('.manifest-lock.yaml', servicesFile({ koji: hub.url, bodhi: bodhi.url, builds: builds.url }));
  repo = gitRepository({ folder: workbench().folder });
  const locks = (packages: Readonly<Record<string, string>>) => ({
    'manifest-lock.x86_64.json': baseLock('x86_64', packages),
    'manifest-lock.aarch64.json': baseLock('aarch64', packages),
  });
  const manifest = (stream: string): string => MANIFEST.replace('testing-devel', stream);
  const commit = (stream: string, day: number, files: Readonly<Record<string, string | null>>): void => {
    const all = { 'manifest.yaml': manifest(stream), ...files };
    repo.commit(all, `tree: ${stream}`, { branch: stream, date: FIRST_DATE + day * 86_400 });
  };
  commit('stable', 0, { '.gitignore': '.storage\n', [PATH]: BASH, ...locks({ ...BASE, podman: '5:5.2.1-1.fc40' }) });
  commit('testing', 1, { [PATH]: 'packages: {}\n', ...locks(BASE) });
  commit('testing-devel', 2, { [PATH]: OVERRIDES });
});
afterEach(async () => {
  await Promise.all([hub.close(), bodhi.close(), builds.close()]);
});

const start = () => workbench().start({ env: gitEnvironment() });
const pair = (from: string, to: string): CompareParams => ({ folder: workbench().folder, from, to });
const compare = (client: Client, from: string, to: string): Promise<CompareResult> =>
  client.connection.sendRequest(CompareRequest, pair(from, to));

function changed(client: Client): Promise<void> {
  return new Promise(resolve => {
    client.connection.onNotification(StreamsChangedNotification, () => resolve());
  });
}

/** Asks again whenever the server says that the answer may be another. */
async function until<T>(client: Client, ask: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  for (;;) {
    const next = changed(client);
    const found = await ask();
    if (holds(found)) return found;
    await next;
  }
}

async function streams(client: Client): Promise<StreamsOfRepository> {
  const { repositories } = await client.connection.sendRequest(StreamsRequest);
  const [only] = repositories;
  if (!only || repositories.length > 1) throw new Error(`${repositories.length} repositories`);
  return only;
}

const streamIn = ({ streams: all }: StreamsOfRepository, name: string) => all.find(({ stream }) => stream === name);

it('says what is wrong with params of another shape, and lives on', async () => {
  const client = await start();
  const { folder } = workbench();
  const asks: readonly (readonly [string, unknown, string])[] = [
    ['compare', null, 'folder, from and to: a string is needed'],
    ['compare', { folder, from: 7, to: [] }, 'from and to: a string is needed'],
    ['compare/text', { folder, from: 'testing' }, 'to: a string is needed'],
    ['promote/preview', { folder, from: null, to: 'stable' }, 'from: a string is needed'],
    ['promote/apply', {}, 'plan: a string is needed'],
    ['compare', { ...pair('testing', 'stable'), folder: '../..' }, '../.. is no config repository of this workspace'],
  ];
  for (const [method, params, words] of asks) {
    await expect(client.connection.sendRequest(`manifestLock/${method}`, params)).rejects.toThrow(words);
  }
  expect((await compare(client, 'testing..stable', 'stable')).notes).toContain(
    '"testing..stable" is a range: name its two ends one by one, as FROM and TO',
  );
});

describe('manifestLock/streams', () => {
  it('has every stream with a branch in the order of promotion, and what it would get', async () => {
    const client = await start();
    const found = await streams(client);
    expect(found.notes).toEqual([]);
    expect(
      found.streams.map(({ stream, label, spec, worktree, releasever, overrides, closed, commit }) => [
        ...[stream, label, spec, worktree, releasever, overrides, closed],
        ...[commit?.subject, commit?.committed],
      ]),
    ).toEqual([
      ['testing-devel', 'working tree', 'worktree', true, '40', 2, false, 'tree: testing-devel', FIRST_DATE + 172_800],
      ['testing', 'testing', 'testing', false, '40', 0, false, 'tree: testing', FIRST_DATE + 86_400],
      ['stable', 'stable', 'stable', false, '40', 1, false, 'tree: stable', FIRST_DATE],
    ]);
    expect(streamIn(found, 'testing-devel')?.feeds).toEqual([]);
    expect(streamIn(found, 'testing')?.feeds).toMatchObject([
      {
        from: 'testing-devel',
        spec: 'worktree',
        likely: true,
        summary: { packages: { upgraded: 2, downgraded: 0, added: 0, removed: 0 } },
        downgrades: [],
        lostOverrides: [],
      },
    ]);
    const [feed] = streamIn(found, 'stable')?.feeds ?? [];
    const text = '5.2.32-1.fc40 -> 5.2.26-3.fc40';
    expect(feed?.downgrades).toMatchObject([{ name: 'bash', source: 'bash', text, line: 1, character: 2 }]);
    expect(feed?.downgrades[0]?.reason).toBeUndefined();
    expect(feed?.lostOverrides).toMatchObject([{ name: 'bash', text, reason: REASON, line: 1 }]);
    expect(feed?.lostOverrides[0]?.uri).toMatch(/^manifest-lock-git:.*stable/);
  });

  it('says later which security fixes a promotion brings', async () => {
    const client = await start();
    const found = await until(
      client,
      () => streams(client),
      result => streamIn(result, 'testing')?.feeds[0]?.security !== undefined,
    );
    expect(streamIn(found, 'testing')?.feeds[0]?.security).toMatchObject([
      {
        name: 'podman',
        source: 'podman',
        text: '5:5.2.2-1.fc40 -> 5:5.2.3-1.fc40',
        advisories: [{ id: 'FEDORA-2024-f0fd63c638', severity: 'important', cves: ['CVE-2024-9676'] }],
      },
    ]);
  });

  it('tells when it may be another: typing, commits', async () => {
    const client = await start();
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    await client.type(uri, '5:5.2.3-1.fc40', '5:5.2.1-1.fc40');
    const typed = await until(
      client,
      () => streams(client),
      found => (streamIn(found, 'testing')?.feeds[0]?.downgrades.length ?? 0) > 0,
    );
    expect(streamIn(typed, 'testing')?.feeds[0]?.downgrades).toMatchObject([
      { name: 'podman', text: '5:5.2.2-1.fc40 -> 5:5.2.1-1.fc40' },
    ]);
    repo.git('update-ref', 'refs/heads/stable', 'testing');
    const moved = await until(
      client,
      () => streams(client),
      found => streamIn(found, 'stable')?.commit?.subject === 'tree: testing',
    );
    expect(streamIn(moved, 'stable')?.feeds[0]?.downgrades).toEqual([]);
  });

  it('has the working tree alone without git, and asks nobody offline', async () => {
    const client = await workbench().start({
      env: gitEnvironment(),
      configuration: { ...configuration(workbench().storage, { network: 'off' }), gitPath: '/nonexistent/git' },
    });
    const found = await streams(client);
    expect(found.streams.map(({ stream, spec, overrides }) => [stream, spec, overrides])).toEqual([
      ['testing-devel', 'worktree', 2],
    ]);
    expect(found.notes.join(' ')).toMatch(/^Other streams are not known: .*\/nonexistent\/git/);
    const choices = await client.connection.sendRequest(CompareChoicesRequest, { builds: true });
    expect(choices.repositories[0]?.choices.map(({ spec }) => spec)).toEqual(['worktree']);
    expect(choices.repositories[0]?.suggested).toBeUndefined();
    expect(bodhi.requests).toEqual([]);
    expect(builds.requests).toEqual([]);
  });
});

describe('manifestLock/compare', () => {
  it('compares branches, on all basearches', async () => {
    const client = await start();
    const { from, to, basearches, changes, overrides, summary, notes } = await compare(client, 'stable', 'testing');
    expect([from, to].map(side => [side?.kind, side?.label, side?.stream, side?.releasever, side?.commit])).toEqual([
      ['ref', 'stable', 'stable', '40', repo.git('rev-parse', 'stable')],
      ['ref', 'testing', 'testing', '40', repo.git('rev-parse', 'testing')],
    ]);
    expect([basearches, notes]).toEqual([['x86_64', 'aarch64'], []]);
    const bash = {
      kind: 'downgraded',
      from: { evr: '5.2.32-1.fc40', provenance: 'override', type: 'pin', reason: REASON, file: PATH },
      to: { evr: '5.2.26-3.fc40', provenance: 'base', file: 'manifest-lock.x86_64.json' },
    };
    expect(changes.map(({ name, kind, diverges }) => [name, kind, diverges])).toEqual([
      ['bash', 'downgraded', false],
      ['podman', 'upgraded', false],
    ]);
    expect(changes[0]?.arches['x86_64']).toEqual(bash);
    expect(overrides).toMatchObject([{ name: 'bash', kind: 'lost', effect: 'downgraded', arches: basearches }]);
    expect(summary).toMatchObject({ packages: { upgraded: 1, downgraded: 1 }, unchanged: 3, overridesLost: 1 });
  });

  it('sees what is typed in an open editor, and says when it changes', async () => {
    const client = await start();
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    const before = await compare(client, 'HEAD', 'worktree');
    expect(before.changes).toEqual([]);
    await client.type(uri, '5:5.2.3-1.fc40', '5:5.2.4-1.fc40');
    const after = await until(
      client,
      () => compare(client, 'HEAD', 'worktree'),
      ({ changes }) => changes.length > 0,
    );
    expect(after.changes.map(({ name, arches }) => [name, arches['x86_64']?.to?.evr])).toEqual([
      ['podman', '5:5.2.4-1.fc40'],
    ]);
  });

  it('takes a build for a stream without base locks', async () => {
    const none = { 'manifest-lock.x86_64.json': null, 'manifest-lock.aarch64.json': null, [PATH]: 'packages: {}\n' };
    const manifest = MANIFEST.replace('testing-devel', 'rawhide').replace('40', '42');
    repo.commit({ 'manifest.yaml': manifest, ...none }, 'tree: rawhide', { branch: 'rawhide' });
    repo.checkout('testing-devel');
    const client = await start();
    const { changes, notes } = await compare(client, 'testing', 'rawhide');
    expect(changes.find(({ name }) => name === 'bash')?.arches['x86_64']).toMatchObject({
      kind: 'upgraded',
      to: { evr: '5.2.37-1.fc42', provenance: 'build' },
    });
    expect(notes.join(' ')).toContain('42.20241019.91.0');
    const found = await streams(client);
    expect(streamIn(found, 'rawhide')).toMatchObject({
      releasever: '42',
      feeds: [],
      locks: 'It has no base locks: what it locks only its builds know.',
    });
  });

  it('says what cannot be read, and shows the other side', async () => {
    const client = await start();
    const { from, to, changes, notes } = await compare(client, 'tesing', 'testing');
    expect([from, to?.label, changes]).toEqual([undefined, 'testing', []]);
    expect(notes.join(' ')).toMatch(/"tesing" is no stream.*testing/);
    const advisories = await client.connection.sendRequest(CompareAdvisoriesRequest, pair('tesing', 'testing'));
    expect(advisories.problems).toEqual(['There is nothing to compare.']);
    const text = client.connection.sendRequest(CompareTextRequest, {
      ...pair('tesing', 'testing'),
      format: 'markdown',
      advisories: false,
    });
    await expect(text).rejects.toThrow(/"tesing" is no stream/);
  });

  it('refuses in a workspace that is not trusted', async () => {
    const client = await workbench().startWith({}, false);
    const refusal = /The workspace is not trusted: git is not run and no service is asked/;
    await expect(compare(client, 'stable', 'testing')).rejects.toThrow(refusal);
    await expect(client.connection.sendRequest(StreamsRequest)).rejects.toThrow(refusal);
    await expect(client.connection.sendRequest(CompareChoicesRequest, {})).rejects.toThrow(refusal);
    await expect(client.connection.sendRequest(PromotePreviewRequest, pair('testing', 'stable'))).rejects.toThrow(
      refusal,
    );
  });

  it('refuses a folder that is no config repository of the workspace', async () => {
    const client = await start();
    const elsewhere = client.connection.sendRequest(CompareRequest, { folder: '/', from: 'stable', to: 'testing' });
    await expect(elsewhere).rejects.toThrow('/ is no config repository of this workspace');
  });
});

describe('what is asked about a comparison', () => {
  it('is about the places of its entries', async () => {
    const client = await start();
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    const place = (side: 'from' | 'to', name: string) =>
      client.connection.sendRequest(ComparePlaceRequest, { ...pair('stable', 'worktree'), side, name, arch: 'x86_64' });
    await compare(client, 'stable', 'worktree');
    expect(await place('to', 'podman')).toEqual({ uri, line: 8, character: 2 });
    const bash = await place('from', 'bash');
    expect(bash).toMatchObject({ line: 1, character: 2 });
    expect(bash?.uri).toContain(`stable:${PATH}`.replace(':', '%3A'));
    expect(await place('from', 'nosuch')).toBeNull();
    await client.type(uri, '# IMPORTANT', '# one line more\n# IMPORTANT');
    expect(await place('to', 'podman')).toEqual({ uri, line: 9, character: 2 });
  });

  it('is about advisories and the way of one source package', async () => {
    const client = await start();
    await compare(client, 'testing', 'worktree');
    const advisories = await client.connection.sendRequest(CompareAdvisoriesRequest, pair('testing', 'worktree'));
    expect(advisories.asked).toContain('Bodhi');
    expect(Object.keys(advisories.bySource)).toEqual(['podman']);
    expect(advisories.bySource['podman']).toMatchObject([{ id: 'FEDORA-2024-f0fd63c638', type: 'security' }]);
    const asked = bodhi.requests.length;
    await client.connection.sendRequest(CompareAdvisoriesRequest, pair('testing', 'worktree'));
    expect(bodhi.requests.length).toBe(asked);
    const story = await client.connection.sendRequest(CompareStoryRequest, {
      ...pair('testing', 'worktree'),
      source: 'podman',
    });
    expect([story.fromPage, story.toPage].map(page => /buildinfo\?buildID=\d+$/.test(page ?? ''))).toEqual([
      true,
      true,
    ]);
    const none = await client.connection.sendRequest(CompareStoryRequest, {
      ...pair('testing', 'worktree'),
      source: 'bash',
    });
    expect(none.problems).toEqual(['bash does not change between these two any more.']);
  });

  it('is its text, with the picture of the streams where both sides are streams', async () => {
    const client = await start();
    const text = (from: string, to: string, format: 'markdown' | 'json', advisories = false) =>
      client.connection.sendRequest(CompareTextRequest, { ...pair(from, to), format, advisories });
    const markdown = await text('stable', 'testing', 'markdown');
    expect(markdown).toMatch(/^## `stable` → `testing`/);
    expect(markdown).toContain('\ntesting-devel 40 --(^2)--> testing 40 --(^1 v1 !1)--> stable 40\n');
    expect(await text('HEAD', 'testing', 'markdown')).not.toContain('-->');
    const json = JSON.parse(await text('testing', 'worktree', 'json', true));
    expect(json).toMatchObject({ from: { ref: 'testing' }, to: { ref: 'worktree' }, advisories: { asked: ['Bodhi'] } });
  });
});

describe('manifestLock/compare/choices', () => {
  it('lists streams, the working tree, branches and builds, and suggests what most would compare', async () => {
    repo.git('branch', 'hotfix/bash', 'stable');
    const client = await start();
    const { repositories } = await client.connection.sendRequest(CompareChoicesRequest, { builds: true });
    const [{ choices, suggested, notes, name } = { choices: [], suggested: undefined, notes: ['none'], name: '' }] =
      repositories;
    expect(choices.map(({ group, spec }) => [group, spec])).toEqual([
      ['stream', 'testing-devel'],
      ['stream', 'testing'],
      ['stream', 'stable'],
      ['working tree', 'worktree'],
      ['branch', 'HEAD'],
      ['branch', 'hotfix/bash'],
      ['build', 'build:stable/40.20241006.3.0'],
    ]);
    expect(choices.find(({ spec }) => spec === 'stable')).toEqual({
      spec: 'stable',
      label: 'stable',
      group: 'stream',
      detail: '40, 2024-01-01, 1 override',
    });
    expect(suggested).toEqual({ from: 'testing', to: 'worktree' });
    expect([notes, workbench().folder.endsWith(name)]).toEqual([[], true]);
    for (const { spec } of choices.filter(({ group }) => group !== 'build')) {
      const { from, to } = await compare(client, spec, 'worktree');
      expect([spec, from?.spec, to?.spec]).toEqual([spec, spec, 'worktree']);
    }
  });

  it('does not wait for builds unless asked to, and says when they have come', async () => {
    const client = await start();
    const ask = () => client.connection.sendRequest(CompareChoicesRequest, { uri: workbench().uri(PATH) });
    const found = await until(client, ask, ({ repositories }) =>
      (repositories[0]?.choices ?? []).some(({ group }) => group === 'build'),
    );
    expect(found.repositories).toHaveLength(1);
    const elsewhere = await client.connection.sendRequest(CompareChoicesRequest, { uri: 'file:///nowhere/x.yaml' });
    expect(elsewhere.repositories).toEqual([]);
  });

  it('suggests what feeds a production stream', async () => {
    repo.checkout('stable');
    const client = await start();
    const { repositories } = await client.connection.sendRequest(CompareChoicesRequest, {});
    expect(repositories[0]?.suggested).toEqual({ from: 'worktree', to: 'testing' });
  });
});

describe('manifestLock/promote', () => {
  const preview = (client: Client, from: string, to: string): Promise<PromotePreview> =>
    client.connection.sendRequest(PromotePreviewRequest, pair(from, to));
  const apply = (client: Client, { plan = '' }: PromotePreview) =>
    client.connection.sendRequest(PromoteApplyRequest, { plan });

  it('shows what it does, and makes that commit', async () => {
    const client = await start();
    const stable = repo.git('rev-parse', 'stable');
    const shown = await preview(client, 'testing', 'stable');
    expect(shown).toMatchObject({
      from: { stream: 'testing', commit: repo.git('rev-parse', 'testing') },
      to: { stream: 'stable', commit: stable },
      branch: 'stable',
      overrides: [{ name: 'bash', kind: 'lost', effect: 'downgraded' }],
      downgrades: [{ name: 'bash', text: '5.2.32-1.fc40 -> 5.2.26-3.fc40' }],
    });
    expect(shown.message).toMatch(/^tree: promote changes from testing at [0-9a-f]{40}\n/);
    expect(shown.diff.summary.packages).toEqual({ upgraded: 1, downgraded: 1, added: 0, removed: 0 });
    expect(shown.markdown).toContain('bash');
    const made = await apply(client, shown);
    expect(made).toMatchObject({ branch: 'stable', failed: false });
    expect(repo.git('rev-parse', 'stable', 'stable~1').split('\n')).toEqual([made.commit, stable]);
    expect(repo.git('show', `stable:${PATH}`)).toBe('packages: {}');
    expect(repo.git('show', 'stable:manifest.yaml')).toContain('stream: stable');
    await expect(apply(client, shown)).rejects.toThrow('This plan is not known any more: begin anew.');
    const again = await preview(client, 'testing', 'stable');
    expect([again.plan, again.refused]).toEqual([undefined, expect.stringContaining('nothing to promote')]);
  });

  it('writes nothing where the branch has moved since', async () => {
    const client = await start();
    const shown = await preview(client, 'testing', 'stable');
    const moved = repo.git('commit-tree', '-p', 'stable', '-m', 'elsewhere', 'stable^{tree}');
    repo.git('update-ref', 'refs/heads/stable', moved);
    const result = await apply(client, shown);
    expect(result).toMatchObject({ failed: true });
    expect(result.message).toMatch(/^Nothing was written: .*stable/);
    expect(repo.git('rev-parse', 'stable')).toBe(moved);
  });

  it('goes to a new branch where the stream is checked out', async () => {
    repo.checkout('stable');
    const client = await start();
    const shown = await preview(client, 'testing', 'stable');
    expect(shown.branch).toMatch(/^promote\/stable\/from-testing-[0-9a-f]{12}$/);
    expect(shown.warnings).toContain(`stable is checked out here: the commit goes to the new branch ${shown.branch}.`);
    const stable = repo.git('rev-parse', 'stable');
    expect(await apply(client, shown)).toMatchObject({ branch: shown.branch, failed: false });
    expect(repo.git('rev-parse', 'stable', `${shown.branch}~1`)).toBe(`${stable}\n${stable}`);
  });

  it('says what is not promoted', async () => {
    const client = await start();
    const shown = await preview(client, 'stable', 'testing');
    expect([shown.plan, shown.refused]).toEqual([undefined, 'stable is not promoted to testing: testing-devel is']);
    await expect(preview(client, 'nosuch', 'stable')).rejects.toThrow(/"nosuch" is neither a stream nor a revision/);
  });
});

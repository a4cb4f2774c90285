/** What a hover says of services: asked of stand-ins over the wire, known, missing, slow and failing. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Hover, HoverRequest } from 'vscode-languageserver-protocol/node';
import { gitUri } from '../../server/lsp/git-uri';
import { RefreshRequest } from '../../server/protocol';
import { type BodhiData, type JsonServer, startBodhi } from '../stand-ins/bodhi-server.mjs';
import { type KojiData, type KojiHub, startKojiHub } from '../stand-ins/koji-hub.mjs';
import { baseLock, OVERRIDES, servicesFile } from '../support/fedora';
import { gitEnvironment, gitRepository } from '../support/git';
import { rowsOf } from '../support/services';
import { type Client, configuration } from './support/client';
import { useWorkbench } from './support/workbench';

const workbench = useWorkbench();
const PATH = 'manifest-lock.overrides.yaml';
const ARCHES = ['x86_64', 'aarch64'];
const LOCKED = 'podman-5.2.3-1.fc40';
const NEWEST = 'podman-5.2.5-1.fc40';
const entry = (version: string, day: number, text: string) => ({
  at: Date.UTC(2024, 9, day, 12),
  author: `Packit <hello@packit.dev> - ${version}`,
  text,
});
const KOJI: KojiData = {
  [LOCKED]: {
    id: 2560001,
    rows: rowsOf(LOCKED, { podman: ARCHES }, 5),
    owner: 'lsm5',
    completion: '2024-09-24T16:00:00Z',
  },
  [NEWEST]: {
    id: 2570001,
    rows: rowsOf(NEWEST, { podman: ARCHES }, 5),
    signatures: [],
    tags: ['f40-updates-testing'],
    changelog: [
      entry('5:5.2.5-1', 18, '- Update to 5.2.5\n- Fix CVE-2024-9675'),
      entry('5:5.2.4-1', 8, '- Update to 5.2.4'),
      entry('5:5.2.3-1', 2, '- Update to 5.2.3'),
    ],
  },
  'bash-5.2.26-3.fc40': { rows: rowsOf('bash-5.2.26-3.fc40', { bash: ARCHES }) },
};
const BODHI: BodhiData = {
  'FEDORA-2024-0c55e9e4ab': {
    status: 'testing',
    release: 'F40',
    type: 'security',
    severity: 'high',
    karma: 1,
    builds: [{ nvr: NEWEST }],
    bugs: [
      { bug_id: 2317458, title: 'CVE-2024-9675 podman: Buildah allows arbitrary directory mount', security: true },
    ],
  },
  'FEDORA-2024-f0fd63c638': { status: 'stable', release: 'F40', karma: 3, builds: [{ nvr: LOCKED }] },
};

let hub: KojiHub;
let bodhi: JsonServer;

beforeEach(async () => {
  hub = await startKojiHub(KOJI);
  bodhi = await startBodhi(BODHI);
  workbench().write('.manifest-lock.yaml', servicesFile({ koji: hub.url, bodhi: bodhi.url }));
});
afterEach(async () => {
  await hub.close();
  await bodhi.close();
});

async function hover(client: Client, uri: string, needle = 'podman'): Promise<string> {
  const found: Hover | null = await client.connection.sendRequest(HoverRequest.type, client.at(uri, needle));
  return (found?.contents as { value: string } | undefined)?.value ?? '';
}

async function open(path = PATH, text = OVERRIDES) {
  const client = await workbench().start();
  const uri = workbench().uri(path);
  await client.open(uri, text);
  await client.settled();
  return { client, uri };
}

/** With a hub that answers when it is told to. */
async function openSlowly() {
  let answer = (): void => undefined;
  const until = new Promise<void>(resolve => {
    answer = resolve;
  });
  hub.behave({ kind: 'hold', until });
  const client = await workbench().start();
  const uri = workbench().uri(PATH);
  await client.open(uri, OVERRIDES);
  return { client, uri, answer };
}

/** Looks again whenever the server says that answers have changed. */
async function eventually(client: Client, uri: string, text: string): Promise<string> {
  for (;;) {
    const found = await hover(client, uri);
    if (found.includes(text)) return found;
    await client.diagnosticRefreshes.first();
  }
}

describe('a hover', () => {
  it('says what Bodhi and Koji know of an override, and what has come since', async () => {
    const { client, uri } = await open();
    const text = await hover(client, uri);
    expect(text).toContain(
      '- [FEDORA-2024-f0fd63c638](<https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638>), bugfix: stable, gating passed',
    );
    const page = `${hub.url.replace('/kojihub', '/koji')}/buildinfo?buildID=`;
    expect(text).toContain(`- [${LOCKED}](<${page}2560001>), built by lsm5 on 2024-09-24, signed, in coreos-pool`);
    expect(text).toContain(`- \`${NEWEST}\` in [FEDORA-2024-0c55e9e4ab]`);
    expect(text).toContain('security (high): testing, karma 1 of 3, since 2024-10-22, fixes **CVE-2024-9675**');
    expect(text.slice(text.indexOf('**Changelog**'))).toBe(
      [
        `**Changelog** from \`5.2.3-1.fc40\` to [${NEWEST}](<${page}2570001>): fixes **CVE-2024-9675**`,
        '- `5:5.2.5-1`, 2024-10-18, Packit',
        '  - Update to 5.2.5',
        '  - Fix **CVE-2024-9675**',
        '- `5:5.2.4-1`, 2024-10-08, Packit',
        '  - Update to 5.2.4',
      ].join('\n'),
    );
  });

  it('asks of a base lock, too', async () => {
    const { client, uri } = await open('manifest-lock.x86_64.json', baseLock('x86_64'));
    expect(hub.requests).toEqual([]);
    expect(await hover(client, uri, 'bash')).toContain('- [bash-5.2.26-3.fc40](<');
  });

  it('asks nothing a second time', async () => {
    const { client, uri } = await open();
    // what is asked in the background half a second after opening is no question of the hover's
    await client.connection.sendRequest(RefreshRequest, { allArches: false });
    const text = await hover(client, uri);
    const [first, second] = [hub.requests.length, bodhi.requests.length];
    expect(await hover(client, uri)).toBe(text);
    expect([hub.requests.length, bodhi.requests.length]).toEqual([first, second]);
  });

  it('says which service cannot be asked, and shows what the other knows', async () => {
    hub.behave({ kind: 'fault', code: 1014, message: 'database outage' });
    const { client, uri } = await open();
    const text = await hover(client, uri);
    expect(text).toMatch(/^Koji cannot be asked: .*database outage/m);
    expect(text).toContain('- [FEDORA-2024-f0fd63c638](<');
    expect(text).not.toContain('**Build**');
    expect(text).not.toContain('hangelog');
  });

  it('says that a service has not answered yet, and is complete once it has', async () => {
    const { client, uri, answer } = await openSlowly();
    const early = await hover(client, uri);
    expect(early).toContain('Koji has not answered yet.');
    expect(early).toContain('- [FEDORA-2024-f0fd63c638](<');
    answer();
    hub.behave(undefined);
    expect(await eventually(client, uri, '**Changelog**')).toContain('built by lsm5');
  });

  it('of a file that changes meanwhile is no answer', async () => {
    const { client, uri, answer } = await openSlowly();
    const asked = client.connection.sendRequest(HoverRequest.type, client.at(uri, 'podman'));
    await hub.arrived();
    await client.type(uri, '# IMPORTANT', '#');
    answer();
    await expect(asked).rejects.toThrow('the text changed');
  });

  it.each([
    ['with the network off', { network: 'off' } as const, true],
    ['in an untrusted workspace', {}, false],
  ])('asks nothing %s', async (_, settings, trusted) => {
    const client = await workbench().startWith(settings, trusted);
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    const text = await hover(client, uri);
    expect(text).toContain('**podman**');
    expect(text).not.toMatch(/Koji|\*\*Update|Changelog/);
    expect([hub.requests, bodhi.requests]).toEqual([[], []]);
  });
});

describe('under git', () => {
  it('tells the story of an override, here and on another branch', async () => {
    const repo = gitRepository({ folder: workbench().folder });
    const first = repo.commit({}, 'overrides: fast-track podman', { branch: 'testing-devel' });
    const second = repo.commit({ 'README.md': 'x\n' }, 'more');
    const settings = configuration(workbench().storage);
    const client = await workbench().start({ configuration: settings, env: gitEnvironment() });
    const uri = gitUri({ folder: workbench().folder, commit: second, path: PATH }, 'testing-devel');
    await client.open(workbench().uri(PATH), OVERRIDES);
    await client.settled();
    await client.open(uri, OVERRIDES, 'manifest-lock');
    const story = `config in ${first.slice(0, 10)} on 2024-01-01: overrides: fast-track podman`;
    const there = await hover(client, uri);
    expect(there).toContain(story);
    expect(there).toContain('- reason: [coreos/fedora-coreos-tracker#1809](<');
    expect(there).toContain(`- [${LOCKED}](<`);
    expect(there).not.toContain('**Available**');
    expect(await eventually(client, workbench().uri(PATH), story)).toContain('**Locked**');
  });
});

/** Koji and Bodhi on loopback, asked about open overrides. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CodeActionRequest,
  type Diagnostic,
  DocumentDiagnosticRequest,
  type Hover,
  HoverRequest,
} from 'vscode-languageserver-protocol';
import { RefreshRequest } from '../../server/protocol';
import {
  type BodhiData,
  type JsonBehaviour,
  type JsonServer,
  startBodhi,
  type UpdateData,
} from '../stand-ins/bodhi-server.mjs';
import { type KojiBehaviour, type KojiData, type KojiHub, startKojiHub } from '../stand-ins/koji-hub.mjs';
import {
  BAD_BODHI,
  BAD_KOJI,
  BAD_OVERRIDES,
  BODHI_FINDINGS,
  FIFTY_BODHI,
  FIFTY_KOJI,
  FIFTY_OVERRIDES,
  KOJI_FINDINGS,
  lockOf,
} from '../support/bad-day';
import { baseLock, OVERRIDES, servicesFile } from '../support/fedora';
import { rowsOf } from '../support/services';
import { type Client, configuration } from './support/client';
import { useWorkbench } from './support/workbench';

const PATH = 'manifest-lock.overrides.yaml';
const ARCHES = ['src', 'aarch64', 'x86_64'];

const workbench = useWorkbench();
let koji: KojiHub;
let bodhi: JsonServer;

beforeEach(async () => {
  koji = await startKojiHub({
    'ignition-2.20.0-1.fc40': ARCHES.map(arch => ({ name: 'ignition', version: '2.20.0', release: '1.fc40', arch })),
    'podman-5.2.3-1.fc40': ARCHES.map(arch => ({
      name: 'podman',
      epoch: 5,
      version: '5.2.3',
      release: '1.fc40',
      arch,
    })),
  });
  bodhi = await startBodhi({
    'FEDORA-2024-35ebfcbeef': { status: 'testing', release: 'F40', builds: [{ nvr: 'ignition-2.20.0-1.fc40' }] },
    'FEDORA-2024-f0fd63c638': { status: 'stable', release: 'F40', builds: [{ nvr: 'podman-5.2.3-1.fc40' }] },
  });
  workbench().write('.manifest-lock.yaml', servicesFile({ koji: koji.url, bodhi: bodhi.url }));
});
afterEach(async () => {
  await koji.close();
  await bodhi.close();
});

const asked = () => koji.requests.length + bodhi.requests.length;

async function diagnostics(client: Client): Promise<Diagnostic[]> {
  const textDocument = { uri: workbench().uri(PATH) };
  const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
  return report.kind === 'full' ? report.items : [];
}

const codes = async (client: Client) => (await diagnostics(client)).map(({ code }) => code);

/** Other services, and base locks of what is overridden. */
async function onABadDay(kojiData: KojiData, bodhiData: BodhiData, overrides: string): Promise<void> {
  await Promise.all([koji.close(), bodhi.close()]);
  koji = await startKojiHub(kojiData);
  bodhi = await startBodhi(bodhiData);
  workbench().write('.manifest-lock.yaml', servicesFile({ koji: koji.url, bodhi: bodhi.url }));
  workbench().write(PATH, overrides);
  for (const arch of ['aarch64', 'x86_64']) {
    const packages = Object.entries(lockOf(overrides, arch)).map(([name, evra]) => [name, { evra }]);
    workbench().write(`manifest-lock.${arch}.json`, JSON.stringify({ packages: Object.fromEntries(packages) }));
  }
}

const refresh = (client: Client) => client.connection.sendRequest(RefreshRequest, { allArches: false });

describe('opening overrides', () => {
  it('asks about them in the background, tells the client when it knows more, and shows when that was', async () => {
    const client = await workbench().start();
    await client.open(workbench().uri(PATH), OVERRIDES.replace('5:5.2.3', '5:5.2.33'));
    const { services } = await client.statuses.first(({ busy, services: all }) => !busy && all.length === 2);
    expect(services).toEqual([
      { service: 'koji', url: koji.url, checkedAt: expect.any(Number), error: undefined },
      { service: 'bodhi', url: bodhi.url, checkedAt: expect.any(Number), error: undefined },
    ]);
    await client.diagnosticRefreshes.first();
    expect(await codes(client)).toContain('unknown-build');
  });

  it('asks of a version that was typed, and of nothing else again', async () => {
    const client = await workbench().start();
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    await refresh(client);
    expect(await codes(client)).not.toContain('unknown-build');
    const before = koji.requests.length;
    await client.type(uri, '5:5.2.3', '5:5.2.33');
    await koji.arrived(before + 1);
    await refresh(client);
    const params = koji.requests.slice(before).flatMap(({ calls }) => calls.map(call => call.params[0]));
    expect(params.sort()).toEqual(['aarch64', 'noarch', 'x86_64'].map(arch => `podman-5.2.33-1.fc40.${arch}`));
    expect(await codes(client)).toContain('unknown-build');
  });

  it('asks nothing of base locks', async () => {
    const client = await workbench().start();
    await client.open(workbench().uri('manifest-lock.x86_64.json'), baseLock('x86_64'));
    expect((await refresh(client)).services).toEqual([]);
    expect(asked()).toBe(0);
  });
});

describe('a bad day', () => {
  const OF_SERVICES = /^(?:unknown-build|deleted-build|not-tagged|unsigned|wrong-update|obsolete-update)$/;

  /** Code and package of what services know. */
  async function findings(client: Client): Promise<string[]> {
    const all = (await diagnostics(client)).filter(({ code }) => OF_SERVICES.test(String(code)));
    const lines = client.text(workbench().uri(PATH)).split('\n');
    return all.map(({ code, range: { start } }) => {
      const key = lines.slice(0, start.line + 1).findLast(line => /^ {2}\S/.test(line));
      return `${code} ${key?.trim().slice(0, -1)}`;
    });
  }

  async function open(): Promise<Client> {
    await onABadDay(BAD_KOJI, BAD_BODHI, BAD_OVERRIDES);
    return workbench().start();
  }

  it.each([
    ['koji', BODHI_FINDINGS],
    ['bodhi', KOJI_FINDINGS],
  ] as const)('of %s is said, whatever it does, takes nothing from the other, and passes', async (service, others) => {
    const client = await open();
    const days: [KojiBehaviour & JsonBehaviour, RegExp][] = [
      [{ kind: 'status', status: 500 }, /: 500 Internal Server Error$/],
      [
        { kind: 'status', status: 429, headers: { 'retry-after': '3600' } },
        /: 429 Too .*, to be asked again in 3600 s$/,
      ],
      [{ kind: 'html' }, /\b(?:web|HTML) page\b/],
      [{ kind: 'truncated' }, /\bnot a whole XML-RPC answer\b|\bcut short\b/],
    ];
    const behave = (told: (KojiBehaviour & JsonBehaviour) | undefined) =>
      (service === 'koji' ? koji : bodhi).behave(told);
    behave(days[0]?.[0]);
    await client.open(workbench().uri(PATH), BAD_OVERRIDES);
    for (const [day, words] of days) {
      behave(day);
      const { services } = await refresh(client);
      const errors = Object.fromEntries(services.map(({ service: name, error }) => [name, error]));
      expect(errors).toEqual({ koji: undefined, bodhi: undefined, [service]: expect.stringMatching(words) });
      expect((await findings(client)).toSorted()).toEqual(expect.arrayContaining([...others]));
      const own = service === 'koji' ? KOJI_FINDINGS : BODHI_FINDINGS;
      expect((await findings(client)).filter(found => own.some(one => one === found))).toEqual([]);
    }
    behave(undefined);
    expect((await refresh(client)).services.map(({ error }) => error)).toEqual([undefined, undefined]);
    expect(await findings(client)).toEqual(expect.arrayContaining([...KOJI_FINDINGS, ...BODHI_FINDINGS]));
  });

  it('of Koji for one package is none for the others', async () => {
    const client = await open();
    koji.behave({ kind: 'fault-calls', message: 'no such external repo', only: 'vim-data' });
    await client.open(workbench().uri(PATH), BAD_OVERRIDES);
    const { services } = await refresh(client);
    expect(services[0]?.error).toMatch(
      /: getRPM "vim-data-9\.1\.825-1\.fc40\.\w+": no such external repo \(fault 1000\)$/,
    );
    const known = KOJI_FINDINGS.filter(one => !one.endsWith('vim-data'));
    expect(await findings(client)).toEqual(expect.arrayContaining(known));
    expect(await findings(client)).not.toContain('unknown-build vim-data');
  });
});

it('asks of fifty overrides in a handful of requests, and nothing again for a comment or an old tab', async () => {
  await onABadDay(FIFTY_KOJI, FIFTY_BODHI, FIFTY_OVERRIDES);
  const client = await workbench().start();
  const uri = workbench().uri(PATH);
  await client.open(uri, FIFTY_OVERRIDES);
  await refresh(client);
  expect(await codes(client)).not.toContain('unknown-build');
  // getRPM 2, getBuild 1, with listBuildRPMs 2, listTags 1, queryRPMSigs 1; by alias, build and package
  expect([koji.requests.length, bodhi.requests.length]).toEqual([7, 3]);
  await client.type(uri, 'packages:', '# a word\npackages:');
  await refresh(client);
  await client.close(uri);
  await client.open(uri, FIFTY_OVERRIDES);
  await refresh(client);
  expect([koji.requests.length, bodhi.requests.length]).toEqual([7, 3]);
  await client.type(uri, 'packages:', 'packages:\n  dracut:\n    evr: 102-3.fc40');
  await refresh(client);
  expect([koji.requests.length, bodhi.requests.length]).toEqual([8, 3]);
});

describe('what services say', () => {
  const EVIL = '\u009b31m\u001b[2J\u202e<img src=x>[here](command:evil)';
  // an XML-RPC answer has no C0 characters
  const KOJI_EVIL = EVIL.replace('\u001b', '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;
  const NVR = 'podman-5.2.3-1.fc40';
  const NEWER = 'podman-5.2.5-1.fc40';
  const podman = (nvr: string) => rowsOf(nvr, { podman: ['aarch64', 'x86_64'] }, 5);
  const HELD = `packages:\n  podman:\n    evr: 5:5.2.3-1.fc40\n    metadata:\n      type: fast-track\n`;

  async function opened(update: Partial<UpdateData> & { alias?: string }): Promise<Client> {
    const { alias = 'FEDORA-2024-f0fd63c638', ...fields } = update;
    await onABadDay(
      {
        [NVR]: { rows: podman(NVR), owner: KOJI_EVIL, tags: [KOJI_EVIL] },
        [NEWER]: {
          rows: podman(NEWER),
          changelog: [{ at: Date.UTC(2024, 9, 18), author: `${KOJI_EVIL} - 5:5.2.5-1`, text: `- ${KOJI_EVIL}` }],
        },
      },
      {
        'FEDORA-2024-0c55e9e4ab': { status: 'testing', release: 'F40', builds: [{ nvr: NEWER }] },
        [alias]: { status: 'testing', release: 'F40', builds: [{ nvr: NVR }], ...fields },
      },
      HELD,
    );
    const client = await workbench().start();
    await client.open(workbench().uri(PATH), HELD);
    await refresh(client);
    return client;
  }

  async function actions(client: Client) {
    const uri = workbench().uri(PATH);
    const found = await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: client.lines(uri).range({ start: 0, end: HELD.length }),
      context: { diagnostics: await diagnostics(client) },
    });
    return JSON.stringify(found);
  }

  it('is shown as the text it is, and comes into no file', async () => {
    const client = await opened({
      title: EVIL,
      notes: EVIL,
      url: `https://bodhi.example/${EVIL}/updates/FEDORA-2024-f0fd63c638`,
      test_gating_status: EVIL,
      bugs: [{ bug_id: 2317458, title: `CVE-2024-9675 ${EVIL}`, security: true }],
    });
    const hover: Hover | null = await client.connection.sendRequest(
      HoverRequest.type,
      client.at(workbench().uri(PATH), 'podman'),
    );
    const value = (hover?.contents as { value: string } | undefined)?.value ?? '';
    for (const part of ['gating', 'bug [2317458](<', 'built by', '- tags: ', '**Changelog**'])
      expect(value).toContain(part);
    expect(value).not.toMatch(UNPRINTABLE);
    expect(value).not.toMatch(/(?<!\\)\[here\]|(?<!\\)<img/);
    expect((await diagnostics(client)).map(({ message }) => message).join()).not.toMatch(UNPRINTABLE);
    expect(await actions(client)).toContain(`      bodhi: ${bodhi.url}/updates/FEDORA-2024-f0fd63c638\\n`);
    expect(await actions(client)).not.toContain('bodhi.example');
  });

  it.each([
    ['a name for an update', { alias: 'FEDORA-2024-f0fd63c638\n      reason: https://x.example' }],
    ['a name for a build', { builds: [{ nvr: NVR }, { nvr: `podman-5.2.4-1.fc40\n${EVIL}` }] }],
  ])('is refused where it is not %s', async (_, update) => {
    const client = await opened(update);
    const { services } = await refresh(client);
    expect(services[1]?.error).toMatch(
      /^Bodhi answered with something else than it should: .*, where a plain name was expected$/,
    );
    expect(
      [...client.logs, services[1]?.error, ...(await diagnostics(client)).map(({ message }) => message)].join(),
    ).not.toMatch(UNPRINTABLE);
    expect(await actions(client)).not.toContain('bodhi: ');
  });
});

describe('a service that is down', () => {
  it('is said in the status, and takes nothing away from the other', async () => {
    koji.behave({ kind: 'html' });
    const client = await workbench().start();
    await client.open(workbench().uri(PATH), OVERRIDES);
    const { services } = await refresh(client);
    expect(services).toEqual([
      {
        service: 'koji',
        url: koji.url,
        checkedAt: undefined,
        error: `${koji.url} answered with a web page instead of XML-RPC`,
      },
      { service: 'bodhi', url: bodhi.url, checkedAt: expect.any(Number), error: undefined },
    ]);
    expect(client.logs).toContain(`Koji cannot be asked: ${koji.url} answered with a web page instead of XML-RPC`);
    koji.behave(undefined);
    const later = await refresh(client);
    expect(later.services.map(({ error }) => error)).toEqual([undefined, undefined]);
  });

  it('keeps nobody from editing', async () => {
    koji.behave({ kind: 'hold', until: new Promise(() => undefined) });
    bodhi.behave({ kind: 'hold', until: new Promise(() => undefined) });
    const client = await workbench().start();
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    await Promise.all([koji.arrived(), bodhi.arrived()]);
    await client.type(uri, 'evr: 2.20.0', 'evr: 0:2.20.0');
    expect(await codes(client)).toContain('zero-epoch');
  });
});

describe('not one request', () => {
  it.each([
    ['with the network off', { network: 'off' }, true],
    ['in an untrusted workspace', {}, false],
  ] as const)('%s, until that changes', async (_, settings, trusted) => {
    const client = await workbench().startWith(settings, trusted);
    await client.open(workbench().uri(PATH), OVERRIDES);
    expect((await refresh(client)).services).toEqual([]);
    expect(asked()).toBe(0);
    await client.connection.sendNotification('manifestLock/configure', configuration(workbench().storage));
    await Promise.all([koji.arrived(), bodhi.arrived()]);
  });

  it.each(['https://me:secret@koji.example', ''])('to %j, nor to another Koji in its place', async address => {
    workbench().write('.manifest-lock.yaml', servicesFile({ bodhi: bodhi.url, koji: address }));
    const client = await workbench().start();
    await client.open(workbench().uri(PATH), OVERRIDES);
    const { services } = await refresh(client);
    expect(services).toEqual([{ service: 'bodhi', url: bodhi.url, checkedAt: expect.any(Number), error: undefined }]);
    expect(client.logs.join()).not.toMatch(/secret|\bPOST\b/);
  });

  it('to a service that is off', async () => {
    workbench().write('.manifest-lock.yaml', servicesFile({ bodhi: bodhi.url }));
    const client = await workbench().start();
    await client.open(workbench().uri(PATH), OVERRIDES);
    const { services } = await refresh(client);
    expect(services.map(({ service }) => service)).toEqual(['bodhi']);
    expect(koji.requests).toEqual([]);
  });
});

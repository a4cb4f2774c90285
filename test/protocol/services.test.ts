/** Koji and Bodhi on loopback, asked about open overrides. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DocumentDiagnosticRequest } from 'vscode-languageserver-protocol';
import { RefreshRequest } from '../../server/protocol';
import { type JsonServer, startBodhi } from '../stand-ins/bodhi-server.mjs';
import { type KojiHub, startKojiHub } from '../stand-ins/koji-hub.mjs';
import { baseLock, OVERRIDES, servicesFile } from '../support/fedora';
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

async function codes(client: Client, path = PATH): Promise<unknown[]> {
  const textDocument = { uri: workbench().uri(path) };
  const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
  return report.kind === 'full' ? report.items.map(({ code }) => code) : [];
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

  it('to a service that is off', async () => {
    workbench().write('.manifest-lock.yaml', servicesFile({ bodhi: bodhi.url }));
    const client = await workbench().start();
    await client.open(workbench().uri(PATH), OVERRIDES);
    const { services } = await refresh(client);
    expect(services.map(({ service }) => service)).toEqual(['bodhi']);
    expect(koji.requests).toEqual([]);
  });
});

import { afterEach, beforeEach, expect, it } from 'vitest';
import { createBodhi } from '../../../../server/bodhi/create-bodhi';
import { createHttp } from '../../../../server/http/create-http';
import type { Session } from '../../../../server/lsp/session';
import { AdvisoriesInUse } from '../../../../server/lsp/streams/advisories';
import type { ComparedRepository } from '../../../../server/lsp/streams/repository';
import { diffSides } from '../../../../server/operations/diff/diff-sides';
import { type JsonServer, startBodhi } from '../../../stand-ins/bodhi-server.mjs';
import { NO_STORE } from '../../../support/no-store';
import { stateOf } from '../../operations/streams/stream-states';

const http = createHttp({ version: '1.2.3', sleep: () => Promise.resolve() });
const HOUR = 3_600_000;
const fixed = { status: 'stable', release: 'F40', type: 'security', builds: [{ nvr: 'podman-5.2.5-1.fc40' }] };

let now: number;
let server: JsonServer;
let repository: ComparedRepository;
let inUse: AdvisoriesInUse;

beforeEach(async () => {
  now = Date.UTC(2024, 9, 22, 12);
  server = await startBodhi({ 'FEDORA-2024-f0fd63c638': fixed });
  const bodhi = createBodhi({ url: server.url, fetch: http.fetch, store: NO_STORE, now: () => now });
  repository = {
    ...{ folder: '/src/config', noServices: undefined, services: { bodhi, koji: undefined, builds: undefined } },
    config: { releasever: '40', repos: () => [], pool: () => [] },
  } as unknown as ComparedRepository;
  const session = {
    get now() {
      return now;
    },
    configuration: { settings: { primaryArch: 'x86_64' } },
  } as unknown as Session;
  inUse = new AdvisoriesInUse(session, message => expect.unreachable(message));
});
afterEach(() => server.close());

const diffOf = (before: string, after: string, name = 'stable') =>
  diffSides(stateOf(name, { podman: before }).side, stateOf('testing', { podman: after }).side);
const DIFF = diffOf('5:5.2.4-1.fc40', '5:5.2.5-1.fc40');

const come = (diff = DIFF) => new Promise<void>(resolve => inUse.known(repository, diff, resolve));
const idsOf = (diff = DIFF) => {
  const found = inUse.known(repository, diff, () => expect.unreachable());
  return found?.bySource.get('podman')?.map(({ id }) => id);
};

it('does not wait, tells when they have come, and asks once for the same changes', async () => {
  expect(inUse.known(repository, DIFF, () => undefined)).toBeUndefined();
  expect((await inUse.load(repository, DIFF)).asked).toEqual(['Bodhi']);
  const asked = server.requests.length;
  expect(idsOf()).toEqual(['FEDORA-2024-f0fd63c638']);
  // the branch moved, and what changes is the same
  expect(idsOf(diffOf('5:5.2.4-1.fc40', '5:5.2.5-1.fc40', 'next'))).toEqual(['FEDORA-2024-f0fd63c638']);
  expect(server.requests.length).toBe(asked);
});

it('asks for other changes', async () => {
  await come();
  const asked = server.requests.length;
  const other = diffOf('5:5.2.3-1.fc40', '5:5.2.4-1.fc40');
  await come(other);
  expect(server.requests.length).toBeGreaterThan(asked);
  expect(idsOf(other)).toBeUndefined();
});

it('asks again after an hour, and has the older ones meanwhile', async () => {
  await come();
  const asked = server.requests.length;
  now += HOUR;
  expect(idsOf()).toEqual(['FEDORA-2024-f0fd63c638']);
  expect(server.requests.length).toBe(asked);
  now += 1;
  const again = new Promise<void>(resolve => {
    const older = inUse.known(repository, DIFF, resolve);
    expect(older?.bySource.size).toBe(1);
  });
  await again;
  expect(server.requests.length).toBeGreaterThan(asked);
});

it('asks again soon where something kept them from coming', async () => {
  server.behave({ kind: 'status', status: 404 });
  await come();
  expect(inUse.known(repository, DIFF, () => expect.unreachable())?.problems.join(' ')).toMatch(/Bodhi.*404/);
  server.behave(undefined);
  now += 600_001;
  await come();
  expect(idsOf()).toEqual(['FEDORA-2024-f0fd63c638']);
});

/** The Overrides view's question: overrides of the working tree and of other streams, and when they may have changed. */
import { expect, it } from 'vitest';
import { OverridesChangedNotification, OverridesRequest, type OverridesResult } from '../../server/protocol';
import { startBodhi } from '../stand-ins/bodhi-server.mjs';
import { baseLock, MANIFEST, OVERRIDES, servicesFile } from '../support/fedora';
import { FIRST_DATE, gitEnvironment, gitRepository } from '../support/git';
import type { Client } from './support/client';
import { useWorkbench } from './support/workbench';

const workbench = useWorkbench();
const PATH = 'manifest-lock.overrides.yaml';
const X86_64 = 'manifest-lock.overrides.x86_64.yaml';
const PIN = `packages:
  bash:
    evr: 5.2.26-1.fc40
    metadata:
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1809
      type: pin
`;
const DAY = 86_400;

/** testing-devel checked out, stable beside it. */
async function opened(): Promise<{ client: Client; uri: string }> {
  const repo = gitRepository({ folder: workbench().folder });
  const manifest = MANIFEST.replace('testing-devel', 'stable');
  const start = { '.gitignore': '.storage\n', 'manifest.yaml': manifest, [PATH]: 'packages: {}\n', [X86_64]: PIN };
  repo.commit(start, 'overrides: pin bash', { branch: 'stable', date: FIRST_DATE });
  repo.commit({ 'manifest.yaml': MANIFEST, [PATH]: OVERRIDES, [X86_64]: null }, 'overrides: fast-track podman', {
    branch: 'testing-devel',
    date: FIRST_DATE + 10 * DAY,
  });
  const client = await workbench().start({ env: gitEnvironment() });
  const uri = workbench().uri(PATH);
  await client.open(uri, OVERRIDES);
  await client.settled();
  return { client, uri };
}

/** Asks again whenever the server says that the answer may be another. */
async function until(client: Client, holds: (result: OverridesResult) => boolean): Promise<OverridesResult> {
  for (;;) {
    const changed = new Promise<void>(resolve => {
      client.connection.onNotification(OverridesChangedNotification, () => resolve());
    });
    const result = await client.connection.sendRequest(OverridesRequest);
    if (holds(result)) return result;
    await changed;
  }
}

const rowsOf = ({ repositories }: OverridesResult, stream: string) =>
  repositories[0]?.streams.find(found => found.stream === stream)?.overrides ?? [];

it('shows the overrides of every stream with their story', async () => {
  const { client, uri } = await opened();
  const result = await until(client, found => {
    return rowsOf(found, 'stable').length > 0 && rowsOf(found, 'testing-devel')[1]?.graduated !== undefined;
  });
  expect(
    result.repositories.map(({ folder, streams, notes }) => [folder, streams.map(({ label }) => label), notes]),
  ).toEqual([[workbench().folder, ['working tree', 'stable'], []]]);
  const short = '[0-9a-f]{10}';
  expect(rowsOf(result, 'testing-devel')).toMatchObject([
    {
      name: 'ignition',
      source: 'ignition',
      evr: '2.20.0-1.fc40',
      type: 'fast-track',
      bodhi: { alias: 'FEDORA-2024-35ebfcbeef' },
      origin: expect.stringMatching(`^config in ${short} on 2024-01-11: overrides: fast-track podman$`),
      uri,
      line: 3,
    },
    { name: 'podman', evr: '5:5.2.3-1.fc40', graduated: 'repositories', line: 8 },
  ]);
  expect(rowsOf(result, 'stable')).toMatchObject([
    {
      character: 2,
      name: 'bash',
      evr: '5.2.26-1.fc40',
      arch: 'x86_64',
      type: 'pin',
      reason: 'https://github.com/coreos/fedora-coreos-tracker/issues/1809',
      origin: expect.stringMatching(`^config in ${short} on 2024-01-01: overrides: pin bash$`),
      uri: expect.stringMatching(/^manifest-lock-git:/),
      line: 1,
    },
  ]);
});

it('tells when it may be another: typing, base locks that catch up', async () => {
  const { client, uri } = await opened();
  await until(client, found => rowsOf(found, 'stable').length > 0);
  await client.type(uri, '5:5.2.3-1.fc40', '5:5.2.4-1.fc40');
  const typed = await until(client, found => rowsOf(found, 'testing-devel')[1]?.evr === '5:5.2.4-1.fc40');
  expect(rowsOf(typed, 'testing-devel')[1]).toMatchObject({ origin: 'not committed yet' });
  for (const arch of ['x86_64', 'aarch64']) {
    const path = `manifest-lock.${arch}.json`;
    await client.open(workbench().uri(path), baseLock(arch, { podman: '5:5.2.4-1.fc40' }));
  }
  const caught = await until(client, found => rowsOf(found, 'testing-devel')[1]?.graduated === 'base-locks');
  expect(rowsOf(caught, 'testing-devel')[1]?.name).toBe('podman');
});

it('knows the state of updates', async () => {
  const podman = {
    status: 'testing',
    release: 'F40',
    builds: [{ nvr: 'podman-5.2.3-1.fc40' }],
    karma: 1,
    stable_karma: 3,
  };
  const bodhi = await startBodhi({ 'FEDORA-2024-f0fd63c638': podman });
  try {
    workbench().write('.manifest-lock.yaml', servicesFile({ bodhi: bodhi.url }));
    const { client } = await opened();
    const known = await until(client, found => rowsOf(found, 'testing-devel')[1]?.bodhi?.state !== undefined);
    expect(rowsOf(known, 'testing-devel')[1]?.bodhi).toEqual({
      url: 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638',
      alias: 'FEDORA-2024-f0fd63c638',
      state: 'testing, karma 1 of 3',
    });
  } finally {
    await bodhi.close();
  }
});

it('knows that of other streams, of which nothing is open, and that there is no such update', async () => {
  const bodhi = await startBodhi({
    'FEDORA-2024-0123456789': { status: 'stable', release: 'F40', builds: [{ nvr: 'bash-5.2.26-1.fc40' }] },
  });
  try {
    workbench().write('.manifest-lock.yaml', servicesFile({ bodhi: bodhi.url }));
    const { client } = await opened();
    const link = 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-0123456789';
    const text = `packages:\n  bash:\n    evr: 5.2.26-1.fc40\n    metadata:\n      bodhi: ${link}\n      type: fast-track\n`;
    const repo = gitRepository({ folder: workbench().folder });
    const start = { 'manifest.yaml': MANIFEST.replace('testing-devel', 'testing'), [PATH]: text };
    repo.commit(start, 'overrides: fast-track bash', { branch: 'testing', date: FIRST_DATE + 11 * DAY });
    repo.checkout('testing-devel');
    const known = await until(client, found => rowsOf(found, 'testing')[0]?.bodhi?.state !== undefined);
    expect(rowsOf(known, 'testing')[0]?.bodhi?.state).toBe('stable');
    const [ignition] = rowsOf(known, 'testing-devel');
    expect([ignition?.bodhi?.alias, ignition?.bodhi?.state]).toEqual(['FEDORA-2024-35ebfcbeef', 'no such update']);
  } finally {
    await bodhi.close();
  }
});

it('says why Bodhi cannot be asked, and has the rows', async () => {
  const bodhi = await startBodhi({}, { kind: 'status', status: 404 });
  try {
    workbench().write('.manifest-lock.yaml', servicesFile({ bodhi: bodhi.url }));
    const { client } = await opened();
    const result = await until(client, ({ repositories }) => (repositories[0]?.notes.length ?? 0) > 0);
    expect(result.repositories[0]?.notes.join()).toMatch(/Bodhi.*404/);
    expect(rowsOf(result, 'testing-devel').map(({ name, bodhi: link }) => [name, link?.state])).toEqual([
      ['ignition', undefined],
      ['podman', undefined],
    ]);
  } finally {
    await bodhi.close();
  }
});

/** "Package History": versions of a package on every stream, out of git. */
import { expect, it } from 'vitest';
import { type HistoryParams, HistoryRequest, type HistoryResult } from '../../server/protocol';
import { baseLock, MANIFEST, OVERRIDES } from '../support/fedora';
import { gitEnvironment, gitRepository, type TestRepository } from '../support/git';
import type { Client } from './support/client';
import { useWorkbench } from './support/workbench';

const workbench = useWorkbench();
const PATH = 'manifest-lock.overrides.yaml';
const NONE = 'packages: {}\n';
const day = (text: string): number => Date.parse(`${text}T12:00:00Z`) / 1000;
const locks = (podman: string) => {
  return Object.fromEntries(
    ['x86_64', 'aarch64'].map(arch => [
      `manifest-lock.${arch}.json`,
      baseLock(arch, { podman, bash: '5.2.26-3.fc40' }),
    ]),
  );
};

interface Opened {
  readonly client: Client;
  readonly uri: string;
  readonly repo: TestRepository;
}

/** testing-devel checked out, stable beside it. */
async function opened(): Promise<Opened> {
  const repo = gitRepository({ folder: workbench().folder });
  const begin = {
    '.gitignore': '.storage\n',
    'manifest.yaml': MANIFEST.replace('testing-devel', 'stable'),
    [PATH]: NONE,
  };
  repo.commit({ ...begin, ...locks('5:5.2.2-1.fc40') }, 'begin', { branch: 'stable', date: day('2024-09-01') });
  repo.branch('testing-devel');
  repo.commit(locks('5:5.2.3-1.fc40'), 'tree: promote', { date: day('2024-10-21') });
  repo.commit({ 'manifest.yaml': MANIFEST, [PATH]: OVERRIDES }, 'overrides: fast-track podman', {
    branch: 'testing-devel',
    date: day('2024-10-03'),
  });
  const client = await workbench().start({ env: gitEnvironment() });
  const uri = workbench().uri(PATH);
  await client.open(uri, OVERRIDES);
  await client.settled();
  return { client, uri, repo };
}

const ask = ({ client }: Opened, params: HistoryParams): Promise<HistoryResult> =>
  client.connection.sendRequest(HistoryRequest, params);

const SINCE = day('2024-09-15');

it('tells the versions of every stream, and what they have now', async () => {
  const all = await opened();
  const { uri, repo } = all;
  const commit = (revision: string) => repo.git('rev-parse', revision);
  const begun = {
    evr: '5:5.2.2-1.fc40',
    since: day('2024-09-01'),
    commit: commit('stable~1'),
    subject: 'begin',
    provenance: 'base',
  };
  const result = await ask(all, { uri, name: 'podman', since: SINCE });
  const now = { evr: '5:5.2.3-1.fc40', provenance: 'override', type: 'fast-track' };
  const base = { evr: '5:5.2.3-1.fc40', provenance: 'base' };
  expect(result).toEqual({
    folder: workbench().folder,
    name: 'podman',
    basearch: 'x86_64',
    basearches: ['x86_64', 'aarch64'],
    since: SINCE,
    until: day('2024-10-21'),
    streams: [
      {
        stream: 'testing-devel',
        label: 'testing-devel',
        spans: [
          begun,
          {
            ...now,
            since: day('2024-10-03'),
            commit: commit('testing-devel'),
            subject: 'overrides: fast-track podman',
            reason: 'https://github.com/coreos/fedora-coreos-tracker/issues/1809',
          },
        ],
      },
      {
        stream: 'stable',
        label: 'stable',
        spans: [begun, { ...base, since: day('2024-10-21'), commit: commit('stable'), subject: 'tree: promote' }],
      },
    ],
    versions: ['5:5.2.2-1.fc40', '5:5.2.3-1.fc40'],
    matrix: [
      { stream: 'testing-devel', label: 'working tree', versions: { x86_64: now, aarch64: now } },
      { stream: 'stable', label: 'stable', versions: { x86_64: base, aarch64: base } },
    ],
    notes: [
      'The newest commit of the streams is of 2024-10-21: what came since is not known here.',
      'testing-devel and stable: their history begins on 2024-09-01.',
    ],
  });
});

it('takes the package at the cursor, and any file of the repository or its folder', async () => {
  const all = await opened();
  const { uri } = all;
  const line = OVERRIDES.split('\n').findIndex(text => text.includes('5:5.2.3-1.fc40'));
  expect((await ask(all, { uri, name: '', position: { line, character: 12 } })).name).toBe('podman');
  await expect(ask(all, { uri, name: '', position: { line: 0, character: 0 } })).rejects.toThrow(
    'There is no package here: put the cursor on one.',
  );
  const found = await ask(all, { uri: workbench().uri('manifest.yaml'), name: 'bash', since: SINCE, arch: 'aarch64' });
  expect([found.basearch, found.versions]).toEqual(['aarch64', ['5.2.26-3.fc40']]);
  const inFolder = await ask(all, { uri: workbench().uri('').replace(/\/$/, ''), name: 'bash', since: SINCE });
  expect(inFolder.basearch).toBe('x86_64');
});

it('counts what is typed as what the working tree has', async () => {
  const all = await opened();
  await all.client.open(workbench().uri('manifest-lock.x86_64.json'), baseLock('x86_64', { ignition: '9-1' }));
  const { matrix } = await ask(all, { uri: all.uri, name: 'ignition' });
  expect(matrix[0]?.versions['x86_64']).toEqual({ evr: '2.20.0-1.fc40', provenance: 'override', type: 'fast-track' });
  await all.client.type(all.uri, 'ignition:', 'other:');
  const typed = await ask(all, { uri: all.uri, name: 'ignition' });
  expect(typed.matrix[0]?.versions['x86_64']).toEqual({ evr: '9-1', provenance: 'base' });
});

it('says what it cannot do', async () => {
  const all = await opened();
  const { uri } = all;
  await expect(ask(all, { uri, name: 'pdoman', since: SINCE })).rejects.toThrow(
    'no stream locks pdoman, nor has one since 2024-09-15; is it podman?',
  );
  await expect(ask(all, { uri, name: 'podman', arch: 'm68k' })).rejects.toThrow(
    'The streams lock x86_64 and aarch64, not m68k.',
  );
  await expect(ask(all, { uri: 'file:///elsewhere/x.yaml', name: 'podman' })).rejects.toThrow(
    '/elsewhere/x.yaml is in no config repository of this workspace.',
  );
});

it('does not run git in a workspace that is not trusted', async () => {
  const client = await workbench().startWith({}, false);
  const uri = workbench().uri(PATH);
  await client.open(uri, OVERRIDES);
  await expect(client.connection.sendRequest(HistoryRequest, { uri, name: 'podman' })).rejects.toThrow('not trusted');
});

it('knows the working tree where there is no git', async () => {
  const client = await workbench().start({ env: { ...gitEnvironment(), GIT_CEILING_DIRECTORIES: '/' } });
  const uri = workbench().uri(PATH);
  await client.open(uri, OVERRIDES);
  await client.settled();
  const result = await client.connection.sendRequest(HistoryRequest, { uri, name: 'podman' });
  expect(result.streams).toEqual([]);
  expect(result.matrix.map(({ stream, label }) => [stream, label])).toEqual([['testing-devel', 'working tree']]);
  expect(result.notes).toEqual([`Other streams are not known: ${workbench().folder} is not in a git repository.`]);
});

import { describe, expect, it } from 'vitest';
import {
  DropGraduatedRequest,
  FastTrackBehindRequest,
  RefreshRequest,
  StatusRequest,
  UpdateAllRequest,
  UpdatePinRequest,
} from '../../server/protocol';
import { baseLock, MANIFEST, OVERRIDES } from '../support/fedora';
import { gitRepository } from '../support/git';
import { useWorkbench } from './support/workbench';

const workbench = useWorkbench();
const PATH = 'manifest-lock.overrides.yaml';

async function opened(path = PATH, text = OVERRIDES) {
  const client = await workbench().start();
  const uri = workbench().uri(path);
  await client.open(uri, text);
  await client.settled();
  return { client, uri };
}

describe('manifestLock/updatePin', () => {
  it('has the editor apply one edit and says what changed', async () => {
    const { client, uri } = await opened();
    const position = client.position(uri, 'podman');
    const result = await client.connection.sendRequest(UpdatePinRequest, { uri, position });
    expect(result).toEqual({
      changed: [{ name: 'podman', from: '5:5.2.3-1.fc40', to: '5:5.2.5-1.fc40' }],
      message: 'Updated podman from 5:5.2.3-1.fc40 to 5:5.2.5-1.fc40.',
    });
    expect(client.applied.all).toMatchObject([{ edit: { documentChanges: [{ textDocument: { uri, version: 1 } }] } }]);
    expect(client.text(uri)).toBe(OVERRIDES.replace('5:5.2.3-1.fc40', '5:5.2.5-1.fc40'));
  });

  it('waits for a repository that is still being read, so that nothing is left out', async () => {
    let go: () => void = () => undefined;
    const until = new Promise<void>(resolve => {
      go = resolve;
    });
    const repomd = 'fedora-updates/x86_64/repodata/repomd.xml';
    workbench().server.on(repomd, { kind: 'hold', until });
    const client = await workbench().start();
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    const position = client.position(uri, 'podman');
    const asked = client.connection.sendRequest(UpdatePinRequest, { uri, position });
    await workbench().server.arrived(repomd);
    go();
    expect((await asked).changed).toEqual([{ name: 'podman', from: '5:5.2.3-1.fc40', to: '5:5.2.5-1.fc40' }]);
  });

  it('takes siblings along', async () => {
    const { client, uri } = await opened('manifest-lock.x86_64.json', baseLock('x86_64'));
    const position = client.position(uri, 'grub2-tools');
    const { changed } = await client.connection.sendRequest(UpdatePinRequest, { uri, position });
    expect(changed.map(({ name, to }) => `${name} ${to}`)).toEqual([
      'grub2-tools 1:2.06-125.fc40',
      'grub2-common 1:2.06-125.fc40',
    ]);
    expect(client.applied.all).toHaveLength(1);
  });

  it('says why nothing moves', async () => {
    const { client, uri } = await opened();
    const update = async (needle: string) => {
      const { changed, message } = await client.connection.sendRequest(UpdatePinRequest, {
        uri,
        position: client.position(uri, needle),
      });
      expect(changed).toEqual([]);
      return message;
    };
    expect(await update('ignition')).toBe('The repositories have nothing newer than ignition 2.20.0-1.fc40.');
    expect(await update('# IMPORTANT')).toBe('There is no package here: put the cursor on one.');
    expect(client.applied.all).toEqual([]);
  });

  it('says that the editor refused', async () => {
    const { client, uri } = await opened();
    const position = client.position(uri, 'podman');
    const asked = client.connection.sendRequest(UpdatePinRequest, { uri, position });
    // typed while the edit is on its way
    await client.applied.first();
    await asked;
    const again = client.connection.sendRequest(UpdatePinRequest, {
      uri: 'file:///nowhere/manifest-lock.overrides.yaml',
      position,
    });
    expect(await again).toEqual({
      changed: [],
      message: 'file:///nowhere/manifest-lock.overrides.yaml is not an open lockfile.',
    });
  });
});

describe('manifestLock/updateAll', () => {
  const PINNED = OVERRIDES.replace('1809\n      type: fast-track', '1809\n      type: pin');

  it('leaves deliberate pins alone unless asked', async () => {
    const { client, uri } = await opened(PATH, PINNED);
    const kept = await client.connection.sendRequest(UpdateAllRequest, { uri, includePins: false });
    expect(kept.changed).toEqual([]);
    expect(kept.message).toBe('The repositories have nothing newer. Left alone: podman is a pin.');
    const moved = await client.connection.sendRequest(UpdateAllRequest, { uri, includePins: true });
    expect(moved.changed).toEqual([{ name: 'podman', from: '5:5.2.3-1.fc40', to: '5:5.2.5-1.fc40' }]);
  });

  it('moves everything in one edit', async () => {
    const { client, uri } = await opened('manifest-lock.x86_64.json', baseLock('x86_64'));
    const { changed, message } = await client.connection.sendRequest(UpdateAllRequest, { uri, includePins: false });
    expect(changed.map(({ name }) => name).sort()).toEqual(['grub2-common', 'grub2-tools', 'podman']);
    expect(message).toContain('Updated 3 packages.');
    expect(client.applied.all).toMatchObject([{ edit: { documentChanges: [{ textDocument: { version: 1 } }] } }]);
  });

  it('says that nothing is known yet', async () => {
    const client = await workbench().startWith({ network: 'off' });
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    const { message } = await client.connection.sendRequest(UpdateAllRequest, { uri, includePins: false });
    expect(message).toBe('No package metadata for x86_64 yet. The network is off (manifestLock.network).');
  });
});

describe('manifestLock/dropGraduated', () => {
  it('has the editor drop what has done its work, and says what stays', async () => {
    for (const arch of ['x86_64', 'aarch64']) {
      workbench().write(`manifest-lock.${arch}.json`, baseLock(arch, { podman: '5:5.2.5-1.fc40' }));
    }
    const { client, uri } = await opened(PATH, OVERRIDES.replace('5:5.2.3', '5:5.2.5'));
    const result = await client.connection.sendRequest(DropGraduatedRequest, { uri });
    expect(result).toEqual({
      changed: [{ name: 'podman', from: '5:5.2.5-1.fc40', to: '5:5.2.5-1.fc40' }],
      message: 'Dropped the fast-track of podman. The repositories of aarch64 were not looked up.',
    });
    expect(client.text(uri)).toBe(OVERRIDES.slice(0, OVERRIDES.indexOf('  podman')));
    expect(client.applied.all).toHaveLength(1);
    const again = await client.connection.sendRequest(DropGraduatedRequest, { uri });
    expect(again).toEqual({ changed: [], message: 'No fast-track of this file has graduated.' });
  });
});

describe('manifestLock/fastTrackBehind', () => {
  it('has the editor make the overrides that are missing, in one edit', async () => {
    const { folder } = workbench();
    const repository = gitRepository({ folder });
    const ahead = (arch: string): string => baseLock(arch, { podman: '5:5.2.4-1.fc40' });
    const locks = (text: (arch: string) => string) => ({
      'manifest-lock.x86_64.json': text('x86_64'),
      'manifest-lock.aarch64.json': text('aarch64'),
      [PATH]: null,
    });
    repository.commit({ '.gitignore': '.storage\n.cache\n' }, 'begin', { branch: 'testing-devel' });
    repository.commit(locks(ahead), 'testing-devel');
    const manifest = MANIFEST.replace('testing-devel', 'next-devel');
    const here = { ...locks(baseLock), 'manifest.yaml': manifest };
    const { [PATH]: _, ...files } = here;
    repository.commit(files, 'next-devel', { branch: 'next-devel' });
    const { client, uri } = await opened('manifest-lock.x86_64.json', baseLock('x86_64'));
    const ask = () => client.connection.sendRequest(FastTrackBehindRequest, { uri });
    let result = await ask();
    // branches are read in the background; what is known then is announced
    while (result.changed.length === 0) {
      await client.lensRefreshes.first();
      result = await ask();
    }
    expect(result).toEqual({
      changed: [{ name: 'podman', from: '5:5.2.2-1.fc40', to: '5:5.2.5-1.fc40' }],
      message: 'Fast-tracked podman. Looked up for x86_64, not for aarch64.',
    });
    const made = client.created.get(workbench().uri(PATH)) ?? '';
    expect(made).toMatch(/^# /);
    expect(made.slice(made.indexOf('packages:'))).toBe(
      'packages:\n  podman:\n    evr: 5:5.2.5-1.fc40\n    metadata:\n      type: fast-track\n',
    );
  });
});

describe('manifestLock/refresh and manifestLock/getStatus', () => {
  it('ask every repository in use again, and answer when all are done', async () => {
    const { client } = await opened();
    workbench().server.take();
    const status = await client.connection.sendRequest(RefreshRequest, { allArches: false });
    expect(workbench().server.take().sort()).toEqual([
      'fedora-coreos-pool/x86_64/repodata/repomd.xml',
      'fedora-updates/x86_64/repodata/repomd.xml',
      'fedora/x86_64/repodata/repomd.xml',
    ]);
    expect(status).toMatchObject({ mode: 'online', busy: false, activity: '' });
    expect(status.repositories.map(({ id, basearch, status: state }) => `${id} ${basearch} ${state}`)).toEqual([
      'fedora x86_64 ready',
      'fedora-updates x86_64 ready',
      'fedora-coreos-pool x86_64 ready',
    ]);
    expect(await client.connection.sendRequest(StatusRequest)).toEqual(status);
  });

  it('fetch every basearch when asked to', async () => {
    const { client } = await opened();
    const status = await client.connection.sendRequest(RefreshRequest, { allArches: true });
    expect(status.repositories.filter(({ status: state }) => state === 'ready')).toHaveLength(6);
    expect(new Set(status.repositories.map(({ basearch }) => basearch))).toEqual(new Set(['x86_64', 'aarch64']));
  });

  it('tell a failure with repository and cause', async () => {
    workbench().server.on('fedora/x86_64/repodata/repomd.xml', { kind: 'body', body: '<not-xml' });
    const client = await workbench().start();
    await client.open(workbench().uri(PATH), OVERRIDES);
    const { repositories } = await client.settled();
    expect(repositories.map(({ status }) => status)).toEqual(['failed', 'ready', 'ready']);
    expect(repositories[0]?.error).toMatch(/^fedora x86_64: .*repomd\.xml/);
  });
});

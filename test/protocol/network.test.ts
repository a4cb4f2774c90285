/** What is asked of repositories, counted by one on loopback (design section 8). */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { HoverRequest } from 'vscode-languageserver-protocol/node';
import { repositoryFiles } from '../../scripts/lib/rpm-md.mjs';
import { RefreshRequest, StatusRequest } from '../../server/protocol';
import { baseLock, OVERRIDES, repoFile } from '../support/fedora';
import { configuration } from './support/client';
import { packagesOf, REPOSITORIES, useWorkbench } from './support/workbench';

const workbench = useWorkbench();
const PATH = 'manifest-lock.overrides.yaml';

/** Opens a file with a server of its own and waits until all is known; what was asked for meanwhile. */
async function visit(path = PATH, text = OVERRIDES) {
  workbench().server.take();
  const before = workbench().server.requests.length;
  const client = await workbench().start();
  await client.open(workbench().uri(path), text);
  const status = await client.settled();
  await client.stop();
  const seen = workbench().server.requests.slice(before);
  return {
    status,
    paths: workbench()
      .server.take()
      .map(asked => asked.replace(/[0-9a-f]{64}/, 'HASH'))
      .sort(),
    statuses: seen.map(request => request.status),
    bytes: seen.reduce((sum, request) => sum + request.bytes, 0),
  };
}

const repomds = (arch: string): string[] =>
  ['fedora', 'fedora-coreos-pool', 'fedora-updates'].map(id => `${id}/${arch}/repodata/repomd.xml`);
const primaries = (arch: string): string[] =>
  ['fedora', 'fedora-coreos-pool', 'fedora-updates'].map(id => `${id}/${arch}/repodata/HASH-primary.xml.gz`);

describe('opening an overrides file', () => {
  it('cold asks for repomd.xml and primary of one basearch, and nothing else', async () => {
    const { paths, bytes, status } = await visit();
    expect(paths).toEqual([...repomds('x86_64'), ...primaries('x86_64')].sort());
    const sizes = REPOSITORIES.flatMap(id => [...repositoryFiles(packagesOf(id, 'x86_64')).values()]);
    expect(bytes).toBe(sizes.reduce((sum, file) => sum + file.length, 0));
    expect(status.repositories.map(({ status: state }) => state)).toEqual(['ready', 'ready', 'ready']);
  });

  it('warm asks for nothing', async () => {
    await visit();
    const { paths, status } = await visit();
    expect(paths).toEqual([]);
    expect(status.repositories.map(({ status: state }) => state)).toEqual(['ready', 'ready', 'ready']);
  });

  it('expired costs one conditional request a repository, without a body', async () => {
    workbench().write(
      'fedora.repo',
      repoFile(workbench().server.url).replace(/metadata_expire=.*/g, 'metadata_expire=0'),
    );
    await visit();
    const { paths, statuses, bytes } = await visit();
    // the pool says nothing of its expiry: six hours
    expect(paths).toEqual(['fedora-updates/x86_64/repodata/repomd.xml', 'fedora/x86_64/repodata/repomd.xml']);
    expect(statuses).toEqual([304, 304]);
    expect(bytes).toBe(0);
  });

  it('with another primary basearch asks for that one', async () => {
    const client = await workbench().startWith({ primaryArch: 'aarch64' });
    await client.open(workbench().uri(PATH), OVERRIDES);
    await client.settled();
    expect(
      workbench()
        .server.take()
        .every(path => path.includes('/aarch64/')),
    ).toBe(true);
  });
});

describe('opening a base lock', () => {
  it('asks for its own basearch', async () => {
    const { paths } = await visit('manifest-lock.aarch64.json', baseLock('aarch64'));
    expect(paths).toEqual([...repomds('aarch64'), ...primaries('aarch64')].sort());
  });
});

describe('with the network off', () => {
  it('nothing is asked, not even by a refresh', async () => {
    const client = await workbench().startWith({ network: 'off' });
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    const status = await client.connection.sendRequest(RefreshRequest, { allArches: true });
    expect(status).toMatchObject({ mode: 'offline', busy: false });
    expect(status.repositories.map(({ status: state }) => state)).toEqual(Array(6).fill('missing'));
    const hover = await client.connection.sendRequest(HoverRequest.type, client.at(uri, 'podman'));
    expect(hover?.contents).toMatchObject({
      value: expect.stringContaining('- fedora-updates x86_64: metadata not loaded: offline'),
    });
    expect(workbench().server.take()).toEqual([]);
  });

  it('what is cached still answers', async () => {
    await visit();
    const client = await workbench().startWith({ network: 'off' });
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    await client.settled();
    const hover = await client.connection.sendRequest(HoverRequest.type, client.at(uri, 'podman'));
    expect(hover?.contents).toMatchObject({ value: expect.stringContaining('`5:5.2.5-1.fc40`') });
    expect(workbench().server.take()).toEqual([]);
  });

  it('file:// repositories are read', async () => {
    for (const [path, content] of repositoryFiles(packagesOf('fedora-updates', 'x86_64'))) {
      workbench().write(`repositories/fedora-updates/x86_64/${path}`, content);
    }
    workbench().write('fedora.repo', repoFile(`${pathToFileURL(join(workbench().folder, 'repositories'))}/`));
    const client = await workbench().startWith({ network: 'off' });
    await client.open(workbench().uri(PATH), OVERRIDES);
    const { repositories } = await client.settled();
    expect(repositories.find(({ id }) => id === 'fedora-updates')?.status).toBe('ready');
  });

  it('switching it on asks at once', async () => {
    const client = await workbench().startWith({ network: 'off' });
    await client.open(workbench().uri(PATH), OVERRIDES);
    await client.settled();
    await client.connection.sendNotification('manifestLock/configure', configuration(workbench().storage));
    const { repositories } = await client.statuses.first(
      ({ busy, repositories: all }) => !busy && all.every(({ status }) => status === 'ready') && all.length > 0,
    );
    expect(repositories).toHaveLength(3);
  });
});

describe('in an untrusted workspace', () => {
  it('nothing is asked and no file:// repository read, until it is trusted', async () => {
    for (const [path, content] of repositoryFiles(packagesOf('fedora', 'x86_64'))) {
      workbench().write(`repositories/fedora/x86_64/${path}`, content);
    }
    const folder = `${pathToFileURL(join(workbench().folder, 'repositories'))}/`;
    const mixed = repoFile(workbench().server.url).replace(`${workbench().server.url}fedora/`, `${folder}fedora/`);
    workbench().write('fedora.repo', mixed);
    const client = await workbench().startWith({}, false);
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    const refreshed = await client.connection.sendRequest(RefreshRequest, { allArches: true });
    expect(refreshed).toMatchObject({ mode: 'restricted', busy: false, repositories: [] });
    const hover = await client.connection.sendRequest(HoverRequest.type, client.at(uri, 'podman'));
    expect(hover?.contents).toMatchObject({ value: expect.stringContaining('restricted (untrusted) workspace') });
    expect(hover?.contents).toMatchObject({ value: expect.stringContaining('manifest-lock.x86_64.json') });
    expect(workbench().server.take()).toEqual([]);

    await client.connection.sendNotification('manifestLock/configure', configuration(workbench().storage));
    const { repositories } = await client.settled();
    expect(repositories.map(({ status }) => status)).toEqual(['ready', 'ready', 'ready']);
  });
});

describe('for nobody', () => {
  it('nothing is asked before a lockfile is open', async () => {
    const client = await workbench().start();
    await client.open(workbench().uri('manifest.yaml'), 'packages: []\n', 'yaml');
    const status = await client.connection.sendRequest(RefreshRequest, { allArches: true });
    expect(status.repositories).toEqual([]);
    expect(workbench().server.take()).toEqual([]);
  });

  it('a load ends with the last document of the config repository', async () => {
    workbench().server.on('fedora/x86_64/repodata/repomd.xml', { kind: 'hang' });
    const client = await workbench().start();
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    await workbench().server.arrived('fedora/x86_64/repodata/repomd.xml');
    await client.statuses.first(({ busy }) => busy);
    await client.close(uri);
    const { repositories } = await client.statuses.first(({ busy }) => !busy);
    expect(repositories).toEqual([]);
    expect(await client.connection.sendRequest(StatusRequest)).toMatchObject({ busy: false, activity: '' });
  });
});

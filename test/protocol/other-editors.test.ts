/** Editors without our client: no initializationOptions, no custom notifications. */
import { describe, expect, it } from 'vitest';
import { DocumentDiagnosticRequest, ExecuteCommandRequest } from 'vscode-languageserver-protocol/node';
import { baseLock, OVERRIDES } from '../support/fedora';
import { PUSHED, VSCODE } from './support/client';
import { useWorkbench } from './support/workbench';

const workbench = useWorkbench();
const PATH = 'manifest-lock.overrides.yaml';

describe('an editor without our client', () => {
  it('is asked for the section manifestLock before any repository is', async () => {
    const client = await workbench().start({ configuration: null, section: { network: 'off' } });
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES, 'yaml');
    const status = await client.connection.sendRequest('manifestLock/refresh', { allArches: false });
    expect(status).toMatchObject({ mode: 'offline' });
    expect(workbench().server.take()).toEqual([]);
  });

  it('gets the defaults where it has no such section', async () => {
    const client = await workbench().start({
      configuration: null,
      capabilities: { ...PUSHED, workspace: { applyEdit: true, workspaceEdit: { documentChanges: true } } },
    });
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES, 'yaml');
    const told = await client.published.first(({ diagnostics }) =>
      diagnostics.some(({ code }) => code === 'newer-available'),
    );
    expect(told.uri).toBe(uri);
  });

  it('sees progress, and no notification it does not know', async () => {
    const client = await workbench().start({ configuration: null });
    await client.open(workbench().uri(PATH), OVERRIDES, 'yaml');
    expect(await client.progress.first()).toMatchObject({ kind: 'begin', title: 'Package metadata' });
    expect(await client.progress.first(({ kind }) => kind === 'end')).toEqual({ kind: 'end' });
    expect(client.statuses.all).toEqual([]);
  });

  it('has commands', async () => {
    const client = await workbench().start({ configuration: null });
    expect(client.initializeResult.capabilities.executeCommandProvider?.commands).toEqual([
      'manifestLock.server.updatePin',
      'manifestLock.server.updateAll',
      'manifestLock.server.dropGraduated',
      'manifestLock.server.fastTrackBehind',
      'manifestLock.server.refresh',
    ]);
    const uri = workbench().uri(PATH);
    workbench().write('manifest-lock.x86_64.json', baseLock('x86_64', { podman: '5:5.2.5-1.fc40' }));
    workbench().write('manifest-lock.aarch64.json', baseLock('aarch64', { podman: '5:5.2.5-1.fc40' }));
    await client.open(uri, OVERRIDES, 'yaml');
    const run = (command: string, argument: object) =>
      client.connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: [argument] });
    await client.progress.first(({ kind }) => kind === 'end');
    const position = client.position(uri, 'podman');
    expect(await run('manifestLock.server.updatePin', { uri, position })).toMatchObject({
      changed: [{ name: 'podman' }],
    });
    expect(client.text(uri)).toContain('5:5.2.5-1.fc40');
    await expect(run('manifestLock.server.updatePin', { uri })).rejects.toThrow('given no position');
    await expect(run('manifestLock.server.updateAll', {})).rejects.toThrow('no uri given');
    expect(await run('manifestLock.server.dropGraduated', { uri })).toMatchObject({ changed: [{ name: 'podman' }] });
    expect(client.text(uri)).not.toContain('podman');
    expect(await run('manifestLock.server.fastTrackBehind', { uri })).toMatchObject({
      changed: [],
      message: expect.stringMatching(/branches/),
    });
  });

  it('may send yaml and json documents that are no lockfiles', async () => {
    const client = await workbench().start({ configuration: null, capabilities: VSCODE });
    const uri = workbench().uri('something.yaml');
    await client.open(uri, 'a: [', 'yaml');
    const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    expect(report).toMatchObject({ kind: 'full', items: [] });
  });
});

import { describe, expect, it } from 'vitest';
import {
  DocumentDiagnosticRequest,
  ErrorCodes,
  HoverRequest,
  LSPErrorCodes,
} from 'vscode-languageserver-protocol/node';
import { RAW_ID, VSCODE } from './support/client';
import { useWorkbench } from './support/workbench';

const OVERRIDES = 'manifest-lock.overrides.yaml';
const workbench = useWorkbench();

describe('initialize', () => {
  it('names the server and what it can do', async () => {
    const client = await workbench().start();
    const { capabilities, serverInfo } = client.initializeResult;
    expect(serverInfo).toMatchObject({ name: 'manifest-lock', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    expect(capabilities).toMatchObject({
      positionEncoding: 'utf-16',
      hoverProvider: true,
      inlayHintProvider: true,
      codeActionProvider: {
        codeActionKinds: ['quickfix', 'refactor', 'source.fixAll.manifestLock'],
        resolveProvider: true,
      },
      diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true },
    });
    // our own client has commands of its own
    expect(capabilities.executeCommandProvider).toBeUndefined();
  });

  it('watches the files of config repositories', async () => {
    const client = await workbench().start();
    const { registrations } = await client.registrations.first();
    expect(registrations).toMatchObject([
      {
        method: 'workspace/didChangeWatchedFiles',
        registerOptions: {
          watchers: [
            { globPattern: '**/*.{yaml,yml,repo,conf}' },
            { globPattern: '**/.manifest-lock.yaml' },
            { globPattern: '**/manifest-lock*.json' },
          ],
        },
      },
    ]);
  });
});

describe('position encodings', () => {
  const TEXT = 'packages:\n  podman:\n    # é😀\n    evr: &é😀 5:5.2.3-1.fc40\n    evr: 1-1\n';

  it.each([['utf-8'], ['utf-16'], ['utf-32']] as const)('%s is taken when it is the first choice', async encoding => {
    const client = await workbench().start({
      capabilities: { ...VSCODE, general: { positionEncodings: [encoding, 'utf-16'] } },
    });
    expect(client.initializeResult.capabilities.positionEncoding).toBe(encoding);
    const uri = workbench().uri(OVERRIDES);
    await client.open(uri, TEXT);
    const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    if (report.kind !== 'full') throw new Error(report.kind);
    const duplicate = report.items.find(({ code }) => code === 'duplicate-key');
    expect(duplicate && client.covered(uri, duplicate.range)).toBe('evr');
    const hover = await client.connection.sendRequest(HoverRequest.type, client.at(uri, '5:5.2.3', 3));
    expect(hover?.contents).toMatchObject({ value: expect.stringContaining('**podman**') });
  });
});

describe('requests that cannot be answered', () => {
  it('are refused by their method', async () => {
    const client = await workbench().start();
    await expect(client.connection.sendRequest('manifestLock/noSuchThing', {})).rejects.toMatchObject({
      code: ErrorCodes.MethodNotFound,
    });
    await client.connection.sendNotification('manifestLock/noSuchNotification', {});
    await expect(client.connection.sendRequest('manifestLock/getStatus')).resolves.toMatchObject({ mode: 'online' });
  });

  it('are empty for documents that are not open or not ours', async () => {
    const client = await workbench().start();
    const uri = workbench().uri('manifest.yaml');
    const at = { textDocument: { uri }, position: { line: 0, character: 0 } };
    expect(await client.connection.sendRequest(HoverRequest.type, at)).toBeNull();
    await client.open(uri, 'packages: []\n', 'yaml');
    expect(await client.connection.sendRequest(HoverRequest.type, at)).toBeNull();
    expect(
      await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } }),
    ).toMatchObject({
      kind: 'full',
      items: [],
    });
  });

  it('are answered as cancelled when the client no longer wants them', async () => {
    const client = await workbench().start();
    const uri = workbench().uri(OVERRIDES);
    await client.open(uri, 'packages: {}\n');
    const answer = await client.together(
      'textDocument/diagnostic',
      { textDocument: { uri } },
      { method: '$/cancelRequest', params: { id: RAW_ID } },
    );
    expect(answer.error?.code).toBe(LSPErrorCodes.RequestCancelled);
  });
});

describe('the end', () => {
  it('comes with exit after shutdown', async () => {
    const client = await workbench().start();
    await client.open(workbench().uri(OVERRIDES), 'packages: {}\n');
    expect(await client.stop()).toBe(0);
  });

  it('comes in the middle of a download', async () => {
    workbench().server.on('fedora-updates/x86_64/repodata/repomd.xml', { kind: 'hang' });
    const client = await workbench().start();
    await client.open(workbench().uri(OVERRIDES), 'packages: {}\n');
    await workbench().server.arrived('fedora-updates/x86_64/repodata/repomd.xml');
    expect(await client.stop()).toBe(0);
  });

  it('comes with status 1 without shutdown, or when the client is gone', async () => {
    const first = await workbench().start();
    await first.connection.sendNotification('exit');
    expect(await first.exited).toBe(1);
    const second = await workbench().start();
    second.process.stdin?.end();
    expect(await second.exited).toBe(1);
  });
});

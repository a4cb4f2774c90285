/** HEAD and branches in the language server: what the rules see of them, when they change, and where there is no git. */
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Diagnostic,
  DocumentDiagnosticRequest,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageserver-protocol/node';
import { gitUri } from '../../server/lsp/git-uri';
import { ConfigureNotification, GitDocumentRequest, StatusRequest } from '../../server/protocol';
import { OVERRIDES } from '../support/fedora';
import { gitEnvironment, gitRepository, type TestRepository } from '../support/git';
import { type Client, configuration } from './support/client';
import { useWorkbench } from './support/workbench';

const workbench = useWorkbench();
const PATH = 'manifest-lock.overrides.yaml';
const PODMAN = /\n {2}podman:\n(?: {4}.*\n)+/.exec(OVERRIDES)?.[0] ?? '';

/** The workbench under git, on branch testing-devel. */
function repository(): TestRepository {
  const made = gitRepository({ folder: workbench().folder });
  made.commit({}, 'testing-devel', { branch: 'testing-devel' });
  return made;
}

function start(options: { readonly gitPath?: string; readonly trusted?: boolean } = {}): Promise<Client> {
  const { gitPath = '', trusted = true } = options;
  return workbench().start({
    configuration: { ...configuration(workbench().storage, { network: 'off' }, trusted), gitPath },
    env: gitEnvironment(),
  });
}

async function pull(client: Client, uri: string): Promise<readonly Diagnostic[]> {
  const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
  return report.kind === 'full' ? report.items : [];
}

async function findingsOf(client: Client, uri: string, code: string): Promise<readonly Diagnostic[]> {
  return (await pull(client, uri)).filter(item => item.code === code);
}

/** Asks again whenever the server says that answers have changed. */
async function eventually(client: Client, uri: string, code: string, count: number): Promise<readonly Diagnostic[]> {
  for (;;) {
    const found = await findingsOf(client, uri, code);
    if (found.length === count) return found;
    await client.diagnosticRefreshes.first();
  }
}

describe('an override that HEAD has', () => {
  it('is missed while it is deleted in the editor, and not after undo', async () => {
    repository();
    const client = await start();
    const uri = workbench().uri(PATH);
    const without = OVERRIDES.replace(PODMAN, '\n');
    await client.open(uri, without);
    const [dropped] = await eventually(client, uri, 'dropped-override', 1);
    expect(dropped?.message).toContain('5:5.2.3-1.fc40');
    await client.type(uri, without, OVERRIDES);
    expect(await findingsOf(client, uri, 'dropped-override')).toEqual([]);
    await client.type(uri, PODMAN, '\n');
    expect(await findingsOf(client, uri, 'dropped-override')).toHaveLength(1);
  });

  it('is not missed any more once the deletion is committed', async () => {
    const repo = repository();
    const client = await start();
    const uri = workbench().uri(PATH);
    const without = OVERRIDES.replace(PODMAN, '\n');
    await client.open(uri, without);
    await eventually(client, uri, 'dropped-override', 1);
    repo.commit({ [PATH]: without }, 'drop podman');
    await eventually(client, uri, 'dropped-override', 0);
  });
});

describe('a file of another branch', () => {
  it('is where related information leads, and can be read', async () => {
    const repo = repository();
    const theirs = OVERRIDES.replace('2.20.0-1', '2.18.0-1');
    const commit = repo.commit({ [PATH]: theirs }, 'older', { branch: 'other' });
    repo.checkout('testing-devel');
    const client = await start();
    const { folder } = workbench();
    await client.open(workbench().uri(PATH), OVERRIDES);
    const ask = (uri: string) => client.connection.sendRequest(GitDocumentRequest, { uri });
    expect(await ask(gitUri({ folder, commit, path: PATH }, 'other'))).toBe(theirs);
    await expect(ask(gitUri({ folder, commit, path: 'no-such-file' }, 'other'))).rejects.toThrow(
      `${commit.slice(0, 10)} has no file no-such-file.`,
    );
    const nowhere = '1'.repeat(40);
    await expect(ask(gitUri({ folder, commit: nowhere, path: PATH }, 'other'))).rejects.toThrow(PATH);
    await expect(ask(gitUri({ folder: '/', commit, path: 'etc/passwd' }, 'other'))).rejects.toThrow(
      '/ is not a config repository of this workspace.',
    );
    await expect(ask(gitUri({ folder, commit: 'HEAD', path: PATH }, 'other'))).rejects.toThrow('is not the address');
    await expect(ask(gitUri({ folder, commit, path: '../x' }, 'other'))).rejects.toThrow('is not the address');
    await expect(ask('file:///etc/passwd')).rejects.toThrow('is not the address');
  });

  it('is read-only: it has an outline, and nothing is told of it', async () => {
    const commit = repository().git('rev-parse', 'HEAD');
    const client = await start();
    const uri = gitUri({ folder: workbench().folder, commit, path: PATH }, 'HEAD');
    await client.open(uri, 'packages:\n  podman: {}\n', 'manifest-lock');
    const textDocument = { uri };
    expect(await pull(client, uri)).toEqual([]);
    const outline = await client.connection.sendRequest('textDocument/documentSymbol', { textDocument });
    expect(JSON.stringify(outline)).toContain('"podman"');
    const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 5 } };
    const nothing = { textDocument, range, context: { diagnostics: [] } };
    expect(await client.connection.sendRequest('textDocument/codeAction', nothing)).toBeNull();
    expect(await client.connection.sendRequest('textDocument/inlayHint', { textDocument, range })).toBeNull();
  });
});

describe('git that is not there', () => {
  it('is told in the status, and everything else works', async () => {
    const client = await start({ gitPath: '/nowhere/git' });
    const uri = workbench().uri(PATH);
    await client.open(uri, 'packages:\n  podman: {}\n');
    expect((await pull(client, uri)).map(({ code }) => code)).toContain('missing-version');
    const { git } = await client.statuses.first(status => status.git !== undefined);
    expect(git).toContain('there is no program /nowhere/git');
    expect(client.logs.filter(line => line.includes('there is no program /nowhere/git'))).toHaveLength(1);
  });

  it('is told of a folder that is in no repository', async () => {
    const client = await start();
    await client.open(workbench().uri(PATH), OVERRIDES);
    const { git } = await client.statuses.first(status => status.git !== undefined);
    expect(git).toBe(`${workbench().folder} is not in a git repository`);
    await expect(
      client.connection.sendRequest(GitDocumentRequest, {
        uri: gitUri({ folder: workbench().folder, commit: '1'.repeat(40), path: PATH }, 'x'),
      }),
    ).rejects.toThrow('is not in a git repository');
  });
});

describe('an untrusted workspace', () => {
  it('has no git run until it is trusted', async () => {
    const commit = repository().git('rev-parse', 'HEAD');
    const mark = join(workbench().storage, 'git-was-run');
    workbench().write('.storage/git', `#!/bin/sh\n: >'${mark}'\necho 'the stand-in for git refuses' >&2\nexit 128\n`);
    const gitPath = join(workbench().storage, 'git');
    chmodSync(gitPath, 0o755);
    const client = await start({ gitPath, trusted: false });
    const uri = workbench().uri(PATH);
    await client.open(uri, 'packages:\n  podman: {}\n');
    expect((await pull(client, uri)).map(({ code }) => code)).toContain('missing-version');
    await client.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
    const document = gitUri({ folder: workbench().folder, commit, path: PATH }, 'HEAD');
    await expect(client.connection.sendRequest(GitDocumentRequest, { uri: document })).rejects.toThrow('not trusted');
    expect((await client.connection.sendRequest(StatusRequest)).git).toBeUndefined();
    expect(existsSync(mark)).toBe(false);

    const trusted = { ...configuration(workbench().storage, { network: 'off' }), gitPath };
    await client.connection.sendNotification(ConfigureNotification, trusted);
    const { git } = await client.statuses.first(status => status.git !== undefined);
    expect(git).toContain('the stand-in for git refuses');
    expect(existsSync(mark)).toBe(true);

    rmSync(mark);
    await client.connection.sendNotification(ConfigureNotification, { ...trusted, trusted: false });
    await expect(client.connection.sendRequest(GitDocumentRequest, { uri: document })).rejects.toThrow('not trusted');
    expect(existsSync(mark)).toBe(false);
  });
});

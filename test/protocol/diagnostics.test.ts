import { describe, expect, it } from 'vitest';
import {
  type Diagnostic,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticRequest,
} from 'vscode-languageserver-protocol/node';
import { baseLock, OVERRIDES } from '../support/fedora';
import { type Client, configuration, PUSHED } from './support/client';
import { useWorkbench } from './support/workbench';

const workbench = useWorkbench();
const PATH = 'manifest-lock.overrides.yaml';

async function pull(client: Client, uri: string, previousResultId?: string) {
  const params = { textDocument: { uri }, ...(previousResultId === undefined ? {} : { previousResultId }) };
  const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, params);
  const items: readonly Diagnostic[] = report.kind === 'full' ? report.items : [];
  return { ...report, items, codes: items.map(({ code }) => code) };
}

describe('asked for', () => {
  it('say what, where and why, with a way to the documentation', async () => {
    const client = await workbench().startWith({ network: 'off' });
    const uri = workbench().uri(PATH);
    await client.open(uri, 'packages:\n  podman:\n    evr: 1.10\n    colour: blue\n');
    const { items } = await pull(client, uri);
    const finding = items.find(({ code }) => code === 'unknown-key');
    expect(finding).toMatchObject({
      source: 'manifest-lock',
      severity: 1,
      message: expect.stringContaining('colour'),
      codeDescription: { href: expect.stringMatching(/\/docs\/rules\.md#unknown-key$/) },
      data: { code: 'unknown-key' },
    });
    expect(finding && client.covered(uri, finding.range)).toBe('colour');
    expect(items.map(({ code }) => code)).toContain('version-not-string');
  });

  it('are told to be unchanged while they are, whatever was typed', async () => {
    const client = await workbench().startWith({ network: 'off', severity: { 'missing-type': 'off' } });
    const uri = workbench().uri(PATH);
    await client.open(uri, 'packages:\n  podman: {}\n# end\n');
    const first = await pull(client, uri);
    expect(first).toMatchObject({ kind: 'full', codes: ['missing-version'] });
    await client.type(uri, '# end', '# The end');
    expect(await pull(client, uri, first.resultId)).toMatchObject({ kind: 'unchanged', resultId: first.resultId });
    await client.type(uri, 'podman', '\n  podman');
    expect(await pull(client, uri, first.resultId)).toMatchObject({ kind: 'full', codes: ['missing-version'] });
  });

  it('survive text that is being typed', async () => {
    const client = await workbench().startWith({ network: 'off' });
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    expect((await pull(client, uri)).codes).not.toContain('syntax');
    await client.type(uri, 'podman:\n    evr: 5:5.2.3-1.fc40', 'podman:\n    evr: "5:5.2');
    expect((await pull(client, uri)).codes).toContain('syntax');
    await client.type(uri, '"5:5.2', '5:5.2.5-1.fc40');
    expect((await pull(client, uri)).codes).not.toContain('syntax');
  });

  it('name the other place', async () => {
    const client = await workbench().startWith({ network: 'off' });
    const uri = workbench().uri(PATH);
    await client.open(uri, 'packages:\n  podman:\n    evr: 5:5.2.3-1.fc40\n  podman:\n    evr: 5:5.2.5-1.fc40\n');
    const duplicate = (await pull(client, uri)).items.find(({ code }) => code === 'duplicate-key');
    expect(duplicate?.relatedInformation).toMatchObject([{ location: { uri } }]);
  });

  it('obey the severities that were set, at once when they are set anew', async () => {
    const client = await workbench().startWith({
      network: 'off',
      severity: { 'missing-version': 'off', 'missing-type': 'off' },
    });
    const uri = workbench().uri(PATH);
    await client.open(uri, 'packages:\n  podman: {}\n');
    expect((await pull(client, uri)).codes).toEqual([]);
    const changed = configuration(workbench().storage, {
      network: 'off',
      severity: { 'missing-version': 'info', 'missing-type': 'off' },
    });
    await client.connection.sendNotification('manifestLock/configure', changed);
    await client.diagnosticRefreshes.first();
    expect((await pull(client, uri)).items).toMatchObject([{ code: 'missing-version', severity: 3 }]);
  });

  it('are asked for again when metadata has come', async () => {
    const client = await workbench().start();
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    await client.settled();
    await client.diagnosticRefreshes.first();
    await client.hintRefreshes.first();
    const { items } = await pull(client, uri);
    const newer = items.find(({ code }) => code === 'newer-available');
    expect(newer).toMatchObject({ severity: 4, message: expect.stringContaining('5:5.2.5-1.fc40') });
    expect(newer && client.covered(uri, newer.range)).toBe('5:5.2.3-1.fc40');
  });

  it('see what another open lockfile says before it is saved, and what changes on disk', async () => {
    const client = await workbench().start();
    const uri = workbench().uri('manifest-lock.x86_64.json');
    const overrides = workbench().uri(PATH);
    await client.open(uri, baseLock('x86_64'));
    await client.settled();
    const packages = async () => {
      const newer = (await pull(client, uri)).items.filter(({ code }) => code === 'newer-available');
      return newer.map(({ data }) => (data as { package: string }).package);
    };
    expect(await packages()).toEqual(['grub2-common', 'grub2-tools']);
    // the override of podman goes, so that the base lock decides
    await client.open(overrides, 'packages: {}\n');
    expect(await packages()).toEqual(['grub2-common', 'grub2-tools', 'podman']);
    await client.close(overrides);
    expect(await packages()).toEqual(['grub2-common', 'grub2-tools']);
    workbench().write(PATH, 'packages: {}\n');
    const changes = [{ uri: overrides, type: 2 as const }];
    client.diagnosticRefreshes.forget();
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
    await client.diagnosticRefreshes.first();
    expect(await packages()).toEqual(['grub2-common', 'grub2-tools', 'podman']);
  });
});

describe('sent', () => {
  it('are those of the newest version, and gone with the document', async () => {
    const severity = { 'missing-type': 'off' } as const;
    const client = await workbench().start({
      capabilities: PUSHED,
      configuration: configuration(workbench().storage, { network: 'off', severity }),
    });
    expect(client.initializeResult.capabilities.diagnosticProvider).toBeUndefined();
    const uri = workbench().uri(PATH);
    await client.open(uri, 'packages:\n  podman: {}\n');
    const first = await client.published.first(params => params.uri === uri);
    expect(first).toMatchObject({ version: 1, diagnostics: [{ code: 'missing-version' }] });
    await client.type(uri, '{}', '\n    evr: 5');
    await client.type(uri, 'evr: 5', 'evr: 5:5.2.5-1.fc40');
    const last = await client.published.first(params => params.uri === uri && params.version === 3);
    expect(last.diagnostics.map(({ code }) => code)).not.toContain('missing-version');
    await client.close(uri);
    expect(await client.published.first(params => params.diagnostics.length === 0)).toMatchObject({ uri });
  });

  it('come again when metadata has come', async () => {
    const client = await workbench().start({ capabilities: PUSHED });
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    const hinted = await client.published.first(({ diagnostics }) =>
      diagnostics.some(({ code }) => code === 'newer-available'),
    );
    expect(hinted).toMatchObject({ uri, version: 1 });
  });
});

describe('of the other files of a config repository', () => {
  it('are sent where the mistake stands, and taken back when it is mended', async () => {
    const broken = 'releasever: 40\nrepos:\n  - fedora\n  - no-such-repo\n';
    workbench().write('manifest.yaml', broken);
    const client = await workbench().startWith({ network: 'off' });
    const manifest = workbench().uri('manifest.yaml');
    await client.open(workbench().uri(PATH), OVERRIDES);
    const told = await client.published.first(({ uri }) => uri === manifest);
    expect(told.diagnostics).toMatchObject([
      { source: 'manifest-lock', message: expect.stringContaining('no-such-repo') },
    ]);
    workbench().write('manifest.yaml', broken.replace('  - no-such-repo\n', ''));
    const changes = [{ uri: manifest, type: 2 as const }];
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
    expect(await client.published.first(({ uri }) => uri === manifest)).toMatchObject({ diagnostics: [] });
  });
});

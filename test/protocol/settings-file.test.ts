/** `.manifest-lock.yaml`: what it says counts at once, also before it is saved. */
import { describe, expect, it } from 'vitest';
import {
  CompletionRequest,
  type Diagnostic,
  DocumentDiagnosticRequest,
  HoverRequest,
} from 'vscode-languageserver-protocol/node';
import type { Client } from './support/client';
import { useWorkbench } from './support/workbench';

const workbench = useWorkbench();
const PATH = 'manifest-lock.overrides.yaml';
const SETTINGS = '.manifest-lock.yaml';

async function severityOf(client: Client, uri: string, code: string): Promise<number | undefined> {
  const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
  const items: readonly Diagnostic[] = report.kind === 'full' ? report.items : [];
  return items.find(item => item.code === code)?.severity;
}

/** Asks again whenever the server says that answers have changed. */
async function eventually(client: Client, uri: string, code: string, severity: number | undefined): Promise<void> {
  while ((await severityOf(client, uri, code)) !== severity) await client.diagnosticRefreshes.first();
}

describe('the settings file', () => {
  it('changes severities while it is typed, and when it is closed unsaved', async () => {
    const client = await workbench().startWith({ network: 'off' });
    const uri = workbench().uri(PATH);
    const settings = workbench().uri(SETTINGS);
    await client.open(uri, 'packages:\n  podman: {}\n');
    expect(await severityOf(client, uri, 'missing-version')).toBe(1);
    await client.open(settings, 'rules:\n  missing-version: info\n', 'yaml');
    await eventually(client, uri, 'missing-version', 3);
    await client.type(settings, 'info', 'hint');
    await eventually(client, uri, 'missing-version', 4);
    await client.close(settings);
    await eventually(client, uri, 'missing-version', 1);
  });

  it('has its mistakes told where they stand, without any lockfile open', async () => {
    const client = await workbench().startWith({ network: 'off' });
    const settings = workbench().uri(SETTINGS);
    await client.open(settings, 'rules:\n  no-such-rule: info\n', 'yaml');
    const told = await client.published.first(({ uri }) => uri === settings);
    expect(told.diagnostics).toMatchObject([{ message: expect.stringContaining('no-such-rule') }]);
    expect(client.covered(settings, told.diagnostics[0]?.range ?? { start: NOWHERE, end: NOWHERE })).toBe(
      'no-such-rule',
    );
    await client.type(settings, 'no-such-rule', 'missing-version');
    expect(await client.published.first(({ uri }) => uri === settings)).toMatchObject({ diagnostics: [] });
  });

  it('is helped with, and is no lockfile', async () => {
    const client = await workbench().startWith({ network: 'off' });
    const settings = workbench().uri(SETTINGS);
    await client.open(settings, 'repositories:\n  - \n', 'yaml');
    const completion = await client.connection.sendRequest(CompletionRequest.type, client.at(settings, '- ', 2));
    const items = completion && 'items' in completion ? completion.items : (completion ?? []);
    expect(items.map(({ label }) => label)).toContain('fedora-updates');
    const hover = await client.connection.sendRequest(HoverRequest.type, client.at(settings, 'repositories', 2));
    expect(JSON.stringify(hover?.contents)).toContain('epositories');
    expect(await severityOf(client, settings, 'missing-packages')).toBeUndefined();
  });
});

const NOWHERE = { line: 0, character: 0 };

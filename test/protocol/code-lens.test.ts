import { describe, expect, it } from 'vitest';
import { CodeLensRequest } from 'vscode-languageserver-protocol/node';
import { OVERRIDES } from '../support/fedora';
import type { Client } from './support/client';
import { useWorkbench } from './support/workbench';

const workbench = useWorkbench();
const PATH = 'manifest-lock.overrides.yaml';

async function titles(client: Client, uri: string): Promise<(string | undefined)[]> {
  const lenses = await client.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
  return (lenses ?? []).map(({ command }) => command?.title);
}

describe('the code lens of an overrides file', () => {
  it('counts the overrides at once, and the rest when the repositories have answered', async () => {
    const client = await workbench().start();
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    expect((await titles(client, uri))[0]).toBe('2 overrides');
    await client.settled();
    await client.lensRefreshes.first();
    expect(await titles(client, uri)).toEqual(['2 overrides', '1 graduated', '1 newer']);
  });

  it('is switched off by manifestLock.codeLens', async () => {
    const client = await workbench().startWith({ codeLens: false });
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    expect(await titles(client, uri)).toEqual([]);
  });

  it('is not on a base lock', async () => {
    const client = await workbench().start();
    const uri = workbench().uri('manifest-lock.x86_64.json');
    await client.open(uri, '{"packages": {}}');
    expect(await titles(client, uri)).toEqual([]);
  });
});

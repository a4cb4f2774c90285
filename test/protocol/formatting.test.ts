/** textDocument/formatting as a client sees it. */
import { describe, expect, it } from 'vitest';
import { DocumentFormattingRequest } from 'vscode-languageserver-protocol/node';
import { OVERRIDES_HEADER } from '../../server/lockfile/header';
import { useWorkbench } from './support/workbench';

const workbench = useWorkbench();
const OPTIONS = { tabSize: 2, insertSpaces: true };

async function format(path: string, text: string) {
  const client = await workbench().start();
  const uri = workbench().uri(path);
  await client.open(uri, text);
  const edits = await client.connection.sendRequest(DocumentFormattingRequest.type, {
    textDocument: { uri },
    options: OPTIONS,
  });
  return { client, edits };
}

describe('formatting', () => {
  it('is offered, and writes the canonical form', async () => {
    const { client, edits } = await format('manifest-lock.overrides.yaml', 'packages: {}\n');
    expect(client.initializeResult.capabilities.documentFormattingProvider).toBe(true);
    expect(edits?.map(({ newText }) => newText)).toEqual([`${OVERRIDES_HEADER}\npackages: {}\n`]);
  });

  it('leaves a base lock to the builds', async () => {
    const { edits } = await format('manifest-lock.x86_64.json', '{"packages":{}}');
    expect(edits).toEqual([]);
  });
});
